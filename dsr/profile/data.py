"""What the company holds about whom, for which purposes, where it lies, and who else receives it."""

from enum import StrEnum
from typing import Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from dsr.profile.base import Address, Code, Part, Text, Yes


class Notice(StrEnum):
    """How people learn the purposes of use."""

    PUBLISHED = "published"
    SEPARATE = "separate"


class Purpose(Part):
    """One purpose of use, in one sentence of the house."""

    code: Code
    text: Text


class PersonCategory(Part):
    """A group of data subjects and the purposes for which their data is used: the answer to a request under art. 32(2)."""

    code: Code
    label: Text
    notice: Notice
    purposes: tuple[Purpose, ...]
    note: Text | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.notice is Notice.PUBLISHED and not self.purposes:
            raise PydanticCustomError("purposes_missing", "at least one purpose, or notice: separate with a note")
        if self.notice is Notice.SEPARATE and not self.note:
            raise PydanticCustomError("note_missing", "a note that says how these people are told")
        return self


class Medium(StrEnum):
    """In what form data lies; sound and pictures are disclosed as a file or by listening and viewing."""

    TEXT = "text"
    AUDIO = "audio"
    VIDEO = "video"
    IMAGE = "image"


class DataCategory(Part):
    """A kind of data. What is `secret` (passwords, security codes) is never printed: the reply says that it is held."""

    code: Code
    label: Text
    medium: Medium = Medium.TEXT
    secret: Yes = False
    note: Text | None = None


class System(Part):
    """A place to search for a request: which data of which people lies there."""

    code: Code
    label: Text
    data: tuple[Code, ...]
    people: tuple[Code, ...]
    note: Text | None = None


class Basis(StrEnum):
    """Why a recipient may have the data."""

    ENTRUSTMENT = "entrustment"
    CONSENT = "consent"
    JOINT_USE = "joint_use"
    AGREEMENT = "agreement"
    UNDECIDED = "undecided"


class Location(StrEnum):
    """Where a recipient sits, as far as the policy tells."""

    JAPAN = "japan"
    ABROAD = "abroad"
    NOT_STATED = "not_stated"


class ForeignBasis(StrEnum):
    """On which basis data may go abroad (APPI art. 28(1))."""

    CONSENT = "consent"
    EQUIVALENT_SYSTEM = "equivalent_system"
    EQUIVALENT_COUNTRY = "equivalent_country"


class Recipient(Part):
    """Somebody who receives data."""

    code: Code
    label: Text
    basis: Basis
    location: Location
    foreign_basis: ForeignBasis | None = None
    people: tuple[Code, ...]
    note: Text | None = None

    @property
    def leaves_record(self) -> bool | None:
        """Tell whether arts. 29 and 30 want a record that a request under art. 33(5) must find; None while it is undecided.

        Entrustment and joint use leave none at home, but they do when data went abroad on the person's consent.
        """
        if self.location is Location.ABROAD and self.foreign_basis is ForeignBasis.CONSENT:
            return True
        if self.basis in {Basis.ENTRUSTMENT, Basis.JOINT_USE}:
            return None if self.location is Location.ABROAD and self.foreign_basis is None else False
        return True if self.basis in {Basis.CONSENT, Basis.AGREEMENT} else None


class ProvisionException(StrEnum):
    """Cases in which the policy gives data to third parties without consent."""

    LAW = "law"
    LIFE_BODY_PROPERTY = "life_body_property"
    PUBLIC_HEALTH = "public_health"
    STATE_COOPERATION = "state_cooperation"
    ACADEMIC_RESEARCH = "academic_research"
    ENTRUSTMENT = "entrustment"
    SUCCESSION = "succession"
    JOINT_USE = "joint_use"
    CARD_FRAUD = "card_fraud"
    FRAUD_DETECTION = "fraud_detection"
    ATTRIBUTE_ESTIMATION = "attribute_estimation"
    CONSENTED_REPROVISION = "consented_reprovision"
    PUBLISHED_OFFICER_DATA = "published_officer_data"
    OTHER_LAWFUL = "other_lawful"


class JointUse(Part):
    """A joint use under art. 27(5)(iii): who, which items, what for, and who is responsible."""

    parties: Text
    items: Text
    purpose: Text
    responsible: Text
    responsible_address: Address | None = None
    note: Text | None = None
