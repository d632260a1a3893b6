"""Where on a paper stands what must be blacked out: boxes to start from, which a person moves to fit the picture."""

from dataclasses import dataclass

from dsr.law.evidence.words import Mask, Side

_CERTIFICATES = ("guardianship_registration_certificate", "guardianship_ruling")


@dataclass(frozen=True, slots=True)
class MaskBox:
    """One box in thousandths of the page: left edge, top edge, width, height. `mark` says what it hides."""

    mark: Mask
    x: int
    y: int
    w: int
    h: int

    @property
    def label(self) -> str:
        """What the box hides, in words of the active language."""
        return str(self.mark.label)


_INSURANCE_CARD = (
    MaskBox(Mask.INSURER_NUMBERS, 180, 150, 640, 110),
    MaskBox(Mask.INSURER_NUMBERS, 180, 760, 640, 110),
    MaskBox(Mask.QR_CODE, 780, 560, 200, 300),
)
_RESIDENCE_CERTIFICATE = (
    MaskBox(Mask.REGISTERED_DOMICILE, 100, 300, 800, 60),
    MaskBox(Mask.RESIDENT_RECORD_CODE, 520, 370, 380, 50),
    MaskBox(Mask.MY_NUMBER, 520, 425, 380, 50),
)
_DOMICILE_AT_THE_TOP = (MaskBox(Mask.REGISTERED_DOMICILE, 100, 90, 800, 80),)

# A paper without sides counts as a front.
PRESETS: dict[tuple[str, Side], tuple[MaskBox, ...]] = {
    ("health_insurance_card", Side.FRONT): _INSURANCE_CARD,
    ("eligibility_certificate", Side.FRONT): _INSURANCE_CARD,
    ("eligibility_notice", Side.FRONT): _INSURANCE_CARD,
    ("health_insurance_card", Side.BACK): (MaskBox(Mask.ORGAN_DONOR, 50, 400, 900, 550),),
    ("eligibility_certificate", Side.BACK): (MaskBox(Mask.ORGAN_DONOR, 50, 400, 900, 550),),
    ("driver_licence", Side.FRONT): (MaskBox(Mask.CONDITIONS, 40, 480, 500, 160),),
    ("driver_licence", Side.BACK): (MaskBox(Mask.ORGAN_DONOR, 40, 620, 920, 360),),
    ("my_number_card_front", Side.FRONT): (MaskBox(Mask.ORGAN_DONOR, 40, 820, 560, 150),),
    ("basic_resident_register_card", Side.FRONT): (MaskBox(Mask.RESIDENT_RECORD_CODE, 300, 780, 660, 120),),
    ("pension_handbook", Side.FRONT): (MaskBox(Mask.PENSION_NUMBER, 200, 260, 640, 120),),
    ("residence_certificate", Side.FRONT): _RESIDENCE_CERTIFICATE,
    ("family_register", Side.FRONT): _DOMICILE_AT_THE_TOP,
    ("family_register_abstract", Side.FRONT): _DOMICILE_AT_THE_TOP,
    **{(code, Side.FRONT): (MaskBox(Mask.REGISTERED_DOMICILE, 100, 330, 800, 60),) for code in _CERTIFICATES},
}


def presets(code: str, side: Side = Side.FRONT) -> tuple[MaskBox, ...]:
    """Return the boxes to start from on one side of a kind of paper; none where nothing is known to stand there."""
    return PRESETS.get((code, side), ())
