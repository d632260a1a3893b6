"""The letter on the screen: the approved one, or what would be issued today."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from dsr.models import Case
from dsr.rendering.letters import Problem, compose_letter
from dsr.rendering.pdf import STYLE_SHEET
from dsr.vocabulary import ViewSubject

# The sheet is text and its own style; it runs nothing, fetches nothing, and is framed only by our preview.
SHEET_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; sandbox"


@dataclass(frozen=True)
class LetterOnScreen:
    """A letter to be looked at. `html` is the very page that is rendered as PDF."""

    html: str
    number: str
    is_approved: bool
    problems: tuple[Problem, ...] = ()

    @property
    def subject(self) -> ViewSubject:
        """Return as what a look at it is recorded."""
        return ViewSubject.LETTER if self.is_approved else ViewSubject.PREVIEW

    @property
    def sheet(self) -> str:
        """Return the page with the styles of the letter and those of a sheet on a screen."""
        head = render_to_string("letters/sheet_head.html", {"style_sheet": STYLE_SHEET})
        return self.html.replace("</head>", f"{head}</head>", 1)


def letter_of(case: Case) -> LetterOnScreen:
    """Return the approved letter of a case, or a composition of today (Asia/Tokyo). Writes nothing."""
    letter = case.letters.first()
    if letter:
        letter.case = case
        return LetterOnScreen((letter.text or {}).get("html", ""), letter.number, is_approved=True)
    with override(case.language):
        number = _("(number follows)")
    composed = compose_letter(case, number=number, issued_on=timezone.localdate())
    return LetterOnScreen(composed.html, "", is_approved=False, problems=composed.problems)
