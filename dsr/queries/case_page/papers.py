"""The checklist of a case and the documents that came in, in words of the field."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Prefetch
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from dsr.law.evidence import EVIDENCE, EvidenceKind, MissingLine, Proves, demands_in_words, kinds_asked
from dsr.law.evidence.checklist import LABELS
from dsr.law.listing import one_of
from dsr.models import Attestation, Case, ChecklistItem, Document, Finding, Note
from dsr.queries.case_page.noticed import Caution, gone_at
from dsr.queries.keeping import paper_label
from dsr.queries.paper_standing import standing_of
from dsr.vocabulary import (
    SETTLED_ITEMS,
    Channel,
    DisposalReason,
    DocumentStatus,
    ItemStatus,
    NotScanned,
    PartyRole,
    RebuildFailure,
    RejectReason,
    ScanVerdict,
)

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

    @cached_property
    def cautions(self) -> tuple[Caution, ...]:
        """Return every warning about it, judged or not."""
        return tuple(map(Caution, self.document.findings.all()))

    @property
    def open_cautions(self) -> tuple[Caution, ...]:
        """Return the warnings that nobody has judged yet."""
        return tuple(caution for caution in self.cautions if caution.is_open)

    @property
    def may_only_be_destroyed(self) -> bool:
        """Say whether it is the back of a My Number card."""
        return any(caution.only_destroying_helps for caution in self.open_cautions)

    @property
    def is_masked(self) -> bool:
        """Say whether something was blacked out on it for good."""
        return self.document.masked_at is not None

    @property
    def unmasked_gone_at(self) -> datetime | None:
        """Return when the store confirmed that the unmasked files are gone."""
        return gone_at([file for file in self.document.disposals.all() if file.why == DisposalReason.MASKED])

    @property
    def gone_at(self) -> datetime | None:
        """Return when the store confirmed that its last file is gone."""
        return gone_at(self.document.disposals.all())

    @property
    def kind_label(self) -> str | Promise:
        """Return what it is, as a clerk read it."""
        return EVIDENCE[self.document.kind].label if self.document.kind in EVIDENCE else ""

    @property
    def verdict(self) -> str | Promise:
        """Return what the virus scanner said of it, with the reason where it said nothing."""
        because = self.document.not_scanned_because
        verdict = ScanVerdict(self.document.verdict).label
        if because not in NotScanned:
            return verdict
        return _("%(verdict)s: %(reason)s") % {"verdict": verdict, "reason": NotScanned(because).label}

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
    def kept_papers(self) -> tuple[Paper, ...]:
        """Return what came in for it and was not destroyed."""
        return tuple(paper for paper in self.papers if paper.document.destroyed_at is None)

    @property
    def is_open(self) -> bool:
        """Say whether something is still wanted from the requester."""
        return self.item.status in (ItemStatus.WANTED, ItemStatus.REJECTED)

    @cached_property
    def _lacking(self) -> MissingLine | None:
        standing = standing_of(self.item, [paper.document for paper in self.papers], self.item.case)
        return standing if isinstance(standing, MissingLine) else None

    @property
    def not_counted(self) -> tuple[str, ...]:
        """Return why the papers whose kind is known do not satisfy the line, with what to ask for instead."""
        return self._lacking.why() if self._lacking else ()

    @property
    def still_missing(self) -> str:
        """Return what is still wanted from the requester and every way to satisfy it, or an empty string."""
        return self._lacking.wanted() if self._lacking and self.is_open else ""

    @property
    def may_only_be_destroyed(self) -> bool:
        """Say whether one of its documents has to be destroyed before the line can be judged."""
        return any(paper.may_only_be_destroyed for paper in self.papers)

    @property
    def to_mask(self) -> tuple[Paper, ...]:
        """Return the documents that may still show what the law forbids to keep, and can be masked."""
        shown = [paper for paper in self.kept_papers if paper.is_ready]
        open_ones = [any(caution.must_be_settled for caution in paper.open_cautions) for paper in shown]
        return tuple(paper for paper, is_open in zip(shown, open_ones, strict=True) if is_open or not paper.is_masked)

    def may_show_too_much(self, evidence: str) -> bool:
        """Say whether what came in may still show what the law forbids to keep, if it is this kind of evidence.

        Of an unknown kind, it may when every way to satisfy the line shows such a thing.
        """
        if any(caution.must_be_settled for paper in self.kept_papers for caution in paper.open_cautions):
            return True
        unmasked = [paper.document.kind for paper in self.kept_papers if not paper.is_masked]
        likely = [evidence] if evidence else [way.code for way in self.ways]
        masks = all(code in EVIDENCE and EVIDENCE[code].must_mask for code in likely)
        read_as = any(code in EVIDENCE and EVIDENCE[code].must_mask for code in unmasked)
        return bool(unmasked) and (masks or read_as)

    @property
    def reason(self) -> Note | None:
        """Return the note that says why the line was added, or why it is not needed."""
        told = self.item.added_by_id or self.item.status == ItemStatus.WAIVED
        return self.item.reason if told else None

    @property
    def replaced_by_label(self) -> Promise | str:
        """Return what is asked for in its place."""
        other = self.item.replaced_by if self.item.status == ItemStatus.REPLACED else None
        return line_label(other) if other else ""

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
    def days(self) -> list[tuple[date, list[Paper]]]:
        """Return the days on which papers go by the rules of keeping, with their papers."""
        days: dict[date, list[Paper]] = {}
        for paper in self.papers:
            if paper.document.destroy_on and not paper.document.destroyed_at:
                days.setdefault(paper.document.destroy_on, []).append(paper)
        return sorted(days.items())

    @property
    def last_day(self) -> date | None:
        """Return the day on which the last of the papers goes, or None when no copies are there."""
        return max((day for day, _papers in self.days), default=None)


def papers_of(case: Case) -> tuple[Paper, ...]:
    """Return the documents of a case with pages, lines, warnings and what remains of them, oldest first."""
    documents = case.documents.select_related("item", "masked_by", *_REMAINS).prefetch_related(
        "pages", "disposals", Prefetch("findings", Finding.objects.select_related("settled_by", "other_case"))
    )
    return tuple(
        Paper(_of(document, case), number, document.item) for number, document in enumerate(documents, start=1)
    )


def _of(document: Document, case: Case) -> Document:
    # the row opens its sealed columns with the key that the case holds already
    document.case = case
    return document


def lines_of(case: Case, papers: Iterable[Paper]) -> tuple[Line, ...]:
    """Return the checklist of a case, each line with what came in for it, who added it and why."""
    have = tuple(papers)
    items = case.items.select_related("added_by", "replaced_by", "reason__author")
    return tuple(_line(item, case, have) for item in items)


def _line(item: ChecklistItem, case: Case, papers: tuple[Paper, ...]) -> Line:
    item.case = case
    if item.reason:
        item.reason.case = case
    return Line(item, tuple(paper for paper in papers if paper.document.item_id == item.pk))
