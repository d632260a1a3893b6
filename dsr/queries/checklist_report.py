"""A checklist and the papers at hand as plain data: what is asked, what satisfies it, what is missing and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dsr.law.evidence import (
    EVIDENCE,
    Held,
    Match,
    RequirementOnDay,
    Settled,
    Verdict,
    Way,
    WayBundle,
    missing,
    settled,
    why_not_counted,
)

STATUS = {Verdict.NOT_MET: "missing", Verdict.TO_JUDGE: "to_judge", Verdict.MET: "met"}


@dataclass(frozen=True)
class ChecklistReport:
    """The lines of one request with what is at hand. Words are those of the active language."""

    lines: tuple[RequirementOnDay, ...]
    held: tuple[Held, ...]

    def as_json(self) -> dict[str, Any]:
        """Return everything as data for JSON; docs/operating.md explains the keys."""
        by_code = {each.line.code: each for each in settled(self.lines, self.held)}
        lacking = missing(self.lines, self.held)
        why = {each.line.code: list(each.sentences()) for each in lacking}
        return {
            "complete": not lacking,
            "to_judge": [question for each in by_code.values() for question in each.questions()],
            "missing": [each.line.code for each in lacking],
            "items": [_item(line, by_code.get(line.code), why.get(line.code, [])) for line in self.lines],
            "have": [_paper(self.lines, each, list(by_code.values())) for each in self.held],
        }


def _item(line: RequirementOnDay, found: Settled | None, why: list[str]) -> dict[str, Any]:
    verdict = found.verdict if found else Verdict.NOT_MET
    return {
        "code": line.code,
        "label": str(line.label),
        "of": line.of.value,
        "proves": line.requirement.purpose.value,
        "original": line.requirement.original,
        "conditions": [condition.value for condition in line.conditions],
        "any_of": [_way(way, line) for way in line.usable],
        "expression": line.stored_ways,
        "counts_only_by": {way.code: [channel.value for channel in way.channels] for way in line.other_channel},
        "no_longer_valid": [
            {
                "code": ended.code,
                "last_day": ended.last_day.isoformat() if ended.last_day else None,
                "successors": list(ended.successors),
            }
            for ended in line.closed
        ],
        "status": STATUS[verdict],
        "met_by": [_match(match) for match in found.by] if found else [],
        "to_judge": list(found.questions()) if found else [],
        "why": why,
    }


def _way(way: Way | WayBundle, line: RequirementOnDay) -> dict[str, Any]:
    kind = way.kind
    row: dict[str, Any] = {"code": kind.code, "label": str(kind.label)}
    if isinstance(way, WayBundle):
        return row | {"need": way.need, "of_these": [_way(each, line) for each in way.ways]}
    row["conditions"] = [condition.value for condition in way.conditions]
    row |= {"stands_for": way.stands_for} if way.stands_for else {}
    row |= {"of": way.of.value} if way.of else {}
    return row | ({"channels": [channel.value for channel in way.channels]} if way.channels else {})


def _match(match: Match) -> dict[str, Any]:
    return {
        "code": match.held.counts_as,
        "of": match.held.of.value,
        "to_judge": [condition.value for condition in match.unknown],
    }


def _paper(lines: Sequence[RequirementOnDay], held: Held, found: Sequence[Settled]) -> dict[str, Any]:
    """Say of one paper which lines it satisfies or helps to satisfy, and otherwise why it does not count."""
    used = [each.line.code for each in found if any(match.held == held for match in each.by)]
    counts = used or [line.code for line in lines if line.is_met_by([held])]
    row: dict[str, Any] = {"code": held.counts_as, "label": str(EVIDENCE[held.code].label), "of": held.of.value}
    why = [] if counts else [why_not_counted(line, held) for line in _meant_for(lines, held)]
    return row | {"counts_for": counts, "why_not": list(dict.fromkeys(why))}


def _meant_for(lines: Sequence[RequirementOnDay], held: Held) -> Sequence[RequirementOnDay]:
    """Return the lines for which a paper that does not count was probably sent; the nearest that there are."""
    kind = EVIDENCE[held.counts_as]
    of_person = [line for line in lines if held.of == line.of or line.requirement.concerns_both]
    naming, of_person_naming = (
        [line for line in some if kind.code in {leaf.code for leaf in (*line.requirement.leaves(), *line.leaves())}]
        for some in (lines, of_person)
    )
    proving = [line for line in of_person if line.requirement.purpose in kind.proves]
    replaced = [line for line in of_person if {leaf.code for leaf in line.leaves()} & set(kind.successors)]
    return of_person_naming or naming or proving or replaced or lines[:1]


def as_text(report: dict[str, Any]) -> str:
    """Return the same for a reader: one block for each line, then what is missing."""
    rows = []
    for item in report["items"]:
        rows.append(f"[{item['status']}] {item['label']} ({item['code']})")
        rows += [f"    - {way['label']}" for way in item["any_of"]]
        rows += [f"    {sentence}" for sentence in (*item["why"], *item["to_judge"])]
    rows += [sentence for paper in report["have"] for sentence in paper["why_not"]]
    rows.append("Complete." if report["complete"] else f"Missing: {', '.join(report['missing'])}.")
    return "\n".join(rows)
