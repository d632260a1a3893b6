"""CSV that a spreadsheet opens as text and never runs."""

import csv
from collections.abc import Iterable, Iterator, Sequence

# A cell that begins with one of these is a formula to some spreadsheet, full-width twins included.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BYTE_ORDER_MARK = "\ufeff"


class _Echo:
    """A file that gives back what is written to it, so that rows can be streamed."""

    @staticmethod
    def write(line: str) -> str:
        """Return the line."""
        return line


def safe_cell(value: object) -> str:
    """Return a cell's text; an apostrophe goes before anything that a spreadsheet could take for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def csv_lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield CSV lines with a byte order mark, so that Japanese opens right in a spreadsheet."""
    writer = csv.writer(_Echo())
    yield _BYTE_ORDER_MARK
    for row in rows:
        yield writer.writerow([safe_cell(cell) for cell in row])
