"""What a desk publishes today: which desks there are, which rights one may ask for, and which papers count."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from dsr import names
from dsr.law.evidence import EVIDENCE, EvidenceKind, Proves, RequirementOnDay, checklist_for_kinds
from dsr.law.kinds import KindRow, kinds_for
from dsr.law.listing import one_of
from dsr.models import Desk, DeskPolicy
from dsr.profile import Handling, Profile, RegimeRoute
from dsr.profile.base import phone_in_language
from dsr.vocabulary import Channel, Kind, Regime, RequesterType

OWN_LAW = Regime.JP_APPI


@dataclass(frozen=True)
class OutsideHelp:
    """Somebody outside the company who helps people with questions and complaints about personal information."""

    name: Promise
    phone: str
    hours: Promise
    source: str
    verified: bool

    @property
    def phone_text(self) -> str:
        """Return the phone number as the reader of the active language dials it."""
        return phone_in_language(self.phone, get_language())


# The same for every desk (APPI). Read in a copy of the Commission's page, not on the page itself: confirm it.
COMMISSION_LINE = OutsideHelp(
    name=gettext_lazy("Personal Information Protection Commission, Japan: inquiry line"),
    phone="03-6457-9849",
    hours=gettext_lazy("Weekdays 9:30–17:30"),
    source="P: copy of ppc.go.jp/personalinfo/pipldial",
    verified=False,
)


@dataclass(frozen=True)
class DeskCard:
    """One desk with the policy that applies to a request made today."""

    desk: Desk
    policy: DeskPolicy

    @property
    def profile(self) -> Profile:
        """Return the profile of that policy."""
        return self.policy.profile

    @property
    def outside_help(self) -> OutsideHelp:
        """Return who helps outside the company."""
        return COMMISSION_LINE


@dataclass(frozen=True)
class RightOffered:
    """One right that may be asked for: the row of the law, and the desk's fee in yen."""

    row: KindRow
    fee: int
    note: object | None

    @property
    def kind(self) -> Kind:
        """Return the kind."""
        return self.row.kind


@dataclass(frozen=True)
class PaperLine:
    """One line of the papers that are needed, ready to be read."""

    line: RequirementOnDay

    @property
    def code(self) -> str:
        """Return the code of the line."""
        return self.line.code

    @property
    def label(self) -> Promise:
        """Return what the line is about."""
        return self.line.label

    @property
    def original(self) -> bool:
        """Say whether only an original counts, which no upload can be."""
        return self.line.requirement.original

    @property
    def demands(self) -> str:
        """Return what is asked of the paper beyond its kind, or nothing."""
        return self.line.demands()

    @property
    def papers(self) -> list[EvidenceKind]:
        """Return the papers that count today, any one of which is enough, each with what is asked of it alone."""
        return [kind for kind in self.line.kinds if kind.is_paper]

    @property
    def confirmations(self) -> list[EvidenceKind]:
        """Return the ways that need no paper, such as a call back."""
        return [kind for kind in self.line.kinds if not kind.is_paper]

    @property
    def closed(self) -> list[tuple[EvidenceKind, date | None, str]]:
        """Return the papers that the policy names and that are no longer valid: last day, what takes their place."""
        return [
            (EVIDENCE[way.code], way.last_day, one_of([str(EVIDENCE[code].label) for code in way.successors]))
            for way in self.line.closed
        ]

    @property
    def elsewhere(self) -> list[tuple[EvidenceKind, str]]:
        """Return the papers that count only for a request by another way in, with those ways in words."""
        return [
            (EVIDENCE[way.code], one_of([str(channel.label) for channel in way.channels]))
            for way in self.line.other_channel
        ]

    @property
    def two_sided(self) -> bool:
        """Say whether one of the papers has a back that matters."""
        return any(len(paper.sides) > 1 for paper in self.papers)


@dataclass(frozen=True)
class PublishedLine:
    """One line of papers over all ways in: a paper or a line that counts only for some of them names those."""

    line: RequirementOnDay
    only_by: str
    papers: tuple[tuple[EvidenceKind, str], ...]

    @property
    def closed(self) -> list[tuple[EvidenceKind, date | None, str]]:
        """Return the papers that are no longer valid, as `PaperLine.closed` does."""
        return PaperLine(self.line).closed


@dataclass(frozen=True)
class PapersOf:
    """The papers that one type of requester shows."""

    requester_type: RequesterType
    lines: tuple[PublishedLine, ...]


def open_desks(on: date, query: str = "") -> list[DeskCard]:
    """Return the desks that are open to the public, each with its policy of that day (Asia/Tokyo), in two queries.

    Every word of the query must stand in the Japanese or the English name; width, kana and case do not matter.
    """
    desks = list(_with_policy(Desk.objects.filter(open_to_public=True), on))
    policies = DeskPolicy.objects.in_bulk([desk.policy_id for desk in desks])
    words = names.fold(query).split()
    return [
        DeskCard(desk, policies[desk.policy_id])
        for desk in desks
        if desk.policy_id in policies and all(word in _searched(desk) for word in words)
    ]


