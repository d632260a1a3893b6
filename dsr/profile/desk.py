"""The profile of one desk as a whole, and the questions that the rest of the house asks it."""

from functools import cached_property
from typing import Literal, Self, TypeVar

from pydantic import Field, ValidationInfo, field_validator, model_validator

from dsr.law.evidence import EvidenceRules
from dsr.profile.answers import Complaint, Letters, PrivacyMark
from dsr.profile.base import Address, Part, Slug, Text, Words, Yes
from dsr.profile.checks import complete, fault, has_field, known, once
from dsr.profile.company import Company, Contact, Group
from dsr.profile.data import DataCategory, JointUse, PersonCategory, ProvisionException, Recipient, System
from dsr.profile.evidence import EvidencePolicy
from dsr.profile.keeping import Calendar, Minors, Retention
from dsr.profile.policy import PolicyDocument
from dsr.profile.procedure import (
    KINDS_OF_REGIME,
    ChannelRule,
    ClockRule,
    FeeRule,
    Handling,
    KindRule,
    Question,
    RegimeRoute,
    ReminderRule,
    ReplyRule,
)
from dsr.profile.release import ReleaseRule
from dsr.vocabulary import Channel, Kind, Regime, ReplyMethod

Coded = TypeVar("Coded", tuple[PersonCategory, ...], tuple[DataCategory, ...])


class Confirmation(Part):
    """Something the operator still has to enter or confirm before the desk opens; shown as a warning."""

    field: Words
    reason: Text


