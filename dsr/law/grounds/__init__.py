"""Grounds on which a request is refused, met in part, or met in another way: one table, one look-up."""

from datetime import date

from dsr.law.dated import in_force
from dsr.law.grounds.abroad import CALIFORNIA, EUROPE
from dsr.law.grounds.japan import CEASING, CORRECTION, DISCLOSURE, PURPOSE
from dsr.law.grounds.procedure import NOTHING_HELD, PROCEDURE
from dsr.law.grounds.rows import GroundRow
from dsr.vocabulary import Kind, Outcome

__all__ = ["GROUNDS", "GroundRow", "ground", "grounds_for", "procedural_grounds"]

GROUNDS: tuple[GroundRow, ...] = (
    *PURPOSE,
    *DISCLOSURE,
    *CORRECTION,
    *CEASING,
    *NOTHING_HELD,
    *PROCEDURE,
    *EUROPE,
    *CALIFORNIA,
)


def grounds_for(kind: Kind, outcome: Outcome, on: date) -> tuple[GroundRow, ...]:
    """Return the grounds that fit this outcome of this kind on that day; none if the outcome needs no ground."""
    fitting = (row for row in GROUNDS if kind in row.kinds and outcome in row.outcomes and in_force(row, on))
    return tuple(row.of_kind(kind) for row in fitting)


def procedural_grounds(kind: Kind, on: date) -> tuple[GroundRow, ...]:
    """Return the grounds on which a request of this kind may be refused before its content is looked at."""
    return tuple(row for row in grounds_for(kind, Outcome.REFUSED, on) if row.is_procedural)


def ground(code: str, kind: Kind | None = None) -> GroundRow:
    """Return the row of a code, as it stands for that kind. Raises KeyError for a code that the table does not hold."""
    for row in GROUNDS:
        if row.code == code:
            return row.of_kind(kind) if kind else row
    raise KeyError(code)
