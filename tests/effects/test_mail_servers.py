"""Real mail servers that refuse, break off and dawdle: every mail ends as sent, waiting or failed, and says which."""

import asyncio
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from random import Random

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import LazySettings
from django.utils import timezone

from dsr.effects import outbox
from dsr.effects.mail import message_id
from dsr.models import OutboxMessage
from dsr.vocabulary import Role, Topic
from tests.factories import YAMADA, received, signed_in, staff

pytestmark = [pytest.mark.django_db, pytest.mark.real_time]
ACCEPTED = "250 OK"


class Handler:
    """A server that answers as it is told, one answer a connection; the last one stays."""

    def __init__(self) -> None:
        self.answers: list[str] = [ACCEPTED]
        self.kept: list[bytes] = []

    def _next(self) -> str:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    async def handle_RCPT(  # noqa: N802 - as the server calls it
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.answers[0].startswith("RCPT "):
            return self._answer(server, self._next().removeprefix("RCPT "))
        envelope.rcpt_tos.append(address)
        return ACCEPTED

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        answer = self._next()
        if answer in {ACCEPTED, "accepts and breaks off"}:
            self.kept.append(bytes(envelope.content or b""))
        if answer == "dawdles":
            await asyncio.sleep(1)
        return self._answer(server, answer)

    def _answer(self, server: SMTP, answer: str) -> str:
        if "breaks off" in answer and server.transport:
            server.transport.abort()
        return answer if answer[0].isdigit() else ACCEPTED

    def message_ids(self) -> list[str]:
        """Return the Message-ID of each mail that the server has."""
        return [message_from_bytes(mail)["Message-ID"] for mail in self.kept]


def _free_port() -> int:
    """Return a port that nobody listens on; the controller cannot say which one it was given."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server(settings: LazySettings) -> Iterator[Handler]:
    """Return what a mail server answers, and what it has."""
    handler = Handler()
    controller = Controller(handler, hostname="127.0.0.1", port=_free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 0.5
    settings.EMAIL_PORT = controller.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield handler
    controller.stop()


def try_once() -> OutboxMessage:
    """Try every mail that waits, once, and return the receipt's."""
    OutboxMessage.objects.undone().update(try_at=timezone.now() - timedelta(seconds=1))
    outbox.drain()
    return OutboxMessage.objects.get(topic=Topic.MAIL_RECEIVED)


RETRIED = [
    # what the server does first, the failure that is kept, how many copies it has after a second try
    ("RCPT 451 4.3.0 try later", "SMTPRecipientsRefused", 1),
    ("451 4.3.0 try later", "SMTPDataError", 1),
    ("RCPT breaks off", "SMTPServerDisconnected", 1),
    ("breaks off", "SMTPServerDisconnected", 1),
    ("dawdles", "SMTPServerDisconnected", 1),
    # it had taken the mail: the second has the same Message-ID, by which mail programs know it
    ("accepts and breaks off", "SMTPServerDisconnected", 2),
]


@pytest.mark.parametrize(("first", "failure", "copies"), RETRIED)
def test_what_may_pass_is_tried_again_under_the_same_name(
    server: Handler, first: str, failure: str, copies: int
) -> None:
    received()
    server.answers = [first, ACCEPTED]
    waiting = try_once()
    assert (waiting.sent_at, waiting.dead_at, waiting.failure) == (None, None, failure)
    sent = try_once()
    assert (sent.sent_at is not None, sent.dead_at, sent.failure) == (True, None, "")
    assert (len(server.kept), len(set(server.message_ids()))) == (copies, 1)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("RCPT 550 5.1.1 no such user taro@example.com", "550"),
        ("RCPT 553 5.1.3 bad address", "553"),
        ("552 5.2.2 mailbox full", "552"),
        ("554 5.7.1 refused", "554"),
    ],
)
def test_what_is_refused_for_good_has_failed_at_once_and_says_so(
    server: Handler, answer: str, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    case = received().case
    server.answers = [answer]
    failed = try_once()
    assert (failed.sent_at, failed.dead_at is not None, failed.attempts) == (None, True, 1)
    assert (failed.failure, failed.refused_with, failed.record) == (f"SMTP {code}", code, {})
    assert server.kept == []
    assert "taro@" not in caplog.text
    for language, words in (
        ("en", f"The mail server refused the address or the mail ({code})."),
        ("ja", f"メールサーバーが宛先またはメールの受け取りを拒否しました（{code}）。"),
    ):
        assert words in signed_in(staff(), language).get(case.get_absolute_url()).text
    for language, words in (("en", f"refused by the mail server, {code}"), ("ja", f"メールサーバーが拒否、{code}")):
        assert words in signed_in(staff(Role.MANAGER), language).get("/manager/").text
    # a person may have it tried again
    server.answers = [ACCEPTED]
    assert outbox.try_again() == 1
    assert (try_once().sent_at is not None, len(server.kept)) == (True, 1)


def test_a_server_that_is_not_there_is_waited_for(server: Handler, settings: LazySettings) -> None:
    received()
    settings.EMAIL_PORT = 1
    waiting = try_once()
    assert (waiting.dead_at, waiting.failure) == (None, "ConnectionRefusedError")


@pytest.mark.parametrize("seed", range(3))
def test_each_mail_ends_as_sent_or_failed_and_no_two_share_a_name(server: Handler, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - chance, not a secret
    kinds = [first for first, _failure, _copies in RETRIED if first != "dawdles"]
    server.answers = [
        chance.choice([*kinds, ACCEPTED, ACCEPTED, "RCPT 550 5.1.1 no", "552 5.2.2 full"]) for _ in range(80)
    ]
    server.answers.append(ACCEPTED)
    for number in range(30):
        received(principal=replace(YAMADA, email=f"taro{number}@example.com"))
    for _round in range(outbox.MAX_ATTEMPTS - 1):
        OutboxMessage.objects.undone().update(try_at=timezone.now() - timedelta(seconds=1))
        outbox.drain()
    mails = OutboxMessage.objects.filter(topic=Topic.MAIL_RECEIVED)
    sent, failed = mails.exclude(sent_at=None), mails.exclude(dead_at=None)
    assert (sent.count() + failed.count(), (sent & failed).count()) == (30, 0)
    assert failed.exclude(failure__in=("SMTP 550", "SMTP 552")).count() == 0
    # what a server took before it broke off may have failed later: it cannot be told, but it is never another mail
    names = set(server.message_ids())
    assert {message_id(mail) for mail in sent} <= names <= {message_id(mail) for mail in mails}
