"""What a reply carries beside its content: the look of letters, the complaint block, the PrivacyMark."""

from enum import StrEnum

from dsr.profile.base import Address, Millimetres, NumberPrefix, Part, Phone, Text, Words, Yes


class DateStyle(StrEnum):
    """How dates are printed."""

    ERA = "era"
    WESTERN = "western"


class Seal(StrEnum):
    """Whether a letter shows a seal. Seals are custom, not law."""

    NONE = "none"
    SPACE = "space"


class DateStyles(Part):
    """The style of dates by language of the letter."""

    ja: DateStyle
    en: DateStyle

    def in_language(self, code: str | None) -> DateStyle:
        """Return the style for a letter in that language."""
        return self.ja if (code or "").lower().startswith("ja") else self.en


class AddressWindow(Part):
    """Where the envelope's window lies on the A4 sheet, in millimetres from its left and upper edge."""

    left: Millimetres
    top: Millimetres
    width: Millimetres
    height: Millimetres


class Letters(Part):
    """How the desk's letters look."""

    number_prefix: NumberPrefix
    sender: tuple[Text, ...]
    window: AddressWindow
    seal: Seal
    dates: DateStyles
    envelope_mark: Text
    dispatch: Text


class AccreditedOrganisation(Part):
    """The accredited personal information protection organisation, only for a member (Cabinet Order art. 10(iii))."""

    name: Text
    office: Text
    address: Address
    phones: tuple[Phone, ...]
    hours: Text
    note: Text


class Complaint(Part):
    """Where a complaint goes (APPI art. 40). The company's own contact is always the first."""

    contact: Text
    note: Text
    accredited: AccreditedOrganisation | None


class PrivacyMark(Part):
    """The PrivacyMark. Its holders stop use on request even without a violation (guideline J.10.7)."""

    certified: Yes
    examined_by: Text | None = None
    certified_by: Text | None = None
    standard_in_policy: Words | None = None
    cease_use_on_request: Yes
    treats_all_controlled_data: Yes
    note: Text
