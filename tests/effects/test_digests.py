"""The mails of the morning: each once, on business days, to those who work there, with nothing about a person."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.core import mail
from django.utils import timezone

from dsr.actions.auditing import anchor_journal
from dsr.actions.caseload import assign
from dsr.actions.clock import pause_clock
from dsr.actions.digests import ask_for_due
from dsr.effects import outbox
from dsr.models import OutboxMessage
from dsr.vocabulary import PauseReason, Role, State, Topic
from tests.factories import NET_ONE, YAMADA, case_in, desk, received, staff

pytestmark = pytest.mark.django_db
At = Callable[[datetime | str], None]
PERSONAL = [YAMADA.name, "山田", YAMADA.email, YAMADA.phone, "向日市", "1980"]


def test_once_for_each_business_day_and_week_of_a_desk(at: At) -> None:
    desk()
    days = [
        ("2026-11-20 07:59", 0, 0),  # a Friday, before the morning
        ("2026-11-20 08:00", 1, 1),
        ("2026-11-20 23:00", 0, 0),
        ("2026-11-21 08:00", 0, 0),  # Saturday
        ("2026-11-23 08:00", 0, 0),  # Monday, a holiday
        ("2026-11-24 15:00", 1, 1),  # the first business day of the week, and the server comes up late
        ("2026-11-25 08:00", 1, 0),
        ("2026-11-25 07:00", 0, 0),  # the clock is set back
        ("2026-11-25 08:00", 0, 0),
        ("2026-12-29 08:00", 0, 0),  # the desk is closed
        ("2027-01-04 08:00", 1, 1),
        ("2027-01-05 08:00", 1, 0),
    ]
    for moment, _day, _week in days:
        at(moment)
        # as two beats do
        ask_for_due(timezone.now()), ask_for_due(timezone.now())
    assert {topic: asked(topic) for topic in (Topic.MAIL_DIGEST, Topic.MAIL_WEEKLY)} == {
        Topic.MAIL_DIGEST: [moment[:10] for moment, day, _week in days if day],
        Topic.MAIL_WEEKLY: [moment[:10] for moment, _day, week in days if week],
    }


def asked(topic: Topic) -> list[str]:
    rows = OutboxMessage.objects.filter(topic=topic, ids__desk=str(desk().pk))
    return list(rows.order_by("ids__day").values_list("ids__day", flat=True))


def sent(at: At, moment: str) -> dict[str, mail.EmailMessage]:
    """Let a morning come, and return the mails to each list of readers."""
    at(moment)
    OutboxMessage.objects.undone().delete()
    mail.outbox.clear()
    ask_for_due(timezone.now())
    outbox.drain()
    return {message.subject: message for message in mail.outbox}


def test_tells_those_who_work_there_what_waits_and_nothing_about_a_person(at: At) -> None:
    for role in Role:
        staff(role, email=f"{role}@example.com")
    staff(Role.MANAGER, desk(NET_ONE), email="elsewhere@example.com")
    clerk = staff()
    today, late, soon, mine = received().case, received().case, received().case, received().case
    type(late).objects.filter(pk=late.pk).update(due_on=date(2026, 12, 1))
    type(late).objects.filter(pk=soon.pk).update(due_on=date(2026, 12, 9))
    type(late).objects.filter(pk=mine.pk).update(due_on=date(2027, 1, 29))
    paused = received().case
    pause_clock(paused.pk, by=clerk, reason=PauseReason.PAPERS)
    for case in (today, late, soon, mine):
        assign(case.pk, by=clerk, assignee=clerk)
    case_in(State.REPLIED)
    mails = sent(at, "2026-12-02 08:00")
    [digest] = [message for subject, message in mails.items() if "The day" in subject]
    assert digest.subject.startswith("[DSR Desk] 窓口の本日の状況（")
    assert sorted(digest.to) == ["clerk@example.com", "manager@example.com", "reviewer@example.com"]
    japanese, english = digest.body.split("-" * 40)
    for line in ("期限超過: 1", "本日が期限: 1", "今後5営業日以内に期限: 1", "請求者待ち: 1", "担当者なし: 1"):
        assert f"\n{line}\n" in japanese
    for line in (
        "Late: 1",
        "Due today: 1",
        "Due in the next 5 business days: 1",
        "Waiting for the requester: 1",
        "Unassigned: 1",
    ):
        assert f"\n{line}\n" in english
    for case in (today, late, soon, paused):
        assert case.number in japanese
        assert case.number in english
    assert mine.number not in digest.body
    assert f"/staff/?queue=late&desk={desk().pk}" in digest.body
    assert [word for word in PERSONAL if word in digest.subject + digest.body] == []


def test_says_nothing_where_nothing_waits(at: At) -> None:
    staff(Role.MANAGER, email="manager@example.com")
    sent(at, "2026-12-02 08:00")
    record = OutboxMessage.objects.get(topic=Topic.MAIL_DIGEST, ids__desk=str(desk().pk)).record
    assert record == {"skipped": "nothing_to_tell"}


def test_managers_read_the_week(at: At) -> None:
    for role in Role:
        staff(role, email=f"{role}@example.com")
    due = {"2026-12-01": 6, "2026-12-03": 4, "2026-12-07": 0, "2026-12-28": 0, "2026-12-29": None}
    cases = {day: received().case for day in due}
    for day, case in cases.items():
        type(case).objects.filter(pk=case.pk).update(due_on=date.fromisoformat(day))
    type(case).objects.filter(pk=cases["2026-12-01"].pk).update(regime="US-CA")
    mails = sent(at, "2026-12-07 08:00")
    [week] = [message for subject, message in mails.items() if "The week" in subject]
    assert week.to == ["manager@example.com"]
    english = week.body.split("-" * 40)[1]
    assert "\nLate, by age: 2\n  1 to 5 days: 1\n  6 to 10 days: 1\n" in english
    assert f"\nStatutory deadlines missed: 1\n  {cases['2026-12-01'].number}  Tue 1 December 2026\n" in english
    assert f"\nDesk targets missed: 1\n  {cases['2026-12-03'].number}  Thu 3 December 2026\n" in english
    # fifteen business days after 7 December: the 28th
    coming = "\nDue in the next 15 business days: 2\n  Mon 7 December 2026: 1\n  Mon 28 December 2026: 1\n"
    assert coming in english
    assert [word for word in PERSONAL if word in week.subject + week.body] == []


def test_managers_keep_the_check_sum_of_the_journals(at: At) -> None:
    staff(Role.MANAGER, email="manager@example.com")
    at("2026-12-05 10:00")
    received()
    at("2026-12-07 04:20")
    anchor = anchor_journal(timezone.now())
    [week] = [message for subject, message in sent(at, "2026-12-07 08:00").items() if "The week" in subject]
    for words in ("全窓口の記録の検査値です。", "Check sum of the journals of all desks."):
        assert words in week.body
    assert week.body.count(f"\n  {anchor}\n") == 2


def test_a_long_list_ends(at: At) -> None:
    staff(Role.CLERK, email="clerk@example.com")
    for _case in range(22):
        received()
    [digest] = [message for subject, message in sent(at, "2026-12-02 08:00").items() if "The day" in subject]
    english = digest.body.split("-" * 40)[1]
    assert "\nDue today: 22\n" in english
    assert "\n  and 2 more\n" in english
