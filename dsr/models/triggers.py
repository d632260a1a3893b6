"""What the database itself refuses: an unlawful move, any change of the audits, a reply to an unproved contact."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from dsr.models import release_triggers

APPEND_ONLY = ("dsr_caseevent", "dsr_viewevent", "dsr_membershipchange", "dsr_attestation")

# A receipt is completed once, by the store's word, and stays.
_DISPOSAL = "dsr_disposal"
_COMPLETED = (
    "OLD.confirmed_at IS NOT NULL OR NEW.confirmed_at IS NULL OR OLD.id <> NEW.id OR OLD.key <> NEW.key "
    "OR OLD.document_id <> NEW.document_id OR OLD.why <> NEW.why OR OLD.asked_at <> NEW.asked_at "
    "OR OLD.key_sha256 <> NEW.key_sha256"
)

# INSERT OR REPLACE deletes a row of SQLite without firing the triggers on DELETE
_NO_REPLACE = (
    "CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
    "WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken}) "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
)
_SAME_ROW = {"dsr_caseevent": "id = NEW.id OR (case_id = NEW.case_id AND seq = NEW.seq)"}


def legal_moves() -> list[tuple[str, str]]:
    """Return every (from, to) of the transition table, for the trigger that enforces it."""
    # the model is not loaded yet when this module is imported by apps.py
    from dsr.models.case import Case  # noqa: PLC0415 - see above

    transitions = Case._meta.get_field("state").get_all_transitions(Case)
    return sorted({(str(t.source), str(t.target)) for t in transitions if t.target is not None})


def install(alias: str = DEFAULT_DB_ALIAS) -> None:
    """Create the triggers anew. Runs after every migrate: SQLite drops them when it rebuilds a table."""
    remove(alias)
    statements = _for_postgresql if connections[alias].vendor == "postgresql" else _for_sqlite
    moves = ", ".join(f"'{source}>{target}'" for source, target in legal_moves())
    with connections[alias].cursor() as cursor:
        for statement in (*statements(moves), *release_triggers.statements(connections[alias].vendor)):
            cursor.execute(statement)


def remove(alias: str = DEFAULT_DB_ALIAS) -> None:
    """Drop the triggers. For the test runner, which has to empty the tables."""
    postgresql = connections[alias].vendor == "postgresql"
    with connections[alias].cursor() as cursor:
        _drop(cursor, {"dsr_legal_move": "dsr_case", **release_triggers.TABLE_OF}, postgresql=postgresql)
        for table in (*APPEND_ONLY, _DISPOSAL):
            for event in ("update", "delete", "truncate", "replace"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}" + (f" ON {table}" if postgresql else ""))


def remove_before_migrate(*, using: str, **_: Any) -> None:
    """Answer pre_migrate: SQLite renames no table while a trigger elsewhere names it. What asks one table alone stays.

    A database whose migration failed lacks these until the next migrate; nothing is served from it.
    """
    with connections[using].cursor() as cursor:
        _drop(cursor, release_triggers.TABLE_OF, postgresql=connections[using].vendor == "postgresql")


def install_after_migrate(*, using: str, **_: Any) -> None:
    """Answer post_migrate: install once the tables exist."""
    if {*APPEND_ONLY, _DISPOSAL} <= set(connections[using].introspection.table_names()):
        install(using)


def _drop(cursor: Any, table_of: dict[str, str], *, postgresql: bool) -> None:
    for trigger, table in table_of.items():
        cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}" + (f" ON {table}" if postgresql else ""))


def _for_sqlite(moves: str) -> list[str]:
    append_only = [
        f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in APPEND_ONLY
        for event in ("update", "delete")
    ]
    no_replace = [_NO_REPLACE.format(table=table, taken=_SAME_ROW.get(table, "id = NEW.id")) for table in APPEND_ONLY]
    legal_move = (
        "CREATE TRIGGER dsr_legal_move BEFORE UPDATE OF state ON dsr_case "
        f"WHEN OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN ({moves}) "
        "BEGIN SELECT RAISE(ABORT, 'illegal change of state'); END"
    )
    disposal = [
        (
            f"CREATE TRIGGER {_DISPOSAL}_no_update BEFORE UPDATE ON {_DISPOSAL} WHEN {_COMPLETED} "
            f"BEGIN SELECT RAISE(ABORT, '{_DISPOSAL} is append-only'); END"
        ),
        (
            f"CREATE TRIGGER {_DISPOSAL}_no_delete BEFORE DELETE ON {_DISPOSAL} "
            f"BEGIN SELECT RAISE(ABORT, '{_DISPOSAL} is append-only'); END"
        ),
        _NO_REPLACE.format(table=_DISPOSAL, taken="id = NEW.id OR key = NEW.key"),
    ]
    return [*append_only, *no_replace, *disposal, legal_move]


def _for_postgresql(moves: str) -> list[str]:
    refuse = (
        "CREATE OR REPLACE FUNCTION dsr_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    append_only = [
        f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} "
        f"FOR EACH {'STATEMENT' if event == 'truncate' else 'ROW'} "
        f"EXECUTE FUNCTION dsr_refuse('{table} is append-only')"
        for table in APPEND_ONLY
        for event in ("update", "delete", "truncate")
    ]
    legal_move = (
        "CREATE TRIGGER dsr_legal_move BEFORE UPDATE OF state ON dsr_case FOR EACH ROW "
        f"WHEN (OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN ({moves})) "
        "EXECUTE FUNCTION dsr_refuse('illegal change of state')"
    )
    stays = f"EXECUTE FUNCTION dsr_refuse('{_DISPOSAL} is append-only')"
    disposal = [
        f"CREATE TRIGGER {_DISPOSAL}_no_update BEFORE UPDATE ON {_DISPOSAL} FOR EACH ROW WHEN ({_COMPLETED}) {stays}",
        f"CREATE TRIGGER {_DISPOSAL}_no_delete BEFORE DELETE ON {_DISPOSAL} FOR EACH ROW {stays}",
        f"CREATE TRIGGER {_DISPOSAL}_no_truncate BEFORE TRUNCATE ON {_DISPOSAL} FOR EACH STATEMENT {stays}",
    ]
    return [refuse, *append_only, *disposal, legal_move]
