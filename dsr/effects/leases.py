"""How long a claimed message belongs to its worker."""

from datetime import timedelta

from django.utils import timezone

from dsr.models import OutboxMessage

LEASE = timedelta(minutes=5)


def renew(message: OutboxMessage) -> None:
    """Keep a claim that takes long, from now on for another lease; a worker that died loses it by itself."""
    OutboxMessage.objects.undone().filter(pk=message.pk).update(try_at=timezone.now() + LEASE)
