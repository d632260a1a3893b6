"""Where the papers of a case lie, as far as the desk has written it down."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from dsr.law.evidence import EVIDENCE
from dsr.models import Case, PaperRecord
from dsr.vocabulary import PaperStatus


@dataclass(frozen=True)
class PaperTrail:
    """One paper: every entry about it, oldest first. It is where the newest one says."""

    entries: tuple[PaperRecord, ...]

    @property
    def newest(self) -> PaperRecord:
        """Return the entry that counts."""
        return self.entries[-1]

    @property
    def earlier(self) -> tuple[PaperRecord, ...]:
        """Return what was said before, the latest first."""
        return self.entries[-2::-1] if len(self.entries) > 1 else ()

    @property
    def paper(self) -> UUID:
        """Return what tells this paper from the others of the case."""
        return self.newest.paper

    @property
    def label(self) -> str:
        """Return what the paper is."""
        return str(EVIDENCE[self.newest.kind].label) if self.newest.kind in EVIDENCE else self.newest.kind

    @property
    def is_held(self) -> bool:
        """Say whether the paper is still at the desk."""
        return self.newest.status == PaperStatus.HELD


def paper_trails(case: Case) -> tuple[PaperTrail, ...]:
    """Return the papers of a case in the order of their first entry. One query; opens the sealed places."""
    trails: dict[UUID, list[PaperRecord]] = defaultdict(list)
    for record in case.papers.select_related("recorded_by", "witness"):
        record.case = case  # it opens the sealed place with the key that the case holds already
        trails[record.paper].append(record)
    return tuple(PaperTrail(tuple(entries)) for entries in trails.values())
