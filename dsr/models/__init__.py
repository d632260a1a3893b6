"""Floor 1, nouns: fields, constraints and querysets. No verbs: only `dsr.actions` writes a case."""

from dsr.models.case import Case, CaseKey, CaseQuerySet, Note, Party, RequestedRight, SearchToken
from dsr.models.checklist import ChecklistItem
from dsr.models.clock import ClockExtension, ClockPause, ClockStep, Deadline, Heartbeat, TickHold
from dsr.models.contact import ContactProof
from dsr.models.decision import Delivery, Letter, LetterSeries
from dsr.models.desk import Calendar, Desk, DeskPolicy
from dsr.models.document import Attestation, Disposal, Document, Finding, Page
from dsr.models.draft import Draft, DraftFile
from dsr.models.feed import CalendarFeed
from dsr.models.installation import Installation
from dsr.models.journal import CaseEvent, JournalAnchor, ViewEvent
from dsr.models.membership_change import MembershipChange
from dsr.models.outbox import OutboxMessage
from dsr.models.paper import PaperRecord, ScanBatch, ScanPage
from dsr.models.staff import DeskMembership, User

__all__ = [
    "Attestation",
    "Calendar",
    "CalendarFeed",
    "Case",
    "CaseEvent",
    "CaseKey",
    "CaseQuerySet",
    "ChecklistItem",
    "ClockExtension",
    "ClockPause",
    "ClockStep",
    "ContactProof",
    "Deadline",
    "Delivery",
    "Desk",
    "DeskMembership",
    "DeskPolicy",
    "Disposal",
    "Document",
    "Draft",
    "DraftFile",
    "Finding",
    "Heartbeat",
    "Installation",
    "JournalAnchor",
    "Letter",
    "LetterSeries",
    "MembershipChange",
    "Note",
    "OutboxMessage",
    "Page",
    "PaperRecord",
    "Party",
    "RequestedRight",
    "ScanBatch",
    "ScanPage",
    "SearchToken",
    "TickHold",
    "User",
    "ViewEvent",
]
