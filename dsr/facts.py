"""What each entry of the journal may carry: codes, numbers, ids and dates. Never a name, never free text (rule R14)."""

from dsr.vocabulary import Action

_ALWAYS = frozenset({"reason_code"})

FACTS: dict[Action, frozenset[str]] = {
    Action.SUBMIT_REQUEST: frozenset(
        {"channel", "kinds", "requester_type", "received_on", "backdate_reason", "policy_version", "due_on", "regime"}
    ),
    Action.ASSIGN: frozenset({"assignee"}),
    Action.ACKNOWLEDGE: frozenset({"how"}),
    Action.ADD_NOTE: frozenset({"note"}),
    Action.CORRECT_PERSON: frozenset({"of", "fields", "revoked"}),
    Action.ADD_DOCUMENT: frozenset({"document", "item", "bytes", "content_type", "resumed_on", "due_on", "due_before"}),
    Action.RECORD_REBUILD: frozenset({"document", "item", "pages", "outcome", "verdict", "findings", *_ALWAYS}),
    Action.RECORD_VERDICT: frozenset({"document", "item", "verdict", *_ALWAYS}),
    Action.DESCRIBE_DOCUMENT: frozenset({"document", "evidence", "findings"}),
    Action.SETTLE_FINDING: frozenset({"document", "finding", "settlement", *_ALWAYS}),
    Action.MASK_DOCUMENT: frozenset({"document", "boxes", "pages"}),
    Action.DESTROY_DOCUMENT: frozenset({"document", "evidence", "files", *_ALWAYS}),
    Action.RECORD_SHREDDING: frozenset({"document", "files", *_ALWAYS}),
    Action.RECORD_PAPER: frozenset({"paper", "evidence", "status", "on", "way", "witness", *_ALWAYS}),
    Action.PROVE_CONTACT: frozenset({"of", "medium", "basis", "record_changed_on", "revoked"}),
    Action.ASK_PRINCIPAL: frozenset({"medium"}),
    Action.SET_HOLD: frozenset({"on", *_ALWAYS}),
    Action.LIFT_HOLD: frozenset({"on", *_ALWAYS}),
    Action.ADD_ITEM: frozenset({"item", "evidence", "instead_of", *_ALWAYS}),
    Action.ACCEPT_ITEM: frozenset({"item", "evidence", *_ALWAYS}),
    Action.REJECT_ITEM: frozenset({"item", *_ALWAYS}),
    Action.WAIVE_ITEM: frozenset({"item", *_ALWAYS}),
    Action.ASK_FOR_MORE: frozenset({"items"}),
    Action.PAUSE_CLOCK: frozenset({"from_on", "due_on", "due_before", *_ALWAYS}),
    Action.RESUME_CLOCK: frozenset({"on", "due_on", "due_before"}),
    Action.EXTEND_CLOCK: frozenset({"due_on", "due_before", "notice_by"}),
    Action.ANNOUNCE_EXTENSION: frozenset({"announced_by", "on"}),
    Action.CORRECT_RECEIPT: frozenset({"received_on", "received_before", "due_on", "due_before", *_ALWAYS}),
    Action.RECOMPUTE_DEADLINE: frozenset({"due_on", "due_before", "calendar_version", "calendar_before"}),
    Action.VERIFY_IDENTITY: frozenset({"method"}),
    Action.REFUSE_ON_PROCEDURE: frozenset({"ground"}),
    Action.DECIDE_RIGHT: frozenset({"right", "kind", "outcome", "ground"}),
    Action.DECIDE: frozenset({"outcomes"}),
    Action.APPROVE_LETTER: frozenset({"letter", "number", "text_sha256"}),
    Action.ATTACH_PDF: frozenset({"letter", "sha256", "bytes", "pages"}),
    Action.SEND_REPLY: frozenset({"letter", "due_on", "late_because"}),
    Action.MARK_REPLIED: frozenset({"letter", "channel", "delivered_on", "delivery", "due_on", "late_because"}),
    Action.RECORD_RETURN: frozenset({"letter", "delivery", "returned_on"}),
    Action.WITHDRAW: frozenset({"withdrawn_by"}),
    Action.FIRE_DEADLINE: frozenset({"rule", "due_on", "version", "late_by_days", "skipped_late"}),
    Action.RESTORE_TIMERS: frozenset({"due_on", "version"}),
}
