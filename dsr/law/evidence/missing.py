"""What a checklist still lacks, in words a requester understands, with every way to complete it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dsr.law.eras import format_date
from dsr.law.evidence.catalogue import EVIDENCE
from dsr.law.evidence.checklist import Held, RequirementOnDay
from dsr.law.evidence.requirements import Alternative
from dsr.law.listing import one_of


@dataclass(frozen=True, slots=True)
class MissingLine:
    """A line that is not satisfied, and the papers at hand that do not count for it."""

    line: RequirementOnDay
    not_counted: tuple[Held, ...]

    def sentences(self) -> tuple[str, ...]:
        """Say in the active language why what was sent does not count, then every way to complete the line."""
        why = tuple(why_not_counted(self.line, each.code) for each in self.not_counted)
        return (*why, self.wanted())

    def wanted(self) -> str:
        """Say in the active language what is still needed and every way to satisfy it."""
        words: dict[str, object] = {"line": self.line.label, "ways": self.line.ways(), "demands": self.line.demands()}
        if not self.line.usable:
            words["ways"] = one_of([str(EVIDENCE[way.code].label) for way in self.line.other_channel])
            words["channels"] = _channels(self.line.other_channel)
            return _("%(line)s: still needed. %(ways)s counts only for a request by: %(channels)s.") % words
        if words["demands"]:
            return _("%(line)s: still needed. Please send: %(ways)s (%(demands)s).") % words
        return _("%(line)s: still needed. Please send: %(ways)s.") % words


def _channels(alternatives: Iterable[Alternative]) -> str:
    """Return the channels by which these ways count, in words."""
    channels = dict.fromkeys(channel for way in alternatives for channel in way.channels)
    return one_of([str(channel.label) for channel in channels])


def why_not_counted(line: RequirementOnDay, code: str) -> str:
    """Say in the active language why this paper does not satisfy the line on the day of the checklist."""
    words: dict[str, object] = {"paper": EVIDENCE[code].label}
    closed = next((way for way in line.closed if way.code == code), None)
    if closed is not None and closed.last_day is not None:
        words["day"] = format_date(closed.last_day)
        return _("%(paper)s: no longer valid. Its last day was %(day)s.") % words
    elsewhere = [way for way in line.other_channel if way.code == code]
    if elsewhere:
        words["channels"] = _channels(elsewhere)
        return _("%(paper)s: counts only for a request by: %(channels)s.") % words
    return _("%(paper)s: not on the list for this request.") % words


def missing(lines: Iterable[RequirementOnDay], held: Iterable[Held]) -> tuple[MissingLine, ...]:
    """Return the lines that are not satisfied, each with the papers at hand that the policy names for it in vain."""
    have = tuple(held)
    return tuple(MissingLine(line, _in_vain(line, have)) for line in lines if not line.is_met_by(have))


def _in_vain(line: RequirementOnDay, held: Iterable[Held]) -> tuple[Held, ...]:
    """Return the held papers that the policy names for this line although they do not count today."""
    named = {way.code for way in line.requirement.any_of}
    return tuple(each for each in held if each.of == line.of and each.code in named)
