"""The nightly and the hourly look at the journals, and the anchor over all of them."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from dsr.models import CaseEvent, JournalAnchor
from dsr.queries.anchors import Sum, broken_anchor, newest_anchor, sum_to
from dsr.queries.journal import BrokenEntry, broken_entries

logger = logging.getLogger(__name__)

# no transaction is open that long, so no entry with a smaller id can come any more
SETTLED = timedelta(hours=1)


def check_whole_journal(now: datetime) -> None:
    """Say in the log where a journal or an anchor is broken. Writes the anchor of the night while none is."""
    _tell(broken_entries())
    broken = broken_anchor()
    if broken:
        logger.error("the journals do not add up to the anchor of %s any more", broken.at.isoformat())
    else:
        anchor_journal(now)


def check_newest_entries() -> None:
    """Say in the log where the journal of a case is broken that was written lately; whatever the history holds."""
    _tell(broken_entries(newest=1000))


def anchor_journal(now: datetime) -> JournalAnchor | None:
    """Write the anchor over every entry that is at least an hour old. Returns None when none came since the last."""
    last = newest_anchor()
    start = Sum(last.last_entry, last.entries, last.digest) if last else Sum()
    settled = CaseEvent.objects.filter(pk__gt=start.last_entry, at__lt=now - SETTLED).order_by("-pk")
    newest = settled.values_list("pk", flat=True).first()
    if newest is None:
        return None
    reached = sum_to(newest, start)
    row, _created = JournalAnchor.objects.get_or_create(
        last_entry=newest, defaults={"at": now, "entries": reached.entries, "digest": reached.digest}
    )
    return row


def _tell(found: Iterable[BrokenEntry]) -> None:
    for broken in found:
        logger.error("journal of case %s, entry %s: %s", broken.number, broken.seq, broken.fault)
