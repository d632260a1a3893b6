"""The matrix of roles and actions, written out a second time by hand."""

from dataclasses import dataclass
from itertools import product

import pytest

from dsr import policy
from dsr.errors import Refused
from dsr.vocabulary import Action, Impersonal, Role

C, R, M, A, X = Role.CLERK, Role.REVIEWER, Role.MANAGER, Role.AUDITOR, Role.ADMINISTRATOR
Q, S = Impersonal.REQUESTER, Impersonal.SYSTEM

ALLOWED = {
    Action.SUBMIT_REQUEST: {C, R, M, Q},
    Action.ASSIGN: {C, R, M},
    Action.ACKNOWLEDGE: {C, R, M, S},
    Action.ADD_NOTE: {C, R, M},
    Action.ADD_DOCUMENT: {C, R, M, Q},
    Action.CORRECT_PERSON: {C, R, M},
    Action.RECORD_REBUILD: {S},
    Action.RECORD_VERDICT: {S},
    Action.DESCRIBE_DOCUMENT: {C, R, M},
    Action.SETTLE_FINDING: {C, R, M},
    Action.MASK_DOCUMENT: {C, R, M},
    Action.DESTROY_DOCUMENT: {C, R, M, S},
    Action.RECORD_SHREDDING: {S},
    Action.RECORD_PAPER: {C, R, M},
    Action.PROVE_CONTACT: {C, R, M},
    Action.ASK_PRINCIPAL: {C, R, M},
    Action.SET_HOLD: {M},
    Action.LIFT_HOLD: {M},
    Action.ADD_ITEM: {C, R, M},
    Action.ACCEPT_ITEM: {C, R, M},
    Action.REJECT_ITEM: {C, R, M},
    Action.WAIVE_ITEM: {M},
    Action.ASK_FOR_MORE: {C, R, M},
    Action.PAUSE_CLOCK: {C, R, M},
    Action.RESUME_CLOCK: {C, R, M},
    Action.EXTEND_CLOCK: {R, M},
    Action.ANNOUNCE_EXTENSION: {C, R, M},
    Action.CORRECT_RECEIPT: {R, M},
    Action.RECOMPUTE_DEADLINE: {S},
    Action.VERIFY_IDENTITY: {C, R, M},
    Action.REFUSE_ON_PROCEDURE: {R, M},
    Action.DECIDE_RIGHT: {R, M},
    Action.DECIDE: {R, M},
    Action.APPROVE_LETTER: {R, M},
    Action.ATTACH_PDF: {S},
    Action.SEND_REPLY: {C, R, M},
    Action.MARK_REPLIED: {C, R, M, Q},
    Action.RECORD_RETURN: {C, R, M},
    Action.WITHDRAW: {C, R, M, Q},
    Action.FIRE_DEADLINE: {S},
    Action.RESTORE_TIMERS: {S},
}


@dataclass
class Person:
    role: Role
    pk: int = 1

    def role_at(self, desk_id: int) -> str | None:
        return self.role if desk_id == HERE else None


@dataclass
class DeskCase:
    desk_id: int
    verified_by_id: int | None = None
    refused_by_id: int | None = None
    four_eyes: bool = True


HERE, ELSEWHERE = 1, 2


def actor(role: Role | Impersonal) -> policy.Actor:
    return role if isinstance(role, Impersonal) else Person(role)


@pytest.mark.parametrize(("role", "action"), list(product([*Role, *Impersonal], Action)))
def test_every_role_meets_every_action(role: Role | Impersonal, action: Action) -> None:
    assert policy.can(actor(role), action, DeskCase(HERE)) is (role in ALLOWED[action])


@pytest.mark.parametrize(("role", "action"), list(product(Role, Action)))
def test_no_role_counts_at_another_desk(role: Role, action: Action) -> None:
    assert policy.refusal_of(Person(role), action, DeskCase(ELSEWHERE)) == "not_permitted"


@pytest.mark.parametrize(
    ("four_eyes", "verified_by", "refused_by", "refusal"),
    [
        (True, 1, None, "four_eyes"),
        (True, 2, None, None),
        (True, None, 1, "four_eyes"),
        (True, None, 2, None),
        (True, None, None, None),
        (False, 1, None, None),
        (False, None, 1, None),
    ],
)
def test_approve_letter_asks_for_a_second_person(
    four_eyes: bool, verified_by: int | None, refused_by: int | None, refusal: str | None
) -> None:
    case = DeskCase(HERE, verified_by, refused_by, four_eyes)
    assert policy.refusal_of(Person(Role.REVIEWER), Action.APPROVE_LETTER, case) == refusal


def test_require_raises_the_reason() -> None:
    with pytest.raises(Refused) as refused:
        policy.require(Person(Role.AUDITOR), Action.ADD_NOTE, DeskCase(HERE))
    assert refused.value.code == "not_permitted"
