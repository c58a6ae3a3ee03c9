"""The `where` of a user: checked before LanceDB sees it, so that it names columns and only reads.

The language is SQL's WHERE: `year >= 1990 AND title LIKE '%Star%'`. On a list, `=`, `!=` and `IN`
ask for membership: `genres = 'Horror'` is `array_has(genres, 'Horror')`.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from mmrec.errors import ConfigError, did_you_mean

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<text>'(?:[^']|'')*')
  | (?P<quoted>`[^`]+` | "[^"]+")
  | (?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)? | \.\d+)
  | (?P<word>[^\W\d]\w*)
  | (?P<sign><=|>=|<>|!=|==|\|\||[-+*/%<>=(),\[\]])
    )""",
    re.VERBOSE,
)
_OPERATORS = {"and", "or", "not", "in", "is", "null", "like", "ilike", "between", "true", "false"}
_OPERATORS |= {"escape", "distinct", "from"}  # LIKE … ESCAPE, IS DISTINCT FROM
_TYPES = {"int", "integer", "bigint", "float", "double", "boolean", "string", "varchar", "date"}
_TYPES |= {"timestamp", "interval", "case", "when", "then", "else", "end", "as"}
_EXAMPLE = "Write it like `year >= 1990 AND genres = 'Horror'`."


class _Token(NamedTuple):
    kind: str
    text: str


def check_where(where: str, types: Mapping[str, type]) -> str:
    """The filter as LanceDB is to see it: columns quoted, membership in lists spelt out.

    Args:
        where: what the user wrote.
        types: name and type of each column that a filter may use.

    Raises:
        ConfigError: an unknown column, or something that no filter has.
    """
    tokens = _tokens(where)
    named = [_name(where, tokens, place, types) for place in range(len(tokens))]
    return " ".join(_members(named, types))


def refusal(where: str, problem: Exception, types: Mapping[str, type]) -> ConfigError:
    """LanceDB's complaint about a filter, in one line."""
    text = re.sub(r",?\s*\S*\.rs:\d+:\d+.*", "", str(problem), flags=re.DOTALL)
    text = text.replace("Invalid input, ", "").replace("lance error: ", "").replace("`", "")
    lists = [name for name, kind in types.items() if kind is list]
    hint = f" On a list ({', '.join(lists)}) use =, !=, IN or array_has(…)." if lists else ""
    return ConfigError(f"Filter {where!r}: {' '.join(text.split()).rstrip('.')}.", _EXAMPLE + hint)


def _tokens(where: str) -> list[_Token]:
    tokens: list[_Token] = []
    place, end = 0, len(where.rstrip())
    while place < end:
        match = _TOKEN.match(where, place)
        if match is None:
            raise ConfigError(
                f"Filter {where!r}: it cannot be read from {where[place:].strip()!r} on.", _EXAMPLE
            )
        assert match.lastgroup is not None
        tokens.append(_Token(match.lastgroup, match.group(match.lastgroup)))
        place = match.end()
    if not tokens:
        raise ConfigError("The filter is empty.", _EXAMPLE)
    return tokens


def _name(where: str, tokens: list[_Token], place: int, types: Mapping[str, type]) -> _Token:
    """The token with its column quoted; anything that is no column passes as it is."""
    kind, text = tokens[place]
    if kind not in {"word", "quoted"}:
        return tokens[place]
    bare = text.strip('`"') if kind == "quoted" else text
    if kind == "word" and bare.lower() in _OPERATORS:
        return tokens[place]
    if kind == "word" and tokens[place + 1 : place + 2] == [_Token("sign", "(")]:
        return _Token("function", text)
    column = next((name for name in types if name.lower() == bare.lower()), None)
    if column is not None:
        return _Token("column", column)
    if kind == "word" and bare.lower() in _TYPES:
        return tokens[place]
    hint = did_you_mean(bare, types)
    if text.startswith('"'):
        hint += f" A text takes single quotes: '{bare}'."
    raise ConfigError(f"Filter {where!r}: there is no column '{bare}'.", hint.strip())


def _members(tokens: list[_Token], types: Mapping[str, type]) -> list[str]:
    """SQL text of the tokens, comparisons of a list column turned into membership."""
    parts: list[str] = []
    place = 0
    while place < len(tokens):
        kind, text = tokens[place]
        if kind == "column" and types[text] is list:
            sql, used = _membership(tokens[place:])
            parts.append(sql)
            place += used
        else:
            parts.append(f"`{text}`" if kind == "column" else text)
            place += 1
    return parts


def _membership(tokens: list[_Token]) -> tuple[str, int]:
    """What stands for the list column at the front, and how many tokens that replaces."""
    column = f"`{tokens[0].text}`"
    signs = [token.text.lower() for token in tokens[1:4]]
    if len(tokens) > 2 and tokens[2].kind == "text" and signs[0] in {"=", "==", "!=", "<>"}:
        has = f"array_has({column}, {tokens[2].text})"
        return (has if signs[0] in {"=", "=="} else f"(NOT {has})"), 3
    negated = signs[:2] == ["not", "in"]
    opening = 3 if negated else 2
    if (negated or signs[:1] == ["in"]) and [t.text for t in tokens[opening : opening + 1]] == [
        "("
    ]:
        closing = next((n for n, t in enumerate(tokens) if n > opening and t.text == ")"), None)
        if closing is not None:
            values = " ".join(token.text for token in tokens[opening + 1 : closing])
            has = f"array_has_any({column}, [{values}])"
            return (f"(NOT {has})" if negated else has), closing + 1
    return column, 1
