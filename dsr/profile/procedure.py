"""How one asks and how the desk answers: kinds, channels, reply methods, fees, clocks, other countries' laws."""

from typing import Annotated, Self

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from pydantic import Field, model_validator

from dsr.law.kinds import KINDS
from dsr.profile.base import Count, Part, Text, WebAddress, Yen, Yes
from dsr.profile.checks import fault
from dsr.vocabulary import LADDER, DeadlineRule, Kind, Regime, ReminderReader, ReplyMethod


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
    """How the desk replies. Electronic records and writing are always offered: the asker chooses (art. 33(1))."""

    methods: tuple[ReplyMethod, ...]
    stated_in_policy: Yes
    electronic_form: Text
    note: Text

    @model_validator(mode="after")
    def _offers_what_the_law_offers(self) -> Self:
        if not {ReplyMethod.ELECTRONIC, ReplyMethod.WRITING} <= set(self.methods):
            raise fault("a list that holds electronic and writing (APPI art. 33(1))", "methods")
        return self


# What each law gives, enacted rows without a date left out; and the kinds for which a fee is allowed at all.
KINDS_OF_REGIME = {
    regime: tuple(dict.fromkeys(row.kind for row in KINDS if row.regime == regime and row.valid_from))
    for regime in Regime
}
FEE_KINDS = frozenset(row.kind for row in KINDS if row.fee_allowed and row.valid_from)


class FeeRule(Part):
    """Fees in yen: only for purpose notification, disclosure and provision records, only if published (art. 38)."""

    published: Yes
    amounts: dict[Kind, Yen] = Field(default_factory=dict)
    paid_by: Text | None = None
    note: Text

    @model_validator(mode="after")
    def _stays_within_the_law(self) -> Self:
        if not set(self.amounts) <= FEE_KINDS:
            raise fault(f"fees only for {', '.join(sorted(FEE_KINDS))} (APPI art. 38)", "amounts")
        if any(self.amounts.values()) and not (self.published and self.paid_by):
            raise fault("0 yen until the amount is published and paid_by says how to pay", "amounts")
        return self


class ClockRule(Part):
    """The desk's own targets in business days after the day of receipt: house rules, never a statutory period."""

    target_business_days: Count
    by_kind: dict[Kind, Count] = Field(default_factory=dict)
    acknowledgement_business_days: Count
    note: Text


class ReminderRule(Part):
    """Who is written to as a case nears and passes its last day, and how often afterwards (business days)."""

    warning_5: tuple[ReminderReader, ...] = (ReminderReader.ASSIGNEE,)
    warning_1: tuple[ReminderReader, ...] = (ReminderReader.ASSIGNEE, ReminderReader.LEAD)
    target: tuple[ReminderReader, ...] = (ReminderReader.ASSIGNEE, ReminderReader.LEAD, ReminderReader.MANAGER)
    late: tuple[ReminderReader, ...] = (ReminderReader.MANAGER,)
    repeat_business_days: Annotated[Count, Field(ge=1, le=20)] = 5

    @model_validator(mode="after")
    def _tells_somebody(self) -> Self:
        for stage in LADDER:
            if not self.told(stage):
                raise fault("at least one of assignee, lead, manager", stage.value)
        return self

    def told(self, rule: DeadlineRule) -> tuple[ReminderReader, ...]:
        """Return who is written to; timers that are no stage of the target are for whoever has the case."""
        return getattr(self, rule.value) if rule in LADDER else (ReminderReader.ASSIGNEE,)


class Handling(TextChoices):
    """Where a resident of another legal area is served."""

    HERE = "here", _("Served by this desk")
    ELSEWHERE = "elsewhere", _("Served elsewhere")
    NOT_OFFERED = "not_offered", _("Served under Japanese law")


class RegimeRoute(Part):
    """What happens with a request from people to whom this law applies; `notice` is shown to them."""

    regime: Regime
    handling: Handling
    notice: Text
    url: WebAddress | None = None


class QuestionTopic(TextChoices):
    """Plain questions that a desk receives beside the statutory requests (APPI arts. 28(3), 32(1)(iv), 40)."""

    FOREIGN_RECIPIENTS = "foreign_recipients", _("Recipients abroad")
    FOREIGN_STORAGE = "foreign_storage", _("Countries in which data is stored")
    JOINT_USERS = "joint_users", _("Joint use")
    ANONYMISED_ITEMS = "anonymised_items", _("Anonymously processed information")
    COOKIES = "cookies", _("Cookies and access records")
    ADVERTISING = "advertising", _("Advertising")
    MARKETING_STOP = "marketing_stop", _("Stopping mailings")
    COMPLAINT = "complaint", _("Complaints")
    OTHER = "other", _("Other questions")


class Question(Part):
    """What the desk tells people who ask about a topic, without a formal request."""

    topic: QuestionTopic
    stated_in_policy: Yes
    answer: Text
