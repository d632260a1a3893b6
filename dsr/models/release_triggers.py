"""The release rule in the database's own words: no reply to a contact that nobody confirmed, whoever writes the row.

`Case.may_leave_by` asks the same; a test holds the two together over every channel and every proof.
"""

from dsr.law.tiers import CONFIRMS_ITSELF, PROOF, PROOFS
from dsr.vocabulary import DeliveryChannel

TABLE_OF = {
    "dsr_reply_unproved_release": "dsr_case",
    "dsr_reply_unproved_delivery": "dsr_delivery",
    "dsr_release_needs_kept": "dsr_case",
    "dsr_case_born_unreleased": "dsr_case",
    "dsr_proof_only_revoked": "dsr_contactproof",
}
UNPROVED = "the reply goes only to a confirmed contact"
LOOSENED = "what a release needs is set when the request arrives"
REWRITTEN = "a proof can only be revoked"

_FITTING = ", ".join(f"'{way}>{row.medium}>{row.basis}'" for row in PROOFS for way in row.opens)
_FREE = ", ".join(f"'{way}'" for way in sorted(CONFIRMS_ITSELF))
_FOLLOW_PAGE = f"'{DeliveryChannel.FOLLOW_PAGE}'"


def _unproved(case_id: str, channel: str) -> str:
    """Return the condition under which a reply may not leave; both databases read it."""
    return (
        "EXISTS (SELECT 1 FROM dsr_case c "  # noqa: S608 - the parts are words of the house and names of columns
        f"WHERE c.id = {case_id} AND c.release_needs = '{PROOF}' AND {channel} NOT IN ({_FREE}) "
        "AND (c.refused_by_id IS NULL OR c.verified_at IS NOT NULL) "
        "AND NOT EXISTS (SELECT 1 FROM dsr_contactproof p WHERE p.case_id = c.id AND p.revoked_at IS NULL "
        "AND p.role = CASE c.requester_type WHEN 'principal' THEN 'principal' ELSE 'agent' END "
        f"AND {channel} || '>' || p.medium || '>' || p.basis IN ({_FITTING})))"
    )


# trigger -> (event, condition, what it says). The subquery of the first two reads the case as it was before.
_BECOMES_RELEASED = "OLD.released_at IS NULL AND NEW.released_at IS NOT NULL"
_LOOSENS = f"OLD.release_needs = '{PROOF}' AND NEW.release_needs <> '{PROOF}'"
_BORN_RELEASED = f"NEW.release_needs = '{PROOF}' AND NEW.released_at IS NOT NULL"
_KEPT = ("case_id", "role", "medium", "basis", "value_hash", "record_changed_on")


def _rules(unproved: str, differs: str) -> dict[str, tuple[str, str, str]]:
    rewritten = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in _KEPT)
    return {
        "dsr_reply_unproved_release": (
            "UPDATE OF released_at",
            f"{_BECOMES_RELEASED} AND {unproved.format(case='NEW.id', channel=_FOLLOW_PAGE)}",
            UNPROVED,
        ),
        "dsr_reply_unproved_delivery": ("INSERT", unproved.format(case="NEW.case_id", channel="NEW.channel"), UNPROVED),
        "dsr_case_born_unreleased": ("INSERT", _BORN_RELEASED, UNPROVED),
        "dsr_release_needs_kept": ("UPDATE OF release_needs", _LOOSENS, LOOSENED),
        "dsr_proof_only_revoked": ("UPDATE", f"OLD.revoked_at IS NOT NULL OR {rewritten}", REWRITTEN),
    }


def statements(vendor: str) -> list[str]:
    """Return the statements that create the triggers of a database, "sqlite" or "postgresql"."""
    if vendor == "postgresql":
        return [_FUNCTION, *map(_on_postgresql, _rules("dsr_unproved({case}, {channel})", "IS DISTINCT FROM").items())]
    inline = _unproved("{case}", "{channel}")
    return [_on_sqlite(rule) for rule in _rules(inline, "IS NOT").items()]


# a trigger of PostgreSQL may not ask another table in its condition, but it may call a function that does
_FUNCTION = (
    "CREATE OR REPLACE FUNCTION dsr_unproved(asked_case uuid, asked_channel text) RETURNS boolean LANGUAGE sql STABLE "
    f"AS $$ SELECT {_unproved('asked_case', 'asked_channel')} $$"
)


def _on_sqlite(rule: tuple[str, tuple[str, str, str]]) -> str:
    name, (event, condition, says) = rule
    return (
        f"CREATE TRIGGER {name} BEFORE {event} ON {TABLE_OF[name]} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
    )


def _on_postgresql(rule: tuple[str, tuple[str, str, str]]) -> str:
    name, (event, condition, says) = rule
    return (
        f"CREATE TRIGGER {name} BEFORE {event} ON {TABLE_OF[name]} FOR EACH ROW WHEN ({condition}) "
        f"EXECUTE FUNCTION dsr_refuse('{says}')"
    )
