"""What a change of the rules means for one request: the lines that come, go, or ask for something else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from dsr.law.evidence.checklist import RequirementOnDay, checklist_for_kinds
from dsr.law.evidence.expressions import WayBundle
from dsr.law.evidence.requirements import EvidenceRules
from dsr.vocabulary import Channel, Kind, Regime, RequesterType


@dataclass(frozen=True, slots=True)
class LineChange:
    """One line under the old and the new rules; None where it is not asked for."""

    code: str
    before: RequirementOnDay | None
    after: RequirementOnDay | None

    @property
    def what(self) -> str:
        """`added`, `removed` or `changed`."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"


def changes(
    old: EvidenceRules,
    new: EvidenceRules,
    *,
    requester_type: RequesterType,
    channel: Channel,
    on: date,
    kinds: Iterable[Kind],
    regime: Regime,
) -> tuple[LineChange, ...]:
    """Return the lines of such a request on that day (Asia/Tokyo date) that two versions of the rules see differently.

    Only what is asked of people counts: a line that the policy words otherwise and that asks the same is no change.
    """
    before, after = (
        {
            line.code: line
            for line in checklist_for_kinds(
                rules, requester_type=requester_type, channel=channel, on=on, kinds=tuple(kinds), regime=regime
            )
        }
        for rules in (old, new)
    )
    codes = dict.fromkeys((*before, *after))
    both = (LineChange(code, before.get(code), after.get(code)) for code in codes)
    return tuple(each for each in both if _asks(each.before) != _asks(each.after))


def _asks(line: RequirementOnDay | None) -> dict[str, Any] | None:
    """Return what a line asks, without the order of its ways."""
    if line is None:
        return None
    return {
        "of": line.of,
        "purpose": line.requirement.purpose,
        "original": line.requirement.original,
        "conditions": frozenset(line.conditions),
        "papers": {code: frozenset(asked) for code, asked in line.conditions_of_papers.items()},
        "bundles": [way.stored() for way in line.usable if isinstance(way, WayBundle)],
        "codes": frozenset(line.codes),
        "elsewhere": {way.code: frozenset(way.channels) for way in line.other_channel},
    }
