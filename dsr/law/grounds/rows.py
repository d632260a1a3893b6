"""A ground as a row: a code, where it may be used, where the law has it, and the sentence the requester reads."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from dsr.law.citations import Citation, cite
from dsr.vocabulary import Kind, Outcome, Regime


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundRow:
    """Why a request is not met as asked. `invites_completion`: the requester can put it right, and is invited to."""

    code: str
    kinds: tuple[Kind, ...]
    regimes: tuple[Regime, ...]
    citations: tuple[Citation, ...]
    title: Promise
    sentence: Promise
    outcomes: tuple[Outcome, ...]
    is_procedural: bool = False
    invites_completion: bool = False
    valid_from: date | None
    valid_until: date | None = None
    source: str
    verified: bool = True

    @property
    def article(self) -> str:
        """Where the law has it, in the active language, under the first law that knows the ground."""
        return cite(self.citations, self.regimes[0])

    def article_under(self, regime: Regime) -> str:
        """Where the law has it, in the active language, as numbered under that law."""
        return cite(self.citations, regime)


NOT_DONE = (Outcome.REFUSED, Outcome.PARTLY_GRANTED)
REFUSED = (Outcome.REFUSED,)
NOT_HELD = (Outcome.NOT_HELD,)
