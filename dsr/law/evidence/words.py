"""What a paper may prove, what must be hidden on it, and what may be asked of it."""

from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from dsr.law.listing import in_turn


class Proves(TextChoices):
    """What a paper can show."""

    IDENTITY = "identity", _("Identity")
    ADDRESS = "address", _("Address")
    KINSHIP = "kinship", _("Relationship")
    AUTHORITY = "authority", _("Authority to act")
    SEAL = "seal", _("Registered seal")
    DECLARATION = "declaration", _("Signed declaration")
    QUALIFICATION = "qualification", _("Professional qualification")
    REQUEST = "request", _("The request itself")


# A register shows parent and child, a mandate who gives it and who takes it.
BETWEEN_TWO = frozenset({Proves.KINSHIP, Proves.AUTHORITY})


class Mask(TextChoices):
    """What has to be blacked out before a copy may be kept (domain 1.5)."""

    MY_NUMBER = "my_number", _("My Number (12 digits)")
    RESIDENT_RECORD_CODE = "resident_record_code", _("Resident record code")
    INSURER_NUMBERS = "insurer_numbers", _("Insurer number, symbol and number of the insured")
    QR_CODE = "qr_code", _("QR code")
    PENSION_NUMBER = "pension_number", _("Basic pension number")
    REGISTERED_DOMICILE = "registered_domicile", _("Registered domicile")
    HOUSEHOLD = "household", _("Other members of the household")
    CONDITIONS = "conditions", _("Licence conditions")
    ORGAN_DONOR = "organ_donor", _("Organ-donor note")
    NATIONALITY_AND_STATUS = "nationality_and_status", _("Nationality and status of residence")


# What nobody may keep outside its statutory use: My Number Act 20, Resident Register Act 30-37, Health Insurance Act
# 194-2, National Pension Act 108-4; and the registered domicile, which may lead to sensitive origin (G 3-8-7, P).
NOT_TO_BE_KEPT = frozenset(
    {
        Mask.MY_NUMBER,
        Mask.RESIDENT_RECORD_CODE,
        Mask.INSURER_NUMBERS,
        Mask.QR_CODE,
        Mask.PENSION_NUMBER,
        Mask.REGISTERED_DOMICILE,
    }
)


class Side(TextChoices):
    """A side of a card."""

    FRONT = "front", _("Front side")
    BACK = "back", _("Back side")


class Condition(TextChoices):
    """What is asked of a paper beyond its kind; a person judges what nobody has noted about the paper yet."""

    ORIGINAL = "original", _("the original")
    BOTH_SIDES = "both_sides", _("both sides")
    FRONT_ONLY = "front_only", _("front only")
    SHOWS_ADDRESS = "shows_address", _("shows the present address")
    SHOWS_BOTH_NAMES = "shows_both_names", _("names both persons and their relationship")
    REGISTERED_SEAL = "registered_seal", _("bears the registered seal")
    WITHIN_3_MONTHS = "within_3_months", _("issued within the last 3 months")
    WITHIN_6_MONTHS = "within_6_months", _("issued within the last 6 months")
    WITHOUT_NUMBERS = "without_numbers", _("without My Number, resident record code and registered domicile")
    COVERS_RECEIPT = "covers_receipt", _("says that the agent may receive the reply")
    STILL_VALID = "still_valid", _("has not expired")


class EvidenceStatus(TextChoices):
    """Whether a kind of paper can be used on a day."""

    USABLE = "usable", _("Can be used")
    CLOSED = "closed", _("No longer valid")
    NOT_YET = "not_yet", _("Not issued yet")
    NEVER = "never", _("Not accepted as evidence")


def demands_in_words(*, original: bool, conditions: Iterable[str]) -> str:
    """Return what is asked of a paper beyond its kind, in the active language; empty if nothing is.

    A condition that the law no longer knows is left out: an old case still opens.
    """
    form = [Condition.ORIGINAL.value] if original else []
    asked = dict.fromkeys(code for code in (*form, *conditions) if code in Condition)
    return in_turn([str(Condition(code).label) for code in asked])
