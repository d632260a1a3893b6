"""The ground codes of the APPI (domain 1.3). N: purpose, D: disclosure, C: correction, S: ceasing."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from dsr.law.citations import appi
from dsr.law.grounds.rows import NOT_DONE, Citations, GroundRow
from dsr.vocabulary import Kind, Outcome, Regime

_JP = (Regime.JP_APPI,)
_SINCE = date(2022, 4, 1)
_PURPOSE = (Kind.PURPOSE_NOTIFICATION,)
_DISCLOSURE = (Kind.DISCLOSURE, Kind.PROVISION_RECORDS)
_CORRECTION = (Kind.CORRECTION,)
_CEASING = (Kind.CEASE_USE_VIOLATION, Kind.CEASE_PROVISION, Kind.CEASE_USE)


def _of_disclosure(item: int = 0) -> Mapping[Kind, Citations]:
    """Cite art. 33(2) for data, and for provision records as art. 33(5) applies it."""
    return {
        Kind.DISCLOSURE: (appi(33, 2, item),),
        Kind.PROVISION_RECORDS: (appi(33, 2, item, applied_by=5),),
    }


def _of_ceasing(*, proviso: bool = False) -> Mapping[Kind, Citations]:
    """Cite the paragraph of art. 35 that obliges the business to act on that kind of request."""
    paragraphs = dict(zip(_CEASING, (2, 4, 6), strict=True))
    return {kind: (appi(35, paragraph, proviso=proviso),) for kind, paragraph in paragraphs.items()}


PURPOSE = (
    GroundRow(
        code="N-PUB",
        kinds=_PURPOSE,
        regimes=_JP,
        citations=(appi(32, 2, 1),),
        title=_("The purpose is already published"),
        sentence=_("The purposes of use are already clear from what we have published."),
        outcomes=NOT_DONE,
        valid_from=_SINCE,
        source="L 32(2)(i)",
    ),
    GroundRow(
        code="N-HARM",
        kinds=_PURPOSE,
        regimes=_JP,
        citations=(appi(32, 2, 2), appi(21, 4, 1)),
        title=_("Telling would harm a person"),
        sentence=_("Telling the purpose of use may harm the life, body, property or other rights of a person."),
        outcomes=NOT_DONE,
        valid_from=_SINCE,
        source="L 32(2)(ii), 21(4)(i)",
    ),
    GroundRow(
        code="N-BIZ",
        kinds=_PURPOSE,
        regimes=_JP,
        citations=(appi(32, 2, 2), appi(21, 4, 2)),
        title=_("Telling would harm the company"),
        sentence=_("Telling the purpose of use may harm our rights or legitimate interests."),
        outcomes=NOT_DONE,
        valid_from=_SINCE,
        source="L 32(2)(ii), 21(4)(ii)",
    ),
    GroundRow(
        code="N-GOV",
        kinds=_PURPOSE,
        regimes=_JP,
        citations=(appi(32, 2, 2), appi(21, 4, 3)),
        title=_("Telling would hinder a public task"),
        sentence=_("Telling the purpose of use may hinder a task that the law gives to the state or a local body."),
        outcomes=NOT_DONE,
        valid_from=_SINCE,
        source="L 32(2)(ii), 21(4)(iii)",
    ),
)

DISCLOSURE = (
    GroundRow(
        code="D-HARM",
        kinds=_DISCLOSURE,
        regimes=_JP,
        by_kind=_of_disclosure(1),
        title=_("Disclosure would harm a person"),
        sentence=_(
            "Disclosure may harm the life, body, property or other rights and interests of the data subject or of "
            "another person."
        ),
        outcomes=NOT_DONE,
        valid_from=_SINCE,
        source="L 33(2)(i)",
    ),
    GroundRow(
        code="D-BIZ",
        kinds=_DISCLOSURE,
        regimes=_JP,
        by_kind=_of_disclosure(2),
        title=_("Disclosure would seriously hinder the business"),
        sentence=_("Disclosure may seriously hinder the proper conduct of our business."),
        outcomes=NOT_DONE,
        valid_from=_SINCE,
        source="L 33(2)(ii); Guideline 3-8-2: exceptional, volume alone is not enough",
    ),
    GroundRow(
        code="D-LAW",
        kinds=_DISCLOSURE,
        regimes=_JP,
        by_kind=_of_disclosure(3),
        title=_("Disclosure would breach another law"),
        sentence=_("Disclosure would breach another law."),
        outcomes=NOT_DONE,
        valid_from=_SINCE,
        source="L 33(2)(iii)",
    ),
    GroundRow(
        code="D-METH",
        kinds=_DISCLOSURE,
        regimes=_JP,
        by_kind=_of_disclosure(),
        title=_("The requested method is difficult"),
        sentence=_("Disclosure by the method you asked for is difficult, so we disclose by another method."),
        outcomes=(Outcome.OTHER_METHOD,),
        valid_from=_SINCE,
        source="L 33(2), the words in brackets; notice by 33(3)",
    ),
    GroundRow(
        code="D-OTHERLAW",
        kinds=(Kind.DISCLOSURE,),
        regimes=_JP,
        citations=(appi(33, 4),),
        title=_("Another law provides the disclosure"),
        sentence=_("Another law provides an equivalent disclosure, which applies instead."),
        outcomes=NOT_DONE,
        valid_from=_SINCE,
        source="L 33(4); not carried over by 33(5)",
    ),
)

CORRECTION = (
    GroundRow(
        code="C-TRUE",
        kinds=_CORRECTION,
        regimes=_JP,
        citations=(appi(34, 2),),
        title=_("The content is true"),
        sentence=_("Our inquiry did not show that the content differs from the facts."),
        outcomes=NOT_DONE,
        valid_from=_SINCE,
        source="L 34(2); Guideline 3-8-4 note 2",
    ),
    GroundRow(
        code="C-NONEED",
        kinds=_CORRECTION,
        regimes=_JP,
        citations=(appi(34, 2),),
        title=_("Not needed for the purpose of use"),
        sentence=_("The correction is not needed to achieve the purpose of use."),
        outcomes=NOT_DONE,
        valid_from=_SINCE,
        source="L 34(2)",
    ),
    GroundRow(
        code="C-SPECIAL",
        kinds=_CORRECTION,
        regimes=_JP,
        citations=(appi(34, 2),),
        title=_("Another law has its own procedure"),
        sentence=_("Another law lays down a special procedure for this correction."),
        outcomes=NOT_DONE,
        valid_from=_SINCE,
        source="L 34(2)",
    ),
)

CEASING = (
    GroundRow(
        code="S-NOGROUND",
        kinds=_CEASING,
        regimes=_JP,
        by_kind=_of_ceasing(),
        title=_("No ground was found"),
        sentence=_("Our inquiry found no ground that would oblige us to take the measure."),
        outcomes=NOT_DONE,
        valid_from=_SINCE,
        source="L 35(2)(4)(6)",
    ),
    GroundRow(
        code="S-OVERRIDE",
        kinds=(Kind.CEASE_USE,),
        regimes=_JP,
        citations=(appi(35, 6),),
        title=_("Other interests prevail"),
        sentence=_("Reasons to continue the handling outweigh the risk to the rights and interests at stake."),
        outcomes=NOT_DONE,
        valid_from=_SINCE,
        source="L 35(6); Guideline 3-8-5-1 note 5",
    ),
    GroundRow(
        code="S-SUBST",
        kinds=_CEASING,
        regimes=_JP,
        by_kind=_of_ceasing(proviso=True),
        title=_("Too costly or difficult; a substitute measure is taken"),
        sentence=_(
            "The measure would be too costly or difficult; another one protects the rights and interests at stake."
        ),
        outcomes=(Outcome.SUBSTITUTE,),
        valid_from=_SINCE,
        source="L 35(2)(4)(6), provisos",
    ),
    GroundRow(
        code="S-PART",
        kinds=_CEASING,
        regimes=_JP,
        by_kind=_of_ceasing(),
        title=_("A lesser measure is enough"),
        sentence=_("A lesser measure, or one on part of the data, is enough to protect the rights at stake."),
        outcomes=(Outcome.PARTLY_GRANTED,),
        valid_from=_SINCE,
        source='L 35(2)(4)(6) "to the extent needed"',
    ),
)
