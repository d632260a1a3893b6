"""What a data subject may ask, by law: article, fee, article 39, outcomes, and what the form must ask for."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dsr.law.citations import Citation, appi, cite, civil_code, gdpr
from dsr.law.claims import (
    CEASING_GROUNDS,
    EVERY_MEASURE,
    PROVISION_GROUNDS,
    STOP_OR_ERASE,
    VIOLATION_GROUNDS,
    ClaimedGround,
    ClaimedMeasure,
)
from dsr.law.dated import in_force
from dsr.vocabulary import Kind, Outcome, Regime


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRow:
    """One kind of request under one law. A row without `valid_from` is enacted but not in force: never applied."""

    code: str
    kind: Kind
    regime: Regime
    clock: str
    citations: tuple[Citation, ...]
    outcomes: tuple[Outcome, ...]
    summary: Promise
    fee_allowed: bool = False
    article39: bool = False
    needs_scope: bool = True
    claimed_grounds: tuple[ClaimedGround, ...] = ()
    claimed_measures: tuple[ClaimedMeasure, ...] = ()
    needs_correction: bool = False
    valid_from: date | None
    valid_until: date | None = None
    source: str
    verified: bool = True

    @property
    def label(self) -> str:
        """The short name, in the active language when it is read."""
        return str(self.kind.label)

    @property
    def article(self) -> str:
        """Where the law gives the right, in the active language when it is read."""
        return cite(self.citations, self.regime)

    @property
    def needs_ground(self) -> bool:
        """Whether the requester has to say on which ground the request rests."""
        return bool(self.claimed_grounds)


_JP = date(2022, 4, 1)  # the numbering in force
_ALL_OR_PART = (Outcome.GRANTED, Outcome.PARTLY_GRANTED, Outcome.REFUSED, Outcome.NOT_HELD)
_DISCLOSURE = (*_ALL_OR_PART, Outcome.OTHER_METHOD)
_CEASING = (*_ALL_OR_PART, Outcome.SUBSTITUTE)
_ALL_OR_NOTHING = (Outcome.GRANTED, Outcome.REFUSED, Outcome.NOT_HELD)

_JAPAN = (
    KindRow(
        code="purpose_notification",
        kind=Kind.PURPOSE_NOTIFICATION,
        regime=Regime.JP_APPI,
        clock="JP-APPI",
        citations=(appi(32, 2),),
        outcomes=_ALL_OR_PART,
        summary=_("You can ask for which purposes the data about you are used."),
        fee_allowed=True,
        valid_from=_JP,
        source="L 32(2)(3), 38; not in 39",
    ),
    KindRow(
        code="disclosure",
        kind=Kind.DISCLOSURE,
        regime=Regime.JP_APPI,
        clock="JP-APPI",
        citations=(appi(33, 1),),
        outcomes=_DISCLOSURE,
        summary=_("You can ask for a copy of the data about you, in the form you choose."),
        fee_allowed=True,
        article39=True,
        valid_from=_JP,
        source="L 33(1)-(4), 38, 39; Rules 30",
    ),
    KindRow(
        code="provision_records",
        kind=Kind.PROVISION_RECORDS,
        regime=Regime.JP_APPI,
        clock="JP-APPI",
        citations=(appi(33, 5),),
        outcomes=_DISCLOSURE,
        summary=_("You can ask for the records of giving data about you to third parties, or of receiving them."),
        fee_allowed=True,
        article39=True,
        valid_from=_JP,
        source="L 29, 30, 33(5), 38, 39; Cabinet Order 11",
    ),
    KindRow(
        code="correction",
        kind=Kind.CORRECTION,
        regime=Regime.JP_APPI,
        clock="JP-APPI",
        citations=(appi(34, 1),),
        outcomes=_ALL_OR_PART,
        summary=_("You can ask us to correct, complete or delete data about you that are not true."),
        article39=True,
        needs_correction=True,
        valid_from=_JP,
        source="L 34, 39",
    ),
    KindRow(
        code="cease_use_violation",
        kind=Kind.CEASE_USE_VIOLATION,
        regime=Regime.JP_APPI,
        clock="JP-APPI",
        citations=(appi(35, 1),),
        outcomes=_CEASING,
        summary=_("You can ask us to stop using or to erase data about you that are handled against the law."),
        article39=True,
        claimed_grounds=VIOLATION_GROUNDS,
        claimed_measures=STOP_OR_ERASE,
        valid_from=_JP,
        source="L 35(1)(2)(7), 39",
    ),
    KindRow(
        code="cease_provision",
        kind=Kind.CEASE_PROVISION,
        regime=Regime.JP_APPI,
        clock="JP-APPI",
        citations=(appi(35, 3),),
        outcomes=_CEASING,
        summary=_("You can ask us to stop giving data about you to third parties if that is against the law."),
        article39=True,
        claimed_grounds=PROVISION_GROUNDS,
        valid_from=_JP,
        source="L 35(3)(4)(7), 39",
    ),
    KindRow(
        code="cease_use",
        kind=Kind.CEASE_USE,
        regime=Regime.JP_APPI,
        clock="JP-APPI",
        citations=(appi(35, 5),),
        outcomes=_CEASING,
        summary=_(
            "You can ask us to stop using, to erase or to stop giving away data about you that are no longer needed, "
            "have leaked, or may harm your rights."
        ),
        article39=True,
        claimed_grounds=CEASING_GROUNDS,
        claimed_measures=EVERY_MEASURE,
        valid_from=_JP,
        source="L 35(5)(6)(7), 39; Guideline 3-8-5-1",
    ),
)

# Act No. 56 of 2026: in force on a day that a Cabinet Order will set, by 16 July 2028 at the latest. Not applied.
_PENDING = (
    replace(
        _JAPAN[-1],
        code="cease_use_under_16",
        citations=(appi(35, 9),),
        claimed_grounds=(),
        valid_from=None,
        source="A26: Act 56 of 2026, data of people under 16, without the usual conditions; articles from one memo",
        verified=False,
    ),
    replace(
        _JAPAN[-1],
        code="cease_use_facial_features",
        claimed_grounds=(),
        valid_from=None,
        source="A26: Act 56 of 2026, facial-feature data, eased stop of use; article not known",
        verified=False,
    ),
)


def _european(kind: Kind, article: int, summary: Promise, *, needs_correction: bool = False) -> KindRow:
    return KindRow(
        code=kind.value,
        kind=kind,
        regime=Regime.EU_GDPR,
        clock="EU-GDPR",
        citations=(gdpr(article),),
        outcomes=_DISCLOSURE if kind in {Kind.GDPR_ACCESS, Kind.GDPR_PORTABILITY} else _ALL_OR_PART,
        summary=summary,
        needs_correction=needs_correction,
        valid_from=date(2018, 5, 25),
        source=f"GDPR {article}",
    )


_EEA = (
    _european(Kind.GDPR_ACCESS, 15, _("You can ask whether data about you are processed, and for a copy of them.")),
    _european(
        Kind.GDPR_RECTIFICATION,
        16,
        _("You can ask for wrong data about you to be corrected and incomplete data to be completed."),
        needs_correction=True,
    ),
    _european(Kind.GDPR_ERASURE, 17, _("You can ask for data about you to be erased.")),
    _european(Kind.GDPR_RESTRICTION, 18, _("You can ask for the processing of data about you to be restricted.")),
    _european(Kind.GDPR_PORTABILITY, 20, _("You can ask for the data you gave us in a machine-readable form.")),
    _european(Kind.GDPR_OBJECTION, 21, _("You can object to the processing of data about you.")),
)
_UK = tuple(
    replace(row, regime=Regime.UK_GDPR, clock="UK", valid_from=date(2021, 1, 1), source=f"UK {row.source}")
    for row in _EEA
)


def _californian(kind: Kind, section: str, summary: Promise, year: int, *, needs_correction: bool = False) -> KindRow:
    stops_use = kind in {Kind.CCPA_OPT_OUT, Kind.CCPA_LIMIT}
    return KindRow(
        code=kind.value,
        kind=kind,
        regime=Regime.US_CA,
        clock="US-CA-OPTOUT" if stops_use else "US-CA",
        citations=(civil_code(section),),
        outcomes=_ALL_OR_NOTHING if stops_use else _ALL_OR_PART,
        summary=summary,
        valid_from=date(year, 1, 1),
        source=f"CCPA {section}",
        needs_scope=not stops_use,
        needs_correction=needs_correction,
    )


_CALIFORNIA = (
    _californian(Kind.CCPA_KNOW, "1798.110", _("You can ask what personal information we hold about you."), 2020),
    _californian(Kind.CCPA_DELETE, "1798.105", _("You can ask us to delete personal information about you."), 2020),
    _californian(
        Kind.CCPA_CORRECT,
        "1798.106",
        _("You can ask us to correct inaccurate personal information."),
        2023,
        needs_correction=True,
    ),
    _californian(
        Kind.CCPA_OPT_OUT,
        "1798.120",
        _("You can ask us not to sell or share personal information about you."),
        2020,
    ),
    _californian(
        Kind.CCPA_LIMIT,
        "1798.121",
        _("You can ask us to limit the use of sensitive personal information."),
        2023,
    ),
)

KINDS: tuple[KindRow, ...] = (*_JAPAN, *_PENDING, *_EEA, *_UK, *_CALIFORNIA)


def kinds_for(regime: Regime, on: date) -> tuple[KindRow, ...]:
    """Return the kinds of request that this law gives on that day, in the order of the law."""
    return tuple(row for row in KINDS if row.regime == regime and in_force(row, on))


def kind_row(kind: Kind, regime: Regime, on: date) -> KindRow:
    """Return the row of a kind under a law on that day. Raises KeyError if that law does not give it."""
    for row in kinds_for(regime, on):
        if row.kind == kind:
            return row
    raise KeyError(f"{regime} gives no {kind} on {on}")


def article39_applies(kinds: Iterable[Kind], on: date) -> bool:
    """Say whether APPI art. 39 covers at least one of these kinds, so that the two-week mark matters."""
    rows = {row.kind: row for row in kinds_for(Regime.JP_APPI, on)}
    return any(kind in rows and rows[kind].article39 for kind in kinds)
