"""The words of the house: every state, verb, role, topic and kind, each with its label. No tables, no I/O."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where a case stands. `models/workflow.py` holds what may follow what."""

    RECEIVED = "received", _("Received")
    IDENTITY_VERIFIED = "identity_verified", _("Identity verified")
    DECIDED = "decided", _("Decided")
    REPLIED = "replied", _("Replied")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_STATES = (State.RECEIVED, State.IDENTITY_VERIFIED, State.DECIDED)
CLOSED_STATES = (State.REPLIED, State.WITHDRAWN)


class Action(TextChoices):
    """Every verb that writes a case. Each value is the name of a method in `models/workflow.py`."""

    SUBMIT_REQUEST = "submit_request", _("Receive the request")
    ASSIGN = "assign", _("Assign")
    ACKNOWLEDGE = "acknowledge", _("Record the acknowledgement")
    ADD_NOTE = "add_note", _("Add a note")
    CORRECT_PERSON = "correct_person", _("Correct name, address or contact")
    ADD_DOCUMENT = "add_document", _("Add a document")
    RECORD_REBUILD = "record_rebuild", _("Record the safe copy of a document")
    ACCEPT_ITEM = "accept_item", _("Accept the item")
    REJECT_ITEM = "reject_item", _("Reject the item")
    WAIVE_ITEM = "waive_item", _("Waive the item")
    ASK_FOR_MORE = "ask_for_more", _("Ask for what is missing")
    PAUSE_CLOCK = "pause_clock", _("Pause the deadline")
    RESUME_CLOCK = "resume_clock", _("Resume the deadline")
    VERIFY_IDENTITY = "verify_identity", _("Confirm identity")
    REFUSE_ON_PROCEDURE = "refuse_on_procedure", _("Refuse on procedure")
    DECIDE_RIGHT = "decide_right", _("Decide the right")
    DECIDE = "decide", _("Close the decision")
    APPROVE_LETTER = "approve_letter", _("Approve the letter")
    ATTACH_PDF = "attach_pdf", _("Attach the rendered letter")
    SEND_REPLY = "send_reply", _("Release the reply")
    MARK_REPLIED = "mark_replied", _("Record the delivery")
    RECORD_RETURN = "record_return", _("Record the return of the reply")
    WITHDRAW = "withdraw", _("Withdraw the request")
    FIRE_DEADLINE = "fire_deadline", _("Send a reminder")


class Role(TextChoices):
    """What a member of staff may be at a desk."""

    CLERK = "clerk", _("Clerk")
    REVIEWER = "reviewer", _("Reviewer")
    MANAGER = "manager", _("Manager")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


class Impersonal(TextChoices):
    """Who acts when no member of staff does."""

    SYSTEM = "system", _("System")
    REQUESTER = "requester", _("Requester")


class Topic(TextChoices):
    """Every effect on the outside world that an outbox row may ask for."""

    MAIL_RECEIVED = "mail.received", _("Mail: request received")
    MAIL_MORE_NEEDED = "mail.more_needed", _("Mail: something is missing")
    MAIL_REPLY_READY = "mail.reply_ready", _("Mail: the reply is ready")
    MAIL_REPLIED = "mail.replied", _("Mail: the reply was sent")
    MAIL_WITHDRAWN = "mail.withdrawn", _("Mail: withdrawal confirmed")
    MAIL_REMINDER = "mail.reminder", _("Mail: reminder to staff")
    FILE_REBUILD = "file.rebuild", _("Rebuild a document as safe pages")
    LETTER_RENDER = "letter.render", _("Render a letter as PDF")


class Regime(TextChoices):
    """The law that serves a case; `law/regimes.py` holds its clock."""

    JP_APPI = "JP-APPI", _("Japan: Act on the Protection of Personal Information")
    EU_GDPR = "EU-GDPR", _("EEA: General Data Protection Regulation")
    UK_GDPR = "UK", _("United Kingdom: UK GDPR")
    US_CA = "US-CA", _("California: CCPA")


class Kind(TextChoices):
    """What a data subject may ask. `law/kinds.py` says under which article, regime and fee."""

    PURPOSE_NOTIFICATION = "purpose_notification", _("Notification of the purpose of use")
    DISCLOSURE = "disclosure", _("Disclosure")
    PROVISION_RECORDS = "provision_records", _("Disclosure of third-party-provision records")
    CORRECTION = "correction", _("Correction, addition or deletion")
    CEASE_USE_VIOLATION = "cease_use_violation", _("Stop of use or erasure (handled against the law)")
    CEASE_PROVISION = "cease_provision", _("Stop of provision to third parties (against the law)")
    CEASE_USE = "cease_use", _("Stop of use, erasure or stop of provision (no longer needed, leak, or harm)")
    GDPR_ACCESS = "gdpr_access", _("Access (GDPR)")
    GDPR_RECTIFICATION = "gdpr_rectification", _("Rectification (GDPR)")
    GDPR_ERASURE = "gdpr_erasure", _("Erasure (GDPR)")
    GDPR_RESTRICTION = "gdpr_restriction", _("Restriction of processing (GDPR)")
    GDPR_PORTABILITY = "gdpr_portability", _("Data portability (GDPR)")
    GDPR_OBJECTION = "gdpr_objection", _("Objection to processing (GDPR)")
    CCPA_KNOW = "ccpa_know", _("Right to know (CCPA)")
    CCPA_DELETE = "ccpa_delete", _("Deletion (CCPA)")
    CCPA_CORRECT = "ccpa_correct", _("Correction (CCPA)")
    CCPA_OPT_OUT = "ccpa_opt_out", _("Opt-out of sale or sharing (CCPA)")
    CCPA_LIMIT = "ccpa_limit", _("Limit on the use of sensitive personal information (CCPA)")


