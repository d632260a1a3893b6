"""What dates and conditions say about a paper that a clerk has read: warnings for a person to judge."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dsr.law.evidence.catalogue import EVIDENCE
from dsr.law.evidence.held import AGES, Held
from dsr.law.evidence.words import Condition
from dsr.vocabulary import FindingCode, PartyRole


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
    held = Held(paper.code, PartyRole.PRINCIPAL, issued_on=paper.issued_on, expires_on=paper.expires_on)
    if held.meets(Condition.STILL_VALID, arrived_on) is False:
        found.append(FindingCode.EXPIRED)
    if any(held.meets(condition, arrived_on) is False for condition in AGES if condition in set(conditions)):
        found.append(FindingCode.ISSUED_LONG_AGO)
    kind = EVIDENCE.get(paper.code)
    if reply_goes_to_its_address and kind and not kind.shows_address(paper.issued_on):
        found.append(FindingCode.NO_ADDRESS)
    return tuple(found)
