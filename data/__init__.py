"""The store: schema, importers, embedded facts, definitions and what a prefecture loaded."""
