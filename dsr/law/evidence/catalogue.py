"""One look-up over all kinds of evidence."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext as _

from dsr.law.evidence.cards import CARDS
from dsr.law.evidence.kinds import EvidenceKind
from dsr.law.evidence.papers import ABROAD, CERTIFICATES, CONFIRMATIONS
from dsr.law.evidence.words import Condition, EvidenceStatus
from dsr.law.listing import in_turn

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


def as_asked(code: str, conditions: Iterable[Condition]) -> EvidenceKind:
    """Return a kind of evidence whose label also says what is asked of it: "Certificate of residence (issued ...)"."""
    kind, asked = EVIDENCE[code], tuple(conditions)
    return replace(kind, label=_with_conditions(kind, asked)) if asked else kind


def _in_words(kind: EvidenceKind, conditions: tuple[Condition, ...]) -> str:
    asked = in_turn([str(condition.label) for condition in conditions])
    return _("%(paper)s (%(conditions)s)") % {"paper": kind.label, "conditions": asked}


_with_conditions: Callable[[EvidenceKind, tuple[Condition, ...]], Any] = lazy(_in_words, str)
