"""Do the journals of all cases still add up to the anchors that were written over them? Read only."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from dsr.models import CaseEvent, JournalAnchor


@dataclass(frozen=True)
class Sum:
    """Entries from the first on: the id of the last of them, how many they are, and their digest."""

    last_entry: int = 0
    entries: int = 0
    digest: str = ""


def newest_anchor() -> JournalAnchor | None:
    """Return the anchor that was written last, or None."""
    return JournalAnchor.objects.last()


def sum_to(last_entry: int, start: Sum) -> Sum:
    """Return the sum of the entries behind `start` up to an id, each once, in the order of their ids."""
    rows = CaseEvent.objects.filter(pk__gt=start.last_entry, pk__lte=last_entry).order_by("pk")
    digest, entries = hashlib.sha256(start.digest.encode()), start.entries
    for pk, case_id, seq, own in rows.values_list("pk", "case_id", "seq", "hash").iterator(chunk_size=5000):
        digest.update(f"{pk} {case_id} {seq} {own}\n".encode())
        entries += 1
    return Sum(last_entry, entries, digest.hexdigest())


def sums() -> Iterator[tuple[JournalAnchor, Sum]]:
    """Yield each anchor, oldest first, with what the journals say today. Reads every entry once."""
    reached = Sum()
    for anchor in JournalAnchor.objects.order_by("pk"):
        reached = sum_to(anchor.last_entry, reached)
        yield anchor, reached


def broken_anchor() -> JournalAnchor | None:
    """Return the first anchor that the journals do not add up to any more, or None."""
    wrong = (anchor for anchor, found in sums() if str(anchor) != f"{found.entries}:{found.digest}")
    return next(wrong, None)


def holds(outside: str) -> bool:
    """Say whether the journals add up to an anchor that was kept outside, as a mail gave it ("entries:digest")."""
    number = outside.partition(":")[0]
    if not number.isdecimal():
        return False
    found = takewhile(lambda one: one.entries <= int(number), (found for _anchor, found in sums()))
    return outside.strip() in {f"{one.entries}:{one.digest}" for one in found}
