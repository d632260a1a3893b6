"""The rows of cards and booklets that a person carries.

Source tags are those of the research page: G = PPC General Guideline 3-8-7 (June 2025), MN = My Number Act,
L = statute, P = public page, OK = own knowledge and to be confirmed (`verified=False`).
"""

from datetime import date

from django.utils.translation import gettext_lazy as _

from dsr.law.evidence.kinds import EvidenceKind
from dsr.law.evidence.words import Mask, Proves, Side

_PHOTO_CARD = (Proves.IDENTITY, Proves.ADDRESS)
_BOTH = (Side.FRONT, Side.BACK)
_INSURANCE = (Mask.INSURER_NUMBERS, Mask.QR_CODE)
_RESIDENCE_CARDS = (
    "residence_card",
    "special_permanent_resident_certificate",
    "specified_residence_card",
    "specified_special_permanent_resident_certificate",
)

CARDS = (
    EvidenceKind(
        code="driver_licence",
        label=_("Driver's licence"),
        proves=_PHOTO_CARD,
        sides=_BOTH,
        mask=(Mask.CONDITIONS, Mask.ORGAN_DONOR),
        note=_("Copy both sides: a change of name or address is written on the back."),
        source="G 3-8-7",
    ),
    EvidenceKind(
        code="my_number_card_front",
        label=_("My Number card (front only)"),
        proves=_PHOTO_CARD,
        valid_from=date(2016, 1, 1),
        sides=(Side.FRONT,),
        never_copy=(Side.BACK,),
        mask=(Mask.MY_NUMBER, Mask.ORGAN_DONOR),
        note=_("Never copy the back: it shows the 12-digit number, which we may not receive."),
        source="G 3-8-7; MN 15, 20",
    ),
    EvidenceKind(
        code="passport",
        label=_("Passport"),
        proves=(Proves.IDENTITY, Proves.ADDRESS),
        shows_address_if_issued_before=date(2020, 2, 4),
        note=_("Copy the photo page. A passport applied for since 4 February 2020 shows no address."),
        source="G 3-8-7; P",
    ),
    EvidenceKind(
        code="residence_card",
        label=_("Residence card"),
        proves=_PHOTO_CARD,
        valid_from=date(2012, 7, 9),
        sides=_BOTH,
        mask=(Mask.NATIONALITY_AND_STATUS,),
        note=_("Copy both sides: a change of address is written on the back."),
        source="G 3-8-7",
    ),
    EvidenceKind(
        code="special_permanent_resident_certificate",
        label=_("Special permanent resident certificate"),
        proves=_PHOTO_CARD,
        valid_from=date(2012, 7, 9),
        sides=_BOTH,
        mask=(Mask.NATIONALITY_AND_STATUS,),
        note=_("Copy both sides: a change of address is written on the back."),
        source="G 3-8-7",
    ),
    EvidenceKind(
        code="specified_residence_card",
        label=_("Specified residence card (front only)"),
        proves=_PHOTO_CARD,
        valid_from=date(2026, 6, 14),
        sides=(Side.FRONT,),
        never_copy=(Side.BACK,),
        mask=(Mask.MY_NUMBER, Mask.NATIONALITY_AND_STATUS),
        note=_("This card is also a My Number card: never copy the back."),
        source="P",
    ),
    EvidenceKind(
        code="specified_special_permanent_resident_certificate",
        label=_("Specified special permanent resident certificate (front only)"),
        proves=_PHOTO_CARD,
        valid_from=date(2026, 6, 14),
        sides=(Side.FRONT,),
        never_copy=(Side.BACK,),
        mask=(Mask.MY_NUMBER, Mask.NATIONALITY_AND_STATUS),
        note=_("This card is also a My Number card: never copy the back."),
        source="P",
    ),
    EvidenceKind(
        code="eligibility_certificate",
        label=_("Eligibility certificate of health insurance"),
        proves=_PHOTO_CARD,
        valid_from=date(2024, 12, 2),
        sides=_BOTH,
        mask=(*_INSURANCE, Mask.ORGAN_DONOR),
        note=_("Black out the insurer number, the symbol, the number and any QR code before you copy it."),
        source="G 3-8-7; Health Insurance Act 194-2",
    ),
    EvidenceKind(
        code="health_insurance_card",
        label=_("Health insurance card"),
        proves=_PHOTO_CARD,
        valid_until=date(2025, 12, 1),
        successors=("eligibility_certificate", "my_number_card_front"),
        sides=_BOTH,
        mask=(*_INSURANCE, Mask.ORGAN_DONOR),
        source="P; Health Insurance Act 194-2",
    ),
    EvidenceKind(
        code="alien_registration_certificate",
        label=_("Certificate of alien registration"),
        proves=_PHOTO_CARD,
        valid_until=date(2015, 7, 8),
        successors=_RESIDENCE_CARDS,
        sides=_BOTH,
        mask=(Mask.NATIONALITY_AND_STATUS,),
        source="P (some special permanent residents until about 2019: OK)",
    ),
    EvidenceKind(
        code="basic_resident_register_card",
        label=_("Basic resident register card"),
        proves=_PHOTO_CARD,
        valid_until=date(2025, 12, 31),
        successors=("my_number_card_front",),
        mask=(Mask.RESIDENT_RECORD_CODE,),
        source="OK",
        verified=False,
    ),
    EvidenceKind(
        code="pension_handbook",
        label=_("Pension handbook"),
        proves=(Proves.IDENTITY,),
        mask=(Mask.PENSION_NUMBER,),
        note=_("Black out the basic pension number before you copy it."),
        source="G 3-8-7 (issuing ended 2022-04: OK)",
    ),
    EvidenceKind(
        code="eligibility_notice",
        label=_("Notice of eligibility information"),
        proves=(),
        successors=("eligibility_certificate", "my_number_card_front"),
        mask=_INSURANCE,
        is_evidence=False,
        source="OK",
        verified=False,
    ),
    EvidenceKind(
        code="my_number_notification_card",
        label=_("Notification card of My Number"),
        proves=(),
        successors=("my_number_card_front",),
        mask=(Mask.MY_NUMBER,),
        never_copy=_BOTH,
        is_evidence=False,
        source="P; MN 15, 20",
    ),
)
