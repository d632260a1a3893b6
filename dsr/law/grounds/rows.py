"""A ground as a row: a code, where it may be used, where the law has it, and the sentence the requester reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from django.utils.functional import Promise

from dsr.law.citations import Citation, cite
from dsr.vocabulary import Kind, Outcome, Regime

Citations = tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundRow:
    """Why a request is not met as asked. `invites_completion`: the requester can put it right, and is told how.

    `by_kind` holds the kinds for which the law has the ground in another place than `citations`.
    """

    code: str
    kinds: tuple[Kind, ...]
    regimes: tuple[Regime, ...]
    citations: Citations = ()
    by_kind: Mapping[Kind, Citations] = field(default_factory=dict, hash=False)
    title: Promise
    sentence: Promise
    outcomes: tuple[Outcome, ...]
    is_procedural: bool = False
    invites_completion: bool = False
    valid_from: date | None
    valid_until: date | None = None
    source: str
    verified: bool = True

    def of_kind(self, kind: Kind) -> Self:
        """Return the row as it stands for one kind of request: it cites what applies to that kind, and nothing else."""
        return replace(self, citations=self.by_kind.get(kind, self.citations), by_kind={})

    @property
    def article(self) -> str:
        """Where the law has it, in the active language, under the first law that knows the ground."""
        return self.article_under(self.regimes[0])

    def article_under(self, regime: Regime) -> str:
        """Where the law has it, in the active language, as numbered under that law."""
        places = (*self.citations, *(place for places in self.by_kind.values() for place in places))
        return cite(places, regime)


NOT_DONE = (Outcome.REFUSED, Outcome.PARTLY_GRANTED)
REFUSED = (Outcome.REFUSED,)
NOT_HELD = (Outcome.NOT_HELD,)
