"""Timers: each once, however often the clock ticks, however long it slept."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DataError, connection
from django.utils import timezone

from dsr.actions import firing
from dsr.actions.clock import pause_clock, resume_clock
from dsr.actions.decide import decide, decide_right
from dsr.actions.documents import IncomingFile, add_document
from dsr.actions.firing import fire_all_due
from dsr.actions.letters import approve_letter
from dsr.actions.receive import RightAsked
from dsr.actions.reply import mark_replied
from dsr.effects import outbox
from dsr.errors import Refused
from dsr.models import Case, CaseEvent, Heartbeat, OutboxMessage
from dsr.vocabulary import Action, DeadlineRule, DeliveryChannel, Impersonal, Kind, PauseReason, Regime, Role, State
from tests.factories import TODAY, case_in, desk, granted, prove_contacts, received, staff

pytestmark = pytest.mark.django_db
SYSTEMS = "citizen-systems-japan"


def fired(case: Case) -> list[tuple[str, int]]:
    events = CaseEvent.objects.filter(case=case, action=Action.FIRE_DEADLINE)
    return [(event.facts["rule"], event.facts["late_by_days"]) for event in events if "skipped_late" not in event.facts]


def skipped(case: Case) -> list[str]:
    events = CaseEvent.objects.filter(case=case, action=Action.FIRE_DEADLINE, facts__skipped_late=True)
    return [event.facts["rule"] for event in events]


def tick() -> int:
    return fire_all_due(timezone.now())


def test_nothing_fires_before_its_time(at: Callable[[datetime | str], None]) -> None:
    case = received().case
    at("2026-11-19 23:59")
    assert (tick(), fired(case)) == (0, [])


def test_everything_due_after_a_week_of_sleep_fires_once_in_order(at: Callable[[datetime | str], None]) -> None:
    case = received().case
    at("2026-12-09 09:30")
    assert (tick(), tick()) == (3, 0)
    assert fired(case) == [("acknowledgement", 20), ("art39", 7), ("target", 7)]
    assert skipped(case) == ["warning_5", "warning_1"]
    assert Case.objects.overdue(timezone.localdate()).count() == 1


@pytest.mark.parametrize("failure", [KeyError("山田 太郎"), DataError("山田 太郎"), RuntimeError()], ids=repr)
def test_a_broken_case_holds_up_no_other_and_not_the_sign_of_life(
    at: Callable[[datetime | str], None],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    failure: Exception,
) -> None:
    broken, well = received().case, received().case
    door = firing.change

    def stuck(case_id: UUID, *args: Any, **options: Any) -> Any:
        if case_id == broken.pk:
            raise failure
        return door(case_id, *args, **options)

    monkeypatch.setattr(firing, "change", stuck)
    at("2026-12-09 09:30")
    assert (tick(), len(fired(broken)), len(fired(well))) == (3, 0, 3)
    assert Heartbeat.objects.get(name="tick").at == timezone.now()
    said = f"of case {broken.pk} did not fire: {type(failure).__name__}"
    assert [message.endswith(said) for message in caplog.messages] == [True] * 5
    assert "山田" not in caplog.text
    # it is not forgotten
    monkeypatch.setattr(firing, "change", door)
    assert (tick(), len(fired(broken))) == (3, 3)


def test_everything_due_fires_in_one_tick_with_signs_of_life_on_the_way(
    at: Callable[[datetime | str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [received().case for _number in range(3)]
    signs = []
    update = Heartbeat.objects.update_or_create
    monkeypatch.setattr(firing, "BATCH", 4)
    monkeypatch.setattr(Heartbeat.objects, "update_or_create", lambda **row: signs.append(row) or update(**row))
    at("2026-12-09 09:30")
    assert (tick(), tick(), [len(fired(case)) for case in cases]) == (9, 0, [3, 3, 3])
    assert len(signs) == 4 + 1


def test_each_reminder_asks_for_one_mail(at: Callable[[datetime | str], None]) -> None:
    case = received().case
    at("2026-12-09 09:30")
    tick()
    assert OutboxMessage.objects.filter(case=case, topic="mail.reminder").count() == 3


@pytest.mark.django_db(transaction=True)
def test_ten_ticks_at_once_fire_each_timer_once() -> None:
    case = received().case
    later = timezone.now() + timedelta(days=40)

    def one(_: int) -> int:
        try:
            return fire_all_due(later)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        counts = sum(pool.map(one, range(10)))
    assert (counts, len(fired(case))) == (3, 3)


def test_a_tick_leaves_a_sign_of_life() -> None:
    tick()
    assert timezone.now() - Heartbeat.objects.get(name="tick").at < timedelta(seconds=5)


@pytest.mark.parametrize("state", [State.REPLIED, State.WITHDRAWN])
def test_a_closed_case_is_silent(at: Callable[[datetime | str], None], state: State) -> None:
    case = case_in(state)
    at("2027-03-01 09:30")
    assert (tick(), fired(case)) == (0, [])


def test_paused_days_do_not_count(at: Callable[[datetime | str], None]) -> None:
    case, clerk = received().case, staff()  # arrived 17 Nov, due 2 Dec
    at("2026-11-20 10:00")
    pause_clock(case.pk, by=clerk, reason=PauseReason.PAPERS)
    at("2026-11-26 10:00")
    resume_clock(case.pk, by=clerk)
    # 20, 24 and 25 Nov were business days; 21 to 23 Nov were a weekend and a holiday
    assert Case.objects.get(pk=case.pk).due_on == date(2026, 12, 7)


def test_a_reply_out_of_a_pause_is_measured_without_the_paused_days(at: Callable[[datetime | str], None]) -> None:
    case, clerk, reviewer = case_in(State.IDENTITY_VERIFIED), staff(), staff(Role.REVIEWER)  # due 2 Dec
    pause_clock(case.pk, by=clerk, reason=PauseReason.FEE)
    decide_right(case.pk, case.rights.get().pk, granted(), by=reviewer)
    decide(case.pk, by=reviewer)
    approve_letter(case.pk, by=reviewer)
    outbox.drain()
    at("2026-12-10 10:00")
    prove_contacts(case, clerk)
    mark_replied(case.pk, by=clerk, channel=DeliveryChannel.COUNTER, delivered_on=date(2026, 12, 10))
    replied = Case.objects.get(pk=case.pk)
    assert (replied.paused_from, replied.pauses.get().until_on) == (None, date(2026, 12, 10))
    # no day before 10 Dec counted: the ten business days begin with it
    assert replied.due_on == date(2026, 12, 23)


def test_the_mark_of_article_39_does_not_pause(at: Callable[[datetime | str], None]) -> None:
    case, clerk = received().case, staff()
    pause_clock(case.pk, by=clerk, reason=PauseReason.PAPERS)
    at("2026-12-03 00:01")
    tick()
    assert ("art39", 1) in fired(case)
    assert DeadlineRule.TARGET not in dict(fired(case))


def test_a_paused_case_is_looked_at_again(at: Callable[[datetime | str], None]) -> None:
    case, clerk = received().case, staff()
    pause_clock(case.pk, by=clerk, reason=PauseReason.PAPERS)
    assert case.deadlines.waiting().get(rule=DeadlineRule.PAUSE_REVIEW).due_on == date(2026, 12, 2)


def test_pausing_twice_is_refused() -> None:
    case, clerk = received().case, staff()
    with pytest.raises(Refused, match="not_paused"):
        resume_clock(case.pk, by=clerk)
    pause_clock(case.pk, by=clerk, reason=PauseReason.FEE)
    with pytest.raises(Refused, match="already_paused"):
        pause_clock(case.pk, by=clerk, reason=PauseReason.FEE)


@pytest.mark.parametrize(
    ("received_on", "rules"),
    [
        ("2026-11-17", {"warning_5", "warning_1", "target"}),
        # due on 19 November: the warning of five business days before is over
        ("2026-11-05", {"warning_1", "target"}),
        ("2026-10-01", {"target"}),
    ],
)
def test_a_request_that_is_entered_late_is_not_warned_of_days_that_are_over(received_on: str, rules: set[str]) -> None:
    case = received(received_on=date.fromisoformat(received_on), backdate_reason="entered_late").case
    target = case.deadlines.waiting().filter(rule__in=["warning_5", "warning_1", "target"])
    assert set(target.values_list("rule", flat=True)) == rules


PNG = b"\x89PNG\r\n\x1a\n" + bytes(2000)


def test_the_clock_runs_again_by_itself_when_the_requester_answers(at: Callable[[datetime | str], None]) -> None:
    case, clerk = received().case, staff()
    pause_clock(case.pk, by=clerk, reason=PauseReason.PAPERS)
    at("2026-11-20 10:00")
    add_document(case.pk, IncomingFile("a.png", "image/png", PNG), by=Impersonal.REQUESTER)
    case = Case.objects.get(pk=case.pk)
    facts = CaseEvent.objects.get(case=case, action=Action.ADD_DOCUMENT).facts
    kept = {name: facts[name] for name in ("resumed_on", "due_before", "due_on")}
    # 18 and 19 November are left out: the day of the answer counts again
    assert kept == {"resumed_on": "2026-11-20", "due_before": "2026-12-02", "due_on": "2026-12-04"}
    assert (case.paused_from, case.due_on) == (None, date(2026, 12, 4))
    waiting = set(case.deadlines.waiting().values_list("rule", flat=True))
    assert {DeadlineRule.TARGET, DeadlineRule.WARNING_5, DeadlineRule.WARNING_1} <= waiting
    assert DeadlineRule.PAUSE_REVIEW not in waiting


def test_the_clock_waits_for_a_person_when_staff_add_a_paper() -> None:
    case, clerk = received().case, staff()
    pause_clock(case.pk, by=clerk, reason=PauseReason.PAPERS)
    add_document(case.pk, IncomingFile("a.png", "image/png", PNG), by=clerk)
    assert Case.objects.get(pk=case.pk).paused_from == TODAY


def test_a_pause_knows_who_looks_after_it() -> None:
    case, clerk = received().case, staff()
    pause_clock(case.pk, by=clerk, reason=PauseReason.PAPERS)
    assert case.pauses.get().owner == clerk


P, S, F = PauseReason.PAPERS, PauseReason.SPECIFICATION, PauseReason.FEE


@pytest.mark.parametrize(
    ("regime", "residence", "kind", "stops_for"),
    [
        (Regime.JP_APPI, "JP", Kind.DISCLOSURE, {P, S, F}),
        (Regime.EU_GDPR, "DE", Kind.GDPR_ACCESS, {P, S}),
        (Regime.UK_GDPR, "GB-ENG", Kind.GDPR_ACCESS, {S}),
        (Regime.US_CA, "US-CA", Kind.CCPA_KNOW, set()),
        (Regime.US_CA, "US-CA", Kind.CCPA_OPT_OUT, set()),
    ],
)
def test_only_what_the_law_knows_stops_its_clock(
    regime: Regime, residence: str, kind: Kind, stops_for: set[PauseReason]
) -> None:
    systems = desk(SYSTEMS)
    for reason in PauseReason:
        case = received(desk=systems, regime=regime, residence=residence, rights=(RightAsked(kind=kind),)).case
        waiting = set(case.deadlines.waiting().values_list("rule", flat=True))
        if reason in stops_for:
            pause_clock(case.pk, by=staff(at=systems), reason=reason)
            continue
        with pytest.raises(Refused, match="clock_never_stops"):
            pause_clock(case.pk, by=staff(at=systems), reason=reason)
        # nothing that would tell about the deadline was closed
        assert set(case.deadlines.waiting().values_list("rule", flat=True)) == waiting


def test_a_case_paused_in_time_is_not_late(at: Callable[[datetime | str], None]) -> None:
    case, clerk = received().case, staff()
    pause_clock(case.pk, by=clerk, reason=PauseReason.PAPERS)
    assert list(Case.objects.overdue(date(2027, 1, 31))) == []
    assert case.due_on == date(2026, 12, 2)


@pytest.mark.parametrize(
    ("received_on", "regime", "residence", "kind", "due_on"),
    [
        (date(2026, 11, 26), Regime.EU_GDPR, "DE", Kind.GDPR_ACCESS, date(2026, 12, 28)),
        (date(2026, 9, 3), Regime.UK_GDPR, "GB-ENG", Kind.GDPR_ACCESS, date(2026, 10, 5)),
        (date(2026, 12, 1), Regime.US_CA, "US-CA", Kind.CCPA_DELETE, date(2027, 1, 15)),
    ],
)
def test_people_elsewhere_are_served_by_their_own_clock(
    at: Callable[[datetime | str], None],
    received_on: date,
    regime: Regime,
    residence: str,
    kind: Kind,
    due_on: date,
) -> None:
    at(f"{received_on} 12:00")
    case = received(
        desk=desk(SYSTEMS),
        received_on=received_on,
        regime=regime,
        residence=residence,
        rights=(RightAsked(kind=kind),),
    ).case
    assert case.due_on == due_on
