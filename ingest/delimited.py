"""CSV and TSV line by line: what is broken costs its own row, never the rows after it.

Records come from the `csv` module in strict mode, fed one line at a time, so that the lines of a
record that went wrong can be read again by themselves: a quote that is never closed would
otherwise swallow the rest of the file.
"""

import csv
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple, TextIO

from ingest.rows import Row
from mmrec.errors import DataError
from mmrec.types import Reject

LINE_LIMIT = 1 << 22  # characters; a longer line is no row
EXTRA = "extra_fields"  # of a refused row: the fields beyond the last column
DELIMITERS = {"csv": ",", "tsv": "\t"}
_OTHERS = (";", "\t", "|")  # what a .csv may be separated by instead
_LINE_ENDS = ("\n", "\r")


class Header(NamedTuple):
    """The columns of a file, and what separates them."""

    columns: list[str]
    delimiter: str


class _Lines:
    """Lines for a reader, those of the record at hand kept so that they can be read again.

    Attributes:
        number: of the last line that was given, from 1.
        taken: the lines since `start` was called.
    """

    def __init__(self, stream: TextIO) -> None:
        self.number = 0
        self.taken: list[str] = []
        self._stream = stream
        self._again: deque[str] = deque()

    def start(self) -> int:
        """Begin a record; the number of its first line."""
        self.taken.clear()
        return self.number + 1

    def again(self, lines: list[str]) -> None:
        """Give these last lines once more."""
        self._again.extendleft(reversed(lines))
        self.number -= len(lines)

    def __iter__(self) -> Iterator[str]:
        read, taken, again = self._stream.readline, self.taken, self._again
        while line := again.popleft() if again else read(LINE_LIMIT):
            if len(line) >= LINE_LIMIT and not line.endswith(_LINE_ENDS):
                while (rest := read(LINE_LIMIT)) and not rest.endswith(_LINE_ENDS):
                    pass
                line += "\n"  # longer than LINE_LIMIT now: that is how it is known
            self.number += 1
            taken.append(line)
            yield line


def read_header(stream: TextIO, kind: str, file: str) -> Header:
    """The first record of a `csv` or `tsv` file; a `.csv` may be separated by ; or tab or |.

    Raises:
        DataError: two columns have one name, or the first record cannot be read.
    """
    lines = _Lines(stream)
    found = next(_records(lines, DELIMITERS[kind]), None)
    names = found[1] if found else []
    if isinstance(names, str):
        raise DataError(f"{file} has no readable first line: {names}.", "Mend its header.")
    delimiter = DELIMITERS[kind]
    if kind == "csv" and len(names) == 1:
        delimiter = next((other for other in _OTHERS if other in names[0]), delimiter)
        names = next(csv.reader(lines.taken, delimiter=delimiter))
    columns = [name.strip() for name in names]
    twice = next((name for name in columns if name and columns.count(name) > 1), None)
    if twice is not None:
        raise DataError(f"{file} has two columns named '{twice}'.", "Rename one of them.")
    return Header(columns, delimiter)


def delimited_rows(stream: TextIO, header: Header, file: str) -> Iterator[Row | Reject]:
    """The rows after the header, in order; a blank line is none."""
    columns, delimiter = header
    width, lines = len(columns), _Lines(stream)
    records = _records(lines, delimiter)
    next(records, None)  # the header
    for line, fields in records:
        if len(fields) == width and not isinstance(fields, str):
            yield Row(file, line, dict(zip(columns, fields, strict=True)))
        elif isinstance(fields, str):
            yield Reject(file, line, "", fields, {"text": lines.taken[0].rstrip("\r\n")})
        elif fields:
            reason = f"{len(fields)} fields instead of {width}; {_why(lines, width, delimiter)}"
            values: dict[str, object] = dict(zip(columns, fields, strict=False))
            extra = {EXTRA: fields[width:]} if len(fields) > width else {}
            yield Reject(file, line, "", reason, values | extra)


def _why(lines: _Lines, width: int, delimiter: str) -> str:
    """What is wrong with a row of the wrong width; rows that its quotes swallowed are read again.

    An inch mark opens a quote, which the next one, some rows later, closes. Those rows are told
    from a text of several lines by each being as wide as a row should be; one line alone may be
    so by chance.
    """
    rest = lines.taken[1:]
    if not rest:
        return f"is a {_NAMES.get(delimiter, 'separator')} not quoted?"
    alone = [_alone(line, delimiter) for line in rest]
    if len(rest) > 1 and all(f is not None and len(f) == width for f in alone):
        lines.again(rest)
        return "a quote that opens here runs on into the next rows"
    return f"it runs over {len(rest) + 1} lines; is a quote not closed or a separator not quoted?"


_NAMES = {",": "comma", ";": "semicolon", "\t": "tab"}


def _records(lines: _Lines, delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    """Each record with the number of its first line: its fields, or why it has none."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        start = lines.start()
        try:
            fields: list[str] | str = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            fields = _mend(lines, delimiter, str(error))
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
        if len(lines.taken[-1]) > LINE_LIMIT:
            fields = f"a line of more than {LINE_LIMIT:,} characters"
        yield start, fields


def _mend(lines: _Lines, delimiter: str, problem: str) -> list[str] | str:
    """A record that strict reading refused: a stray quote inside one line is taken as text."""
    first, rest = lines.taken[0], lines.taken[1:]
    if not rest and (fields := _alone(first, delimiter)) is not None:
        return fields
    if len(first) > csv.field_size_limit() and not rest:
        return f"not readable as CSV: {problem}"
    lines.again(rest)
    return "a quote that opens here is never closed, or not where a field ends"


def _alone(line: str, delimiter: str) -> list[str] | None:
    """The fields of one line by itself; None when a quote is still open at its end."""
    feed = iter([line, ""])
    try:
        fields = next(csv.reader(feed, delimiter=delimiter))
    except csv.Error:
        return None
    return None if next(feed, None) is None else fields
