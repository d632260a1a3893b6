"""How one page of a document is shown: which page, how large, turned how far. All of it stands in the address."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from dsr.models import Page

WHOLE = "fit"
ZOOMS = (WHOLE, "100", "150", "200", "300")  # the whole page, or percent of the column's width
TURNS = (0, 90, 180, 270)  # degrees, clockwise


@dataclass(frozen=True)
class Sheet:
    """One way to look at a document."""

    pages: tuple[Page, ...]
    number: int = 1
    zoom: str = WHOLE
    turn: int = 0

    @classmethod
    def asked_for(cls, query: Mapping[str, str], pages: tuple[Page, ...]) -> "Sheet":
        """Read page, zoom and turn from an address; what makes no sense there counts as not asked for."""
        number, turn = _whole(query.get("page")), _whole(query.get("turn"))
        known = {page.number for page in pages}
        zoom = query.get("zoom", WHOLE)
        return cls(
            pages,
            number if number in known else 1,
            zoom if zoom in ZOOMS else WHOLE,
            turn if turn in TURNS else 0,
        )

    @property
    def page(self) -> Page | None:
        """Return the page that is shown, or None for a document without pages."""
        return next((page for page in self.pages if page.number == self.number), None)

    @property
    def size(self) -> tuple[int, int]:
        """Return width and height of the page as it is turned, in pixels; nothing for a document without pages."""
        page = self.page
        upright = (page.width, page.height) if page else (0, 0)
        return upright if self.turn in (0, 180) else (upright[1], upright[0])

    @property
    def query(self) -> str:
        """Return the part of an address that leads to this way to look."""
        asked = {"page": self.number, "zoom": self.zoom, "turn": self.turn}
        usual = {"page": 1, "zoom": WHOLE, "turn": 0}
        return urlencode({key: value for key, value in asked.items() if value != usual[key]})

    @property
    def previous(self) -> "Sheet | None":
        """Return the page before, or None."""
        return replace(self, number=self.number - 1) if self.number > 1 else None

    @property
    def next(self) -> "Sheet | None":
        """Return the page after, or None."""
        return replace(self, number=self.number + 1) if self.number < len(self.pages) else None

    @property
    def larger(self) -> "Sheet | None":
        """Return the next larger size, or None."""
        return self._zoomed(1)

    @property
    def smaller(self) -> "Sheet | None":
        """Return the next smaller size, or None."""
        return self._zoomed(-1)

    def _zoomed(self, step: int) -> "Sheet | None":
        place = ZOOMS.index(self.zoom) + step
        return replace(self, zoom=ZOOMS[place]) if 0 <= place < len(ZOOMS) else None

    @property
    def whole(self) -> "Sheet":
        """Return the whole page, upright."""
        return replace(self, zoom=WHOLE, turn=0)

    @property
    def turned(self) -> "Sheet":
        """Return the page turned by a quarter, clockwise."""
        return replace(self, turn=(self.turn + 90) % 360)

    def each(self) -> Iterator["Sheet"]:
        """Yield every page of the document in the same size."""
        return (replace(self, number=page.number) for page in self.pages)


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < len("1000") else None
