"""A name that people gave, where there is room for a line only: its end is cut, and it is read whole under the pointer or the focus."""

from html import escape

SHORT = 20  # characters that are shown in any case
STYLE = f"""<style>
.long {{ position: relative; display: inline-block; max-width: min({SHORT}em, 100%); vertical-align: bottom; }}
.long > span {{ display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }}
.long:is(:hover, :focus)::after {{ content: attr(data-whole); position: absolute; z-index: 10; left: 0; top: 0; width: max-content;
  max-width: 30em; padding: 0 .4em .2em 0; overflow-wrap: anywhere; background: #ffffff; box-shadow: 0 3px 8px rgb(0 0 0 / 25%); }}
</style>"""


def cut(name: str, short: int = SHORT) -> str:
    """HTML, to stand beside STYLE. A name of `short` characters or fewer is as it is."""
    text = escape(name)
    return text if len(name) <= short else f'<span class="long" tabindex="0" data-whole="{text}"><span>{text}</span></span>'
