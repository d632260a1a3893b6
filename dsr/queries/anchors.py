"""Do the journals of all cases still add up to the anchors that were written over them? Read only."""

import hashlib
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from dsr.models import CaseEvent, JournalAnchor


@dataclass(frozen=True)
class Sum:
    """Entries from the first on: the id of the last of them, how many they are, and their digest."""

    last_entry: int = 0
    entries: int = 0
    digest: str = ""

    def __str__(self) -> str:
        """Return it as an anchor is written."""
        return f"{self.entries}:{self.digest}"


def newest_anchor() -> JournalAnchor | None:
    """Return the anchor that was written last, or None."""
    return JournalAnchor.objects.last()


def sum_to(last_entry: int, start: Sum) -> Sum:
    """Return the sum of the entries behind `start` up to an id, each once, in the order of their ids."""
    rows = CaseEvent.objects.filter(pk__gt=start.last_entry, pk__lte=last_entry)
    return replace(_added(rows, start), last_entry=last_entry)


def broken_anchor() -> JournalAnchor | None:
    """Return the first anchor that the journals do not add up to any more, or None. Reads every entry once."""
    reached = Sum()
    for anchor in JournalAnchor.objects.order_by("pk"):
        reached = sum_to(anchor.last_entry, reached)
        if str(anchor) != str(reached):
            return anchor
    return None


def holds(outside: str) -> bool:
    """Say whether the journals add up to an anchor that was kept outside, as a mail gave it ("entries:digest").

    Asks no anchor of the database. Reads as many entries as there were then.
    """
    number = outside.partition(":")[0]
    if not number.isdecimal():
        return False
    return str(_added(CaseEvent.objects.all(), Sum(), at_most=int(number))) == outside.strip()


def _added(rows: QuerySet[CaseEvent], start: Sum, at_most: int | None = None) -> Sum:
    """Add entry by entry: the digest after each rests on all before it, however they came to be added up."""
    reached = start
    fields = rows.order_by("pk").values_list("pk", "case_id", "seq", "hash")[:at_most]
    for pk, case_id, seq, own in fields.iterator(chunk_size=5000):
        line = f"{reached.digest} {pk} {case_id} {seq} {own}"
        reached = Sum(pk, reached.entries + 1, hashlib.sha256(line.encode()).hexdigest())
    return reached
