"""What should be finished by now and is not: asked for again, and told. Every state has an owner and an age."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from dsr.models import Disposal, Document, OutboxMessage
from dsr.vocabulary import DocumentStatus, Topic

logger = logging.getLogger(__name__)

STALE, ALARMING = timedelta(minutes=10), timedelta(hours=1)
AT_ONCE = 500


def ask_again(now: datetime) -> int:
    """Ask once more for every document that is not made safe, and every file that is not gone, ten minutes later.

    Only where no outbox row asks for it any more: after a restored backup, or when somebody deleted rows. Says in the
    log how many have waited for an hour. Returns how many rows were written.
    """
    unsafe = Document.objects.filter(status=DocumentStatus.STORED, destroyed_at=None)
    unsafe_ids = unsafe.filter(added_at__lt=now - STALE).values_list("pk", "case_id")[:AT_ONCE]
    there = Disposal.objects.filter(confirmed_at=None)
    there_ids = there.filter(asked_at__lt=now - STALE).values_list("document", "document__case_id").distinct()[:AT_ONCE]
    _tell("not made safe", unsafe.filter(added_at__lt=now - ALARMING).count())
    _tell("not gone from the store", there.filter(asked_at__lt=now - ALARMING).count())
    return _ask(Topic.FILE_REBUILD, unsafe_ids, now) + _ask(Topic.FILE_SHRED, there_ids, now)


def _ask(topic: Topic, documents: Iterable[tuple[UUID, UUID]], now: datetime) -> int:
    wanted = {str(document): case for document, case in documents}
    asked = OutboxMessage.objects.undone().filter(topic=topic, case__in=wanted.values())
    forgotten = wanted.keys() - set(asked.values_list("ids__document", flat=True))
    OutboxMessage.objects.bulk_create(
        OutboxMessage(
            case_id=wanted[document],
            topic=topic,
            ids={"document": document},
            created_at=now,
            try_at=now,
            dedupe_key=f"again:{document}:{now:%Y%m%d%H%M}",
        )
        for document in sorted(forgotten)
    )
    return len(forgotten)


def _tell(what: str, count: int) -> None:
    if count:
        logger.error("%s files are %s after an hour", count, what)
