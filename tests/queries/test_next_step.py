"""What is next follows from facts; the database and the rule give the same answer."""

from functools import partial
from itertools import product

import pytest

from dsr.actions.caseload import assign
from dsr.actions.clock import pause_clock, resume_clock
from dsr.actions.decide import decide, decide_right
from dsr.actions.documents import IncomingFile, add_document
from dsr.actions.items import ask_for_more, reject_item
from dsr.actions.letters import approve_letter
from dsr.actions.reply import record_return, send_reply
from dsr.actions.verify import verify_identity
from dsr.effects import outbox
from dsr.models import Case, User
from dsr.policy import Actor
from dsr.queries.next_step import (
    REASONS,
    TURNS,
    WAITING,
    WAITS,
    NextStep,
    Progress,
    at_step,
    next_step,
    with_standing,
)
from dsr.vocabulary import Action, Channel, Impersonal, PauseReason, RejectReason, ReplyMethod, Role, State
from tests.factories import TODAY, case_in, granted, prove_contacts, received, settle_checklist, staff

WEB = {"state": State.RECEIVED, "channel": Channel.WEB, "reply_method": ReplyMethod.ELECTRONIC}
DECIDED = WEB | {"state": State.DECIDED, "letter": True, "pdf": True, "last_turn": Action.RESUME_CLOCK}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (WEB | {"taken": False, "open_lines": True}, NextStep.TAKE),
        (WEB | {"open_lines": True}, NextStep.ASK_FOR_MORE),
        (WEB | {"open_lines": True, "lines_to_check": True}, NextStep.CHECK_PAPERS),
        (WEB | {"open_lines": True, "loose_documents": True}, NextStep.CHECK_PAPERS),
        (WEB | {"open_lines": True, "channel": Channel.POST}, NextStep.CHECK_PAPERS),
        (WEB | {"open_lines": True, "channel": Channel.POST, "last_turn": Action.REJECT_ITEM}, NextStep.ASK_FOR_MORE),
        (WEB | {"open_lines": True, "last_turn": Action.ASK_FOR_MORE}, NextStep.WAIT_FOR_REQUESTER),
        (WEB | {"open_lines": True, "last_turn": Action.ASK_FOR_MORE, "taken": False}, NextStep.WAIT_FOR_REQUESTER),
        (WEB | {"last_turn": Action.ASK_FOR_MORE}, NextStep.VERIFY_IDENTITY),
        (WEB | {"paused": True, "last_turn": Action.PAUSE_CLOCK}, NextStep.WAIT_FOR_REQUESTER),
        (WEB | {"paused": True, "last_turn": Action.ADD_DOCUMENT}, NextStep.LOOK_AND_RESUME),
        (WEB | {"state": State.IDENTITY_VERIFIED, "undecided": True}, NextStep.DECIDE_RIGHTS),
        (WEB | {"state": State.IDENTITY_VERIFIED}, NextStep.CLOSE_DECISION),
        (DECIDED | {"letter": False, "pdf": False}, NextStep.APPROVE_LETTER),
        (DECIDED | {"pdf": False}, NextStep.WAIT_FOR_LETTER),
        (DECIDED, NextStep.RELEASE_REPLY),
        (DECIDED | {"reply_method": ReplyMethod.WRITING}, NextStep.POST_REPLY),
        (DECIDED | {"reply_method": ReplyMethod.VIEWING}, NextStep.POST_REPLY),
        (DECIDED | {"released": True}, NextStep.WAIT_FOR_FETCH),
        (DECIDED | {"released": True, "last_turn": Action.RECORD_RETURN}, NextStep.SEND_AGAIN),
        (WEB | {"state": State.REPLIED}, NextStep.NOTHING),
        (WEB | {"state": State.WITHDRAWN}, NextStep.NOTHING),
    ],
)
def test_next_step_follows_from_facts(facts: dict, expected: NextStep) -> None:
    assert next_step(Progress(**facts)) is expected


def test_every_combination_has_a_step_and_every_step_a_reason() -> None:
    flags = ("taken", "paused", "open_lines", "lines_to_check", "loose_documents", "undecided", "letter", "pdf")
    combinations = product(State, (Channel.WEB, Channel.PHONE), ReplyMethod, TURNS, product((True, False), repeat=8))
    found = {
        next_step(
            Progress(
                state=state, channel=channel, reply_method=method, last_turn=turn, **dict(zip(flags, on, strict=True))
            )
        )
        for state, channel, method, turn, on in combinations
    }
    assert found == set(NextStep) - {NextStep.WAIT_FOR_FETCH}  # that one needs `released`
    assert set(REASONS) == set(NextStep)


