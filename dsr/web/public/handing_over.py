"""The reply leaves through the follow page: bytes checked first, then recorded, then sent."""

import hashlib
import logging

from django.utils import timezone

from dsr import crypto
from dsr.actions.reply import mark_replied
from dsr.errors import Refused
from dsr.models import Case, Letter
from dsr.storage.sealed import get_sealed
from dsr.vocabulary import DeliveryChannel, Impersonal, State

logger = logging.getLogger(__name__)


def reply_bytes(letter: Letter) -> bytes | None:
    """Return the letter as it was issued, or None (and an error in the log) when the stored bytes are not those."""
    try:
        data = get_sealed(letter.pdf_key, letter.case.open_key())
    except (OSError, crypto.Tampered, crypto.MissingKey) as error:
        logger.error("letter %s cannot be handed over: %s", letter.pk, type(error).__name__)  # noqa: TRY400 - no trace
        return None
    if hashlib.sha256(data).hexdigest() != letter.pdf_sha256:
        logger.error("letter %s cannot be handed over: not the bytes that were issued", letter.pk)
        return None
    return data


def record_fetch(case: Case) -> None:
    """Record the first fetch as the delivery: decided -> replied. A later one changes nothing. Raises Refused."""
    if case.state == State.REPLIED:
        return
    try:
        mark_replied(
            case.pk, by=Impersonal.REQUESTER, channel=DeliveryChannel.FOLLOW_PAGE, delivered_on=timezone.localdate()
        )
    except Refused:
        # a second click may have been faster, and then all is well
        if Case.objects.get(pk=case.pk).state != State.REPLIED:
            raise
