"""The clock of each law as one row (domain 3.5). A clock is found by its code and by the day of receipt."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dsr.law.calendars import EEA, UK_NATIONS
from dsr.law.dated import in_force
from dsr.vocabulary import PauseReason, Regime


class Unit(StrEnum):
    """What a period is counted in."""

    CALENDAR_DAYS = "calendar_days"
    BUSINESS_DAYS = "business_days"
    WEEKS = "weeks"
    MONTHS = "months"


class Whose(StrEnum):
    """Whose closed days matter."""

    NOBODY = "nobody"
    DESK = "desk"
    JAPANESE_OFFICES = "japanese_offices"
    MEMBER_STATE = "member_state"
    UK_NATION = "uk_nation"
    CALIFORNIA = "california"
    KOREA = "korea"


class Notice(StrEnum):
    """When an extension must have been announced."""

    NONE = "none"
    WITHIN_FIRST_PERIOD = "within_first_period"
    WITHOUT_DELAY = "without_delay"


@dataclass(frozen=True, slots=True)
class Period:
    """A number of units."""

    count: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class StopRule:
    """Reasons for which days do not count. The first day is out; `last_day_out`: the day of the answer is too."""

    reasons: tuple[PauseReason, ...]
    last_day_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RegimeRule:
    """How one clock runs. `extended` is the whole length from the start when every extension is used."""

    code: str
    label: Promise
    period: Period | None
    receipt_counted: bool = False
    last_day_moves: bool = False
    calendar: Whose = Whose.NOBODY
    acknowledgement: Period | None = None
    extended: Period | None = None
    extension_open_ended: bool = False
    notice: Notice = Notice.NONE
    stop: StopRule | None = None
    start_moves_for: tuple[PauseReason, ...] = ()
    caution_days: int = 0
    valid_from: date | None
    valid_until: date | None = None
    source: str
    verified: bool


def _days(count: int) -> Period:
    return Period(count, Unit.CALENDAR_DAYS)


_APPI_2022 = date(2022, 4, 1)
_UK_2026 = RegimeRule(
    code="UK",
    label=_("United Kingdom: one month"),
    period=Period(1, Unit.MONTHS),
    last_day_moves=True,
    calendar=Whose.UK_NATION,
    extended=Period(3, Unit.MONTHS),
    notice=Notice.WITHIN_FIRST_PERIOD,
    stop=StopRule((PauseReason.SPECIFICATION,), last_day_out=True),
    start_moves_for=(PauseReason.PAPERS, PauseReason.FEE),
    valid_from=date(2026, 2, 5),
    source="UK GDPR 12, 12A (Data (Use and Access) Act 2025); ICO",
    verified=True,
)
_BREACH = RegimeRule(
    code="JP-BREACH",
    label=_("Japan: final report of a data breach"),
    period=_days(30),
    receipt_counted=True,
    last_day_moves=True,
    calendar=Whose.JAPANESE_OFFICES,
    valid_from=_APPI_2022,
    source="APPI Rules 8(2); General Guideline 3-5-3-4 note 2",
    verified=True,
)

REGIMES: tuple[RegimeRule, ...] = (
    RegimeRule(
        code="JP-APPI",
        label=_("Japan: target of the desk (the law says: without delay)"),
        period=None,
        calendar=Whose.DESK,
        stop=StopRule((PauseReason.PAPERS, PauseReason.SPECIFICATION, PauseReason.FEE)),
        valid_from=_APPI_2022,
        source="APPI 32-35: without delay; the number of days is the desk's own",
        verified=True,
    ),
    RegimeRule(
        code="JP-ART39",
        label=_("Japan: two weeks before a lawsuit (article 39)"),
        period=Period(2, Unit.WEEKS),
        valid_from=_APPI_2022,
        source="APPI 39; General Guideline 3-8-9 notes 6, 7",
        verified=True,
    ),
    RegimeRule(
        code="JP-ADM",
        label=_("Japan: administrative organs (never a period of a company)"),
        period=_days(30),
        calendar=Whose.JAPANESE_OFFICES,
        extended=_days(60),
        notice=Notice.WITHOUT_DELAY,
        stop=StopRule((PauseReason.PAPERS, PauseReason.SPECIFICATION)),
        valid_from=_APPI_2022,
        source="APPI 83, 94, 102; whether a closed last day moves was not found",
        verified=True,
    ),
    _BREACH,
    replace(
        _BREACH,
        code="JP-BREACH-60",
        label=_("Japan: final report of a data breach with wrongful intent"),
        period=_days(60),
    ),
    RegimeRule(
        code="EU-GDPR",
        label=_("EEA: one month"),
        period=Period(1, Unit.MONTHS),
        last_day_moves=True,
        calendar=Whose.MEMBER_STATE,
        extended=Period(3, Unit.MONTHS),
        notice=Notice.WITHIN_FIRST_PERIOD,
        stop=StopRule((PauseReason.PAPERS, PauseReason.SPECIFICATION)),
        valid_from=date(2018, 5, 25),
        source="GDPR 12(3); Regulation 1182/71 art. 3; suspension: EDPB 01/2022",
        verified=True,
    ),
    replace(
        _UK_2026,
        valid_from=date(2021, 1, 1),
        valid_until=date(2026, 2, 4),
        source="UK GDPR 12 before 5 February 2026; ICO",
        verified=False,
    ),
    _UK_2026,
    RegimeRule(
        code="UK-COMPLAINT",
        label=_("United Kingdom: acknowledgement of a complaint"),
        period=_days(30),
        receipt_counted=True,
        valid_from=date(2026, 6, 19),
        source="DPA 2018 s.164A; that the day of receipt is day 1 is own knowledge",
        verified=False,
    ),
    RegimeRule(
        code="US-CA",
        label=_("California: 45 days"),
        period=_days(45),
        calendar=Whose.CALIFORNIA,
        acknowledgement=Period(10, Unit.BUSINESS_DAYS),
        extended=_days(90),
        notice=Notice.WITHIN_FIRST_PERIOD,
        caution_days=1,
        valid_from=date(2020, 1, 1),
        source="11 CCR 7021; whether the day of receipt is day 0 or day 1 is open",
        verified=True,
    ),
    RegimeRule(
        code="US-CA-OPTOUT",
        label=_("California: 15 business days for an opt-out or a limit"),
        period=Period(15, Unit.BUSINESS_DAYS),
        calendar=Whose.CALIFORNIA,
        valid_from=date(2020, 1, 1),
        source="11 CCR 7026, 7027; the business-day calendar is not defined",
        verified=True,
    ),
    RegimeRule(
        code="KR",
        label=_("Korea: 10 days"),
        period=_days(10),
        last_day_moves=True,
        calendar=Whose.KOREA,
        extension_open_ended=True,
        notice=Notice.WITHIN_FIRST_PERIOD,
        valid_from=date(2011, 9, 30),
        source="PIPA 35, Decree 41; secondary sources",
        verified=False,
    ),
    RegimeRule(
        code="BR",
        label=_("Brazil: 15 days"),
        period=_days(15),
        valid_from=date(2020, 9, 18),
        source="LGPD 19; how the days are counted is own knowledge",
        verified=False,
    ),
    RegimeRule(
        code="SG",
        label=_("Singapore: 30 days"),
        period=_days(30),
        extension_open_ended=True,
        notice=Notice.WITHIN_FIRST_PERIOD,
        valid_from=date(2021, 2, 1),
        source="PDPA 21, 22; Regulations 2021; how the days are counted is own knowledge",
        verified=False,
    ),
)


def regime_rule(code: str, on: date) -> RegimeRule:
    """Return the row of a clock that binds a request received on that day. Raises KeyError if none does."""
    for rule in REGIMES:
        if rule.code == code and in_force(rule, on):
            return rule
    raise KeyError(f"no clock {code} on {on}")


def label_of(code: str) -> str:
    """Return what a clock is called, in the active language."""
    return str(next(rule.label for rule in REGIMES if rule.code == code))


def regime_for(place: str) -> Regime:
    """Return the law that protects a resident of an ISO place (JP, DE, GB-SCT, US-CA); the APPI where none other does.

    This is the usual routing only: whether the GDPR, the UK GDPR or the CCPA binds the company is for the desk to say.
    """
    country = place.partition("-")[0]
    if country in EEA:
        return Regime.EU_GDPR
    if country == "GB" or place in UK_NATIONS:
        return Regime.UK_GDPR
    return Regime.US_CA if place == "US-CA" else Regime.JP_APPI
