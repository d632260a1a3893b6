"""A line of a checklist as a case has kept it, ready to be judged like one that was just computed."""

from collections.abc import Iterable, Mapping
from datetime import date

from dsr.law.evidence.catalogue import EVIDENCE
from dsr.law.evidence.checklist import RequirementOnDay
from dsr.law.evidence.expressions import Stored, ways_asked
from dsr.law.evidence.requirements import Alternative, EvidenceRequirement
from dsr.law.evidence.words import Condition, Proves
from dsr.vocabulary import Channel, PartyRole


def line_as_stored(
    *,
    code: str,
    of: PartyRole,
    purpose: Proves,
    any_of: Iterable[Stored],
    by_other_channel: Mapping[str, Iterable[str]],
    original: bool,
    conditions: Iterable[str],
    paper_conditions: Mapping[str, Iterable[str]],
    channel: Channel,
    on: date,
) -> RequirementOnDay | None:
    """Return the line of a case for `missing` and `settled`, on a day (Asia/Tokyo date); None if the law forgot it all.

    The ways stay those of the day of receipt: what a desk asked for then is enough now. A condition or a paper that
    the law no longer knows is left out, so that old cases stay readable.
    """
    ways = ways_asked(any_of, paper_conditions)
    elsewhere = tuple(
        Alternative(each, tuple(map(Channel, channels)))
        for each, channels in by_other_channel.items()
        if each in EVIDENCE
    )
    named = (
        *(Alternative(leaf.code, leaf.channels, leaf.conditions) for way in ways for leaf in way.leaves()),
        *elsewhere,
    )
    if not named:
        return None
    requirement = EvidenceRequirement(
        code=code,
        of=of,
        purpose=purpose,
        any_of=named,
        original=original,
        conditions=tuple(Condition(each) for each in conditions if each in Condition),
    )
    return RequirementOnDay(requirement, ways, (), elsewhere, channel, on)
