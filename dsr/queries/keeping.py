"""Papers and their end: what will be destroyed, what is on hold, what is gone and confirmed. No person in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from dsr.law.evidence import EVIDENCE, Proves
from dsr.law.evidence.checklist import LABELS
from dsr.models import Attestation, Case, Document
from dsr.queries.metrics import cases_at
from dsr.vocabulary import PartyRole

SOON = timedelta(days=14)
SHOWN = 50


def paper_label(kind: str, document: Document) -> Promise | str:
    """Return what a paper is, as far as anybody said: its kind, or what it came in for."""
    code = kind or document.kind or (document.item.evidence if document.item else "")
    if code in EVIDENCE:
        return EVIDENCE[code].label
    item = document.item
    return LABELS[Proves(item.purpose), PartyRole(item.of)] if item else _("Other document")


@dataclass(frozen=True)
class DuePaper:
    """A paper whose time will soon be over."""

    document: Document

    @property
    def label(self) -> Promise | str:
        """Return what it is."""
        return paper_label("", self.document)


@dataclass(frozen=True)
class Receipt:
    """What is left of a destroyed paper: the attestation, and whether the store confirmed that the bytes are gone."""

    attestation: Attestation

    @property
    def label(self) -> Promise | str:
        """Return what it was."""
        return paper_label(self.attestation.kind, self.attestation.document)

    @property
    def case(self) -> Case:
        """Return whose case it was."""
        return self.attestation.document.case

    @property
    def files(self) -> int:
        """Return how many stored files had to go."""
        return int(self.attestation.asked)

    @property
    def confirmed(self) -> int:
        """Return for how many of them the store said that they are gone."""
        return int(self.attestation.confirmed)

    @property
    def done_at(self) -> datetime | None:
        """Return when the store confirmed the last of them, or None while a file may be left."""
        return self.attestation.confirmed_at if self.files == self.confirmed else None


def papers_due(desks: Sequence[int], today: date) -> list[DuePaper]:
    """Return the papers that go within 14 days, the next first; what is on hold is not among them."""
    rows = _due(desks, today).select_related("case__desk", "item").order_by("destroy_on", "id")
    return [DuePaper(document) for document in rows[:SHOWN]]


def count_due(desks: Sequence[int], today: date) -> int:
    """Return how many papers go within 14 days."""
    return _due(desks, today).count()


def _due(desks: Sequence[int], today: date) -> QuerySet[Document]:
    due = Document.objects.kept().filter(destroy_on__lte=today + SOON, case__in=cases_at(desks))
    return due.filter(case__held_since=None)


def cases_on_hold(desks: Sequence[int]) -> list[Case]:
    """Return the cases of which nothing may be destroyed, the longest held first, with the number of their copies."""
    copies = Count("documents", filter=Q(documents__destroyed_at=None))
    held = cases_at(desks).filter(held_since__isnull=False).select_related("desk")
    return list(held.annotate(copies=copies).order_by("held_since", "pk"))


def receipts(desks: Sequence[int], limit: int = SHOWN) -> list[Receipt]:
    """Return the newest receipts."""
    newest = Attestation.objects.filter(document__case__in=cases_at(desks)).order_by("-destroyed_at", "-pk")
    # the files are counted for these alone
    shown = list(newest.values_list("pk", flat=True)[:limit])
    return [Receipt(row) for row in _attestations(desks).filter(pk__in=shown)]


def receipt_rows(desks: Sequence[int]) -> Iterator[list[object]]:
    """Yield a head and a row for each destroyed paper, the newest first, read in chunks."""
    yield [
        _("Case"),
        _("Desk"),
        _("Paper"),
        _("Result of the check"),
        _("Checked by"),
        _("Last checked on"),
        _("Number of pages"),
        _("Destroyed on"),
        _("Destroyed by"),
        _("Reason"),
        _("Files"),
        _("Files confirmed gone"),
        _("Confirmed on"),
    ]
    for row in _attestations(desks).iterator(chunk_size=500):
        yield _row(Receipt(row))


def _attestations(desks: Sequence[int]) -> QuerySet[Attestation]:
    rows = Attestation.objects.filter(document__case__in=cases_at(desks))
    related = rows.select_related("document__case__desk", "document__item", "checked_by", "destroyed_by")
    disposals = "document__disposals"
    return related.annotate(
        asked=Count(disposals),
        confirmed=Count(f"{disposals}__confirmed_at"),
        confirmed_at=Max(f"{disposals}__confirmed_at"),
    ).order_by("-destroyed_at", "-pk")


def _row(receipt: Receipt) -> list[object]:
    left = receipt.attestation
    return [
        receipt.case.number,
        str(receipt.case.desk),
        str(receipt.label),
        left.get_outcome_display(),
        left.checked_by,
        left.checked_on and left.checked_on.isoformat(),
        left.pages,
        timezone.localdate(left.destroyed_at).isoformat(),
        left.destroyed_by or _("By the rules"),
        left.get_why_display(),
        receipt.files,
        receipt.confirmed,
        receipt.done_at and timezone.localdate(receipt.done_at).isoformat(),
    ]
