"""What dates and conditions say about a paper that a clerk has read: warnings for a person to judge."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dsr.law.evidence.catalogue import EVIDENCE
from dsr.law.evidence.words import Condition
from dsr.law.periods import same_date
from dsr.vocabulary import FindingCode

_MONTHS = {Condition.WITHIN_3_MONTHS: 3, Condition.WITHIN_6_MONTHS: 6}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRead:
    """What a clerk read on a paper. Dates are calendar dates; None where none is printed or legible."""

    code: str
    issued_on: date | None = None
    expires_on: date | None = None


def cautions(
    paper: PaperRead, *, conditions: Iterable[str], arrived_on: date, reply_goes_to_its_address: bool
) -> tuple[FindingCode, ...]:
    """Return the warnings about a paper that arrived on a day (Asia/Tokyo calendar date).

    Expired on that day; issued longer ago than a condition of its line allows; and without a printed address although
    the reply goes to the address on it, as on a passport applied for since 4 February 2020 (G 3-8-7).
    """
    found = []
    if paper.expires_on and paper.expires_on < arrived_on:
        found.append(FindingCode.EXPIRED)
    limits = [months for condition, months in _MONTHS.items() if condition in set(conditions)]
    if paper.issued_on and any(arrived_on > same_date(paper.issued_on, months) for months in limits):
        found.append(FindingCode.ISSUED_LONG_AGO)
    kind = EVIDENCE.get(paper.code)
    if reply_goes_to_its_address and kind and not kind.shows_address(paper.issued_on):
        found.append(FindingCode.NO_ADDRESS)
    return tuple(found)
