"""What a new version of a desk's policy changes: in the checklist of one request, and in those of the open cases."""

from collections.abc import Iterable, Iterator
from typing import Any

from dsr.law.evidence import LineChange, RequirementOnDay, changes
from dsr.models import DeskPolicy
from dsr.queries.rule_changes import TouchedCase, touched_cases

_SHOWN = 20


def compared(old: DeskPolicy, new: DeskPolicy, request: dict[str, Any] | None) -> dict[str, Any]:
    """Return as plain data what changes for such a request, if one is given, and which open cases are touched."""
    rules = old.profile.evidence_rules, new.profile.evidence_rules
    lines = changes(*rules, **request) if request else ()
    touched = touched_cases(new, pinned_to=old)
    return {
        "desk": new.desk.slug,
        "old": old.version,
        "new": new.version,
        "changes": [_change(each) for each in lines],
        "cases": [
            {"number": each.case.number, "changes": [_change(line) for line in each.changes]} for each in touched
        ],
        "words": [*(_line_in_words(each) for each in lines), *cases_in_words(new, touched)],
    }


def _change(change: LineChange) -> dict[str, Any]:
    return {
        "code": change.code,
        "what": change.what,
        "before": _asks(change.before),
        "after": _asks(change.after),
    }


def _asks(line: RequirementOnDay | None) -> dict[str, Any] | None:
    return {"ways": line.ways(), "demands": line.demands(), "any_of": line.stored_ways} if line else None


def _line_in_words(change: LineChange) -> str:
    before, after = (
        f"{line.ways()} {line.demands()}".strip() if line else "-" for line in (change.before, change.after)
    )
    return f"{change.code}: {change.what}: {before} -> {after}"


def cases_in_words(new: DeskPolicy, touched: Iterable[TouchedCase]) -> Iterator[str]:
    """Say which open cases would have another checklist under a version: number of the case, lines."""
    cases = list(touched)
    yield f"open cases with another checklist under version {new.version}: {len(cases)}; they keep the one they have"
    for each in cases[:_SHOWN]:
        yield f"  {each.case.number}: {', '.join(f'{line.code} {line.what}' for line in each.changes)}"
    if len(cases) > _SHOWN:
        command = f"manage.py checklist --desk {new.desk.slug} --compare OLD {new.version} --json"
        yield f"  and {len(cases) - _SHOWN} more: {command}"
