"""The one door: who, what, and everything or nothing."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from dsr.actions.reply import withdraw
from dsr.actions.unit import change
from dsr.errors import Refused
from dsr.models import Case, CaseEvent, OutboxMessage, ViewEvent
from dsr.queries import journal
from dsr.queries.journal import broken_entries
from dsr.vocabulary import Action, Impersonal, State, Topic, ViewSubject
from tests.factories import NET_ONE, case_in, desk, received, staff

pytestmark = pytest.mark.django_db


def counts() -> tuple[int, int]:
    return CaseEvent.objects.count(), OutboxMessage.objects.count()


def test_change_writes_state_event_and_outbox_together() -> None:
    case, clerk = received().case, staff()
    before = counts()
    with change(case.pk, Action.WITHDRAW, by=clerk) as this:
        this.move()
        this.note(withdrawn_by="staff")
        this.later(Topic.MAIL_WITHDRAWN, case=case.pk)
    event = CaseEvent.objects.filter(case=case).latest("seq")
    assert counts() == (before[0] + 1, before[1] + 1)
    assert (event.seq, event.action, event.from_state, event.to_state) == (2, "withdraw", "received", "withdrawn")
    assert (event.actor, event.by, event.facts) == ("staff", clerk, {"withdrawn_by": "staff"})


def test_change_writes_nothing_when_the_verb_fails() -> None:
    case = received().case
    before = counts()
    with pytest.raises(ZeroDivisionError), change(case.pk, Action.WITHDRAW, by=staff()) as this:
        this.move()
        this.later(Topic.MAIL_WITHDRAWN)
        1 / 0  # noqa: B018
    assert (counts(), Case.objects.get(pk=case.pk).state) == (before, State.RECEIVED)


def test_change_refuses_a_stranger() -> None:
    case = received().case
    with pytest.raises(Refused, match="not_permitted"), change(case.pk, Action.WITHDRAW, by=staff(at=desk(NET_ONE))):
        pytest.fail("the door opened")


def test_change_refuses_what_was_changed_meanwhile() -> None:
    case = received().case
    with pytest.raises(Refused, match="stale"), change(case.pk, Action.WITHDRAW, by=staff(), expected_seq=0):
        pytest.fail("the door opened")


def test_change_fails_when_the_verb_never_asked_the_table() -> None:
    case = received().case
    with pytest.raises(RuntimeError), change(case.pk, Action.ADD_NOTE, by=staff()):
        pass
    assert Case.objects.get(pk=case.pk).last_seq == 1


def test_note_refuses_what_the_journal_may_not_hold() -> None:
    case = received().case
    with pytest.raises(ValueError, match="name"), change(case.pk, Action.ADD_NOTE, by=staff()) as this:
        this.note(name="山田 太郎")


def test_move_names_the_condition_that_fails() -> None:
    case = received().case
    with pytest.raises(Refused, match="checklist_open"), change(case.pk, Action.VERIFY_IDENTITY, by=staff()) as this:
        this.move(verified_by_id=1)


@pytest.mark.parametrize("state", State)
def test_every_way_leaves_a_whole_journal(state: State) -> None:
    case_in(state)
    assert list(broken_entries()) == []


@pytest.mark.parametrize(
    ("column", "value", "fault"),
    [
        ("facts", '{"withdrawn_by": "nobody"}', "changed after it was written"),
        ("at", datetime(2020, 1, 1, tzinfo=UTC), "changed after it was written"),
        ("previous_hash", "0" * 64, "the chain does not join"),
    ],
)
def test_check_journal_names_the_entry_that_was_changed(unlocked: None, column: str, value: object, fault: str) -> None:
    case = case_in(State.WITHDRAWN)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE dsr_caseevent SET {column} = %s WHERE seq = 2", [value])
    assert [(entry.number, entry.seq, entry.fault) for entry in broken_entries()] == [(case.number, 2, fault)]


@pytest.mark.parametrize(("seq", "fault"), [(1, "missing"), (2, "missing at the end")])
def test_check_journal_names_the_entry_that_is_missing(unlocked: None, seq: int, fault: str) -> None:
    case_in(State.WITHDRAWN)
    CaseEvent.objects.filter(seq=seq)._raw_delete("default")
    assert [(entry.seq, entry.fault) for entry in broken_entries()] == [(seq, fault)]


def test_check_journal_takes_no_verb_at_work_for_a_break(monkeypatch: pytest.MonkeyPatch) -> None:
    case, look, moved = case_in(State.RECEIVED), journal._first_fault, []

    def while_a_verb_writes(seen: Case) -> object:
        if not moved:
            moved.append(withdraw(case.pk, by=Impersonal.REQUESTER))
        return look(seen)

    monkeypatch.setattr(journal, "_first_fault", while_a_verb_writes)
    assert list(broken_entries()) == []


@pytest.mark.parametrize("table", ["dsr_caseevent", "dsr_viewevent"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET at = at", "DELETE FROM {}"])
def test_the_database_refuses_to_change_an_audit(table: str, sql: str) -> None:
    case = received().case
    ViewEvent.objects.create(at=case.created_at, user=staff(), subject=ViewSubject.CASE, case=case)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(table))


# how a row is put in the place of another without saying UPDATE or DELETE
REPLACE = {
    "sqlite": "INSERT OR REPLACE INTO dsr_caseevent ({into}, {rest}) SELECT {values}, {rest} FROM dsr_caseevent",
    "postgresql": "INSERT INTO dsr_caseevent ({into}, {rest}) SELECT {values}, {rest} FROM dsr_caseevent "
    "ON CONFLICT ({same}) DO UPDATE SET facts = EXCLUDED.facts",
}


@pytest.mark.parametrize(
    ("same", "into", "values"),
    [("id", "id, case_id, seq", "id, case_id, 99"), ("case_id, seq", "case_id, seq", "case_id, seq")],
)
def test_the_database_refuses_to_replace_an_entry_of_the_journal(same: str, into: str, values: str) -> None:
    received()
    rest = "action, actor, from_state, to_state, at, facts, previous_hash, hash, by_id"
    sql = REPLACE[connection.vendor].format(same=same, into=into, values=values, rest=rest)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("target", [state for state in State if state not in (State.WITHDRAWN, State.RECEIVED)])
def test_the_database_refuses_a_move_that_the_table_does_not_hold(target: State) -> None:
    case = case_in(State.WITHDRAWN)
    with pytest.raises(DatabaseError, match="illegal change of state"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state=target, withdrawn_at=None)


def test_the_database_refuses_replied_without_a_moment() -> None:
    case = case_in(State.DECIDED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state=State.REPLIED)


def test_the_requester_may_not_decide() -> None:
    case = received().case
    with pytest.raises(Refused, match="not_permitted"), change(case.pk, Action.DECIDE, by=Impersonal.REQUESTER):
        pytest.fail("the door opened")


def test_an_unknown_case_is_no_case() -> None:
    with pytest.raises(Case.DoesNotExist), change(uuid4(), Action.WITHDRAW, by=Impersonal.REQUESTER):
        pytest.fail("the door opened")
