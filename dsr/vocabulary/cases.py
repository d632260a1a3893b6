"""Where a case stands, every verb that writes it, who acts, and which effects on the world a change may ask for."""

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
    ADD_ITEM = "add_item", _("Ask for a further document")
    DESCRIBE_DOCUMENT = "describe_document", _("Note what the document is")
    SETTLE_FINDING = "settle_finding", _("Judge the warning")
    MASK_DOCUMENT = "mask_document", _("Mask the document")
    DESTROY_DOCUMENT = "destroy_document", _("Destroy the document")
    RECORD_SHREDDING = "record_shredding", _("Confirm the destruction")
    RECORD_VERDICT = "record_verdict", _("Record the virus check")
    RECORD_PAPER = "record_paper", _("Record where the paper is")
    PROVE_CONTACT = "prove_contact", _("Confirm a contact")
    ASK_PRINCIPAL = "ask_principal", _("Ask the data subject")
    SET_HOLD = "set_hold", _("Set a legal hold")
    LIFT_HOLD = "lift_hold", _("Lift the legal hold")
    ASK_FOR_MORE = "ask_for_more", _("Ask for what is missing")
    PAUSE_CLOCK = "pause_clock", _("Pause the deadline")
    RESUME_CLOCK = "resume_clock", _("Resume the deadline")
    EXTEND_CLOCK = "extend_clock", _("Extend the deadline")
    ANNOUNCE_EXTENSION = "announce_extension", _("Record the notice of the extension")
    CORRECT_RECEIPT = "correct_receipt", _("Correct the day of receipt")
    RECOMPUTE_DEADLINE = "recompute_deadline", _("Recompute the deadline")
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
    RESTORE_TIMERS = "restore_timers", _("Set lost reminders anew")


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
    MAIL_EXTENDED = "mail.extended", _("Mail: the deadline is extended")
    MAIL_REPLY_READY = "mail.reply_ready", _("Mail: the reply is ready")
    MAIL_REPLIED = "mail.replied", _("Mail: the reply was sent")
    MAIL_WITHDRAWN = "mail.withdrawn", _("Mail: withdrawal confirmed")
    MAIL_PRINCIPAL_ASKED = "mail.principal_asked", _("Mail: the data subject is asked about the agent")
    MAIL_REMINDER = "mail.reminder", _("Mail: reminder to staff")
    MAIL_DIGEST = "mail.digest", _("Mail: the day of a desk")
    MAIL_WEEKLY = "mail.weekly", _("Mail: the week of a desk, to its managers")
    FILE_REBUILD = "file.rebuild", _("Rebuild a document as safe pages")
    FILE_SHRED = "file.shred", _("Delete the stored files of a document")
    LETTER_RENDER = "letter.render", _("Render a letter as PDF")
    SCAN_SPLIT = "scan.split", _("Split scanned post at its cover sheets")
    SCAN_SHRED = "scan.shred", _("Delete the stored files of scanned post")


class ViewSubject(TextChoices):
    """What personal data somebody looked at."""

    CASE = "case", _("Case page")
    LIST = "list", _("List of cases")
    PAGE = "page", _("Page of a document")
    LETTER = "letter", _("Letter")
    PREVIEW = "preview", _("Letter preview")
    EXPORT = "export", _("Export")
    VIEWS = "views", _("Report of who saw what")
    SCAN = "scan", _("Page of scanned post")
