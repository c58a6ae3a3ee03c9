"""Catalogue texts, names of users and messages are hostile input: the only ways they reach HTML."""

import html
import re

# Everything that Markdown, HTML, LaTeX or an autolinker could read as more than a letter.
_SPECIAL = re.compile(r"[^\w ,;'-]|_|(?<=\w)-(?=\w)|^\s*\d+(?=[.)])", re.UNICODE)


def text(value: object) -> str:
    """As the text or the quoted attribute of an HTML element."""
    return html.escape(str(value), quote=True)


def chat(value: object) -> str:
    """As text in a chat message, which is rendered as Markdown and HTML.

    Every special character becomes a numeric reference, so neither a renderer nor an autolinker
    sees syntax; a line break becomes `<br>`.
    """
    lines = str(value).splitlines() or [""]
    return "<br>".join(_SPECIAL.sub(_reference, line) for line in lines)


def _reference(match: re.Match[str]) -> str:
    return "".join(f"&#{ord(mark)};" for mark in match.group())
