"""Send the mail that an outbox row asks for."""

import hashlib
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from dsr.models import OutboxMessage
from dsr.rendering.emails import compose_mail
from dsr.search_index import exact_hashes
from dsr.vocabulary import Topic

# What anybody can have sent to any address, by asking in its owner's name and withdrawing again.
UNASKED = (Topic.MAIL_RECEIVED, Topic.MAIL_WITHDRAWN)
# How many of these one address gets. Whoever asks more often still has each receipt on the screen.
LIMITS = ((timedelta(hours=1), 3), (timedelta(days=1), 10))


def send(message: OutboxMessage) -> dict[str, str]:
    """Send one mail and return what was sent, with masked addresses; or `skipped`, with the reason.

    There may be nobody to write to, or an address that got too many mails which it may not have asked for. Every
    try of the same row has the same Message-ID. Connects to the mail server; raises smtplib.SMTPException, OSError.
    """
    composed = compose_mail(message)
    if not composed.to:
        return {"skipped": "no_address"}
    if message.topic in UNASKED and _is_flooded(message.of_case.requester.email):
        return {"skipped": "too_many"}
    EmailMessage(
        subject=composed.subject,
        body=composed.body,
        to=list(composed.to),
        headers={"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"},
    ).send()
    to = ", ".join(masked(address) for address in composed.to)
    return {"subject": composed.subject, "body": composed.body, "to": to}


def _is_flooded(address: str) -> bool:
    """Say whether an address is at a limit, by what went to cases that know it: no address is stored or compared."""
    now = timezone.now()
    to_it = OutboxMessage.objects.filter(topic__in=UNASKED, case__search_tokens__token__in=exact_hashes(address))
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
