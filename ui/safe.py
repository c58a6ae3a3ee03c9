"""Catalogue texts, names of users and messages are hostile input: the only ways they reach HTML."""

import html
import re

# All ASCII punctuation: everything that Markdown, HTML, LaTeX or an autolinker reads as syntax.
_SYNTAX = re.compile(r"[!-/:-@\[-`{-~]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def text(value: object) -> str:
    """As the text or the quoted attribute of an HTML element."""
    return html.escape(_CONTROL.sub(" ", str(value)), quote=True)


def chat(value: object) -> str:
    """As text in a chat message, which is rendered as Markdown and HTML.

    Every special character becomes a numeric reference, so neither a renderer nor an autolinker
    sees syntax; a line break becomes `<br>`.
    """
    lines = (_CONTROL.sub("", line) for line in str(value).splitlines())
    return "<br>".join(_SYNTAX.sub(lambda mark: f"&#{ord(mark.group())};", line) for line in lines)
