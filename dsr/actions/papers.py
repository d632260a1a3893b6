"""Where a paper lies that came by post or at the counter, and what became of it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from dsr.actions.caseload import write_note
from dsr.actions.items import NOTED
from dsr.actions.unit import Change, change
from dsr.errors import Refused
from dsr.law.evidence import EVIDENCE
from dsr.models import PaperRecord, User
from dsr.vocabulary import Action, PaperStatus, PaperWay

# how a paper may have left, for each of the two ends
WAYS = {
    PaperStatus.RETURNED: (PaperWay.RECORDED_POST, PaperWay.HANDED_OVER),
    PaperStatus.DESTROYED: (PaperWay.SHREDDER, PaperWay.CONTRACTOR),
}


@dataclass(frozen=True, kw_only=True)
class Whereabouts:
    """What is said of a paper: kept at a place, returned or destroyed in a way, since or on a day (Asia/Tokyo).

    `kind` is the evidence code of a paper that is new; `paper` names one that was recorded before.
    """

    status: PaperStatus
    on: date
    kind: str = ""
    paper: UUID | None = None
    place: str = ""
    way: PaperWay | str = ""
    witness: User | None = None
    reason: str = ""


def record_paper(case_id: UUID, said: Whereabouts, *, by: User, seen: int | None = None) -> PaperRecord:
    """Add one entry about one paper; what was said before stays. The place is sealed, the journal gets codes.

    A paper is destroyed before the eyes of a second person of the desk, and never under a legal hold. An original
    belongs to its sender (Civil Code 206), so a hold lets it go back, but only with a reason, sealed as a note. Raises
    Refused: not_permitted, wrong_state, stale, unknown_paper, paper_gone, place_missing, way_missing, own_witness,
    witness_missing, held, held_return, future_date, too_early, before_last_entry.
    """
    with change(case_id, Action.RECORD_PAPER, by=by, expected_seq=seen) as this:
        this.move()
        before = _newest(this, said)
        _check_days(this, said, before)
        _check_words(said)
        if said.status == PaperStatus.DESTROYED:
            _check_witness(this, said, by)
        if said.status == PaperStatus.RETURNED and this.case.held_since:
            _write_reason(this, said, by)
        record = _write(this, said, before, by)
        this.note(paper=str(record.paper), evidence=record.kind, status=record.status, on=record.on)
        this.note(**{"way": record.way} if record.way else {}, **{"witness": said.witness.pk} if said.witness else {})
    return record


def _write(this: Change, said: Whereabouts, before: PaperRecord | None, by: User) -> PaperRecord:
    record = PaperRecord(
        case=this.case,
        paper=before.paper if before else uuid4(),
        kind=before.kind if before else said.kind,
        status=said.status,
        on=said.on,
        way=said.way,
        recorded_at=this.now,
        recorded_by=by,
        witness=said.witness,
    )
    record.place = said.place.strip()
    record.save(force_insert=True)
    return record


def _write_reason(this: Change, said: Whereabouts, by: User) -> None:
    """Keep why evidence leaves the desk although a dispute may need it."""
    if not said.reason.strip():
        raise Refused("held_return")
    write_note(this, by, said.reason.strip())
    this.note(reason_code=NOTED)


def _newest(this: Change, said: Whereabouts) -> PaperRecord | None:
    """Return the newest entry about the paper; None for a paper that is new, which is at the desk."""
    if said.paper is None:
        if said.kind not in EVIDENCE or said.status != PaperStatus.HELD:
            raise Refused("unknown_paper")
        return None
    before = this.case.papers.filter(paper=said.paper).last()
    if before is None:
        raise Refused("unknown_paper")
    if before.status != PaperStatus.HELD:
        raise Refused("paper_gone")
    return before


def _check_days(this: Change, said: Whereabouts, before: PaperRecord | None) -> None:
    if said.on > this.today:
        raise Refused("future_date")
    if said.on < this.case.received_on:
        raise Refused("too_early")
    if before and said.on < before.on:
        raise Refused("before_last_entry")


def _check_words(said: Whereabouts) -> None:
    if said.status == PaperStatus.HELD and not said.place.strip():
        raise Refused("place_missing")
    if said.way not in WAYS.get(said.status, ("",)):
        raise Refused("way_missing")


def _check_witness(this: Change, said: Whereabouts, by: User) -> None:
    if this.case.held_since:
        raise Refused("held")
    if said.witness is None:
        raise Refused("witness_missing")
    if said.witness.pk == by.pk:
        raise Refused("own_witness")
    if said.witness.role_at(this.case.desk_id) is None:
        raise Refused("witness_missing")
