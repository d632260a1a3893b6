"""Cases for letters, made in memory: no row is written, so that hundreds of letters can be looked at in a second."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from dsr import crypto
from dsr.actions.desks import content_of
from dsr.law.grounds import grounds_for
from dsr.models import Case, ChecklistItem, Desk, DeskPolicy, Party, RequestedRight
from dsr.persons import PersonDetails
from dsr.profile import Profile
from dsr.profile.file import read_profile
from dsr.vocabulary import (
    Channel,
    ItemStatus,
    Kind,
    Outcome,
    PartyRole,
    Regime,
    ReplyMethod,
    RequesterType,
    State,
)

DESKS = Path(__file__).parents[2] / "seeds" / "desks"
RECEIVED, ISSUED = date(2026, 11, 17), date(2026, 12, 21)
YOSHINO = PersonDetails(
    name="𠮷野 髙﨑",
    kana="ヨシノ タカサキ",
    postal_code="617-0002",
    address="京都府向日市寺戸町53番地\nグリーンハイツ寺戸 203号室",
    phone="075-925-0000",
    email="yoshino@example.com",
)
ATTORNEY = PersonDetails(
    name="葛󠄀城 さくら",
    postal_code="100-0013",
    address="東京都千代田区霞が関1丁目1番3号 弁護士会館4階",
    organisation="霞が関みらい法律事務所",
    email="katsuragi@example.com",
)
SMITH = PersonDetails(
    name="Zoë Müller-O’Brien",
    postal_code="EC1A 1BB",
    address="12 Little Britain\nLondon\nUnited Kingdom",
    email="zoe@example.com",
)
WORDS = {
    "ja": {
        "content": "会員番号 A-20391\n氏名、住所：ご請求書の記載と同じ\n購入履歴：2024年4月2日 腕時計 1点",
        "withheld_part": "社内の評価に関する記録",
        "reason": "第三者の氏名が一体となって記録されており、その方の権利利益を害するおそれがあるためです。",
        "substitute": "利用を停止し、アクセスできる担当者を経理部門の2名に限定しました。",
        "later_erasure": "2031-03-31",
    },
    "en": {
        "content": "Member number A-20391\nName, address: as in your request\nPurchases: 2 April 2024, one watch",
        "withheld_part": "Notes on internal assessment",
        "reason": "The notes name another person. To disclose them could harm that person.",
        "substitute": "We stopped using the data and limited access to two members of the accounting department.",
        "later_erasure": "2031-03-31",
    },
}
SCOPES = {
    "ja": "貴社の会員サイトに登録した情報のすべて",
    "en": "Everything in my account on your member site",
}


@cache
def profile_of(slug: str) -> Profile:
    """Return the profile of one of the five desks."""
    return read_profile(DESKS / f"{slug}.yaml")


@dataclass(frozen=True)
class Answered:
    """One right of a case in memory: what was asked, and how it was decided."""

    kind: Kind = Kind.DISCLOSURE
    outcome: Outcome | str = Outcome.GRANTED
    ground: str | None = None
    answer: dict[str, str] | None = None
    asked: dict[str, str] | None = None


class _Rows(list[Any]):
    """A list that answers what a prefetched relation is asked."""

    def open(self) -> list[Any]:
        return [row for row in self if row.status in {ItemStatus.WANTED, ItemStatus.RECEIVED, ItemStatus.REJECTED}]


def regime_of(kind: Kind) -> Regime:
    """Return the law that gives a kind."""
    return {"gdpr": Regime.EU_GDPR, "ccpa": Regime.US_CA}.get(kind.value[:4], Regime.JP_APPI)


def first_ground(kind: Kind, outcome: Outcome | str, *, procedural: bool = False) -> str:
    """Return the code of the first ground that fits, or nothing where none is needed."""
    if not outcome:
        return ""
    fitting = grounds_for(kind, Outcome(outcome), ISSUED)
    return next((row.code for row in fitting if row.is_procedural is procedural), "")


def letter_case(
    *rights: Answered,
    language: str = "ja",
    slug: str = "omron-software",
    regime: Regime | None = None,
    principal: PersonDetails = YOSHINO,
    agent: PersonDetails | None = None,
    agent_type: RequesterType = RequesterType.APPOINTED_AGENT,
    method: ReplyMethod = ReplyMethod.WRITING,
    items: tuple[ChecklistItem, ...] = (),
    profile: Profile | None = None,
) -> Case:
    """Return a case with its people, rights and checklist, complete but never saved."""
    found = profile or profile_of(slug)
    desk = Desk(pk=1, slug=slug, name_ja=found.name.ja, name_en=found.name.en)
    content = content_of(found)
    sha256 = hashlib.sha256(json.dumps(content).encode()).hexdigest()
    policy = DeskPolicy(pk=1, desk=desk, version=1, content=content, sha256=sha256)
    case = Case(
        number="DSR-26-7KQ4-9M2X-C",
        desk=desk,
        policy=policy,
        regime=regime or regime_of(rights[0].kind),
        residence="JP",
        language=language,
        channel=Channel.POST,
        requester_type=agent_type if agent else RequesterType.PRINCIPAL,
        reply_method=method,
        received_on=RECEIVED,
    )
    case.__dict__["state"] = State.DECIDED
    case.__dict__["_opened_key"] = crypto.new_key()
    people = [(PartyRole.PRINCIPAL, principal)] + ([(PartyRole.AGENT, agent)] if agent else [])
    case._prefetched_objects_cache = {
        "parties": [_party(case, role, person) for role, person in people],
        "rights": [_right(case, position, right) for position, right in enumerate(rights, start=1)],
        "items": _Rows(items),
    }
    return case


def _party(case: Case, role: PartyRole, person: PersonDetails) -> Party:
    party = Party(case=case, role=role)
    party.details = person.as_json()
    return party


def _right(case: Case, position: int, right: Answered) -> RequestedRight:
    ground = first_ground(right.kind, right.outcome) if right.ground is None else right.ground
    row = RequestedRight(case=case, position=position, kind=right.kind, outcome=right.outcome, ground=ground)
    row.asked = right.asked or {"scope": SCOPES[case.language], "claimed_ground": "", "correction": ""}
    row.answer = WORDS[case.language] if right.answer is None else right.answer
    return row
