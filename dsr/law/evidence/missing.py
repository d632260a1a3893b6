"""What a checklist still lacks, and what a person has to judge, in words a requester understands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dsr.law.eras import format_date
from dsr.law.evidence.catalogue import EVIDENCE, successors
from dsr.law.evidence.checklist import RequirementOnDay
from dsr.law.evidence.expressions import Way, WayBundle, in_words
from dsr.law.evidence.held import REJECTED_FOR, Held
from dsr.law.evidence.judging import Match, Verdict, best_use
from dsr.law.evidence.requirements import Alternative
from dsr.law.evidence.words import EvidenceStatus
from dsr.law.listing import in_turn, one_of
from dsr.vocabulary import PartyRole


@dataclass(frozen=True, slots=True)
class Rest:
    """What a bundle still lacks while some of its papers are here: `need` of `ways`."""

    here: tuple[Match, ...]
    ways: tuple[Way | WayBundle, ...]
    need: int

    def sentence(self) -> str:
        """Say in the active language what is enough beside the papers that are here already."""
        papers = in_turn([str(EVIDENCE[match.held.counts_as].label) for match in self.here])
        still = in_words(self.ways if self.need == 1 else (WayBundle(self.ways, self.need),))
        words = {"papers": papers, "ways": still}
        return _("Beside what is here already (%(papers)s), this is enough: %(ways)s.") % words


@dataclass(frozen=True, slots=True)
class MissingLine:
    """A line that is not satisfied, and the papers at hand that do not count for it."""

    line: RequirementOnDay
    not_counted: tuple[Held, ...]
    rests: tuple[Rest, ...] = ()

    def sentences(self) -> tuple[str, ...]:
        """Say in the active language why what was sent does not count, then every way to complete the line."""
        return (*self.why(), self.wanted(), *(rest.sentence() for rest in self.rests))

    def why(self) -> tuple[str, ...]:
        """Say in the active language why what was sent does not count, and what to send instead."""
        return tuple(why_not_counted(self.line, each) for each in self.not_counted)

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


@dataclass(frozen=True, slots=True)
class Settled:
    """A line that the papers at hand satisfy, as far as is known."""

    line: RequirementOnDay
    verdict: Verdict
    by: tuple[Match, ...]

    def questions(self) -> tuple[str, ...]:
        """Say in the active language what a person still has to judge about these papers; nothing if all is known."""
        return tuple(_question(match) for match in self.by if match.unknown)


def _question(match: Match) -> str:
    asked = in_turn([str(condition.label) for condition in match.unknown])
    words = {"paper": EVIDENCE[match.held.counts_as].label, "asked": asked}
    return _("%(paper)s: for a person to judge: %(asked)s.") % words


def _channels(alternatives: Iterable[Alternative]) -> str:
    """Return the channels by which these ways count, in words."""
    channels = dict.fromkeys(channel for way in alternatives for channel in way.channels)
    return one_of([str(channel.label) for channel in channels])


def why_not_counted(line: RequirementOnDay, held: Held) -> str:
    """Say in the active language why this paper does not satisfy the line on the day of the checklist."""
    code = held.counts_as
    words: dict[str, object] = {"paper": EVIDENCE[code].label}
    if EVIDENCE[code].status_on(line.on) is not EvidenceStatus.USABLE:
        return _not_valid(line, code)
    if elsewhere := [way for way in _limited(line) if way.code == code and not line.asked.comes_by(way.channels, held)]:
        words["channels"] = _channels(elsewhere)
        return _("%(paper)s: counts only for a request by: %(channels)s.") % words
    failed = _failed(line, held)
    if failed:
        words["reasons"] = in_turn(failed)
        return _("%(paper)s does not count: %(reasons)s.") % words
    if code in {leaf.code for leaf in line.leaves()} and held.of != line.of:
        words["person"] = PartyRole(line.of).label
        return _("%(paper)s: the one of this person is needed: %(person)s.") % words
    if _in_a_bundle(line, code):
        return _("%(paper)s: not enough by itself.") % words
    return _("%(paper)s: not on the list for this request.") % words


def _not_valid(line: RequirementOnDay, code: str) -> str:
    """Say that a paper cannot be used on the day, and what to send in its place as far as that counts here."""
    kind = EVIDENCE[code]
    words: dict[str, object] = {"paper": kind.label}
    counted = {leaf.code for leaf in line.leaves()}
    instead = [str(EVIDENCE[each].label) for each in successors(code, line.on) if each in counted]
    status = kind.status_on(line.on)
    if status is EvidenceStatus.NOT_YET:
        words["day"] = format_date(kind.valid_from)
        return _("%(paper)s: issued only from %(day)s.") % words
    if status is EvidenceStatus.NEVER or kind.valid_until is None:
        text = _("%(paper)s: never accepted as evidence.") % words
    else:
        words["day"] = format_date(kind.valid_until)
        text = _("%(paper)s: no longer valid. Its last day was %(day)s.") % words
    return _("%(reason)s Send one of these: %(ways)s.") % {"reason": text, "ways": one_of(instead)} if instead else text


def _limited(line: RequirementOnDay) -> Iterable[Alternative]:
    """Return the papers of the line that count by some channels only, wherever they stand in it."""
    return (leaf for leaf in line.requirement.leaves() if leaf.channels)


def _failed(line: RequirementOnDay, held: Held) -> list[str]:
    """Return why the paper fails what is asked of it, in words; nothing when it is another paper."""
    matches = [match for leaf in line.leaves() if (match := line.asked.match(leaf, held))]
    failed = dict.fromkeys(condition for match in matches for condition in match.failed)
    return list(dict.fromkeys(str(REJECTED_FOR[condition].label) for condition in failed))


def _in_a_bundle(line: RequirementOnDay, code: str) -> bool:
    bundles = (way for way in line.usable if isinstance(way, WayBundle))
    return any(leaf.code == code for bundle in bundles for leaf in bundle.leaves())


def missing(lines: Iterable[RequirementOnDay], held: Iterable[Held]) -> tuple[MissingLine, ...]:
    """Return the lines that are not satisfied, each with the papers at hand that are meant for it in vain.

    A line that is satisfied as far as is known is not missing; `settled` tells what a person has to judge about it.
    """
    have = tuple(held)
    return tuple(
        MissingLine(line, _in_vain(line, have), _rests(line, have)) for line in lines if not line.is_met_by(have)
    )


def settled(lines: Iterable[RequirementOnDay], held: Iterable[Held]) -> tuple[Settled, ...]:
    """Return the lines that are satisfied as far as is known, each with the papers that satisfy it."""
    have = tuple(held)
    judged = ((line, *line.judge(have)) for line in lines)
    return tuple(Settled(line, verdict, by) for line, verdict, by in judged if verdict > Verdict.NOT_MET)


def _in_vain(line: RequirementOnDay, held: Iterable[Held]) -> tuple[Held, ...]:
    """Return the papers that do not count today and are named for this line, or could once prove what it wants."""
    named = {leaf.code for leaf in line.requirement.leaves()}
    named |= {leaf.code for leaf in line.leaves()}
    return tuple(
        each
        for each in held
        if (each.of == line.of or line.requirement.concerns_both)
        and (each.counts_as in named or _was_for(line, each.counts_as))
    )


def _was_for(line: RequirementOnDay, code: str) -> bool:
    """Say whether a paper that cannot be used today is one that people send for such a line."""
    kind = EVIDENCE[code]
    usable = kind.status_on(line.on) is EvidenceStatus.USABLE
    stands_in = {leaf.code for leaf in line.leaves()} & set(kind.successors)
    return not usable and (line.requirement.purpose in kind.proves or bool(stands_in))


def _rests(line: RequirementOnDay, held: Sequence[Held]) -> tuple[Rest, ...]:
    """Return what is left of each bundle of which papers are here."""
    bundles = (way for way in line.usable if isinstance(way, WayBundle))
    found = (_rest_of(bundle, held, line) for bundle in bundles)
    return tuple(rest for rest in found if rest is not None)


def _rest_of(bundle: WayBundle, held: Sequence[Held], line: RequirementOnDay) -> Rest | None:
    here: list[Match] = []
    left: list[Way | WayBundle] = []
    for way in bundle.ways:
        used = [match.held for match in here]
        verdict, by = best_use((way,), [each for each in held if each not in used], line.asked)
        here += by
        left += [] if verdict else [way]
    need = bundle.need - (len(bundle.ways) - len(left))
    return Rest(tuple(here), tuple(left), need) if here and need > 0 else None