def make_every_standing() -> None:
    clerk, reviewer = staff(Role.CLERK), staff(Role.REVIEWER)
    for make in (*_RECEIVED, *_LATER):
        make(clerk, reviewer)
    for state in State:
        case_in(state)
    outbox.drain()
    _approved(clerk, reviewer)  # after the worker: its letter still waits to be rendered


def _mine(clerk: User, **changes: object) -> Case:
    case = received(**changes).case
    assign(case.pk, clerk, by=clerk)
    return case


def _web(clerk: User) -> Case:
    case = received(channel=Channel.WEB, by=Impersonal.REQUESTER).case
    assign(case.pk, clerk, by=clerk)
    return case


def _asked(clerk: User) -> Case:
    case = _web(clerk)
    ask_for_more(case.pk, by=clerk)
    return case


def _upload(case: Case, by: Actor = Impersonal.REQUESTER) -> None:
    png = b"\x89PNG\r\n\x1a\n" + bytes(2000)
    add_document(case.pk, IncomingFile("a.png", "image/png", png), by=by, item_id=case.items.first().pk)


def _asked_then_sent(clerk: User, _reviewer: User) -> Case:
    case = _asked(clerk)
    _upload(case)
    return case


def _rejected(clerk: User, _reviewer: User) -> Case:
    case = _asked_then_sent(clerk, _reviewer)
    reject_item(case.pk, case.items.first().pk, by=clerk, reason=RejectReason.UNREADABLE)
    return case


def _paused(clerk: User, _reviewer: User) -> Case:
    case = _asked(clerk)
    pause_clock(case.pk, by=clerk, reason=PauseReason.PAPERS)
    return case


def _paused_then_sent(clerk: User, reviewer: User) -> Case:
    case = _paused(clerk, reviewer)
    _upload(case, by=clerk)
    return case


def _resumed(clerk: User, reviewer: User) -> Case:
    case = _paused(clerk, reviewer)
    resume_clock(case.pk, by=clerk)
    return case


def _settled(clerk: User, _reviewer: User, **changes: object) -> Case:
    case = _mine(clerk, **changes)
    settle_checklist(case, clerk)
    return case


def _all_decided(clerk: User, reviewer: User, **changes: object) -> Case:
    case = _settled(clerk, reviewer, **changes)
    verify_identity(case.pk, by=clerk, method="documents")
    for right in case.rights.all():
        decide_right(case.pk, right.pk, granted(), by=reviewer)
    return case


def _approved(clerk: User, reviewer: User, **changes: object) -> Case:
    case = _all_decided(clerk, reviewer, **changes)
    decide(case.pk, by=reviewer)
    approve_letter(case.pk, by=reviewer)
    return case


def _rendered(clerk: User, reviewer: User, **changes: object) -> Case:
    case = _approved(clerk, reviewer, **changes)
    outbox.drain()
    return case


def _released(clerk: User, reviewer: User) -> Case:
    case = _rendered(clerk, reviewer)
    prove_contacts(case, clerk)
    send_reply(case.pk, by=clerk)
    return case


def _came_back(clerk: User, _reviewer: User) -> Case:
    case = case_in(State.REPLIED)
    record_return(case.pk, by=clerk, returned_on=TODAY)
    return case


_RECEIVED = (
    lambda _clerk, _reviewer: received().case,
    lambda clerk, _reviewer: _mine(clerk),
    lambda clerk, _reviewer: _web(clerk),
    lambda clerk, _reviewer: _asked(clerk),
    _asked_then_sent,
    _rejected,
    _paused,
    _paused_then_sent,
    _resumed,
)
_LATER = (
    _settled,
    _all_decided,
    _rendered,
    partial(_rendered, reply_method=ReplyMethod.WRITING),
    _released,
    _came_back,
)


@pytest.mark.django_db
def test_database_and_rule_agree() -> None:
    make_every_standing()
    steps = {case.pk: next_step(Progress.of(case)) for case in with_standing(Case.objects.all())}
    assert set(steps.values()) == set(NextStep)
    waiting = with_standing(Case.objects.open()).filter(WAITING).values_list("pk", flat=True)
    assert set(waiting) == {pk for pk, step in steps.items() if step in WAITS}
    for wanted in NextStep:
        kept = at_step(with_standing(Case.objects.all()), wanted).values_list("pk", flat=True)
        assert set(kept) == {pk for pk, step in steps.items() if step is wanted}
