"""The checklist of a case and the documents that came in, in words of the field."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from dsr.law.evidence import EVIDENCE, EvidenceKind, Proves, demands_in_words, kinds_asked
from dsr.law.evidence.checklist import LABELS
from dsr.law.listing import one_of
from dsr.models import Attestation, Case, ChecklistItem, Document
from dsr.queries.keeping import paper_label
from dsr.vocabulary import SETTLED_ITEMS, Channel, DocumentStatus, ItemStatus, PartyRole, RebuildFailure, RejectReason

_REMAINS = ("attestation__checked_by", "attestation__destroyed_by")


@dataclass(frozen=True)
class Paper:
    """A document that came in. `number` is its place in the case: a file name may hold a person's name."""

    document: Document
    number: int
    line: ChecklistItem | None

    @property
    def is_ready(self) -> bool:
        """Say whether its pages can be looked at."""
        return self.document.status == DocumentStatus.READY

    @property
    def failure(self) -> str | Promise:
        """Return in words why no pages could be made, or an empty string."""
        code = self.document.failure
        return RebuildFailure(code).label if code in RebuildFailure else code

    @property
    def remains(self) -> Attestation | None:
        """Return what is left of a destroyed paper."""
        return self.document.attestation if self.document.destroyed_at else None

    @property
    def was(self) -> Promise | str:
        """Return what a destroyed paper was."""
        return paper_label(self.document.attestation.kind, self.document)

    @property
    def line_label(self) -> Promise | str:
        """Return what the document came in for."""
        return line_label(self.line) if self.line else ""

    @property
    def label(self) -> str:
        """Return what to call it on the page."""
        return _("Document %(number)s") % {"number": self.number}


@dataclass(frozen=True)
class Line:
    """One line of the checklist with what came in for it."""

    item: ChecklistItem
    papers: tuple[Paper, ...]

    @property
    def label(self) -> Promise:
        """Return what the line is about."""
        return line_label(self.item)

    @property
    def is_settled(self) -> bool:
        """Say whether the line is accepted or waived."""
        return self.item.status in SETTLED_ITEMS

    @property
    def wants_a_look(self) -> bool:
        """Say whether something came in that nobody has judged yet."""
        return self.item.status == ItemStatus.RECEIVED

    @property
    def ways(self) -> tuple[EvidenceKind, ...]:
        """Return every kind of evidence that satisfies the line."""
        return kinds_asked(self.item.any_of, self.item.paper_conditions)

    @property
    def ways_by_other_channel(self) -> list[tuple[str, str]]:
        """Return code and words of what satisfies the line only when it came by another channel than the request."""
        known = {code: by for code, by in self.item.by_other_channel.items() if code in EVIDENCE}
        return [(code, _came_by(EVIDENCE[code], channels)) for code, channels in known.items()]

    @property
    def demands(self) -> str:
        """Return what is asked of the paper beyond its kind, in words."""
        return demands_in_words(original=self.item.original, conditions=self.item.conditions)

    @property
    def accepted_as(self) -> Promise | str:
        """Return with what the line was satisfied, in words."""
        known = {kind.code: kind.label for kind in self.ways}
        code = self.item.evidence
        return EVIDENCE[code].label if code in EVIDENCE else known.get(code, "")

    @property
    def rejected_because(self) -> str | Promise:
        """Return in words why what came in does not count, or an empty string."""
        code = self.item.reason_code
        return RejectReason(code).label if code in RejectReason else ""


def _came_by(paper: EvidenceKind, channels: list[str]) -> str:
    words = {"paper": paper.label, "channels": one_of([str(Channel(channel).label) for channel in channels])}
    return _("%(paper)s, received by: %(channels)s") % words


def line_label(item: ChecklistItem) -> Promise:
    """Return what a line of the checklist is about."""
    return LABELS[Proves(item.purpose), PartyRole(item.of)]


@dataclass(frozen=True)
class Keeping:
    """How long the copies of a case's papers are kept."""

    papers: tuple[Paper, ...]

    @property
    def has_copies(self) -> bool:
        """Say whether copies of papers are there."""
        return any(not paper.document.destroyed_at for paper in self.papers)

    @property
    def days(self) -> list[tuple[date, list[Paper]]]:
        """Return the days on which papers go by the rules of keeping, with their papers."""
        days: dict[date, list[Paper]] = {}
        for paper in self.papers:
            if paper.document.destroy_on and not paper.document.destroyed_at:
                days.setdefault(paper.document.destroy_on, []).append(paper)
        return sorted(days.items())


def papers_of(case: Case) -> tuple[Paper, ...]:
    """Return the documents of a case with their pages and lines, oldest first."""
    documents = case.documents.select_related("item", *_REMAINS).prefetch_related("pages")
    return tuple(
        Paper(_of(document, case), number, document.item) for number, document in enumerate(documents, start=1)
    )


def _of(document: Document, case: Case) -> Document:
    # the row opens its sealed name with the key that the case holds already
    document.case = case
    return document


def lines_of(case: Case, papers: Iterable[Paper]) -> tuple[Line, ...]:
    """Return the checklist of a case, each line with what came in for it."""
    have = tuple(papers)
    return tuple(
        Line(item, tuple(paper for paper in have if paper.document.item_id == item.pk)) for item in case.items.all()
    )
