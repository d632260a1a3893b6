"""Decide each right on its own, then close the decision of the case."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from dsr.actions.unit import Change, change
from dsr.errors import Refused
from dsr.law.grounds import grounds_for
from dsr.law.kinds import kind_row
from dsr.law.replies import missing_blocks
from dsr.models import Case, RequestedRight, User
from dsr.vocabulary import Action, Kind, Outcome, Regime


@dataclass(frozen=True, kw_only=True)
class RightAnswer:
    """How one right is decided, in the words of the letter. Which words must be there: law/replies.py."""

    outcome: Outcome
    ground: str = ""
    reason: str = ""
    content: str = ""
    withheld_part: str = ""
    substitute: str = ""
    later_erasure: str = ""

    def words(self) -> dict[str, str]:
        """Return the words by the name of their block in the letter."""
        return {
            "reason": self.reason,
            "content": self.content,
            "withheld_part": self.withheld_part,
            "substitute": self.substitute,
            "later_erasure": self.later_erasure,
        }


def decide_right(
    case_id: UUID, right_id: UUID, answer: RightAnswer, *, by: User, seen: int | None = None
) -> RequestedRight:
    """Decide one right; it may be decided anew until the decision is closed.

    Raises Refused: not_permitted, wrong_state, stale, unknown_item, outcome_does_not_fit, ground_does_not_fit,
    ground_missing, reason_missing, measure_missing.
    """
    with change(case_id, Action.DECIDE_RIGHT, by=by, expected_seq=seen) as this:
        this.move()
        right = _right(this.case, right_id)
        _check(right, this, answer)
        _write(right, answer, by, this.now)
        this.note(right=str(right.pk), kind=right.kind, outcome=answer.outcome, ground=answer.ground)
    return right


def decide(case_id: UUID, *, by: User, seen: int | None = None) -> Case:
    """Identity verified -> decided, once every right has its outcome.

    Raises Refused: not_permitted, wrong_state, rights_open, stale.
    """
    with change(case_id, Action.DECIDE, by=by, expected_seq=seen) as this:
        this.move()
        this.note(outcomes=[right.outcome for right in this.case.rights.all()])
    return this.case


def refuse_on_procedure(case_id: UUID, *, by: User, ground: str, reason: str, seen: int | None = None) -> Case:
    """Received -> decided: identity, method or fee was not put right. The letter invites completion.

    Legal source: APPI art. 37(1), Cabinet Order art. 12. Raises Refused: not_permitted, wrong_state, stale,
    ground_does_not_fit, reason_missing.
    """
    with change(case_id, Action.REFUSE_ON_PROCEDURE, by=by, expected_seq=seen) as this:
        this.move(refused_by_id=by.pk)
        answer = RightAnswer(outcome=Outcome.REFUSED, ground=ground, reason=reason)
        for right in this.case.rights.all():
            _check_procedural(this, Kind(right.kind), answer)
            _write(right, answer, by, this.now)
        this.note(ground=ground)
    return this.case


def _check(right: RequestedRight, this: Change, answer: RightAnswer) -> None:
    """Refuse an answer that the law does not know for this right, or that lacks words the letter must carry."""
    kind, regime = Kind(right.kind), Regime(this.case.regime)
    if answer.outcome not in kind_row(kind, regime, this.case.received_on).outcomes:
        raise Refused("outcome_does_not_fit")
    fitting = {row.code for row in grounds_for(kind, answer.outcome, this.today)}
    if fitting and not answer.ground:
        raise Refused("ground_missing")
    if answer.ground and answer.ground not in fitting:
        raise Refused("ground_does_not_fit")
    missing = missing_blocks(kind, answer.outcome, answer.words())
    if missing:
        raise Refused("reason_missing" if missing[0] == "reason" else "measure_missing", blocks=missing)


def _check_procedural(this: Change, kind: Kind, answer: RightAnswer) -> None:
    fitting = {row.code for row in grounds_for(kind, answer.outcome, this.today) if row.is_procedural}
    if answer.ground not in fitting:
        raise Refused("ground_does_not_fit")
    if not answer.reason.strip():
        raise Refused("reason_missing")


def _write(right: RequestedRight, answer: RightAnswer, by: User, now: datetime) -> None:
    right.outcome, right.ground = answer.outcome, answer.ground
    right.decided_by, right.decided_at = by, now
    right.answer = answer.words()
    right.save(update_fields=["outcome", "ground", "decided_by", "decided_at", "sealed_answer"])


def _right(case: Case, right_id: UUID) -> RequestedRight:
    right = case.rights.filter(pk=right_id).first()
    if right is None:
        raise Refused("unknown_item")
    return right
