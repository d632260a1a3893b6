"""The grounds of the GDPR, the UK GDPR and the CCPA that a desk needs. E: Europe, U: California ("U.S.")."""

from collections.abc import Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dsr.law.citations import civil_code, gdpr, regulations
from dsr.law.grounds.procedure import NONE_HELD, NONE_TITLE
from dsr.law.grounds.rows import NOT_DONE, NOT_HELD, REFUSED, Citations, GroundRow
from dsr.vocabulary import Kind, Outcome, Regime

_EUROPE = (Regime.EU_GDPR, Regime.UK_GDPR)
_ALL_EUROPE = (
    Kind.GDPR_ACCESS,
    Kind.GDPR_RECTIFICATION,
    Kind.GDPR_ERASURE,
    Kind.GDPR_RESTRICTION,
    Kind.GDPR_PORTABILITY,
    Kind.GDPR_OBJECTION,
)
_COPIES = (Kind.GDPR_ACCESS, Kind.GDPR_PORTABILITY)
_RIGHTS = (gdpr(15, 1), gdpr(16), gdpr(17, 1), gdpr(18, 1), gdpr(20, 1), gdpr(21, 1))
_EUROPEAN_RIGHT: Mapping[Kind, Citations] = {kind: (place,) for kind, place in zip(_ALL_EUROPE, _RIGHTS, strict=True)}
_VERIFIABLE = (Kind.CCPA_KNOW, Kind.CCPA_DELETE, Kind.CCPA_CORRECT)
_ALL_CALIFORNIA = (*_VERIFIABLE, Kind.CCPA_OPT_OUT, Kind.CCPA_LIMIT)
_SECTIONS = ("1798.110", "1798.105", "1798.106", "1798.120", "1798.121")
_CALIFORNIAN_RIGHT: Mapping[Kind, Citations] = {
    kind: (civil_code(section),) for kind, section in zip(_ALL_CALIFORNIA, _SECTIONS, strict=True)
}
_AGENTS: Mapping[Kind, Citations] = {
    **dict.fromkeys(_VERIFIABLE, (regulations("7063"),)),
    Kind.CCPA_OPT_OUT: (regulations("7026"),),
    Kind.CCPA_LIMIT: (regulations("7027"),),
}


def _european(
    code: str,
    kinds: tuple[Kind, ...],
    where: Citations | Mapping[Kind, Citations],
    title: Promise,
    sentence: Promise,
    *,
    outcomes: tuple[Outcome, ...] = NOT_DONE,
    procedural: bool = False,
    completable: bool = False,
) -> GroundRow:
    return GroundRow(
        code=code,
        kinds=kinds,
        regimes=_EUROPE,
        citations=where if isinstance(where, tuple) else (),
        by_kind={kind: where[kind] for kind in kinds} if isinstance(where, Mapping) else {},
        title=title,
        sentence=sentence,
        outcomes=outcomes,
        is_procedural=procedural,
        invites_completion=completable,
        valid_from=date(2018, 5, 25),
        source="domain 3.1, 3.2 (statute from own knowledge)",
        verified=False,
    )


EUROPE = (
    _european(
        "E-EXCESS",
        _ALL_EUROPE,
        (gdpr(12, 5),),
        _("Manifestly unfounded or excessive"),
        _("The request is manifestly unfounded or excessive, in particular because it repeats earlier ones."),
        outcomes=REFUSED,
    ),
    _european(
        "E-ID",
        _ALL_EUROPE,
        (gdpr(12, 6), gdpr(11, 2)),
        _("Identity was not confirmed"),
        _("We have reasonable doubts about the identity of the person who asks and could not resolve them."),
        outcomes=REFUSED,
        procedural=True,
        completable=True,
    ),
    _european(
        "E-NOTOURS",
        _ALL_EUROPE,
        (gdpr(4, item="7"),),
        _("We are not the controller"),
        _("We are not the controller of the data in question."),
        outcomes=REFUSED,
        procedural=True,
    ),
    _european("E-NONE", _ALL_EUROPE, _EUROPEAN_RIGHT, NONE_TITLE, NONE_HELD, outcomes=NOT_HELD),
    _european(
        "E-OTHERS",
        _COPIES,
        {Kind.GDPR_ACCESS: (gdpr(15, 4),), Kind.GDPR_PORTABILITY: (gdpr(20, 4),)},
        _("Rights of others"),
        _("A copy would adversely affect the rights and freedoms of others."),
    ),
    _european(
        "E-METH",
        _COPIES,
        (gdpr(12, 3),),
        _("Given in another form"),
        _("The form you asked for is not possible, so we answer in another commonly used form."),
        outcomes=(Outcome.OTHER_METHOD,),
    ),
    _european(
        "E-TRUE",
        (Kind.GDPR_RECTIFICATION,),
        (gdpr(16),),
        _("The data are accurate"),
        _("Our inquiry did not show that the data are inaccurate or incomplete."),
    ),
    _european(
        "E-KEEP",
        (Kind.GDPR_ERASURE,),
        (gdpr(17, 3),),
        _("The data must or may be kept"),
        _(
            "The data are needed for free expression, a legal duty, the public interest, or the establishment, "
            "exercise or defence of legal claims."
        ),
    ),
    _european(
        "E-NOGROUND",
        (Kind.GDPR_ERASURE, Kind.GDPR_RESTRICTION, Kind.GDPR_PORTABILITY),
        _EUROPEAN_RIGHT,
        _("The conditions are not met"),
        _("The conditions under which the law gives this right are not met."),
    ),
    _european(
        "E-COMPEL",
        (Kind.GDPR_OBJECTION,),
        (gdpr(21, 1),),
        _("Compelling legitimate grounds"),
        _(
            "Compelling legitimate grounds for the processing override the interests, rights and freedoms of the data "
            "subject."
        ),
    ),
)


