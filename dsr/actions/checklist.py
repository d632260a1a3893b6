"""Turn the desk's evidence rules into the lines of one case's checklist."""

from collections.abc import Iterable

from dsr.law.evidence.checklist import checklist_for_kinds
from dsr.models import Case, ChecklistItem
from dsr.profile import Profile
from dsr.vocabulary import Channel, Kind, Regime, RequesterType


def items_for(case: Case, profile: Profile, kinds: Iterable[Kind]) -> list[ChecklistItem]:
    """Return the unsaved lines of a new case: what the desk wants on the day of receipt, for all rights together."""
    lines = checklist_for_kinds(
        profile.evidence_rules,
        requester_type=RequesterType(case.requester_type),
        channel=Channel(case.channel),
        on=case.received_on,
        kinds=kinds,
        regime=Regime(case.regime),
    )
    return [
        ChecklistItem(
            case=case,
            position=position,
            code=line.code,
            of=line.of,
            purpose=line.requirement.purpose,
            any_of=line.stored_ways,
            by_other_channel={way.code: list(way.channels) for way in line.other_channel},
            original=line.requirement.original,
            conditions=[str(condition) for condition in line.conditions],
            paper_conditions={
                code: [str(condition) for condition in asked] for code, asked in line.conditions_of_papers.items()
            },
        )
        for position, line in enumerate(lines, start=1)
    ]
