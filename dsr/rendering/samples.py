"""Cases for letters, made in memory and never saved: for looking at every letter, in the suite and by an operator."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from dsr import crypto
from dsr.law.grounds import grounds_for
from dsr.models import Case, ChecklistItem, DeskPolicy, Party, RequestedRight
from dsr.persons import PersonDetails
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

RECEIVED, ISSUED = date(2026, 11, 17), date(2026, 12, 21)
NUMBER = "DSR-26-7KQ4-9M2X-C"
YOSHINO = PersonDetails(
    name="𠮷野 髙﨑",
    kana="ヨシノ タカサキ",
    postal_code="617-0002",
    address="京都府向日市寺戸町53番地\nグリーンハイツ寺戸 203号室",
    phone="075-925-0000",
    email="yoshino@example.com",
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


def sample_case(
    *rights: Answered,
    policy: DeskPolicy,
    language: str = "ja",
    regime: Regime | None = None,
    principal: PersonDetails = YOSHINO,
    agent: PersonDetails | None = None,
    agent_type: RequesterType = RequesterType.APPOINTED_AGENT,
    method: ReplyMethod = ReplyMethod.WRITING,
    items: tuple[ChecklistItem, ...] = (),
) -> Case:
    """Return a decided case with its people, rights and checklist, complete but never saved."""
    case = Case(
        number=NUMBER,
        desk=policy.desk,
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
    # rows that were never saved can be prefetched no other way
    case.__dict__["_prefetched_objects_cache"] = {
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