class Profile(Part):
    """Everything a desk decides about its procedure, as one immutable value. One YAML file, one policy version.

    `docs/desk-profiles.md` explains every field to an administrator.
    """

    slug: Slug
    company: Company
    group: Group | None
    desk: Contact
    contacts: tuple[Contact, ...] = ()
    languages: tuple[Literal["ja", "en"], ...] = Field(min_length=1)
    policy: PolicyDocument
    regimes: tuple[RegimeRoute, ...]
    kinds: tuple[KindRule, ...]
    channels: dict[Channel, ChannelRule]
    printable_form: Yes
    people: tuple[PersonCategory, ...]
    data_categories: tuple[DataCategory, ...]
    systems: tuple[System, ...]
    never_searched: tuple[Text, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    provision_exceptions: tuple[ProvisionException, ...] = ()
    joint_use: tuple[JointUse, ...] = ()
    # art. 32(1)(iv), Cabinet Order art. 10(i); versions stored before it was asked for lack it
    security_measures: tuple[Text, ...] = Field(default=(), min_length=1)
    evidence: EvidencePolicy
    reply: ReplyRule
    # versions stored before there was such a rule lack it
    release: ReleaseRule = Field(default_factory=ReleaseRule)
    fee: FeeRule
    clocks: ClockRule
    # versions stored before there was such a rule lack it
    reminders: ReminderRule = Field(default_factory=ReminderRule)
    four_eyes: Yes
    complaint: Complaint
    privacymark: PrivacyMark
    questions: tuple[Question, ...] = ()
    retention: Retention
    minors: Minors
    calendar: Calendar
    letters: Letters
    to_confirm: tuple[Confirmation, ...] = ()

    @property
    def name(self) -> Text:
        """The company's name."""
        return self.company.name

    @property
    def desk_address(self) -> Address:
        """Where post for the desk goes: its own address, or the company's."""
        return self.desk.address or self.company.address

    @cached_property
    def open_channels(self) -> tuple[Channel, ...]:
        """The ways in that are open, in the order of the vocabulary."""
        return tuple(channel for channel in Channel if self.channels[channel].open)

    @cached_property
    def offered_kinds(self) -> tuple[Kind, ...]:
        """Every kind the desk takes, in the order of the profile."""
        return tuple(rule.kind for rule in self.kinds)

    @cached_property
    def served_regimes(self) -> tuple[Regime, ...]:
        """The laws under which this desk itself answers."""
        return tuple(route.regime for route in self.regimes if route.handling is Handling.HERE)

    @cached_property
    def evidence_rules(self) -> EvidenceRules:
        """The desk's evidence rules, as `dsr.law.evidence.checklist_for` takes them."""
        return self.evidence.rules()

    def offers(self, kind: Kind) -> bool:
        """Tell whether the desk takes this kind of request."""
        return kind in self.offered_kinds

    def kinds_under(self, regime: Regime) -> tuple[Kind, ...]:
        """Return the kinds this desk takes under one law."""
        return tuple(kind for kind in self.offered_kinds if kind in KINDS_OF_REGIME[regime])

    def accepts(self, channel: Channel) -> bool:
        """Tell whether requests may come this way."""
        return self.channels[channel].open

    def route_for(self, regime: Regime) -> RegimeRoute:
        """Return where people under a law are served, and what they are told."""
        return next(route for route in self.regimes if route.regime == regime)

    def regime_for(self, regime: Regime) -> Regime:
        """Return the law under which this desk answers a person whose own law is given: that law, or else Japan's."""
        return regime if regime in self.served_regimes else Regime.JP_APPI

    def replies_by(self, method: ReplyMethod) -> bool:
        """Tell whether the desk replies this way."""
        return method in self.reply.methods

    def fee_for(self, kind: Kind) -> int:
        """Return the fee in yen; 0 for every kind the law keeps free and for an amount that was never published."""
        return self.fee.amounts.get(kind, 0)

    def target_for(self, kind: Kind) -> int:
        """Return the desk's own target in business days after the day of receipt; APPI names no number."""
        return self.clocks.by_kind.get(kind, self.clocks.target_business_days)

    @field_validator("regimes")
    @classmethod
    def _check_regimes(cls, rows: tuple[RegimeRoute, ...]) -> tuple[RegimeRoute, ...]:
        once(rows, "regime")
        complete((row.regime for row in rows), Regime, "regime")
        for number, row in enumerate(rows):
            if row.regime == Regime.JP_APPI and row.handling is not Handling.HERE:
                raise fault("here, for the company's own law", number, "handling")
        return rows

    @field_validator("kinds")
    @classmethod
    def _check_kinds(cls, rows: tuple[KindRule, ...], info: ValidationInfo) -> tuple[KindRule, ...]:
        once(rows, "kind")
        routes: tuple[RegimeRoute, ...] = info.data.get("regimes", ())
        here = [kind for route in routes if route.handling is Handling.HERE for kind in KINDS_OF_REGIME[route.regime]]
        complete((row.kind for row in rows), dict.fromkeys(here), "kind of the laws served here")
        for number, row in enumerate(rows):
            if routes and row.kind not in here:
                raise fault("a kind of a law that is served here", number, "kind")
        return rows

    @field_validator("channels")
    @classmethod
    def _check_channels(cls, rows: dict[Channel, ChannelRule]) -> dict[Channel, ChannelRule]:
        complete(rows, Channel, "channel")
        if not any(rule.open for rule in rows.values()):
            raise fault("at least one open channel")
        return rows

    @field_validator("people", "data_categories")
    @classmethod
    def _check_codes(cls, rows: Coded) -> Coded:
        once(rows, "code")
        return rows

    @field_validator("systems")
    @classmethod
    def _check_systems(cls, rows: tuple[System, ...], info: ValidationInfo) -> tuple[System, ...]:
        once(rows, "code")
        known(rows, "data", info.data.get("data_categories"))
        known(rows, "people", info.data.get("people"))
        return rows

    @field_validator("recipients")
    @classmethod
    def _check_recipients(cls, rows: tuple[Recipient, ...], info: ValidationInfo) -> tuple[Recipient, ...]:
        once(rows, "code")
        known(rows, "people", info.data.get("people"))
        return rows

    @field_validator("clocks")
    @classmethod
    def _check_clocks(cls, rule: ClockRule, info: ValidationInfo) -> ClockRule:
        offered = {row.kind for row in info.data.get("kinds", ())}
        for kind in rule.by_kind:
            if offered and kind not in offered:
                raise fault("a kind that the desk takes", "by_kind", kind.value)
        return rule

    @model_validator(mode="after")
    def _check_what_letters_tell(self) -> Self:
        if self.retention.company_data is None and {Regime.EU_GDPR, Regime.UK_GDPR} & set(self.served_regimes):
            raise fault("the period or the criteria that art. 15(1)(d) GDPR wants told", "retention", "company_data")
        return self

    @model_validator(mode="after")
    def _check_what_is_open(self) -> Self:
        for number, row in enumerate(self.to_confirm):
            if not has_field(self, row.field):
                raise fault("the name of a field such as company.representative", "to_confirm", number, "field")
        open_fields = {row.field for row in self.to_confirm}
        if self.company.representative is None and "company.representative" not in open_fields:
            raise fault("a row for company.representative while it is empty", "to_confirm")
        return self
