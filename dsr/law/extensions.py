"""Whether a law lets the period for a reply be made longer, and until when that has to be announced."""

from collections.abc import Iterable
from datetime import date

from dsr.law.kinds import kinds_for
from dsr.law.regimes import regime_rule
from dsr.vocabulary import Kind, Regime


def may_be_extended(kinds: Iterable[Kind], regime: Regime, on: date) -> bool:
    """Say whether the clock of one of these kinds knows an extension, for a request received on that day.

    GDPR 12(3), UK GDPR 12A, 11 CCR 7021. The APPI names no period, so there is nothing to make longer.
    """
    asked = set(kinds)
    return any(regime_rule(row.clock, on).extended for row in kinds_for(regime, on) if row.kind in asked)
