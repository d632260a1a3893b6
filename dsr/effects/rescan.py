"""Documents that no virus scanner has judged yet, because it was away: asked again until it answers."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from time import monotonic

from django.conf import settings

from dsr import crypto
from dsr.actions.documents import VirusCheck, record_verdict
from dsr.effects.viruses import check_for_viruses
from dsr.errors import Refused
from dsr.models import Document
from dsr.storage import FileMissing
from dsr.storage.sealed import get_sealed
from dsr.vocabulary import NotScanned, ScanVerdict

# the scanner's state, not the file's: another try may succeed
PASSING = (NotScanned.NOT_CONFIGURED, NotScanned.UNREACHABLE, NotScanned.TIMEOUT, NotScanned.NOT_UNDERSTOOD)
AWAY = (NotScanned.UNREACHABLE, NotScanned.TIMEOUT)
FOR = timedelta(days=30)
MOST = 50  # in one go
SECONDS = 120.0  # in which a go begins another file


def scan_waiting(now: datetime) -> int:
    """Ask the scanner again about documents of the last 30 days; returns how many now have a verdict.

    Reads stored originals; writes rows through record_verdict. Stops at once when the scanner is still away, and after
    two minutes, since others wait for the worker: the next go takes the rest.
    """
    judged, ends_at = 0, monotonic() + SECONDS
    for document in _waiting(now):
        if monotonic() >= ends_at:
            break
        check = _check(document)
        if check and check.because in AWAY and check.verdict == ScanVerdict.NOT_SCANNED:
            break
        if check and check.verdict != ScanVerdict.NOT_SCANNED:
            with suppress(Refused):  # judged or destroyed meanwhile
                record_verdict(document.pk, check)
                judged += 1
    return judged


def _waiting(now: datetime) -> Iterator[Document]:
    if not settings.DSR_CLAMD:
        return iter(())
    # of a masked document the original is gone, and with it what could be scanned
    waiting = Document.objects.filter(
        verdict=ScanVerdict.NOT_SCANNED,
        not_scanned_because__in=PASSING,
        destroyed_at=None,
        masked_at=None,
        added_at__gte=now - FOR,
    )
    return waiting.select_related("case").order_by("added_at")[:MOST].iterator()


def _check(document: Document) -> VirusCheck | None:
    """Return what is said of a stored original, or None when it is gone or not what was stored."""
    file_key = document.open_file_key()
    if file_key is None:
        return None
    with suppress(FileMissing, crypto.Tampered):
        return check_for_viruses(get_sealed(document.key, file_key))
    return None
