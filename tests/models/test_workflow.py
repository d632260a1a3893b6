"""The table of states and actions, written out a second time by hand."""

from itertools import product

import pytest
from django_fsm import can_proceed

from dsr.models import Case
from dsr.models.triggers import legal_moves
from dsr.vocabulary import CLOSED_STATES, OPEN_STATES, Action, State

R, V, D, P, W = State.RECEIVED, State.IDENTITY_VERIFIED, State.DECIDED, State.REPLIED, State.WITHDRAWN
STAYS = None

LEGAL = {
    **{
        (state, action): STAYS
        for state in (R, V, D, P, W)
        for action in (
            Action.ADD_NOTE,
            Action.RECORD_REBUILD,
            Action.RECORD_VERDICT,
            Action.SETTLE_FINDING,
            Action.MASK_DOCUMENT,
            Action.DESTROY_DOCUMENT,
            Action.RECORD_SHREDDING,
            Action.RECORD_PAPER,
            Action.SET_HOLD,
            Action.LIFT_HOLD,
        )
    },
    **{
        (state, action): STAYS
        for state in (R, V, D)
        for action in (
            Action.ASSIGN,
            Action.ACKNOWLEDGE,
            Action.CORRECT_PERSON,
            Action.ADD_DOCUMENT,
            Action.DESCRIBE_DOCUMENT,
            Action.PROVE_CONTACT,
            Action.ASK_PRINCIPAL,
            Action.RESUME_CLOCK,
            Action.EXTEND_CLOCK,
            Action.ANNOUNCE_EXTENSION,
            Action.CORRECT_RECEIPT,
            Action.RECOMPUTE_DEADLINE,
            Action.FIRE_DEADLINE,
            Action.RESTORE_TIMERS,
        )
    },
    **{(state, Action.WITHDRAW): W for state in (R, V, D)},
    **{(state, Action.PAUSE_CLOCK): STAYS for state in (R, V)},
    (R, Action.ADD_ITEM): STAYS,
    (R, Action.ACCEPT_ITEM): STAYS,
    (R, Action.REJECT_ITEM): STAYS,
    (R, Action.WAIVE_ITEM): STAYS,
    (R, Action.ASK_FOR_MORE): STAYS,
    (R, Action.VERIFY_IDENTITY): V,
    (R, Action.REFUSE_ON_PROCEDURE): D,
    (V, Action.DECIDE_RIGHT): STAYS,
    (V, Action.DECIDE): D,
    (D, Action.APPROVE_LETTER): STAYS,
    (D, Action.ATTACH_PDF): STAYS,
    (D, Action.SEND_REPLY): STAYS,
    (D, Action.MARK_REPLIED): P,
    (P, Action.RECORD_RETURN): D,
}


@pytest.mark.parametrize(("state", "action"), list(product(State, Action)))
def test_every_state_meets_every_action(state: State, action: Action) -> None:
    verb = getattr(Case(state=state), action.value)
    assert can_proceed(verb, check_conditions=False) is ((state, action) in LEGAL)


@pytest.mark.parametrize(("state", "action"), list(LEGAL))
def test_every_legal_action_leads_where_the_table_says(state: State, action: Action) -> None:
    transition = getattr(Case, action.value)._django_fsm.get_transition(state)
    assert transition.target == LEGAL[state, action]


def test_the_database_holds_the_same_moves() -> None:
    assert legal_moves() == sorted((str(state), str(target)) for (state, _), target in LEGAL.items() if target)


def test_open_and_closed_states_part_all_states() -> None:
    assert [*OPEN_STATES, *CLOSED_STATES] == list(State)
