"""Age by the Civil Code and the Act on the Calculation of Ages; majority as a dated row."""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from dsr.law.dated import SINCE_EVER, in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class Majority:
    """The age of majority between two days (Civil Code art. 4)."""

    age: int
    valid_from: date | None
    valid_until: date | None
    source: str


MAJORITY = (
    Majority(age=20, valid_from=SINCE_EVER, valid_until=date(2022, 3, 31), source="Civil Code 4 before 2022"),
    Majority(age=18, valid_from=date(2022, 4, 1), valid_until=None, source="Civil Code 4"),
)


def birthday_in(birth: date, year: int) -> date:
    """Return the first day of the new age in that year; for someone born on 29 February, 1 March in common years.

    A year of life ends with the day before the corresponding day, and with the end of February where there is none
    (Civil Code 143(2)), so the new age begins on the following day.
    """
    try:
        return birth.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def age_on(birth: date, on: date) -> int:
    """Return the age in completed years on that day. Raises ValueError if the person is not born yet."""
    if on < birth:
        raise ValueError("not born yet")
    return on.year - birth.year - (on < birthday_in(birth, on.year))


def majority_on(on: date) -> int:
    """Return the age of majority in force on that day."""
    return next(row.age for row in MAJORITY if in_force(row, on))


def is_minor(birth: date, on: date) -> bool:
    """Say whether the person is a minor on that day. Someone of 18 or 19 came of age on 1 April 2022."""
    return age_on(birth, on) < majority_on(on)


def comes_of_age_on(birth: date) -> date:
    """Return the day from which the person is of age."""
    under_old_law = birthday_in(birth, birth.year + 20)
    under_new_law = max(birthday_in(birth, birth.year + 18), date(2022, 4, 1))
    return min(under_old_law, under_new_law)


class WhoSigns(TextChoices):
    """How coming of age changes who may make a request: a parent's authority ends with that day (Civil Code 818)."""

    CAME_OF_AGE = "came_of_age", _("The data subject has come of age since the request arrived")
    WAS_OF_AGE = "was_of_age", _("The data subject was of age already when the request arrived")
    COMES_OF_AGE = "comes_of_age", _("The data subject comes of age before the reply is due")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeInRequest:
    """The age of a data subject over the life of a request: on the day it arrived and on a later day."""

    on_arrival: int
    later: int
    was_minor: bool
    is_minor: bool
    of_age_on: date

    def who_signs(self, *, by_parent: bool, due_on: date) -> WhoSigns | None:
        """Return what changes about the signer of a request that a parent makes, or None where nothing does."""
        if not by_parent:
            return None
        if not self.was_minor:
            return WhoSigns.WAS_OF_AGE
        if not self.is_minor:
            return WhoSigns.CAME_OF_AGE
        return WhoSigns.COMES_OF_AGE if self.of_age_on <= due_on else None


def age_in_request(birth: date, *, arrived_on: date, later: date) -> AgeInRequest | None:
    """Return the ages on the day of arrival and on a later day: today, or the day of the decision. None if not born."""
    if birth > arrived_on:
        return None
    return AgeInRequest(
        on_arrival=age_on(birth, arrived_on),
        later=age_on(birth, later),
        was_minor=is_minor(birth, arrived_on),
        is_minor=is_minor(birth, later),
        of_age_on=comes_of_age_on(birth),
    )
