"""The data subject's age over the life of a case, and what it means for who has to sign."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dsr.law.ages import AgeInRequest, WhoSigns, age_in_request
from dsr.models import Case
from dsr.vocabulary import RequesterType

# What to do about it, for a person to judge: nothing is refused.
ADVICE: dict[WhoSigns, Promise] = {
    WhoSigns.CAME_OF_AGE: _(
        "The authority of the parents ended on that day. Ask the data subject whether the request stands: "
        "a request of their own, or a mandate for the parent. Send nothing to the parent before that."
    ),
    WhoSigns.WAS_OF_AGE: _(
        "The authority of the parents had ended by then. Ask the data subject for a request of their own, "
        "or for a mandate. Send nothing to the parent before that."
    ),
    WhoSigns.COMES_OF_AGE: _(
        "The authority of the parents ends on that day. Reply before it, or ask the data subject in time "
        "for a request of their own, or for a mandate."
    ),
}


@dataclass(frozen=True)
class DataSubject:
    """The data subject of a case as age decides. `today` is a day in Tokyo."""

    case: Case
    today: date

    @cached_property
    def born_on(self) -> date | None:
        """Return the birth date, or None when it is not known."""
        try:
            return date.fromisoformat(self.case.principal.birth_date)
        except ValueError:
            return None

    @property
    def decided_on(self) -> date | None:
        """Return the day on which the case was decided, or None."""
        return timezone.localdate(self.case.decided_at) if self.case.decided_at else None

    @cached_property
    def age(self) -> AgeInRequest | None:
        """Return the ages on arrival and on the day of the decision, or today; None when they are not known."""
        return self._age_on(self.decided_on or self.today)

    def _age_on(self, day: date) -> AgeInRequest | None:
        if self.born_on is None:
            return None
        arrived = self.case.received_on
        return age_in_request(self.born_on, arrived_on=arrived, later=max(day, arrived))

    @cached_property
    def signer(self) -> WhoSigns | None:
        """Return how coming of age changes who has to sign, or None.

        Today counts until the reply is out, also after the decision: a parent whose authority has ended gets none.
        """
        by_parent = self.case.requester_type == RequesterType.MINOR_AGENT
        age = self._age_on(self.today) if self.case.is_open else None
        return age.who_signs(by_parent=by_parent, due_on=self.case.due_on) if age else None

    @property
    def advice(self) -> Promise | None:
        """Return what to do about the signer, or None."""
        return ADVICE[self.signer] if self.signer else None

    @property
    def signer_tone(self) -> str:
        """Return how loudly the page says so: what has not happened yet is a warning."""
        return "warning" if self.signer is WhoSigns.COMES_OF_AGE else "late"

    @property
    def wants_agents_consent(self) -> bool:
        """Say whether they ask alone at an age at which the desk wants a statutory agent's consent.

        A rule of the desk (Net One: under 16), apart from the age of majority.
        """
        if self.born_on is None or self.case.requester_type == RequesterType.MINOR_AGENT:
            return False
        try:
            return self.case.policy.profile.minors.wants_consent(self.born_on, self.case.received_on)
        except ValueError:
            return False
