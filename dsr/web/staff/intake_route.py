"""The first answers of an intake decide the rest: desk, way in, day, place of residence, who asks."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dsr.law.regimes import regime_for
from dsr.models import Desk, DeskPolicy
from dsr.profile import Handling, Profile, RegimeRoute
from dsr.queries.procedure import OWN_LAW, PaperLine, RightOffered, papers_for, rights_offered
from dsr.vocabulary import Channel, Regime, RequesterType


@dataclass(frozen=True, kw_only=True)
class IntakeRoute:
    """One request that came in on paper, by phone, at the counter or by e-mail. Days are Asia/Tokyo calendar dates."""

    desk: Desk
    channel: Channel
    received_on: date
    backdate_reason: str
    residence: str
    requester_type: RequesterType

    @cached_property
    def policy(self) -> DeskPolicy:
        """Return the version of the policy that was in force when the request arrived; the case will pin it."""
        return self.desk.policy_on(self.received_on)

    @property
    def profile(self) -> Profile:
        """Return the profile of that version."""
        return self.policy.profile

    @property
    def home(self) -> RegimeRoute:
        """Return what the desk does for people from there."""
        return self.profile.route_for(regime_for(self.residence))

    @property
    def regime(self) -> Regime:
        """Return the law that the desk serves the person under: that of the place, or else the company's own."""
        return self.home.regime if self.home.handling is Handling.HERE else OWN_LAW

    @property
    def is_served_elsewhere(self) -> bool:
        """Say whether another office answers people from there, so that the clerk may pass the request on."""
        return self.home.handling is not Handling.HERE

    @property
    def is_closed_way(self) -> bool:
        """Say whether the policy does not open this way in; what arrives all the same is recorded and answered."""
        return not self.profile.accepts(self.channel)

    @property
    def is_agent(self) -> bool:
        """Say whether somebody else asks for the data subject."""
        return self.requester_type is not RequesterType.PRINCIPAL

    @property
    def rights(self) -> tuple[RightOffered, ...]:
        """Return the rights that may be asked for."""
        return rights_offered(self.profile, self.regime, self.received_on)

    @cached_property
    def papers(self) -> tuple[PaperLine, ...]:
        """Return the papers that such a request needs when it comes this way."""
        return papers_for(
            self.profile,
            requester_type=self.requester_type,
            channel=self.channel,
            regime=self.regime,
            on=self.received_on,
        )