class Outcome(TextChoices):
    """How one right was decided."""

    GRANTED = "granted", _("Granted")
    PARTLY_GRANTED = "partly_granted", _("Granted in part")
    REFUSED = "refused", _("Refused")
    NOT_HELD = "not_held", _("Nothing held")
    OTHER_METHOD = "other_method", _("Granted by another method")
    SUBSTITUTE = "substitute", _("Substitute measure")


class Channel(TextChoices):
    """How a request reached the company."""

    WEB = "web", _("Web form")
    POST = "post", _("Post")
    COUNTER = "counter", _("Counter")
    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")


class RequesterType(TextChoices):
    """Who asks (APPI art. 37(3), Cabinet Order art. 13)."""

    PRINCIPAL = "principal", _("The data subject")
    MINOR_AGENT = "minor_agent", _("Statutory agent of a minor")
    ADULT_WARD_AGENT = "adult_ward_agent", _("Statutory agent of an adult ward")
    APPOINTED_AGENT = "appointed_agent", _("Agent appointed by the data subject")
    QUALIFIED_AGENT = "qualified_agent", _("Attorney, judicial scrivener or administrative scrivener")


class PartyRole(TextChoices):
    """The part a person plays in a case."""

    PRINCIPAL = "principal", _("Data subject")
    AGENT = "agent", _("Agent")


class ReplyMethod(TextChoices):
    """How the requester wants the reply (APPI art. 33(2), Rules art. 30)."""

    ELECTRONIC = "electronic", _("Electronic record (download)")
    WRITING = "writing", _("In writing (post)")
    VIEWING = "viewing", _("Viewing or listening at the desk")


class DeliveryChannel(TextChoices):
    """How a letter left the building."""

    FOLLOW_PAGE = "follow_page", _("Downloaded from the status page")
    RECORDED_POST = "recorded_post", _("Recorded mail (simplified registered)")
    RESTRICTED_POST = "restricted_post", _("Restricted-delivery mail")
    COUNTER = "counter", _("Handed over at the counter")


BY_POST = (DeliveryChannel.RECORDED_POST, DeliveryChannel.RESTRICTED_POST)


class ItemStatus(TextChoices):
    """Where one line of the checklist stands."""

    WANTED = "wanted", _("Outstanding")
    RECEIVED = "received", _("Submitted")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")
    WAIVED = "waived", _("Waived")


SETTLED_ITEMS = (ItemStatus.ACCEPTED, ItemStatus.WAIVED)


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
    MANDATE_TOO_NARROW = "mandate_too_narrow", _("The mandate does not cover this request")


class DocumentStatus(TextChoices):
    """Where an uploaded file stands. Staff only ever see rebuilt pages."""

    STORED = "stored", _("Being converted")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be read")


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


class PauseReason(TextChoices):
    """Why the desk target stands still."""

    PAPERS = "papers", _("Waiting for papers from the requester")
    SPECIFICATION = "specification", _("Waiting for the requester to say which data")
    FEE = "fee", _("Waiting for the fee")


class BackdateReason(TextChoices):
    """Why a request is entered with a day of receipt before today."""

    ENTERED_LATE = "entered_late", _("It arrived at the desk earlier and is entered only now")
    OTHER_DEPARTMENT = "other_department", _("It reached another department of the company first")
    CLOSED_DAY = "closed_day", _("It arrived on a day on which the desk was closed")


class Acknowledgement(TextChoices):
    """How a requester was told that the request arrived."""

    POST = "post", _("By post")
    COUNTER = "counter", _("In person at the counter")
    PHONE = "phone", _("By phone")
    EMAIL = "email", _("By e-mail")


class IdentityMethod(TextChoices):
    """How a person was confirmed as a whole, beside the lines of the checklist."""

    DOCUMENTS = "documents", _("By the documents of the checklist")
    IN_PERSON = "in_person", _("In person, with the originals seen")
    CALL_BACK = "call_back", _("By calling back a number the company already held")


class DeadlineRule(TextChoices):
    """Which clock a deadline row belongs to."""

    TARGET = "target", _("Reply by")
    WARNING_5 = "warning_5", _("Reminder, 5 business days before")
    WARNING_1 = "warning_1", _("Reminder, 1 business day before")
    ART39 = "art39", _("Two-week mark of article 39")
    ACKNOWLEDGEMENT = "acknowledgement", _("Acknowledge by")
    PAUSE_REVIEW = "pause_review", _("Review the pause")


class ViewSubject(TextChoices):
    """What personal data somebody looked at."""

    CASE = "case", _("Case page")
    LIST = "list", _("List of cases")
    PAGE = "page", _("Page of a document")
    LETTER = "letter", _("Letter")
    PREVIEW = "preview", _("Letter preview")
    EXPORT = "export", _("Export")
