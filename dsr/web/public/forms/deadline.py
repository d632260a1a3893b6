"""The calculator: a day of arrival, and what may move the answer."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dsr.errors import Refused
from dsr.law.calendars import BusinessCalendar
from dsr.law.kinds import KINDS
from dsr.law.pauses import Pause
from dsr.law.places import EEA_COUNTRIES, UK_NATION_NAMES
from dsr.law.regimes import Whose, regime_rule
from dsr.profile import Profile
from dsr.queries.reckoning import Reckoning
from dsr.vocabulary import Regime
from dsr.web.forms import AccessibleForm, RadioField, SelectField, TypedDateField

if TYPE_CHECKING:
    from dsr.law.due_dates import DueDate

# beside which field a refusal stands
FIELD_OF = {
    "day_out_of_range": "received",
    "no_such_clock": "received",
    "place_of_another_law": "country",
    "no_extension": "extended",
    "pause_backwards": "paused_until",
    "pause_before_receipt": "paused_from",
}
EXAMPLE = _("For example 2026-12-21 or 令和8年12月21日")


class DeadlineForm(AccessibleForm):
    """A clock of the laws that the desk answers under, with the days that came in. Nothing is stored."""

    use_required_attribute = False

    clock = RadioField(label=_("Which period?"))
    received = TypedDateField(label=_("Day on which the request arrived"), may_be_future=True, help_text=EXAMPLE)
    country = SelectField(
        label=_("Country"),
        required=False,
        help_text=_("For Europe: where the person lives. Its public holidays count."),
    )
    identified = TypedDateField(
        label=_("Day on which the identity was confirmed"), required=False, may_be_future=True, help_text=""
    )
    paused_from = TypedDateField(
        label=_("The desk asked for something on"), required=False, may_be_future=True, help_text=""
    )
    paused_until = TypedDateField(label=_("The answer arrived on"), required=False, may_be_future=True, help_text="")
    extended = forms.BooleanField(label=_("The extension of the law is used"), required=False)

    def __init__(self, data: Any, *, profile: Profile, calendar: BusinessCalendar) -> None:
        """Offer the clocks of the desk's laws. `calendar` is the desk's own."""
        super().__init__(data)
        self.profile, self.calendar = profile, calendar
        self.answer: DueDate | None = None
        self.fields["clock"].choices = list(clocks_of(profile, timezone.localdate()))
        places = sorted(((code, str(name)) for code, name in EEA_COUNTRIES.items()), key=lambda row: row[1])
        nations = [(code, str(name)) for code, name in UK_NATION_NAMES.items()]
        self.fields["country"].choices = [
            ("", _("Choose a country")),
            (_("European Economic Area"), places),
            (_("United Kingdom"), nations),
        ]

    @property
    def shows_more(self) -> bool:
        """Say whether something was typed, or is wrong, among what is seldom needed."""
        return any(self.data.get(name) or self.errors.get(name) for name in self.seldom)

    @property
    def seldom(self) -> tuple[str, ...]:
        """Name the fields that most people leave out."""
        return ("identified", "paused_from", "paused_until", "extended")

    def clean(self) -> dict[str, Any]:
        """Compute the answer; put a refusal beside the field that it is about."""
        answers = super().clean() or {}
        if answers.get("paused_until") and not answers.get("paused_from"):
            self.add_error("paused_from", _("Write the day on which the desk asked."))
        if not self.errors:
            self._compute(answers)
        return answers

    def _compute(self, answers: dict[str, Any]) -> None:
        try:
            self.answer = self._reckoning(answers).answer()
        except Refused as refused:
            self.add_error(FIELD_OF.get(refused.code, "received"), str(refused.sentence))

    def _reckoning(self, answers: dict[str, Any]) -> Reckoning:
        paused, clock, received = answers["paused_from"], answers["clock"], answers["received"]
        return Reckoning(
            clock=clock,
            received_on=received,
            place=answers["country"] if _needs_country(clock, received) else "",
            business_days=self.profile.clocks.target_business_days if clock == Regime.JP_APPI else None,
            calendar=self.calendar if clock == Regime.JP_APPI else None,
            identified_on=answers["identified"],
            pauses=(Pause(paused, answers["paused_until"]),) if paused else (),
            extended=answers["extended"],
        )


def _needs_country(clock: str, on: date) -> bool:
    try:
        return regime_rule(clock, on).calendar in {Whose.MEMBER_STATE, Whose.UK_NATION}
    except KeyError:
        return False


def clocks_of(profile: Profile, on: date) -> Iterator[tuple[str, str | Promise]]:
    """Yield the clocks under which the desk answers, those of the law of Japan first, each with its name."""
    codes = {row.clock for row in KINDS if row.regime in profile.served_regimes and row.valid_from}
    wanted = ["JP-APPI", "JP-ART39", *sorted(codes - {"JP-APPI"})]
    return ((code, regime_rule(code, on).label) for code in wanted)
