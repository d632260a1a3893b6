"""What the company holds about whom, for which purposes, where it lies, and who else receives it."""

from typing import Self

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from pydantic import model_validator

from dsr.profile.base import Address, Code, Part, Text, Yes
from dsr.profile.checks import fault


class Notice(TextChoices):
    """How people learn the purposes of use."""

    PUBLISHED = "published", _("Published by the company")
    SEPARATE = "separate", _("Told separately")


class Purpose(Part):
    """One purpose of use, in one sentence of the house."""

    code: Code
    text: Text


class PersonCategory(Part):
    """A group of data subjects and what their data is used for: the answer to a request under art. 32(2)."""

    code: Code
    label: Text
    notice: Notice
    purposes: tuple[Purpose, ...]
    note: Text | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.notice is Notice.PUBLISHED and not self.purposes:
            raise fault("at least one purpose, or notice: separate with a note")
        if self.notice is Notice.SEPARATE and not self.note:
            raise fault("a note that says how these people are told")
        return self


class Medium(TextChoices):
    """In what form data lies; sound and pictures are disclosed as a file or by listening and viewing."""

    TEXT = "text", _("Written text")
    AUDIO = "audio", _("Sound")
    VIDEO = "video", _("Footage")
    IMAGE = "image", _("Pictures")


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


class Basis(TextChoices):
    """Why a recipient may have the data."""

    ENTRUSTMENT = "entrustment", _("Entrustment")
    CONSENT = "consent", _("Consent of the data subject")
    JOINT_USE = "joint_use", _("Joint use")
    AGREEMENT = "agreement", _("Agreement with the recipient")
    UNDECIDED = "undecided", _("To be decided")


class Location(TextChoices):
    """Where a recipient sits, as far as the policy tells."""

    JAPAN = "japan", _("In Japan")
    ABROAD = "abroad", _("Abroad")
    NOT_STATED = "not_stated", _("Not stated")


class ForeignBasis(TextChoices):
    """On which basis data may go abroad (APPI art. 28(1))."""

    CONSENT = "consent", _("Consent to the transfer abroad")
    EQUIVALENT_SYSTEM = "equivalent_system", _("Recipient with an equivalent system")
    EQUIVALENT_COUNTRY = "equivalent_country", _("Country with an equivalent level of protection")


class Recipient(Part):
    """Somebody who receives data. `note` is published; `staff_note` says what the desk still has to find out."""

    code: Code
    label: Text
    basis: Basis
    location: Location
    foreign_basis: ForeignBasis | None = None
    people: tuple[Code, ...]
    note: Text | None = None
    staff_note: Text | None = None

    @property
    def leaves_record(self) -> bool | None:
        """Tell whether arts. 29 and 30 want a record that a request under art. 33(5) must find; None: undecided.

        Entrustment and joint use leave none at home, but they do when data went abroad on the person's consent.
        """
        if self.location is Location.ABROAD and self.foreign_basis is ForeignBasis.CONSENT:
            return True
        if self.basis in {Basis.ENTRUSTMENT, Basis.JOINT_USE}:
            return None if self.location is Location.ABROAD and self.foreign_basis is None else False
        return True if self.basis in {Basis.CONSENT, Basis.AGREEMENT} else None


class ProvisionException(TextChoices):
    """Cases in which the policy gives data to third parties without consent."""

    LAW = "law", _("Based on laws and regulations")
    LIFE_BODY_PROPERTY = "life_body_property", _("Needed to protect life, body or property")
    PUBLIC_HEALTH = "public_health", _("Needed for public health or the healthy growth of children")
    STATE_COOPERATION = "state_cooperation", _("Cooperation with the state or a local government")
    ACADEMIC_RESEARCH = "academic_research", _("Academic research")
    ENTRUSTMENT = "entrustment", _("Entrusted work")
    SUCCESSION = "succession", _("Succession of the business")
    JOINT_USE = "joint_use", _("Announced joint use")
    CARD_FRAUD = "card_fraud", _("Prevention of fraudulent card transactions")
    FRAUD_DETECTION = "fraud_detection", _("Detection of fraudulent payments")
    ATTRIBUTE_ESTIMATION = "attribute_estimation", _("Estimation of attributes under an agreement")
    CONSENTED_REPROVISION = "consented_reprovision", _("Provision and re-provision to which the person agreed")
    PUBLISHED_OFFICER_DATA = "published_officer_data", _("Published data on officers and shareholders")
    OTHER_LAWFUL = "other_lawful", _("Other cases that the law permits")


class JointUse(Part):
    """A joint use under art. 27(5)(iii): who, which items, what for, and who is responsible."""

    parties: Text
    items: Text
    purpose: Text
    responsible: Text
    responsible_address: Address | None = None
    note: Text | None = None
