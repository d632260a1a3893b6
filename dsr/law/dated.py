"""Rows with dates: which of them bind on a day."""

from datetime import date
from typing import Protocol

SINCE_EVER = date.min


class Dated(Protocol):
    """A row of law. Without `valid_from` it is enacted or planned, and never applied."""

    @property
    def valid_from(self) -> date | None:
        """The first day on which the row binds; None while no such day is fixed."""

    @property
    def valid_until(self) -> date | None:
        """The last day on which the row binds; None while no end is known."""


def in_force(row: Dated, on: date) -> bool:
    """Say whether the row binds on that day (both ends included). A row without a first day never does."""
    begun = row.valid_from is not None and row.valid_from <= on
    return begun and (row.valid_until is None or on <= row.valid_until)