def _californian(
    code: str,
    kinds: tuple[Kind, ...],
    where: Citations | Mapping[Kind, Citations],
    title: Promise,
    sentence: Promise,
    *,
    outcomes: tuple[Outcome, ...] = NOT_DONE,
    procedural: bool = False,
    completable: bool = False,
) -> GroundRow:
    return GroundRow(
        code=code,
        kinds=kinds,
        regimes=(Regime.US_CA,),
        citations=where if isinstance(where, tuple) else (),
        by_kind={kind: where[kind] for kind in kinds} if isinstance(where, Mapping) else {},
        title=title,
        sentence=sentence,
        outcomes=outcomes,
        is_procedural=procedural,
        invites_completion=completable,
        valid_from=date(2020, 1, 1),
        source="domain 3.3 (partly own knowledge)",
        verified=False,
    )


CALIFORNIA = (
    _californian(
        "U-UNVERIFIED",
        _VERIFIABLE,
        (regulations("7060"), regulations("7021", "b")),
        _("The request could not be verified"),
        _("We could not verify that the request comes from the consumer or an authorised agent."),
        outcomes=REFUSED,
        procedural=True,
        completable=True,
    ),
    _californian(
        "U-AGENT",
        _ALL_CALIFORNIA,
        _AGENTS,
        _("The agent showed no signed permission"),
        _("The agent did not show a permission signed by the consumer."),
        outcomes=REFUSED,
        procedural=True,
        completable=True,
    ),
    _californian(
        "U-EXCESS",
        _ALL_CALIFORNIA,
        (civil_code("1798.145", "h"),),
        _("Manifestly unfounded or excessive"),
        _("The request is manifestly unfounded or excessive, in particular because it repeats earlier ones."),
        outcomes=REFUSED,
    ),
    _californian(
        "U-TWICE",
        (Kind.CCPA_KNOW,),
        (civil_code("1798.130", "b"),),
        _("Answered twice within 12 months"),
        _("We have answered this request twice within the last 12 months."),
        outcomes=REFUSED,
    ),
    _californian(
        "U-KEEP",
        (Kind.CCPA_DELETE,),
        (civil_code("1798.105", "d"),),
        _("An exception to deletion applies"),
        _("The information is needed for a purpose that the law exempts from deletion."),
    ),
    _californian(
        "U-SECRET",
        (Kind.CCPA_KNOW,),
        (regulations("7024", "d"),),
        _("Identifiers that are never disclosed"),
        _("Some identifiers (account numbers, passwords, biometric data and others) are never disclosed, only named."),
        outcomes=(Outcome.PARTLY_GRANTED,),
    ),
    _californian(
        "U-TRUE",
        (Kind.CCPA_CORRECT,),
        (regulations("7023", "b"),),
        _("The data are accurate"),
        _("On the whole of the circumstances the information is more likely than not accurate."),
    ),
    _californian(
        "U-NOTSOLD",
        (Kind.CCPA_OPT_OUT, Kind.CCPA_LIMIT),
        _CALIFORNIAN_RIGHT,
        _("Not done by us"),
        _("We neither sell or share the information nor use it in the way that the request would limit."),
        outcomes=REFUSED,
    ),
    _californian("U-NONE", _ALL_CALIFORNIA, _CALIFORNIAN_RIGHT, NONE_TITLE, NONE_HELD, outcomes=NOT_HELD),
)
