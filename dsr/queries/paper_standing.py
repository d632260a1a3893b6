"""How far the documents that came in for a line of a checklist satisfy it, by what a clerk has read on them."""

from collections.abc import Iterable
from datetime import date

from dsr.law.evidence import EVIDENCE, Held, MissingLine, Proves, Settled, line_as_stored, missing, settled
from dsr.models import Case, ChecklistItem, Document
from dsr.vocabulary import Channel, PartyRole


def held_as(document: Document, *, of: PartyRole, case: Case) -> Held | None:
    """Return what is known of a document; None while nobody has said what it is, and once it is destroyed.

    What a requester uploads came by web and is no original. What staff scan came with the request, or by post to a
    request made on the web.
    """
    if document.kind not in EVIDENCE or document.destroyed_at is not None:
        return None
    noted = document.particulars or {}
    by_staff = Channel.POST if case.channel == Channel.WEB else Channel(case.channel)
    return Held(
        document.kind,
        of,
        channel=by_staff if document.added_by_staff else Channel.WEB,
        original=None if document.added_by_staff else False,
        issued_on=_day(noted.get("issued_on")),
        expires_on=_day(noted.get("expires_on")),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def standing_of(
    item: ChecklistItem, documents: Iterable[Document], case: Case, *, on: date | None = None
) -> MissingLine | Settled | None:
    """Return what a line still lacks, or with which papers it is satisfied as far as is known; None if nobody can say.

    The ways are those that the case has kept; papers are judged on the day of receipt, or on the day that is given
    (Asia/Tokyo date). A person still accepts: `Settled.questions()` says what is left to judge.
    """
    line = line_as_stored(
        code=item.code,
        of=PartyRole(item.of),
        purpose=Proves(item.purpose),
        any_of=item.any_of,
        by_other_channel=item.by_other_channel,
        original=item.original,
        conditions=item.conditions,
        paper_conditions=item.paper_conditions,
        channel=Channel(case.channel),
        on=on or case.received_on,
    )
    if line is None:
        return None
    papers = (held_as(document, of=line.of, case=case) for document in documents)
    held = [paper for paper in papers if paper is not None]
    lacking = missing([line], held)
    return lacking[0] if lacking else settled([line], held)[0]
