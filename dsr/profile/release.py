"""To whom the reply may go: which confirmations the desk believes for which tier, and when it asks the principal."""

from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from dsr.law.tiers import PROOFS, carries, tier_at
from dsr.profile.base import Count, Part, Text
from dsr.profile.checks import fault
from dsr.profile.evidence import Setting
from dsr.vocabulary import ContactBasis, ContactMedium, RequesterType, Tier

# A statutory agent stands in for somebody who cannot be asked; the papers prove the authority (Cabinet Order 13).
MANDATED = frozenset({RequesterType.APPOINTED_AGENT, RequesterType.QUALIFIED_AGENT})
Bases = tuple[ContactBasis, ...]
_MUST_BE_PROVED = (Tier.NORMAL, Tier.HIGH, Tier.HIGHEST)
_AS_BEFORE = Text(
    ja="以前に登録された設定のため、製品の標準に従います。",
    en="The profile was stored before desks set this, so the standard of the product counts.",
)


class AskPrincipal(StrEnum):
    """When the person in whose name a mandated agent asks is told so."""

    AT_SUBMISSION = "at_submission"
    BY_CLERK = "by_clerk"


def _bases(*bases: ContactBasis) -> Setting[Bases]:
    return Setting[Bases](value=bases, reason=_AS_BEFORE)


class ReleaseRule(Part):
    """What confirms the contact to which a reply goes, for each tier of `dsr.law.tiers`. An empty list asks nothing.

    The defaults are for profiles that were stored before there was such a rule; a file must write them out.
    """

    low: Setting[Bases] = Field(default_factory=_bases)
    normal: Setting[Bases] = Field(default_factory=lambda: _bases(*ContactBasis))
    high: Setting[Bases] = Field(default_factory=lambda: _bases(*ContactBasis))
    highest: Setting[Bases] = Field(
        default_factory=lambda: _bases(ContactBasis.CALL_BACK, ContactBasis.RESTRICTED_POST, ContactBasis.SEEN)
    )
    recent_change_days: Setting[Count] = Setting[Count](value=30, reason=_AS_BEFORE)
    ask_principal: Setting[AskPrincipal] = Setting[AskPrincipal](value=AskPrincipal.BY_CLERK, reason=_AS_BEFORE)

    @model_validator(mode="after")
    def _keeps_to_the_tiers(self) -> Self:
        for tier in Tier:
            bases = self.bases_for(tier)
            if tier in _MUST_BE_PROVED and not bases:
                raise fault("at least one way to confirm a contact; such a reply tells of the person", tier.value)
            for number, basis in enumerate(bases):
                if not any(carries(row.medium, basis, tier) for row in PROOFS):
                    raise fault(f"a way that carries this tier; {basis.value} does not", tier.value, "value", number)
        return self

    def bases_for(self, tier: Tier) -> Bases:
        """Return what the desk believes for a tier."""
        setting: Setting[Bases] = getattr(self, tier.value)
        return setting.value

    def needs_proof(self, tier: Tier) -> bool:
        """Say whether a reply of that tier goes only to a confirmed contact."""
        return bool(self.bases_for(tier))

    def offered(self, medium: ContactMedium, tier: Tier) -> Bases:
        """Return by what a contact may be confirmed for a tier, in the order of the vocabulary."""
        believed = self.bases_for(tier)
        return tuple(basis for basis in ContactBasis if basis in believed and carries(medium, basis, tier))

    def refusal_of(
        self, tier: Tier, medium: ContactMedium, basis: ContactBasis, record_changed_on: date | None, on: date
    ) -> str:
        """Return the code of the reason why a contact so confirmed may not carry a reply of that tier, or nothing.

        `on` is the day of the confirmation (Asia/Tokyo).
        """
        if basis not in self.offered(medium, tier):
            return "contact_not_enough"
        counts = tier_at(tier, basis, record_changed_on, on, self.recent_change_days.value)
        return "" if basis in self.offered(medium, counts) else "contact_too_new"

    def asks_principal_at_submission(self, requester_type: RequesterType) -> bool:
        """Say whether the person is asked at once when such an agent makes a request."""
        return requester_type in MANDATED and self.ask_principal.value is AskPrincipal.AT_SUBMISSION
