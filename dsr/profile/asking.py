"""The over-asking guard: a profile that asks for more than the law leaves to ask is refused when it is loaded."""

from collections.abc import Iterator

from django.utils.translation import override

from dsr.law.citations import cite
from dsr.law.evidence import (
    EVIDENCE,
    AskingLimit,
    EvidenceRequirement,
    Proves,
    forbidden_sides,
    over_asked,
)
from dsr.profile.desk import Profile
from dsr.profile.evidence import LIST_OF_LINE
from dsr.profile.source import Place
from dsr.vocabulary import Regime

Found = Iterator[tuple[Place, str]]


def asked_too_much(profile: Profile) -> Found:
    """Find the lines that ask more than a law allows: the place, and what was expected there with the legal ground."""
    rules, policy = profile.evidence_rules, profile.evidence
    for line, limit in over_asked(rules, policy.confirmations):
        yield _place(profile, line), f"{_expected(limit, policy.confirmations)} ({_ground(limit, line)})"
    for line in rules.requirements:
        for code in forbidden_sides(line):
            yield (
                _place(profile, line),
                f"the front of {code} alone; its back is never copied (My Number Act arts. 15, 20)",
            )


def unproved(profile: Profile) -> Found:
    """Find own lines that stand there twice, or whose papers do not prove what the line is for."""
    seen = set()
    for number, line in enumerate(profile.evidence.own_lines):
        place: Place = ("evidence", "own_lines", number)
        if line.code in seen:
            yield (*place, "code"), "each code once"
        seen.add(line.code)
        for position, way in enumerate(line.requirement().any_of):
            kinds = [EVIDENCE[leaf.code] for leaf in way.leaves()]
            none = [kind.code for kind in kinds if not kind.is_evidence]
            if none:
                yield (*place, "any_of", position), f"papers that are evidence; {none[0]} is none"
            elif not any(line.purpose in kind.proves for kind in kinds):
                yield (*place, "any_of", position), f"a way that proves {line.purpose.value}"
    for number, code in enumerate(profile.evidence.confirmations):
        if EVIDENCE[code].is_paper or Proves.IDENTITY not in EVIDENCE[code].proves:
            yield ("evidence", "confirmations", number), "a way to confirm a person without a paper"


def _place(profile: Profile, line: EvidenceRequirement) -> Place:
    own = [each.code for each in profile.evidence.own_lines]
    if line.code in own:
        return ("evidence", "own_lines", own.index(line.code))
    return ("evidence", "lists", LIST_OF_LINE[line.code]) if profile.evidence.lists else ("evidence",)


def _expected(limit: AskingLimit, offered: tuple[str, ...]) -> str:
    if limit.never:
        return f"nothing that proves {' or '.join(sorted(limit.never))} for {', '.join(limit.kinds)}"
    ways = [code for code in limit.where_offered if code in offered]
    return f"{' or '.join(ways)} among the ways" if ways else "a way without a paper, such as registered_contact"


def _ground(limit: AskingLimit, line: EvidenceRequirement) -> str:
    regime = next(Regime(each) for each in limit.regimes if each in line.regimes)
    with override("en"):
        law = cite(limit.grounds, regime)
    return f"{law}; {limit.guideline}" if limit.guideline else law
