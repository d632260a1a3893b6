"""A rehearsal is right when the clock, let run to that day, sends the very same."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from dsr.actions.clock import pause_clock
from dsr.actions.firing import fire_all_due
from dsr.models import CaseEvent, Deadline, OutboxMessage
from dsr.queries import rehearsal
from dsr.queries.rehearsal import rehearse
from dsr.vocabulary import DeadlineRule, PauseReason, Role, State
from tests.factories import NET_ONE, TODAY, case_in, desk, received, signed_in, staff

pytestmark = pytest.mark.django_db
UNTIL = date(2027, 1, 22)


def cases_of_all_sorts() -> None:
    received()
    received(desk=desk(NET_ONE))
    case_in(State.IDENTITY_VERIFIED)
    case_in(State.REPLIED)
    clerk = staff()
    pause_clock(received(by=clerk).case.pk, by=clerk, reason=PauseReason.PAPERS)


def sent_by(until: date, at: Callable[[datetime | str], None]) -> list[tuple[date, str, str]]:
    """Let the clock run every hour of every day, and return what it sent."""
    day = TODAY
    while day <= until:
        for hour in (0, 9, 12):
            moment = datetime.combine(day, datetime.min.time()) + timedelta(hours=hour, minutes=30)
            if day > TODAY or hour > 10:
                at(moment)
                fire_all_due(timezone.now())
        day += timedelta(days=1)
    fired = Deadline.objects.exclude(fired_at=None)
    return sorted((timezone.localdate(row.fired_at), row.rule, str(row.case_id)) for row in fired)


def test_the_clock_sends_what_was_rehearsed(at: Callable[[datetime | str], None]) -> None:
    cases_of_all_sorts()
    found = rehearse([desk().pk, desk(NET_ONE).pk], timezone.now(), UNTIL)
    told = sorted((row.day, row.rule.value, str(row.case.pk)) for row in found.reminders)
    assert {DeadlineRule.LATE, DeadlineRule.PAUSE_REVIEW, DeadlineRule.TARGET} <= {rule for _day, rule, _case in told}
    assert told == sent_by(UNTIL, at)
    assert [row.day for row in found.reminders] == sorted(row.day for row in found.reminders)


def test_a_rehearsal_writes_nothing_and_asks_the_same_for_one_case_and_for_many(
    django_assert_num_queries: Callable,
) -> None:
    received()
    both = [desk().pk, desk(NET_ONE).pk]
    with django_assert_num_queries(2):
        rehearse(both, timezone.now(), UNTIL)
    cases_of_all_sorts()
    before = Deadline.objects.count(), OutboxMessage.objects.count(), CaseEvent.objects.count()
    with django_assert_num_queries(2):
        rehearse(both, timezone.now(), UNTIL)
    assert (Deadline.objects.count(), OutboxMessage.objects.count(), CaseEvent.objects.count()) == before


def test_more_than_is_told_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    received()
    monkeypatch.setattr(rehearsal, "MOST", 3)
    found = rehearse([desk().pk], timezone.now(), UNTIL)
    assert (len(found.reminders), found.is_cut) == (3, True)


def test_command_prints_what_would_be_sent() -> None:
    case, out = received().case, StringIO()
    call_command("rehearse", "--on", "2026-11-30", "--desk", "omron-software", stdout=out)
    assert case.number in out.getvalue()
    assert out.getvalue().endswith("none was sent.\n")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("--on", "2026-11-16"), "Choose a day"),
        (("--on", "2027-12-31"), "Choose a day"),
        (("--on", "2026-12-01", "--desk", "nobody"), "no desk nobody"),
    ],
)
def test_command_refuses_what_it_cannot_rehearse(given: tuple[str, ...], words: str) -> None:
    desk()
    with pytest.raises(CommandError, match=words):
        call_command("rehearse", *given)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("role", [Role.MANAGER, Role.AUDITOR])
def test_page_shows_reminders_and_the_mail_of_the_morning(language: str, role: Role, html_errors: Callable) -> None:
    here, elsewhere = received().case, received(desk=desk(NET_ONE)).case
    page = signed_in(staff(role), language).get("/manager/rehearsal/", {"on": "2026-12-10"})
    text = page.content.decode()
    assert ({row.case.pk for row in page.context["reminders"]}, elsewhere.number in text) == ({here.pk}, False)
    assert [row["desk"].pk for row in page.context["mails"]] == [here.desk_id]
    assert html_errors(text) == []


@pytest.mark.parametrize(("on", "desks_with_mail"), [("2026-12-10", 1), ("2026-12-12", 0), ("2026-12-31", 0)])
def test_a_closed_desk_has_no_mail_of_the_morning(on: str, desks_with_mail: int) -> None:
    received()
    page = signed_in(staff(Role.MANAGER), "en").get("/manager/rehearsal/", {"on": on})
    assert len(page.context["mails"]) == desks_with_mail
    assert ("No desk would have anything to read." in page.content.decode()) == (not desks_with_mail)


def test_each_half_of_the_mail_says_its_language() -> None:
    received()
    page = signed_in(staff(Role.MANAGER), "en").get("/manager/rehearsal/", {"on": "2026-12-10"})
    halves = dict(page.context["mails"][0]["parts"])
    assert ("担当者なし" in halves["ja"], "Unassigned" in halves["en"], "Unassigned" in halves["ja"]) == (
        True,
        True,
        False,
    )
    assert page.content.decode().count('class="typed small" lang="en"') == 1


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("2026-11-16", "Choose a day from today up to one year ahead."),
        ("2027-11-20", "Choose a day from today up to one year ahead."),
        ("2026-02-30", "Write a date that exists"),
    ],
)
def test_page_says_which_days_it_takes(on: str, words: str) -> None:
    received()
    page = signed_in(staff(Role.MANAGER), "en").get("/manager/rehearsal/", {"on": on})
    assert (words in page.content.decode(), page.context["on"]) == (True, None)
    assert f'value="{on}"' in page.content.decode()
