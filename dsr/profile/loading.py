"""What a profile must hold when it is loaded today. Versions stored earlier may lack it, and cases still need those.

So whatever is asked for after a profile was first stored is asked here, and never in the models of the parts.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from dsr.law.calendars import build_calendar, days_between
from dsr.law.evidence import EVIDENCE
from dsr.profile.asking import asked_too_much, unproved
from dsr.profile.desk import Profile
from dsr.profile.evidence import PROVES_OF_LIST
from dsr.profile.keeping import MAJORITY_AGE, Closure
from dsr.profile.release import ReleaseRule
from dsr.profile.source import Place
from dsr.vocabulary import Channel

Found = Iterator[tuple[Place, str]]

FEWEST_OPEN_DAYS = 100
LONGEST_TARGET = 100
A4 = {"width": 210, "height": 297}
_MISSING = "this field; it is missing"
_WAYS = ("address", "phone", "email", "contact_form")
# Controls, and marks that change how a line is read without being seen: directions, joiners, tags, private use.
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs"})
# every year has these; the numbers of leap days and weekends differ by no more than a few days
_ANY_YEAR = 2028


def lacking(data: Any) -> Found:
    """Find what is wrong in the plain data of a file, whether or not it makes a profile: the place, what was expected.

    The data are what the file says; fields that have gone since must not be written again.
    """
    yield from _unseen((), data)
    if not isinstance(data, dict):
        return
    yield from (((name,), _MISSING) for name in ("security_measures", "release") if name not in data)
    release = data.get("release")
    if isinstance(release, dict):
        yield from ((("release", name), _MISSING) for name in ReleaseRule.model_fields if name not in release)
    minors = data.get("minors")
    if isinstance(minors, dict) and MAJORITY_AGE in minors:
        yield ("minors", MAJORITY_AGE), "no such field; the law sets the age of majority"
    desk = data.get("desk")
    if isinstance(desk, dict) and not any(desk.get(way) for way in _WAYS):
        yield ("desk",), f"a way to reach the desk with requests and complaints: {', '.join(_WAYS[:-1])} or {_WAYS[-1]}"


def _unseen(place: Place, value: Any) -> Found:
    """Refuse characters that nobody sees: they could make a text read otherwise than it is written."""
    if isinstance(value, str):
        unseen = {f"U+{ord(each):04X}" for each in value if each != "\n" and unicodedata.category(each) in _UNSEEN}
        if unseen:
            yield place, f"text without invisible characters; found {', '.join(sorted(unseen))}"
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, each in inner:
        yield from _unseen((*place, step), each)


def refused(profile: Profile) -> Found:
    """Find what makes no sense in a profile that is whole: the place, and what was expected there."""
    yield from _twice(profile)
    yield from _ways_without_address(profile)
    yield from _papers(profile)
    yield from unproved(profile)
    yield from asked_too_much(profile)
    yield from _fee_and_form(profile)
    yield from _time(profile)
    yield from _window(profile)


def _repeated(place: Place, values: Iterable[Any], what: str, *name: str) -> Found:
    seen = set()
    for number, value in enumerate(values):
        if value in seen:
            yield (*place, number, *name), f"each {what} once"
        seen.add(value)


def _twice(profile: Profile) -> Found:
    yield from _repeated(("languages",), profile.languages, "language")
    yield from _repeated(("reply", "methods"), profile.reply.methods, "method")
    yield from _repeated(("provision_exceptions",), profile.provision_exceptions, "case")
    yield from _repeated(("questions",), (row.topic for row in profile.questions), "topic", "topic")
    yield from _repeated(("policy", "defects"), (row.code for row in profile.policy.defects), "code", "code")
    for number, row in enumerate(profile.people):
        yield from _repeated(("people", number, "purposes"), (each.code for each in row.purposes), "code", "code")


def _ways_without_address(profile: Profile) -> Found:
    for channel, value in ((Channel.PHONE, profile.desk.phone), (Channel.EMAIL, profile.desk.email)):
        if profile.accepts(channel) and not value:
            yield ("channels", channel.value, "open"), f"false, or desk.{channel.value}: nobody could use it"


def _papers(profile: Profile) -> Found:
    lists = profile.evidence.lists
    for name, purpose in PROVES_OF_LIST.items() if lists else ():
        codes: tuple[str, ...] = getattr(lists, name) or ()
        place: Place = ("evidence", "lists", name)
        yield from _repeated(place, codes, "paper")
        for number, code in enumerate(codes):
            if not EVIDENCE[code].is_evidence:
                yield (*place, number), f"a paper that is evidence; {code} is none"
            elif purpose not in EVIDENCE[code].proves:
                yield (*place, number), f"a paper that proves {purpose.value}; {code} does not"


def _fee_and_form(profile: Profile) -> Found:
    if profile.fee.published and not profile.fee.amounts:
        yield ("fee", "amounts"), "an amount for at least one kind, since published is true"
    if not profile.printable_form and not profile.accepts(Channel.WEB):
        yield ("printable_form",), "true, since requests are not taken on the web"


def _time(profile: Profile) -> Found:
    """Refuse closing days and targets with which dates could not be computed: the calendar ends the year after next."""
    closures, clocks = profile.calendar.closures, profile.clocks
    short = next((year for year in _years(closures) if _open_days(closures, year) < FEWEST_OPEN_DAYS), None)
    if short:
        expected = f"closing days that leave at least {FEWEST_OPEN_DAYS} business days in {short}"
        yield ("calendar", "closures"), expected
    targets: dict[Place, int] = {
        ("target_business_days",): clocks.target_business_days,
        ("acknowledgement_business_days",): clocks.acknowledgement_business_days,
    }
    targets |= {("by_kind", kind.value): days for kind, days in clocks.by_kind.items()}
    for place, days in targets.items():
        if days > LONGEST_TARGET:
            yield ("clocks", *place), f"{LONGEST_TARGET} business days or fewer"


def _years(closures: tuple[Closure, ...]) -> list[int]:
    """Return a year that stands for all, and those that single closing days touch: the first three are enough."""
    years = {_ANY_YEAR}
    for closure in closures:
        if isinstance(closure.first, date) and isinstance(closure.last, date):
            years |= set(range(closure.first.year, min(closure.last.year, closure.first.year + 2) + 1))
    return sorted(years)


def _open_days(closures: tuple[Closure, ...], year: int) -> int:
    first, last = date(year, 1, 1), date(year, 12, 31)
    calendar = build_calendar("JP", first, last, closures)
    return sum(calendar.is_open(day) for day in days_between(first, last))


def _window(profile: Profile) -> Found:
    window = profile.letters.window
    for size, edge in (("width", window.left), ("height", window.top)):
        if not 0 < getattr(window, size) <= A4[size] - edge:
            yield ("letters", "window", size), f"a window on the A4 sheet: {size} from 1 to {max(A4[size] - edge, 0)}"
