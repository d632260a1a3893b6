"""The kinds of evidence, when each can be used, and what takes its place afterwards."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from dsr.law.dated import SINCE_EVER, in_force
from dsr.law.evidence.words import NOT_TO_BE_KEPT, EvidenceStatus, Mask, Proves, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceKind:
    """One kind of paper or confirmation. Dates are the first and the last day on which it can be used."""

    code: str
    label: Promise
    proves: tuple[Proves, ...]
    valid_from: date = SINCE_EVER
    valid_until: date | None = None
    successors: tuple[str, ...] = ()
    mask: tuple[Mask, ...] = ()
    sides: tuple[Side, ...] = ()
    never_copy: tuple[Side, ...] = ()
    note: Promise | None = None
    is_paper: bool = True
    is_evidence: bool = True
    shows_address_if_issued_before: date | None = None
    source: str = ""
    verified: bool = True

    def status_on(self, on: date) -> EvidenceStatus:
        """Return whether this kind can be used on that day."""
        if not self.is_evidence:
            return EvidenceStatus.NEVER
        if in_force(self, on):
            return EvidenceStatus.USABLE
        return EvidenceStatus.NOT_YET if on < self.valid_from else EvidenceStatus.CLOSED

    def shows_address(self, issued_on: date | None = None) -> bool:
        """Say whether an address is printed on it. For a passport that depends on the day of issue (unknown: no)."""
        before = self.shows_address_if_issued_before
        if before is not None:
            return issued_on is not None and issued_on < before
        return Proves.ADDRESS in self.proves

    @property
    def must_mask(self) -> tuple[Mask, ...]:
        """Return what has to be gone from a copy before it is accepted; the rest of `mask` is advice.

        A card whose back may never be copied shows its My Number there only.
        """
        on_back = {Mask.MY_NUMBER} if Side.BACK in self.never_copy else set()
        return tuple(mark for mark in self.mask if mark in NOT_TO_BE_KEPT and mark not in on_back)

    @property
    def better_masked(self) -> tuple[Mask, ...]:
        """Return what nobody needs to see on a copy, and which no law forbids to keep."""
        return tuple(mark for mark in self.mask if mark not in NOT_TO_BE_KEPT)
