"""Who looked at personal data, newest first: the report of a case, that of a person, and what the requester is told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from dsr.models import Case, Document, User, ViewEvent
from dsr.vocabulary import Role, ViewSubject

PAGE_SIZE = 50
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Place:
    """The place of one look in a report, written into a URL as its moment in microseconds and its id."""

    at: datetime
    id: UUID

    def __str__(self) -> str:
        """Write the place."""
        return f"{(self.at - _EPOCH) // _MICROSECOND}.{self.id}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read a place; None for anything else."""
        moment, _dot, row = text.partition(".")
        try:
            return cls(_EPOCH + int(moment) * _MICROSECOND, UUID(row))
        except (ValueError, OverflowError):
            return None


@dataclass(frozen=True)
class Look:
    """One look: who, as what, at what, and at which cases among those that the reader of the report may see."""

    event: ViewEvent
    cases: tuple[Case, ...]
    document: int | None

    @property
    def role(self) -> str | Promise:
        """Return as what the person looked, at that time; nothing for old records and for lists over several desks."""
        return Role(self.event.role).label if self.event.role else ""

    @property
    def what(self) -> str | Promise:
        """Return the kind of thing."""
        return ViewSubject(self.event.subject).label

    @property
    def detail(self) -> str:
        """Return which page, letter or desk it was. Never a person."""
        subject, place = self.event.subject, self.event.object_id
        if subject == ViewSubject.PAGE and self.document:
            return _("Document %(number)s, page %(page)s") % {"number": self.document, "page": place.rpartition("/")[2]}
        if subject in {ViewSubject.LETTER, ViewSubject.PREVIEW}:
            return place
        return str(self.event.desk) if not self.event.case_id and self.event.desk else ""


@dataclass(frozen=True)
class LookPage:
    """One page of a report, and the place after which the older looks follow."""

    looks: list[Look]
    after: Place | None


def looks_at_case(case: Case) -> QuerySet[ViewEvent]:
    """Return every look at a case. Lists in which it stood among others are in the reports of the persons."""
    return ViewEvent.objects.filter(case=case)


def looks_by(person: User, desks: Sequence[int]) -> QuerySet[ViewEvent]:
    """Return what a person looked at, at some desks. A list over several desks belongs to none of them."""
    return ViewEvent.objects.filter(user=person).filter(Q(desk__in=desks) | Q(desk=None, subject=ViewSubject.LIST))


def people_who_look(desks: Sequence[int]) -> list[User]:
    """Return the staff of some desks, and those who left but looked at something there, by name."""
    looked = Exists(ViewEvent.objects.filter(user=OuterRef("pk"), desk__in=desks))
    works = Exists(User.objects.filter(pk=OuterRef("pk"), memberships__desk__in=desks))
    return sorted(User.objects.filter(works | looked), key=str)


def look_page(
    looks: QuerySet[ViewEvent], desks: Sequence[int], *, after: Place | None = None, size: int = PAGE_SIZE
) -> LookPage:
    """Return one page of a report in three queries, with the cases of the reader's desks. `after` None begins it."""
    if after:
        looks = looks.filter(Q(at__lt=after.at) | Q(at=after.at, id__lt=after.id))
    found = list(looks.select_related("user", "desk").order_by("-at", "-id")[: size + 1])
    shown = found[:size]
    last = Place(shown[-1].at, shown[-1].pk) if len(found) > size else None
    return LookPage(list(_with_cases(shown, desks)), last)


def every_look(looks: QuerySet[ViewEvent], desks: Sequence[int]) -> Iterator[Look]:
    """Yield a whole report, read in pages, so that the longest one fits into memory."""
    after: Place | None = None
    while True:
        page = look_page(looks, desks, after=after, size=500)
        yield from page.looks
        if page.after is None:
            return
        after = page.after


def _with_cases(events: Sequence[ViewEvent], desks: Sequence[int]) -> Iterator[Look]:
    """Name the cases of each look. A list in which no case of these desks stood is left out."""
    named = {event.pk: [str(event.case_id)] if event.case_id else event.cases for event in events}
    ids = {case_id for cases in named.values() for case_id in cases}
    cases = {str(case.pk): case for case in Case.objects.filter(pk__in=ids, desk__in=desks).only("number", "desk")}
    numbers = _document_numbers({event.case_id for event in events if event.subject == ViewSubject.PAGE})
    for event in events:
        seen = tuple(cases[case_id] for case_id in named[event.pk] if case_id in cases)
        if seen or event.desk_id:
            yield Look(event, seen, numbers.get(event.object_id.partition("/")[0]))


def _document_numbers(cases: set[UUID | None]) -> dict[str, int]:
    """Return the place of every document in its case, as the case page numbers them."""
    numbers: dict[str, int] = {}
    counted: dict[UUID, int] = {}
    for document in Document.objects.filter(case__in=cases).only("case"):
        counted[document.case_id] = numbers[str(document.pk)] = counted.get(document.case_id, 0) + 1
    return numbers


@dataclass(frozen=True)
class Openings:
    """How often pages of a case's documents were shown to staff, by role: what the requester may know."""

    by_role: tuple[tuple[str | Promise, int], ...]
    last_at: datetime | None

    @property
    def times(self) -> int:
        """Return how often in all."""
        return sum(times for _role, times in self.by_role)


def openings_of(case: Case) -> Openings:
    """Return how often documents were opened, in the order of the roles. No person is named."""
    shown = ViewEvent.objects.filter(case=case, subject=ViewSubject.PAGE)
    rows = {row["role"]: row for row in shown.values("role").annotate(times=Count("pk"), last=Max("at")).order_by()}
    by_role: list[tuple[str | Promise, int]] = [(role.label, rows[role]["times"]) for role in Role if role in rows]
    if "" in rows:  # records from before the role was kept
        by_role.append((_("staff in a role that was not recorded"), rows[""]["times"]))
    return Openings(tuple(by_role), max((row["last"] for row in rows.values()), default=None))
