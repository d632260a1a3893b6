"""The reply is frozen, numbered and rendered; from then on it is evidence."""

import hashlib
from uuid import UUID

from dsr.actions.unit import SYSTEM, Change, change
from dsr.errors import Refused
from dsr.models import Case, Letter, LetterSeries, User
from dsr.rendering.letters import compose_letter
from dsr.rendering.pdf import RenderedPdf
from dsr.vocabulary import Action, Topic


def approve_letter(case_id: UUID, *, by: User, seen: int | None = None) -> Letter:
    """Freeze the reply under the next number of the desk's series of the year, and ask the worker to render it.

    Raises Refused: not_permitted, four_eyes, wrong_state, letter_already_approved, letter_incomplete,
    left_open, date_past, glyph_missing, stale. A refused approval uses no number.
    """
    with change(case_id, Action.APPROVE_LETTER, by=by, expected_seq=seen) as this:
        this.move()
        letter = _freeze(this, by)
        this.note(letter=str(letter.pk), number=letter.number, text_sha256=letter.text_sha256)
        this.later(Topic.LETTER_RENDER, letter=letter.pk)
    return letter


def _freeze(this: Change, by: User) -> Letter:
    case, year = this.case, this.today.year
    serial = _next_serial(case, year)
    number = f"{case.policy.profile.letters.number_prefix}-{year}-{serial:04d}"
    composed = compose_letter(case, number=number, issued_on=this.today)
    if composed.problems:
        raise Refused(composed.problems[0].code)
    letter = Letter(
        case=case,
        desk_id=case.desk_id,
        year=year,
        serial=serial,
        number=number,
        language=case.language,
        issued_on=this.today,
        approved_at=this.now,
        approved_by=by,
        template_version=composed.template_version,
        text_sha256=hashlib.sha256(composed.html.encode()).hexdigest(),
    )
    letter.text = {"html": composed.html, "variables": composed.variables}
    letter.save(force_insert=True)
    return letter


def _next_serial(case: Case, year: int) -> int:
    """Take the next number; the row stays locked until the commit, so that the series has no gap and no twin."""
    LetterSeries.objects.get_or_create(desk_id=case.desk_id, year=year)
    series = LetterSeries.objects.select_for_update().get(desk_id=case.desk_id, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def attach_pdf(letter_id: UUID, rendered: RenderedPdf, *, key: str) -> None:
    """Record the bytes of a letter that lie in the storage already. A letter gets them once.

    Raises Refused: wrong_state, also when another worker was faster.
    """
    case_id = Letter.objects.values_list("case_id", flat=True).get(pk=letter_id)
    with change(case_id, Action.ATTACH_PDF, by=SYSTEM) as this:
        this.move()
        letter = this.case.letters.get(pk=letter_id)
        if letter.pdf_sha256:
            raise Refused("wrong_state")
        letter.pdf_key, letter.pdf_sha256 = key, rendered.sha256
        letter.pdf_bytes, letter.pages = len(rendered.data), rendered.pages
        letter.renderer, letter.rendered_at = rendered.renderer, this.now
        letter.save(update_fields=["pdf_key", "pdf_sha256", "pdf_bytes", "pages", "renderer", "rendered_at"])
        this.note(letter=str(letter.pk), sha256=rendered.sha256, bytes=letter.pdf_bytes, pages=letter.pages)
