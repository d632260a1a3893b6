"""The first two answers decide the rest: the place of residence the law and the rights, the asker the papers."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from dsr.law.regimes import regime_for
from dsr.models import Desk
from dsr.profile import Handling, Profile, RegimeRoute
from dsr.queries.procedure import OWN_LAW, DeskCard, PaperLine, RightOffered, papers_for, rights_offered
from dsr.vocabulary import Channel, Regime, RequesterType
from dsr.web.public.forms.start import StartForm


@dataclass(frozen=True)
class Route:
    """One request on its way: the desk, the law that serves it, and who asks."""

    card: DeskCard
    residence: str
    requester_type: RequesterType
    on: date

    @classmethod
    def from_answers(cls, card: DeskCard, answers: QueryDict | dict[str, str]) -> Self | None:
        """Read the two answers out of an address or a draft. None while one is missing or makes no sense."""
        form = StartForm(answers)
        if not form.is_valid():
            return None
        return cls(card, form.residence_code, RequesterType(form.cleaned_data["who"]), timezone.localdate())

    @property
    def desk(self) -> Desk:
        """Return the desk."""
        return self.card.desk

    @property
    def profile(self) -> Profile:
        """Return the profile in force today."""
        return self.card.profile

    @property
    def home_regime(self) -> Regime:
        """Return the law of the place where the person lives."""
        return regime_for(self.residence)

    @property
    def regime(self) -> Regime:
        """Return the law that this desk serves the person under: that of the place, or else the company's own."""
        return self.home_regime if self.regional.handling is Handling.HERE else OWN_LAW

    @property
    def regional(self) -> RegimeRoute:
        """Return what the desk tells people from there."""
        return self.profile.route_for(self.home_regime)

    @property
    def is_agent(self) -> bool:
        """Say whether somebody else asks for the data subject."""
        return self.requester_type is not RequesterType.PRINCIPAL

    @property
    def rights(self) -> tuple[RightOffered, ...]:
        """Return the rights that may be asked for."""
        return rights_offered(self.profile, self.regime, self.on)

    @property
    def papers(self) -> tuple[PaperLine, ...]:
        """Return the papers that such a request needs when it is made on the web."""
        return papers_for(
            self.profile, requester_type=self.requester_type, channel=Channel.WEB, regime=self.regime, on=self.on
        )

    @property
    def answers(self) -> dict[str, str]:
        """Return the two answers as an address carries them."""
        return {"residence": self.residence, "who": self.requester_type.value}

    @property
    def form_url(self) -> str:
        """Return the address of the form with both answers."""
        query = QueryDict(mutable=True)
        query.update(self.answers)
        return f"{reverse('public:request', args=[self.desk.slug])}?{query.urlencode()}"
