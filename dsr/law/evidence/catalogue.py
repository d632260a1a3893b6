"""One look-up over all kinds of evidence."""

from datetime import date

from dsr.law.evidence.cards import CARDS
from dsr.law.evidence.kinds import EvidenceKind
from dsr.law.evidence.papers import ABROAD, CERTIFICATES, CONFIRMATIONS
from dsr.law.evidence.words import EvidenceStatus

EVIDENCE: dict[str, EvidenceKind] = {row.code: row for row in (*CARDS, *CERTIFICATES, *CONFIRMATIONS, *ABROAD)}


def evidence(code: str) -> EvidenceKind:
    """Return the row of a code. Raises KeyError for a code that the table does not hold."""
    return EVIDENCE[code]


def status_on(code: str, on: date) -> EvidenceStatus:
    """Return whether this kind of evidence can be used on that day."""
    return EVIDENCE[code].status_on(on)


def successors(code: str, on: date) -> tuple[str, ...]:
    """Return what took its place and can be used on that day; a successor that is closed too gives its own."""
    found: list[str] = []
    for successor in EVIDENCE[code].successors:
        usable = status_on(successor, on) is EvidenceStatus.USABLE
        found += [successor] if usable else successors(successor, on)
    return tuple(dict.fromkeys(found))
