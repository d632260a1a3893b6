"""What is kept how long, rules for the young, closing days."""

import calendar as months
from datetime import date, timedelta
from typing import Annotated, Self

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from pydantic import BeforeValidator, Field, StrictInt, model_validator

from dsr.law.ages import age_on
from dsr.profile.base import Count, Part, Text, Yes
from dsr.profile.checks import fault

MAJORITY_AGE = "majority_age"


# A request that nobody ever closes keeps no copies of papers for longer than this, whatever the desk says.
UNDECIDED_DAYS = 365


def never_closed_until(day: date) -> date:
    """Return the day on which the copies of a case go that is still open then, counted from its arrival or reopening.

    Data that is no longer needed is erased without delay (APPI art. 22); overdue lists show such a case long before.
    """
    return day + timedelta(days=UNDECIDED_DAYS)


class AfterKeeping(TextChoices):
    """What happens when the time is over."""

    DESTROY = "destroy", _("Destroyed")
    RETURN = "return", _("Returned to the requester")


class Keep(Part):
    """How long something is kept after the case is closed, and what happens then. Either days or years, never both.

    `note` says where the period comes from. It is for staff and never published.
    """

    days: Count | None = None
    years: Annotated[StrictInt, Field(ge=1, le=30)] | None = None
    then: AfterKeeping
    note: Text

    @model_validator(mode="after")
    def _has_one_period(self) -> Self:
        if (self.days is None) is (self.years is None):
            raise fault("either days or years")
        return self

    def until(self, closed_on: date) -> date:
        """Return the last day of keeping for a case closed on a day; 29 February ends on the 28th in common years."""
        if self.years is None:
            return closed_on + timedelta(days=self.days or 0)
        year = closed_on.year + self.years
        return closed_on.replace(year=year, day=min(closed_on.day, months.monthrange(year, closed_on.month)[1]))


class Retention(Part):
    """The request file after the case. APPI sets no period, so these are settings unless the policy states them."""

    papers_returned: Yes
    request_form: Keep
    identity_papers: Keep
    letters: Keep
    company_data: Text | None  # what the policy says about it; None where it is silent


class Minors(Part):
    """Whether the desk wants a statutory agent's consent when a young person gives information, and below which age.

    Who may represent a minor in a request is another question, and the law answers it (`dsr.law.ages`).
    """

    consent_age: Annotated[StrictInt, Field(ge=12, le=20)] | None
    guardian_consent: Yes
    note: Text

    @model_validator(mode="before")
    @classmethod
    def _forget_majority(cls, data: object) -> object:
        """Read versions that were stored with an age of majority, which was never the desk's to set."""
        return {name: value for name, value in data.items() if name != MAJORITY_AGE} if isinstance(data, dict) else data

    def wants_consent(self, birth: date, on: date) -> bool:
        """Say whether somebody of that age may give information only with a statutory agent's consent."""
        return self.guardian_consent and self.consent_age is not None and age_on(birth, on) < self.consent_age


def _closing_day(value: object) -> object:
    """Read MM-DD as a day of every year and an ISO date as one day; 02-29 is a day, 02-30 is none."""
    try:
        if isinstance(value, str) and len(value) == len("MM-DD"):
            date.fromisoformat(f"2024-{value}")
            return value
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as error:
        raise fault("a day of the year such as 12-29, or a date such as 2026-08-13") from error


ClosingDay = Annotated[date | str, BeforeValidator(_closing_day)]


class Closure(Part):
    """Closed days beside weekends and public holidays: every year (MM-DD, may run over New Year), or once (dates)."""

    name: Text
    first: ClosingDay
    last: ClosingDay

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if isinstance(self.first, str) is not isinstance(self.last, str):
            raise fault("first and last both as MM-DD, or both as full dates")
        if isinstance(self.first, date) and isinstance(self.last, date) and self.last < self.first:
            raise fault("last on or after first")
        return self

    def covers(self, day: date) -> bool:
        """Tell whether the desk is closed on a day. A yearly range may run over the turn of the year."""
        if isinstance(self.first, date) and isinstance(self.last, date):
            return self.first <= day <= self.last
        this, first, last = day.strftime("%m-%d"), str(self.first), str(self.last)
        return first <= this <= last if first <= last else this >= first or this <= last


class Calendar(Part):
    """The desk's own closing days. A setting of the desk: no policy states them."""

    closures: tuple[Closure, ...]
    note: Text