def open_desk(slug: str, on: date) -> DeskCard | None:
    """Return one desk that is open to the public, with its policy of that day, or None."""
    desk = _with_policy(Desk.objects.filter(open_to_public=True, slug=slug), on).first()
    policy = DeskPolicy.objects.filter(pk=desk.policy_id).first() if desk else None
    return DeskCard(desk, policy) if desk and policy else None


def _with_policy(desks: "QuerySet[Desk]", on: date) -> "QuerySet[Desk]":
    """Add the key of the policy in force on a day; the oldest one for a day before all of them."""
    versions = DeskPolicy.objects.filter(desk=OuterRef("pk"))
    in_force = versions.filter(effective_from__lte=on).order_by("-version").values("pk")[:1]
    oldest = versions.order_by("version").values("pk")[:1]
    return desks.annotate(policy_id=Coalesce(Subquery(in_force), Subquery(oldest)))


def _searched(desk: Desk) -> str:
    return f"{names.fold(desk.name_ja)} {names.fold(desk.name_en)}"


def rights_offered(profile: Profile, regime: Regime, on: date) -> tuple[RightOffered, ...]:
    """Return the rights that a desk serves under a law on a day, in the order of the law."""
    notes = {rule.kind: rule.note for rule in profile.kinds}
    offered = profile.kinds_under(regime)
    rows = [row for row in kinds_for(regime, on) if row.kind in offered]
    return tuple(RightOffered(row, profile.fee_for(row.kind), notes[row.kind]) for row in rows)


def rights_abroad(profile: Profile, route: RegimeRoute, on: date) -> tuple[RightOffered, ...]:
    """Return the rights under another law that the desk itself serves on a day; nothing where others serve it."""
    return rights_offered(profile, route.regime, on) if route.handling is Handling.HERE else ()


def papers_for(
    profile: Profile,
    *,
    requester_type: RequesterType,
    channel: Channel,
    regime: Regime,
    on: date,
    kinds: Iterable[Kind] = (),
) -> tuple[PaperLine, ...]:
    """Return the lines of papers for such a request on a day; without kinds, for all that the desk serves together."""
    lines = checklist_for_kinds(
        profile.evidence_rules,
        requester_type=requester_type,
        channel=channel,
        on=on,
        kinds=tuple(kinds) or profile.kinds_under(regime),
        regime=regime,
    )
    return tuple(PaperLine(line) for line in lines)


def papers_by_post(profile: Profile, on: date) -> list[tuple[PaperLine, str]]:
    """Return each line of papers for a request by post once, with who needs it in words; nothing when everybody does.

    The form itself is left out: whoever reads this has it in hand.
    """
    needed_by: dict[RequirementOnDay, list[RequesterType]] = {}
    for who in RequesterType:
        for line in papers_for(profile, requester_type=who, channel=Channel.POST, regime=OWN_LAW, on=on):
            if line.line.requirement.purpose is not Proves.REQUEST:
                needed_by.setdefault(line.line, []).append(who)
    return [(PaperLine(line), _who_in_words(who)) for line, who in needed_by.items()]


def _who_in_words(who: list[RequesterType]) -> str:
    if len(who) == len(RequesterType):
        return ""
    if who == [each for each in RequesterType if each is not RequesterType.PRINCIPAL]:
        return _("every agent")
    return one_of([str(each.label) for each in who])


def papers_by_requester(profile: Profile, on: date) -> tuple[PapersOf, ...]:
    """Return who must show which papers under the company's own law, taken together over all open ways in."""
    return tuple(PapersOf(who, _published(profile, who, on)) for who in RequesterType)


def _published(profile: Profile, who: RequesterType, on: date) -> tuple[PublishedLine, ...]:
    found: dict[str, list[tuple[Channel, RequirementOnDay]]] = {}
    for channel in profile.open_channels:
        for line in papers_for(profile, requester_type=who, channel=channel, regime=OWN_LAW, on=on):
            found.setdefault(line.code, []).append((channel, line.line))
    return tuple(_one_line(seen, profile.open_channels) for seen in found.values())


def _one_line(seen: list[tuple[Channel, RequirementOnDay]], all_ways: tuple[Channel, ...]) -> PublishedLine:
    """Say of a line, and of each of its papers, by which ways in it counts; nothing when that is all of them."""
    line_ways = [channel for channel, _line in seen]
    usable = {way.code: way for _channel, line in seen for way in line.usable}
    whole = replace(seen[0][1], usable=tuple(usable.values()))
    channels = {code: [channel for channel, line in seen if code in line.codes] for code in whole.codes}
    papers = tuple((kind, _in_words(channels[kind.code], line_ways)) for kind in whole.kinds)
    return PublishedLine(whole, _in_words(line_ways, all_ways), papers)


def _in_words(channels: Iterable[Channel], usual: Iterable[Channel]) -> str:
    return "" if set(channels) == set(usual) else one_of([str(channel.label) for channel in channels])


def notes_on_papers(papers: Iterable[PapersOf]) -> list[EvidenceKind]:
    """Return the papers that come with advice on copying, each once."""
    kinds = {kind.code: kind for who in papers for line in who.lines for kind, _ways in line.papers if kind.note}
    return list(kinds.values())
