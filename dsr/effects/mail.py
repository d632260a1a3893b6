"""Send the mail that an outbox row asks for."""

import hashlib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from dsr.models import OutboxMessage
from dsr.rendering.emails import compose_mail


def send(message: OutboxMessage) -> dict[str, str]:
    """Send one mail and return what was sent, with masked addresses; `skipped` when there is nobody to write to.

    Every try of the same row has the same Message-ID. Connects to the mail server; raises smtplib.SMTPException,
    OSError.
    """
    composed = compose_mail(message)
    if not composed.to:
        return {"skipped": "no_address"}
    EmailMessage(
        subject=composed.subject,
        body=composed.body,
        to=list(composed.to),
        headers={"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"},
    ).send()
    to = ", ".join(masked(address) for address in composed.to)
    return {"subject": composed.subject, "body": composed.body, "to": to}


def message_id(message: OutboxMessage) -> str:
    """Return the Message-ID of a row, which tells nothing about the case."""
    name = hashlib.sha256(message.dedupe_key.encode()).hexdigest()[:32]
    return f"<{name}@{urlsplit(settings.DSR_BASE_URL).hostname}>"


def masked(address: str) -> str:
    """Return an address with all but two letters hidden, such as t***@e***."""
    name, _at, host = address.rpartition("@")
    return f"{name[:1]}***@{host[:1]}***"
