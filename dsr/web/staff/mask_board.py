"""What stands on the page for masking: the picture, the boxes on it, and the boxes that are offered."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from dsr.law.evidence import EVIDENCE, Mask, Side
from dsr.law.evidence.masks import presets
from dsr.models import Page
from dsr.queries.case_page import DocumentPage, Paper
from dsr.rendering.masking import WHOLE, Box
from dsr.web.staff.forms.masking import MOST_BOXES, BoxForm, MaskForm

# what a button of the page asks for; anything else only draws the boxes again
SAVE, ADD, REMOVE, SHOW, OFFER = "save", "add", "remove-", "show-", "offer-"
FIRST_BOX = Box(350, 450, 300, 100)  # where a new box begins: in the middle, to be moved
MARGIN = 10  # thousandths around what a program found, which it finds tightly


@dataclass(frozen=True)
class Preset:
    """Boxes where such a paper usually shows what may not be kept."""

    code: str
    label: str | Promise
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class MaskBoard:
    """One look at a document that is being masked."""

    form: MaskForm
    page: Page
    pages: tuple[Page, ...]
    presets: tuple[Preset, ...]
    wanted: tuple[Mask, ...]

    @classmethod
    def after(cls, request: HttpRequest, form: "MaskForm", page: DocumentPage) -> "MaskBoard":
        """Do what the pressed button says, and show what comes of it."""
        pages = tuple(page.paper.document.pages.all())
        offered = tuple(_presets_for(page))
        asked = request.POST.get("do", "")
        number = _number(request.POST.get("shown") or request.GET.get("page"), pages)
        if asked.startswith(SHOW) and all(row.is_valid() for row in form.rows if row.on_page == number):
            number = _number(asked.removeprefix(SHOW), pages)
        if form.is_bound and asked != SAVE:
            form = _changed(form, asked, number, offered)
        if asked == SAVE:
            wrong = next((str(row.on_page) for row in form.rows if not row.is_valid()), str(number))
            number = _number(wrong, pages)
        shown = next(each for each in pages if each.number == number)
        return cls(form, shown, pages, offered, _wanted(page))

    @property
    def rows(self) -> list[BoxForm]:
        """Return the boxes of the page that is shown."""
        return [row for row in self.form.rows if row.on_page == self.page.number]

    @property
    def other_rows(self) -> list[BoxForm]:
        """Return the boxes of the other pages, which travel along."""
        return [row for row in self.form.rows if row.on_page != self.page.number]

    @property
    def most(self) -> int:
        """Return how many boxes the page that is shown may have at most."""
        return MOST_BOXES - len(self.other_rows)

    @property
    def new_row(self) -> BoxForm:
        """Return an empty box for a script to copy."""
        return BoxForm(prefix="boxNEW", initial={"page": self.page.number})

    @property
    def tabs(self) -> list[tuple[int, int, bool]]:
        """Return each page with the number of its boxes, and whether it is the one that is shown."""
        counts = [row.on_page for row in self.form.rows]
        return [(page.number, counts.count(page.number), page == self.page) for page in self.pages]


def boxes_of_cautions(paper: Paper) -> list[tuple[int, Box]]:
    """Return a box for each place that a warning points at, by page."""
    placed = [caution.finding for caution in paper.open_cautions if caution.can_be_masked and caution.finding.box]
    return [(finding.page, _around(Box(*finding.box))) for finding in placed]


def _around(box: Box) -> Box:
    left, top = max(box.left - MARGIN, 0), max(box.top - MARGIN, 0)
    right = min(box.left + box.width + MARGIN, WHOLE)
    bottom = min(box.top + box.height + MARGIN, WHOLE)
    return Box(left, top, right - left, bottom - top)


def _number(text: str | None, pages: tuple[Page, ...]) -> int:
    known = {str(page.number): page.number for page in pages}
    return known.get(text or "", pages[0].number)


def _changed(form: MaskForm, asked: str, number: int, offered: tuple[Preset, ...]) -> MaskForm:
    """Return the form with a box more or less, not sent yet: nothing is wrong before somebody wants to save."""
    more: list[tuple[int, Box]] = [(number, FIRST_BOX)] if asked == ADD else []
    if asked.startswith(OFFER):
        chosen = [preset for preset in offered if preset.code == asked.removeprefix(OFFER)]
        more = [(number, box) for preset in chosen for box in preset.boxes]
    return form.with_boxes(without=asked.removeprefix(REMOVE) if asked.startswith(REMOVE) else "", more=more)


def _kinds(page: DocumentPage) -> list[str]:
    """Return what the document is: as a clerk read it, else all that its line takes."""
    if page.paper.document.kind:
        return [page.paper.document.kind]
    return [way.code for way in page.line.ways] if page.line else []


def _presets_for(page: DocumentPage) -> Iterator[Preset]:
    for code in _kinds(page):
        for side in Side:
            boxes = tuple(Box(box.x, box.y, box.w, box.h) for box in presets(code, side))
            if boxes:
                words = {"paper": EVIDENCE[code].label, "side": side.label}
                yield Preset(f"{code}.{side}", _("%(paper)s: %(side)s") % words, boxes)


def _wanted(page: DocumentPage) -> tuple[Mask, ...]:
    """Return what has to be black on the kinds of paper that it may be."""
    return tuple(dict.fromkeys(mark for code in _kinds(page) if code in EVIDENCE for mark in EVIDENCE[code].must_mask))
