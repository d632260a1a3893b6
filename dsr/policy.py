"""WHO: what each role may do, and the rules that look at the case itself. Floor 0: it knows shapes, not tables."""

from typing import Protocol

from dsr.errors import Refused
from dsr.vocabulary import Action, Impersonal, Role

_INTAKE = frozenset({Action.SUBMIT_REQUEST, Action.ACKNOWLEDGE, Action.ADD_NOTE, Action.ADD_DOCUMENT, Action.ASSIGN})
_CHECKING = frozenset(
    {
        Action.CORRECT_PERSON,
        Action.ADD_ITEM,
        Action.DESCRIBE_DOCUMENT,
        Action.SETTLE_FINDING,
        Action.MASK_DOCUMENT,
        Action.DESTROY_DOCUMENT,
        Action.RECORD_PAPER,
        Action.PROVE_CONTACT,
        Action.ASK_PRINCIPAL,
        Action.ACCEPT_ITEM,
        Action.REJECT_ITEM,
        Action.ASK_FOR_MORE,
        Action.PAUSE_CLOCK,
        Action.RESUME_CLOCK,
        Action.ANNOUNCE_EXTENSION,
        Action.VERIFY_IDENTITY,
        Action.WITHDRAW,
    }
)
_SENDING = frozenset({Action.SEND_REPLY, Action.MARK_REPLIED, Action.RECORD_RETURN})
_DECIDING = frozenset(
    {
        Action.DECIDE_RIGHT,
        Action.DECIDE,
        Action.REFUSE_ON_PROCEDURE,
        Action.APPROVE_LETTER,
        Action.EXTEND_CLOCK,
        Action.CORRECT_RECEIPT,
    }
)

CLERK = _INTAKE | _CHECKING | _SENDING
REVIEWER = CLERK | _DECIDING
MATRIX: dict[str, frozenset[Action]] = {
    Role.CLERK: CLERK,
    Role.REVIEWER: REVIEWER,
    Role.MANAGER: REVIEWER | {Action.WAIVE_ITEM, Action.SET_HOLD, Action.LIFT_HOLD},
    Role.AUDITOR: frozenset(),
    Role.ADMINISTRATOR: frozenset(),
    Impersonal.REQUESTER: frozenset({Action.SUBMIT_REQUEST, Action.ADD_DOCUMENT, Action.WITHDRAW, Action.MARK_REPLIED}),
    Impersonal.SYSTEM: frozenset(
        {
            Action.ACKNOWLEDGE,
            Action.RECORD_REBUILD,
            Action.RECORD_VERDICT,
            Action.DESTROY_DOCUMENT,
            Action.RECORD_SHREDDING,
            Action.ATTACH_PDF,
            Action.FIRE_DEADLINE,
            Action.RECOMPUTE_DEADLINE,
            Action.RESTORE_TIMERS,
        }
    ),
}

# Who may read a desk's cases at all, and who sees the manager's pages.
READS_CASES = frozenset({Role.CLERK, Role.REVIEWER, Role.MANAGER, Role.AUDITOR})
# Who lets the clock tell what it held back.
RELEASES_REMINDERS = frozenset({Role.MANAGER})
READS_FIGURES = frozenset({Role.MANAGER, Role.AUDITOR})


class Member(Protocol):
    """A member of staff, as far as this module needs to know."""

    pk: int

    def role_at(self, desk_id: int) -> str | None:
        """Return the role at a desk, or None."""


class DeskCase(Protocol):
    """A case, as far as this module needs to know."""

    desk_id: int
    verified_by_id: int | None
    refused_by_id: int | None

    @property
    def four_eyes(self) -> bool:
        """Say whether the desk wants a second person before a reply is approved."""


Actor = Member | Impersonal


def refusal_of(by: Actor, action: Action, case: DeskCase) -> str | None:
    """Return the code of the reason why somebody may not do something to a case, or None if they may."""
    if isinstance(by, Impersonal):
        return None if action in MATRIX[by] else "not_permitted"
    if action not in MATRIX.get(by.role_at(case.desk_id) or "", frozenset()):
        return "not_permitted"
    if action is Action.APPROVE_LETTER and case.four_eyes and by.pk in {case.verified_by_id, case.refused_by_id}:
        return "four_eyes"
    return None


def can(by: Actor, action: Action, case: DeskCase) -> bool:
    """Say whether somebody may do something to a case. The one answer for door and button."""
    return refusal_of(by, action, case) is None


def require(by: Actor, action: Action, case: DeskCase) -> None:
    """Raise Refused with the reason unless somebody may do something to a case."""
    refusal = refusal_of(by, action, case)
    if refusal:
        raise Refused(refusal)
