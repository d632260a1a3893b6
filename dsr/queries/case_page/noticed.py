"""What was noticed on a document, in words and with what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from dsr.models import Disposal, Finding
from dsr.vocabulary import (
    MUST_BE_SETTLED,
    FindingCode,
    FoundBy,
    Settlement,
)

# What a person does about each warning. None of them decides anything by itself.
ADVICE: dict[FindingCode, Promise] = {
    FindingCode.QR_CODE: gettext_lazy("Mask it if it belongs to an insurance card: it holds the insurance numbers."),
    FindingCode.MY_NUMBER: gettext_lazy("Mask it if it is a My Number. If it is another number, say so."),
    FindingCode.MY_NUMBER_BACK: gettext_lazy("Destroy the document. The requester may send the front."),
    FindingCode.MRZ_WRONG: gettext_lazy(
        "Compare the printed lines with the request. A poor photograph may be the cause, or a forgery."
    ),
    FindingCode.QUALITY_BLANK: gettext_lazy("Look at the page. If it shows nothing, reject the item as unreadable."),
    FindingCode.QUALITY_BLURRED: gettext_lazy(
        "Enlarge the page. If name and address cannot be read, reject the item as unreadable."
    ),
    FindingCode.EXPIRED: gettext_lazy("Ask for a document that was valid on the day the request arrived."),
    FindingCode.ISSUED_LONG_AGO: gettext_lazy("Ask for a newer one, or say why this one is enough."),
    FindingCode.NO_ADDRESS: gettext_lazy("Ask for a second document that shows the address to which the reply goes."),
    FindingCode.SAME_IMAGE: gettext_lazy(
        "Compare the people of both cases: it may be a slip, or somebody else's paper."
    ),
    FindingCode.ACTIVE_CONTENT: gettext_lazy(
        "Only the picture is kept, so nothing can run. If it looks odd, ask the sender whether they made the file."
    ),
    FindingCode.NOT_SEARCHED: gettext_lazy("Look at every page yourself for numbers and QR codes that must be masked."),
}


@dataclass(frozen=True)
class Caution:
    """One warning about a document."""

    finding: Finding

    @property
    def code(self) -> FindingCode:
        """Return what was noticed."""
        return FindingCode(self.finding.code)

    @property
    def label(self) -> str | Promise:
        """Return what was noticed, in words."""
        return self.code.label

    @property
    def advice(self) -> str | Promise:
        """Return what to do about it."""
        return ADVICE[self.code]

    @property
    def found_by(self) -> str | Promise:
        """Return who or what noticed it."""
        return FoundBy(self.finding.found_by).label

    @property
    def is_open(self) -> bool:
        """Say whether nobody has judged it yet."""
        return not self.finding.settlement

    @property
    def must_be_settled(self) -> bool:
        """Say whether the document cannot be accepted before a person has judged this."""
        return self.code in MUST_BE_SETTLED

    @property
    def only_destroying_helps(self) -> bool:
        """Say whether the document may not be kept at all, masked or not (My Number Act 20)."""
        return self.code == FindingCode.MY_NUMBER_BACK

    @property
    def can_be_masked(self) -> bool:
        """Say whether a black box settles it."""
        return self.must_be_settled and not self.only_destroying_helps

    @property
    def settlement(self) -> str | Promise:
        """Return what a person made of it."""
        return Settlement(self.finding.settlement).label if self.finding.settlement else ""


def gone_at(files: Iterable[Disposal]) -> datetime | None:
    """Return when the store confirmed that the last of some files is gone, or None while one is waited for."""
    moments = [file.confirmed_at for file in files]
    known = [at for at in moments if at]
    return max(known) if known and len(known) == len(moments) else None
