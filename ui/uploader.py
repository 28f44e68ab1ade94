"""Streamlit's box for a file speaks English: its button in Japanese, its hint left out."""


def style(key: str) -> str:
    """CSS for the box inside the container of this key."""
    box = f'.st-key-{key} [data-testid="stFileUploaderDropzone"]'
    return (f'.st-key-{key} [data-testid="stFileUploaderDropzoneInstructions"] {{ display: none; }}\n'
            f"{box} button p {{ display: none; }}\n"
            f'{box} button:has(p)::after {{ content: "ファイルを選ぶ"; font-size: max(var(--least), .95rem); }}\n')
