"""The demo's table: one row per case, read from seeds/scenarios."""

from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from dsr.persons import PersonDetails
from dsr.vocabulary import (
    Channel,
    ContactBasis,
    ContactMedium,
    DeliveryChannel,
    Kind,
    Outcome,
    PauseReason,
    RejectReason,
    RequesterType,
)

Words = dict[str, dict[str, dict[str, str]]]
Text = Annotated[str, BeforeValidator(str)]

# How the demo's clerks know a contact, by the way that the reply goes.
PROVED_BY = {
    DeliveryChannel.FOLLOW_PAGE: (ContactMedium.EMAIL, ContactBasis.COMPANY_RECORD),
    DeliveryChannel.RECORDED_POST: (ContactMedium.POST, ContactBasis.IDENTITY_DOCUMENT),
    DeliveryChannel.COUNTER: (ContactMedium.IN_PERSON, ContactBasis.SEEN),
}


class Scenario(BaseModel):
    """One case of the demo: who asks whom for what, and how far it got."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: int = Field(description="its own for good: an interrupted demo finds its cases again by it")
    desk: str
    person: str
    kinds: tuple[Kind, ...]
    arrived: int = Field(description="calendar days ago")
    until: str = Field(description="the last step: received, taken, asked, paused, verified, decided, approved, ...")
    took: int = Field(default=8, description="business days from arrival to the last step of a closed case")
    requester: RequesterType = RequesterType.PRINCIPAL
    agent: str = ""
    channel: Channel = Channel.WEB
    language: str = "ja"
    residence: str = "JP"
    papers: bool = False
    outcome: Outcome = Outcome.GRANTED
    ground: str = ""
    reason: str = ""
    reject: RejectReason | None = None
    delivery: DeliveryChannel | None = None

    @property
    def pause(self) -> PauseReason:
        """Return why the desk target stands still."""
        return PauseReason(self.reason)


class Cast:
    """The scenarios with their people and words."""

    def __init__(self, folder: Path) -> None:
        """Read seeds/scenarios. Raises pydantic.ValidationError for a wrong row."""
        self.scenarios = [Scenario.model_validate(row) for row in _read(folder / "cases.yaml")]
        self.people = {key: PersonDetails(**row) for key, row in _read(folder / "people.yaml").items()}
        self.words: Words = _read(folder / "answers.yaml")

    def word(self, block: str, key: str, language: str) -> str:
        """Return the words of a letter's block for a kind or outcome, or the default ones."""
        by_key = self.words[block]
        return by_key.get(key, by_key.get("default", {})).get(language, "")


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
