"""Papers: the lines of a checklist, the files that came in, what was found on them and what became of them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ItemStatus(TextChoices):
    """Where one line of the checklist stands."""

    WANTED = "wanted", _("Outstanding")
    RECEIVED = "received", _("Submitted")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")
    WAIVED = "waived", _("Waived")
    REPLACED = "replaced", _("Replaced by another document")


SETTLED_ITEMS = (ItemStatus.ACCEPTED, ItemStatus.WAIVED, ItemStatus.REPLACED)


class RejectReason(TextChoices):
    """Why a document does not count; the words are reused in mails and on the follow page."""

    UNREADABLE = "unreadable", _("The copy cannot be read")
    EXPIRED = "expired", _("The document is no longer valid")
    WRONG_DOCUMENT = "wrong_document", _("This document is not on the list for this request")
    NAME_DIFFERS = "name_differs", _("The name on it differs from the request")
    ADDRESS_MISSING = "address_missing", _("The address is not shown on it")
    SIDE_MISSING = "side_missing", _("One side is missing")
    ORIGINAL_NEEDED = "original_needed", _("The original is needed")
    SEAL_MISSING = "seal_missing", _("The registered seal is missing")
    TOO_OLD = "too_old", _("It was issued too long ago")
    KINSHIP_MISSING = "kinship_missing", _("The relationship is not shown on it")
    HARMFUL = "harmful", _("A virus was found in the file; please make it anew on another device")
    MANDATE_TOO_NARROW = "mandate_too_narrow", _("The mandate does not cover this request")


class DocumentStatus(TextChoices):
    """Where an uploaded file stands. Staff only ever see rebuilt pages."""

    STORED = "stored", _("Being converted")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be read")
    INFECTED = "infected", _("A virus was found")
    DESTROYED = "destroyed", _("Destroyed")


class RebuildFailure(TextChoices):
    """Why no safe pages could be made of a file; shown to staff and, in the same words, to the sender."""

    DAMAGED = "damaged", _("The file is damaged")
    TOO_SMALL = "too_small", _("The picture is too small to be read")
    TOO_MANY_PIXELS = "too_many_pixels", _("The picture has too many pixels")
    TOO_MANY_PAGES = "too_many_pages", _("The document has too many pages")
    PAGE_TOO_LARGE = "page_too_large", _("A page of the document is too large")
    PASSWORD = "password", _("The document is protected by a password")
    TOO_SLOW = "too_slow", _("The file took too long to be read")
    OUT_OF_MEMORY = "out_of_memory", _("The file needs too much memory to be read")
    CRASHED = "crashed", _("The file could not be read safely")
    TAMPERED = "tampered", _("The stored file is no longer what was stored")


class IdentityMethod(TextChoices):
    """How a person was confirmed as a whole, beside the lines of the checklist."""

    DOCUMENTS = "documents", _("By the documents of the checklist")
    IN_PERSON = "in_person", _("In person, with the originals seen")
    CALL_BACK = "call_back", _("By calling back a number the company already held")


class ScanVerdict(TextChoices):
    """What the virus scanner said of the original. Nothing but its own word makes a file clean."""

    NOT_SCANNED = "not_scanned", _("Not checked for viruses")
    CLEAN = "clean", _("No virus found")
    INFECTED = "infected", _("A virus was found")


class NotScanned(TextChoices):
    """Why there is no word of a virus scanner."""

    NOT_CONFIGURED = "not_configured", _("No virus scanner is set up")
    UNREACHABLE = "unreachable", _("The virus scanner does not answer")
    TIMEOUT = "timeout", _("The virus scanner took too long")
    TOO_LARGE = "too_large", _("The virus scanner does not take a file of this size")
    NOT_UNDERSTOOD = "not_understood", _("The virus scanner gave an answer that is not understood")


class FindingCode(TextChoices):
    """What was noticed on a document, for a person to judge. None of it decides anything by itself."""

    QR_CODE = "qr_code", _("A QR code is on the page")
    MY_NUMBER = "my_number", _("A number that may be a My Number is on the page")
    MY_NUMBER_BACK = "my_number_back", _("This is the back of a My Number card")
    MRZ_WRONG = "mrz_wrong", _("The check digits in the machine-readable lines do not fit")
    QUALITY_BLANK = "quality_blank", _("The page is empty or nearly so")
    QUALITY_BLURRED = "quality_blurred", _("The page may be too blurred to be read")
    EXPIRED = "expired", _("The document has expired")
    ISSUED_LONG_AGO = "issued_long_ago", _("The document was issued too long ago")
    NO_ADDRESS = "no_address", _("No address is printed on this document, and the reply goes to that address")
    SAME_IMAGE = "same_image", _("The same file was sent in another case")
    ACTIVE_CONTENT = "active_content", _("A script, attachment or link was removed from the file")
    NOT_SEARCHED = "not_searched", _("The page could not be searched for numbers and QR codes")


# What the law forbids to keep: masked, or judged by a person, before the document can be accepted.
MUST_BE_SETTLED = (
    FindingCode.QR_CODE,
    FindingCode.MY_NUMBER,
    FindingCode.MY_NUMBER_BACK,
    FindingCode.NOT_SEARCHED,
)


class FoundBy(TextChoices):
    """Who or what noticed it."""

    PROGRAM = "program", _("Noticed when the file was made safe")
    RULE = "rule", _("Noticed by comparing dates")
    STAFF = "staff", _("Noted by staff")


class Settlement(TextChoices):
    """What a person made of a finding."""

    MASKED = "masked", _("Masked")
    DISMISSED = "dismissed", _("Judged to be harmless")
    DESTROYED = "destroyed", _("The document was destroyed")


class DestroyReason(TextChoices):
    """Why the copies of a document are destroyed."""

    RETENTION_OVER = "retention_over", _("The time for keeping it is over")
    MUST_NOT_KEEP = "must_not_keep", _("The law does not allow keeping it")
    NOT_OURS = "not_ours", _("It does not belong to this case")
    REQUESTER_ASKED = "requester_asked", _("The requester asked for it")


class DisposalReason(TextChoices):
    """Why stored bytes have to go."""

    MASKED = "masked", _("Replaced by a masked copy")
    DESTROYED = "destroyed", _("The document was destroyed")


class PaperStatus(TextChoices):
    """Where a paper that came by post or at the counter is."""

    HELD = "held", _("Kept at the desk")
    RETURNED = "returned", _("Returned to the requester")
    DESTROYED = "destroyed", _("Destroyed")


class PaperWay(TextChoices):
    """How a paper was returned or destroyed."""

    RECORDED_POST = "recorded_post", _("By recorded mail")
    HANDED_OVER = "handed_over", _("Handed over in person")
    SHREDDER = "shredder", _("In the office shredder")
    CONTRACTOR = "contractor", _("By a contractor who gives a certificate")


class ScanPageState(TextChoices):
    """Where a page of scanned post stands."""

    INBOX = "inbox", _("To be filed by hand")
    COVER = "cover", _("Cover sheet")
    FILED = "filed", _("Filed")
    DISCARDED = "discarded", _("Discarded")


class DiscardReason(TextChoices):
    """Why a page of scanned post belongs to no case."""

    BLANK = "blank", _("The page is empty")
    NOT_A_REQUEST = "not_a_request", _("It has nothing to do with a request")
    SCANNED_AGAIN = "scanned_again", _("It was scanned again")
    CASE_CLOSED = "case_closed", _("Its case is closed; the paper was returned")
