"""Send the mail that an outbox row asks for."""

import hashlib
from contextlib import suppress
from datetime import date, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.utils import timezone

from dsr.actions.caseload import acknowledge
from dsr.actions.unit import SYSTEM
from dsr.effects.hopeless import Hopeless
from dsr.errors import Refused
from dsr.models import Desk, OutboxMessage
from dsr.models.outbox import REFUSED
from dsr.queries.digest import desk_day, desk_week
from dsr.rendering.digests import compose_day, compose_week
from dsr.rendering.emails import ComposedMail, compose_mail
from dsr.search_index import exact_hashes
from dsr.vocabulary import Acknowledgement, RequesterType, Topic

# What anybody can have sent to any address, by asking in its owner's name and withdrawing again.
UNASKED = (Topic.MAIL_RECEIVED, Topic.MAIL_WITHDRAWN)
# What a data subject gets: being asked about an agent, and the mails of requests that are said to be their own. The
# office of an agent asks for many people, so what they get is not counted against it, nor its mails against them.
_TO_PRINCIPAL = Q(topic=Topic.MAIL_PRINCIPAL_ASKED) | Q(topic__in=UNASKED, case__requester_type=RequesterType.PRINCIPAL)
# How many of these one address gets. Whoever asks more often still has each receipt on the screen.
LIMITS = ((timedelta(hours=1), 3), (timedelta(days=1), 10))

# What a server may say about one mail. That it does not let us in says nothing about the mail.
REFUSALS = (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError)
FINAL = 500  # and above: "permanent negative completion" (RFC 5321, 4.2.1)


def send(message: OutboxMessage) -> dict[str, str]:
    """Send one mail and return what was sent, with masked addresses; or `skipped`, with the reason.

    There may be nobody to write to, or an address that got too many mails which it may not have asked for. Every
    try of the same row has the same Message-ID. Connects to the mail server; raises Hopeless where it refuses for good,
    smtplib.SMTPException or OSError where another try may help.
    """
    composed = compose_mail(message)
    if composed.to and _is_flooded(message):
        return {"skipped": "too_many"}
    return _send(message, composed)


def send_day(message: OutboxMessage) -> dict[str, str]:
    """Send how a desk stands to everybody who works there; `skipped` when nothing waits. As `send`."""
    desk, day = _desk_and_day(message)
    return _send(message, compose_day(desk, day, desk_day(desk, day)))


def send_week(message: OutboxMessage) -> dict[str, str]:
    """Send what is late at a desk, and what is coming, to its managers. As `send`."""
    desk, day = _desk_and_day(message)
    return _send(message, compose_week(desk, day, desk_week(desk, day)))


def _desk_and_day(message: OutboxMessage) -> tuple[Desk, date]:
    return Desk.objects.get(pk=message.ids["desk"]), date.fromisoformat(message.ids["day"])


def _send(message: OutboxMessage, composed: ComposedMail) -> dict[str, str]:
    if not composed.body:
        return {"skipped": "nothing_to_tell"}
    if not composed.to:
        return {"skipped": "no_address"}
    mail = EmailMessage(
        subject=composed.subject,
        body=composed.body,
        to=list(composed.to),
        headers={"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"},
    )
    try:
        mail.send()
    except REFUSALS as refusal:
        _give_up_if_final(refusal)
        raise
    to = ", ".join(masked(address) for address in composed.to)
    return {"subject": composed.subject, "body": composed.body, "to": to}


def _give_up_if_final(refusal: SMTPRecipientsRefused | SMTPSenderRefused | SMTPDataError) -> None:
    """Raise Hopeless when a mail server refused for good (5xx), with its code. It refuses each address, or the mail."""
    answers = refusal.recipients.values() if isinstance(refusal, SMTPRecipientsRefused) else [(refusal.smtp_code, b"")]
    codes = [code for code, _words in answers]
    if min(codes) >= FINAL:
        # not chained: what the server says quotes the address
        raise Hopeless(f"{REFUSED}{codes[0]}") from None


def send_receipt(message: OutboxMessage) -> dict[str, str]:
    """Send the receipt mail; one that left acknowledges the request, unless that is known or the case is over.

    A receipt page did so before for what came by the web. Raises what `send` raises.
    """
    record = send(message)
    if "skipped" not in record:
        with suppress(Refused):
            acknowledge(message.of_case.pk, by=SYSTEM, how=Acknowledgement.EMAIL)
    return record


def _is_flooded(message: OutboxMessage) -> bool:
    """Say whether an address is at a limit, by what went to cases that know it: no address is stored or compared."""
    asked = message.topic == Topic.MAIL_PRINCIPAL_ASKED
    if not asked and message.topic not in UNASKED:
        return False
    person = message.of_case.principal if asked else message.of_case.requester
    to_it = OutboxMessage.objects.filter(
        _TO_PRINCIPAL if asked else Q(topic__in=UNASKED), case__search_tokens__token__in=exact_hashes(person.email)
    )
    now = timezone.now()
    sent = to_it.exclude(record__has_key="skipped")
    return any(sent.filter(sent_at__gt=now - span).count() >= most for span, most in LIMITS)


def message_id(message: OutboxMessage) -> str:
    """Return the Message-ID of a row, which tells nothing about the case."""
    name = hashlib.sha256(message.dedupe_key.encode()).hexdigest()[:32]
    return f"<{name}@{urlsplit(settings.DSR_BASE_URL).hostname}>"


def masked(address: str) -> str:
    """Return an address with all but two letters hidden, such as t***@e***."""
    name, _at, host = address.rpartition("@")
    return f"{name[:1]}***@{host[:1]}***"
