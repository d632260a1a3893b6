"""Mails leave once per row, with a name of their own and without a person in what is kept."""

import re

import pytest
from django.core import mail as outgoing

from dsr.actions import caseload
from dsr.actions.reply import withdraw
from dsr.effects import mail, outbox
from dsr.models import Case, OutboxMessage
from dsr.persons import PersonDetails
from dsr.vocabulary import Action, Channel, DeadlineRule, Impersonal, RequesterType, Topic
from tests.factories import YAMADA, received, staff

pytestmark = pytest.mark.django_db


def message_of(receipt) -> OutboxMessage:
    return OutboxMessage.objects.get(case=receipt.case, topic=Topic.MAIL_RECEIVED)


def test_sends_what_the_row_asks_for():
    message = message_of(received())
    record = mail.send(message)

    (sent,) = outgoing.outbox
    assert sent.to == [YAMADA.email]
    assert (record["subject"], record["body"], record["to"]) == (sent.subject, sent.body, "t***@e***")
    headers = dict(sent.message().items())
    assert headers["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<[0-9a-f]{32}@127\.0\.0\.1>", headers["Message-ID"])
    assert headers["From"] == "desk@localhost"


def test_names_every_try_of_a_row_alike_and_two_rows_apart():
    first, second = message_of(received()), message_of(received())

    assert mail.message_id(first) == mail.message_id(OutboxMessage.objects.get(pk=first.pk))
    assert mail.message_id(first) != mail.message_id(second)
    assert first.dedupe_key not in mail.message_id(first)


def test_sends_nothing_without_an_address():
    message = message_of(received())
    message.case.parties.all().delete()

    assert mail.send(OutboxMessage.objects.get(pk=message.pk)) == {"skipped": "no_address"}
    assert outgoing.outbox == []


def acknowledged(receipt) -> tuple:
    """Return whether it is acknowledged, how the journal says so and by whom, and the timers that still wait."""
    case = Case.objects.get(pk=receipt.case.pk)
    events = case.events.filter(action=Action.ACKNOWLEDGE).values_list("actor", "facts")
    waiting = case.deadlines.waiting().filter(rule=DeadlineRule.ACKNOWLEDGEMENT).count()
    return case.acknowledged_at is not None, list(events), waiting


def test_the_receipt_mail_acknowledges_a_request_that_staff_entered():
    receipt = received()
    assert acknowledged(receipt) == (False, [], 1)
    outbox.drain()
    assert acknowledged(receipt) == (True, [("system", {"how": "email"})], 0)


def test_a_mail_that_did_not_leave_acknowledges_nothing(monkeypatch):
    receipt = received()
    monkeypatch.setattr(mail, "_is_flooded", lambda _message: True)
    outbox.drain()
    assert acknowledged(receipt) == (False, [], 1)


@pytest.mark.parametrize("before", ["told by phone", "withdrawn"])
def test_a_receipt_mail_that_comes_late_changes_nothing(before):
    receipt, clerk = received(), staff()
    if before == "withdrawn":
        withdraw(receipt.case.pk, by=clerk)
    else:
        caseload.acknowledge(receipt.case.pk, by=clerk, how="phone")
    known = acknowledged(receipt)
    outbox.drain()
    assert acknowledged(receipt) == known
    assert message_of(receipt).sent_at


def test_a_request_from_the_web_was_acknowledged_by_its_receipt_page():
    receipt = received(by=Impersonal.REQUESTER, channel=Channel.WEB)
    outbox.drain()
    assert acknowledged(receipt) == (True, [], 0)


VICTIM = PersonDetails(name="山田 太郎", email="victim@example.com")


def mails_to_victim(count: int, **changes) -> int:
    """Receive as many requests in the name of one address. Returns how many mails that address got for them."""
    before = len(outgoing.outbox)
    for _number in range(count):
        received(**({"principal": VICTIM} | changes))
    outbox.drain()
    return len(outgoing.outbox) - before


def test_thirty_requests_are_no_thirty_mails_to_one_address(at):
    at("2026-11-17 10:00")
    assert mails_to_victim(30) == 3
    records = OutboxMessage.objects.filter(topic=Topic.MAIL_RECEIVED).values_list("record", flat=True)
    assert [record for record in records if "skipped" in record] == [{"skipped": "too_many"}] * 27
    assert OutboxMessage.objects.undone().count() == 0


def test_an_address_gets_three_mails_an_hour_and_ten_a_day(at):
    hours = ["10:00", "10:59", "11:01", "12:02", "13:03", "14:04"]
    counts = []
    for hour in hours:
        at(f"2026-11-17 {hour}")
        counts.append(mails_to_victim(4))
    assert counts == [3, 0, 3, 3, 1, 0]
    at("2026-11-18 10:01")
    assert mails_to_victim(4) == 3


def test_withdrawing_gives_the_address_no_more_mails(at):
    at("2026-11-17 10:00")
    cases = [received(principal=VICTIM).case for _number in range(3)]
    outbox.drain()
    for case in cases:
        withdraw(case.pk, by=Impersonal.REQUESTER)
    outbox.drain()
    assert len(outgoing.outbox) == 3


@pytest.mark.parametrize("written", ["VICTIM@example.com", "ｖｉｃｔｉｍ@example.com"])
def test_an_address_is_the_same_however_it_is_written(at, written):
    at("2026-11-17 10:00")
    mails_to_victim(3)
    assert mails_to_victim(1, principal=PersonDetails(name="x", email=written)) == 0


def test_others_still_get_theirs(at):
    at("2026-11-17 10:00")
    mails_to_victim(5)
    assert mails_to_victim(1, principal=PersonDetails(name="山田 太郎", email="other@example.com")) == 1
    agent = PersonDetails(name="佐藤 花子", email="agent@example.com")
    # the agent's own, and what the data subject is told
    assert mails_to_victim(1, principal=YAMADA, agent=agent, requester_type=RequesterType.APPOINTED_AGENT) == 2


def test_keeps_no_person_in_the_row():
    message = message_of(received())
    outbox.drain()

    message.refresh_from_db()
    assert message.sent_at
    # the mail names the desk's own address, which is beside the requester's in the suite
    assert [
        word for word in ("山田", "taro", "example", YAMADA.phone, YAMADA.birth_date) if word in str(message.record)
    ] == []


def test_sends_nothing_to_an_address_that_would_add_headers():
    receipt = received(principal=PersonDetails(name="x", email="a@example.com\nBcc: b@example.com"))
    outbox.drain()

    message = message_of(receipt)
    assert outgoing.outbox == []
    assert (message.sent_at, message.failure) == (None, "BadHeaderError")


@pytest.mark.parametrize(
    ("address", "shown"),
    [("taro@example.com", "t***@e***"), ("a@b", "a***@b***"), ('"x@y"@例え.jp', '"***@例***'), ("", "***@***")],
)
def test_hides_an_address(address, shown):
    assert mail.masked(address) == shown
