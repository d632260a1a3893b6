"""Scanned post of the desks where somebody works: the piles, and the pages that wait for a person."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import gettext as _

from dsr.errors import SENTENCES
from dsr.models import ScanBatch, ScanPage, User
from dsr.policy import MATRIX
from dsr.vocabulary import Action, DocumentStatus, RebuildFailure, ScanPageState, ScanVerdict

SHOWN_FOR = timedelta(days=30)
OLD_AFTER = timedelta(days=5)  # three business days, with a weekend between


@dataclass(frozen=True)
class Waiting:
    """Pages under one cover sheet that are still to be filed to its case."""

    case_number: str
    pages: tuple[int, ...]


@dataclass(frozen=True)
class InboxPage:
    """A page that waits for a person."""

    page: ScanPage

    @property
    def number(self) -> int:
        """Return its place in the pile."""
        return self.page.number

    @property
    def reason(self) -> str:
        """Return in words why it waits."""
        return str(SENTENCES[self.page.refusal]) if self.page.refusal in SENTENCES else ""


@dataclass(frozen=True)
class FiledStack:
    """Pages that became one document of a case."""

    numbers: tuple[int, ...]
    page: ScanPage

    @property
    def in_words(self) -> str:
        """Return the numbers of the pages: 2, or 2–4 when they follow each other."""
        first, last = self.numbers[0], self.numbers[-1]
        if len(self.numbers) > 1 and last - first == len(self.numbers) - 1:
            return f"{first}–{last}"
        return ", ".join(map(str, self.numbers))


@dataclass(frozen=True)
class Pile:
    """A pile for a list: how many of its pages are where."""

    batch: ScanBatch
    pages: int
    waiting: int

    @property
    def failure(self) -> str:
        """Return in words why it could not be split, or an empty string."""
        if self.batch.status == DocumentStatus.DESTROYED:
            return _("It was destroyed after the backup from which this desk was restored")
        code = self.batch.failure
        words = next((words for words in (RebuildFailure, ScanVerdict) if code in words), None)
        return str(words(code).label) if words else code

    @property
    def is_under_way(self) -> bool:
        """Say whether the worker has still to split it."""
        return self.batch.status == DocumentStatus.STORED


def desk_ids_for_scans(user: User) -> list[int]:
    """Return the desks whose scanned post a person may work on."""
    return [desk for desk, role in user.roles.items() if Action.ADD_DOCUMENT in MATRIX[role]] if user.is_active else []


def pile_of(batch: ScanBatch) -> Pile:
    """Return one pile with its numbers of pages."""
    return Pile(batch, batch.pages.count(), batch.pages.filter(state=ScanPageState.INBOX).count())


def piles_of(user: User, now: datetime) -> list[Pile]:
    """Return the piles of a person's desks that have pages waiting or came in the last 30 days, newest first."""
    counted = ScanBatch.objects.filter(desk__in=desk_ids_for_scans(user)).select_related("desk", "uploaded_by")
    counted = counted.annotate(
        all_pages=Count("pages"), waiting=Count("pages", filter=Q(pages__state=ScanPageState.INBOX))
    )
    shown = counted.filter(Q(waiting__gt=0) | Q(uploaded_at__gte=now - SHOWN_FOR))
    return [Pile(batch, batch.all_pages, batch.waiting) for batch in shown.order_by("-uploaded_at", "id")]


@dataclass(frozen=True)
class OldPiles:
    """Piles of which pages have waited for a person for more than five days, and since when the oldest does."""

    count: int
    since: datetime


def old_piles(now: datetime, desks: Iterable[int] | None = None) -> OldPiles | None:
    """Return how many piles have waited too long, at some desks or at all, or None. One query.

    What was filed from a pile cannot be destroyed while the pile lies there, so none may be forgotten.
    """
    piles = ScanBatch.objects.filter(pages__state=ScanPageState.INBOX, uploaded_at__lte=now - OLD_AFTER)
    piles = piles if desks is None else piles.filter(desk__in=desks)
    found = piles.aggregate(count=Count("pk", distinct=True), since=Min("uploaded_at"))
    return OldPiles(**found) if found["count"] else None


def stacks_to_file(batch: ScanBatch) -> Iterator[Waiting]:
    """Yield what a cover sheet names a case for and nothing speaks against yet, stack by stack."""
    for number, pages in _under_covers(batch.pages.all()):
        waiting = tuple(page.number for page in pages if page.state == ScanPageState.INBOX and not page.refusal)
        if number and waiting:
            yield Waiting(number, waiting)


def _under_covers(pages: Iterable[ScanPage]) -> Iterator[tuple[str, list[ScanPage]]]:
    """Part pages in their order at the cover sheets, and where the case they are under changes."""
    covers = 0

    def place(page: ScanPage) -> tuple[int, str]:
        nonlocal covers
        covers += page.state == ScanPageState.COVER
        return covers, page.cover_of

    for (_cover, number), group in groupby(pages, key=place):
        yield number, list(group)


def filed_stacks(batch: ScanBatch) -> list[FiledStack]:
    """Return what was filed, document by document."""
    filed = batch.pages.filter(state=ScanPageState.FILED).select_related("document__case")
    groups = groupby(
        sorted(filed, key=lambda page: (str(page.document_id), page.number)), lambda page: page.document_id
    )
    stacks = [list(pages) for _document, pages in groups]
    return sorted((FiledStack(tuple(page.number for page in pages), pages[0]) for pages in stacks), key=_first)


def _first(stack: FiledStack) -> int:
    return stack.numbers[0]


def waiting_pages(batch: ScanBatch) -> list[InboxPage]:
    """Return the pages of a pile that wait for a person, in order."""
    return [InboxPage(page) for page in batch.pages.filter(state=ScanPageState.INBOX)]


def discarded_pages(batch: ScanBatch) -> "QuerySet[ScanPage]":
    """Return the pages that somebody took out, in order."""
    return batch.pages.filter(state=ScanPageState.DISCARDED).select_related("settled_by")
