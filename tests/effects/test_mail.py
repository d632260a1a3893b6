"""Mails leave once per row, with a name of their own and without a person in what is kept."""

import re

import pytest
from django.core import mail as outgoing

from dsr.effects import mail, outbox
from dsr.models import OutboxMessage
from dsr.persons import PersonDetails
from dsr.vocabulary import Topic
from tests.factories import YAMADA, received

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


def test_keeps_no_person_in_the_row():
    message = message_of(received())
    outbox.drain()

    message.refresh_from_db()
    assert message.sent_at
    assert [word for word in ("山田", "taro", "example", "寺戸") if word in str(message.record)] == []


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
