"""Why a clock stands still, starts early, or rings. No tables, no I/O."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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


class ReceiptCorrection(TextChoices):
    """Why the day of receipt is put right."""

    WRITTEN_WRONG = "written_wrong", _("The day was written down wrongly")
    OTHER_DEPARTMENT = "other_department", _("It reached another department of the company first")
    PROVED_BY_POST = "proved_by_post", _("The post shows another day of delivery")


class LatenessReason(TextChoices):
    """Why a reply left after its last day."""

    REQUESTER = "requester", _("The requester answered late")
    SEARCH = "search", _("The search took long")
    DEPARTMENT = "department", _("Another department answered late")
    VOLUME = "volume", _("Too many requests at once")
    ENTERED_LATE = "entered_late", _("It was entered late")
    UNDELIVERED = "undelivered", _("A first reply came back")
    FETCHED_LATE = "fetched_late", _("Released in time, downloaded later")
    OTHER = "other", _("Another reason; see the notes")


# all but what the product finds out by itself
SAID_BY_STAFF = tuple(reason for reason in LatenessReason if reason is not LatenessReason.FETCHED_LATE)


class ExtensionNotice(TextChoices):
    """How a requester was told that the deadline is extended."""

    EMAIL = "email", _("By e-mail")
    POST = "post", _("By post")
    COUNTER = "counter", _("In person at the counter")


class Acknowledgement(TextChoices):
    """How a requester was told that the request arrived."""

    POST = "post", _("By post")
    COUNTER = "counter", _("In person at the counter")
    PHONE = "phone", _("By phone")
    EMAIL = "email", _("By e-mail")


class DeadlineRule(TextChoices):
    """Which clock a deadline row belongs to."""

    TARGET = "target", _("Reply by")
    WARNING_5 = "warning_5", _("Reminder, 5 business days before")
    WARNING_1 = "warning_1", _("Reminder, 1 business day before")
    LATE = "late", _("Reminder, still late")
    ART39 = "art39", _("Two-week mark of article 39")
    ACKNOWLEDGEMENT = "acknowledgement", _("Acknowledge by")
    PAUSE_REVIEW = "pause_review", _("Review the pause")
    EXTENSION_NOTICE = "extension_notice", _("Tell the requester of the extension by")


# the stages of one target, each later than the one before: of several at once only the last is told
LADDER = (DeadlineRule.WARNING_5, DeadlineRule.WARNING_1, DeadlineRule.TARGET, DeadlineRule.LATE)
# each sets the next of its kind when it rings, until the case is closed
REPEATING = (DeadlineRule.LATE, DeadlineRule.PAUSE_REVIEW)
# an open case has a waiting timer of one of these, always
WATCHING = (DeadlineRule.TARGET, DeadlineRule.LATE, DeadlineRule.PAUSE_REVIEW)


class ReminderReader(TextChoices):
    """Who at a desk is written to when a timer rings."""

    ASSIGNEE = "assignee", _("Whoever has the case")
    LEAD = "lead", _("The reviewers of the desk")
    MANAGER = "manager", _("The managers of the desk")


class Upkeep(TextChoices):
    """One duty of the administrators."""

    BACKUP = "backup", _("Backup: none was made for two days")
    RESTORE_DRILL = "restore-drill", _("Restore drill: bring a backup back on another machine, once a quarter")
    ACCESS_REVIEW = "access-review", _("Access review: who still needs their account and role, once a month")
    MASTER_KEY = "master-key", _("Master key: change it, once a year")
