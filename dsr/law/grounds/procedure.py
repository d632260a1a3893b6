"""Grounds on procedure (P), which still count as a refusal for art. 39, and the words for data that are not there.

The "-NONE" rows share one sentence on purpose: data whose existence must stay hidden (Cabinet Order 5, 11) get the
same words as data that do not exist.
"""

from datetime import date

from django.utils.translation import gettext_lazy as _

from dsr.law.citations import appi, order
from dsr.law.grounds.rows import NOT_DONE, NOT_HELD, REFUSED, GroundRow
from dsr.vocabulary import Kind, Regime

_JP = (Regime.JP_APPI,)
_SINCE = date(2022, 4, 1)
_DISCLOSURE = (Kind.DISCLOSURE, Kind.PROVISION_RECORDS)
_WITH_FEE = (Kind.PURPOSE_NOTIFICATION, *_DISCLOSURE)
_CEASING = (Kind.CEASE_USE_VIOLATION, Kind.CEASE_PROVISION, Kind.CEASE_USE)
_ALL = (*_WITH_FEE, Kind.CORRECTION, *_CEASING)

NONE_HELD = _("We hold no personal data or record that this request covers.")
NONE_TITLE = _("Nothing held")


def _none_held(code: str, kinds: tuple[Kind, ...], *articles: int) -> GroundRow:
    return GroundRow(
        code=code,
        kinds=kinds,
        regimes=_JP,
        citations=tuple(appi(article) for article in articles),
        title=NONE_TITLE,
        sentence=NONE_HELD,
        outcomes=NOT_HELD,
        valid_from=_SINCE,
        source="practice: a request presupposes retained personal data; the same words as D-NONE",
        verified=False,
    )


# Outside arts. 33(1) and 33(5) the law has no "does not exist", yet people ask for the correction of what is not there.
NOTHING_HELD = (
    GroundRow(
        code="D-NONE",
        kinds=_DISCLOSURE,
        regimes=_JP,
        by_kind={
            Kind.DISCLOSURE: (appi(33, 3),),
            Kind.PROVISION_RECORDS: (appi(33, 3, applied_by=5),),
        },
        title=NONE_TITLE,
        sentence=NONE_HELD,
        outcomes=NOT_HELD,
        valid_from=_SINCE,
        source="L 33(3); Cabinet Order 5, 11: the same words",
    ),
    _none_held("N-NONE", (Kind.PURPOSE_NOTIFICATION,), 32),
    _none_held("C-NONE", (Kind.CORRECTION,), 34),
    _none_held("S-NONE", _CEASING, 35),
)

PROCEDURE = (
    GroundRow(
        code="P-METHOD",
        kinds=_ALL,
        regimes=_JP,
        citations=(appi(37, 1),),
        title=_("The published way of applying was not followed"),
        sentence=_("The request was not made in the way that we have laid down and published."),
        outcomes=REFUSED,
        is_procedural=True,
        invites_completion=True,
        valid_from=_SINCE,
        source="L 37(1); Guideline 3-8-7",
    ),
    GroundRow(
        code="P-ID",
        kinds=_ALL,
        regimes=_JP,
        citations=(appi(37, 1), order(12, item=3)),
        title=_("Identity or authority was not confirmed"),
        sentence=_("We could not confirm the identity of the data subject or the authority of the agent."),
        outcomes=REFUSED,
        is_procedural=True,
        invites_completion=True,
        valid_from=_SINCE,
        source="L 37(1); Cabinet Order 12(iii)",
    ),
    GroundRow(
        code="P-FEE",
        kinds=_WITH_FEE,
        regimes=_JP,
        citations=(appi(37, 1), appi(38), order(12, item=4)),
        title=_("The fee was not paid"),
        sentence=_("The published fee has not been paid."),
        outcomes=REFUSED,
        is_procedural=True,
        invites_completion=True,
        valid_from=_SINCE,
        source="L 37(1), 38; Cabinet Order 12(iv)",
    ),
    GroundRow(
        code="P-NOTOURS",
        kinds=_ALL,
        regimes=_JP,
        citations=(appi(16, 4),),
        title=_("We have no authority over the data"),
        sentence=_("We have no authority to disclose, correct or stop using the data in question."),
        outcomes=NOT_DONE,
        is_procedural=True,
        valid_from=_SINCE,
        source="L 16(4); Guideline 2-7",
    ),
    GroundRow(
        code="P-NOTPERSON",
        kinds=_ALL,
        regimes=_JP,
        citations=(appi(2, 1),),
        title=_("Not data of the requester as a living person"),
        sentence=_("The data in question are not personal information about the person named in the request."),
        outcomes=REFUSED,
        is_procedural=True,
        valid_from=_SINCE,
        source="L 2(1)",
    ),
)
