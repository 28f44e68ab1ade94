"""What screens share: state, frame, region map, tables, charts, words. With pages, the only code that knows Streamlit."""
