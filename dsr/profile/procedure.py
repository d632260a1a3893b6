"""How one asks and how the desk answers: kinds, channels, reply methods, fees, clocks, other countries' laws."""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from dsr.profile.base import Count, Part, Text, WebAddress, Yen, Yes
from dsr.vocabulary import Kind, Regime, ReplyMethod


class KindRule(Part):
    """A kind of request the desk takes. The statutory ones are taken even where the published policy is silent."""

    kind: Kind
    stated_in_policy: Yes
    note: Text | None = None


class ChannelRule(Part):
    """Whether requests may come this way (APPI art. 37(1), Cabinet Order art. 12), and what a requester should know."""

    open: Yes
    stated_in_policy: Yes
    note: Text


class ReplyRule(Part):
    """How the desk replies. Electronic records and writing are always offered: art. 33(1) leaves the choice to the asker."""

    methods: tuple[ReplyMethod, ...]
    stated_in_policy: Yes
    electronic_form: Text
    note: Text

    @model_validator(mode="after")
    def _offers_what_the_law_offers(self) -> Self:
        if not {ReplyMethod.ELECTRONIC, ReplyMethod.WRITING} <= set(self.methods):
            raise PydanticCustomError("reply_methods", "a list that holds electronic and writing (APPI art. 33(1))")
        return self


_APPI_KINDS = (
    Kind.PURPOSE_NOTIFICATION,
    Kind.DISCLOSURE,
    Kind.PROVISION_RECORDS,
    Kind.CORRECTION,
    Kind.CEASE_USE_VIOLATION,
    Kind.CEASE_PROVISION,
    Kind.CEASE_USE,
)
_EUROPEAN_KINDS = tuple(kind for kind in Kind if kind.value.startswith("gdpr_"))
KINDS_OF_REGIME = {
    Regime.JP_APPI: _APPI_KINDS,
    Regime.EU_GDPR: _EUROPEAN_KINDS,
    Regime.UK_GDPR: _EUROPEAN_KINDS,
    Regime.US_CA: tuple(kind for kind in Kind if kind.value.startswith("ccpa_")),
}
FEE_KINDS = frozenset({Kind.PURPOSE_NOTIFICATION, Kind.DISCLOSURE, Kind.PROVISION_RECORDS})


class FeeRule(Part):
    """Fees in yen per kind. Only for purpose notification, disclosure and provision records, and only if published (art. 38)."""

    published: Yes
    amounts: dict[Kind, Yen] = Field(default_factory=dict)
    paid_by: Text | None = None
    note: Text

    @model_validator(mode="after")
    def _stays_within_the_law(self) -> Self:
        if not set(self.amounts) <= FEE_KINDS:
            raise PydanticCustomError(
                "fee_kinds",
                "fees only for purpose_notification, disclosure and provision_records (APPI art. 38)",
            )
        if any(self.amounts.values()) and not (self.published and self.paid_by):
            raise PydanticCustomError("fee_unpublished", "0 yen until the amount is published and paid_by says how to pay")
        return self


class ClockRule(Part):
    """The desk's own targets in business days after the day of receipt. They are house rules, never a statutory period."""

    target_business_days: Count
    by_kind: dict[Kind, Count] = Field(default_factory=dict)
    acknowledgement_business_days: Count
    note: Text


class Handling(StrEnum):
    """Where a resident of another legal area is served."""

    HERE = "here"
    ELSEWHERE = "elsewhere"
    NOT_OFFERED = "not_offered"


class RegimeRoute(Part):
    """What happens with a request from people to whom this law applies; `notice` is shown to them."""

    regime: Regime
    handling: Handling
    notice: Text
    url: WebAddress | None = None


class QuestionTopic(StrEnum):
    """Plain questions that a desk receives beside the statutory requests (APPI arts. 28(3), 32(1)(iv), 40)."""

    FOREIGN_RECIPIENTS = "foreign_recipients"
    FOREIGN_STORAGE = "foreign_storage"
    JOINT_USERS = "joint_users"
    ANONYMISED_ITEMS = "anonymised_items"
    COOKIES = "cookies"
    ADVERTISING = "advertising"
    MARKETING_STOP = "marketing_stop"
    COMPLAINT = "complaint"
    OTHER = "other"


class Question(Part):
    """What the desk tells people who ask about a topic, without a formal request."""

    topic: QuestionTopic
    stated_in_policy: Yes
    answer: Text
