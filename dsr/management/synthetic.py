"""Many cases, fast, to measure pages with. They are not made by the verbs: only the demo and people do that.

Every row is nevertheless whole: sealed persons, search hashes, checklist, timers and a journal whose chain verifies.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils import timezone

from dsr import crypto, receipts
from dsr.law.tiers import PROOF, TIER_OF
from dsr.models import (
    Case,
    CaseEvent,
    CaseKey,
    ChecklistItem,
    Deadline,
    Desk,
    DeskPolicy,
    Party,
    RequestedRight,
    User,
)
from dsr.models.journal import STAFF
from dsr.persons import PersonDetails
from dsr.search_index import person_hashes
from dsr.vocabulary import (
    Action,
    Channel,
    DeadlineRule,
    Impersonal,
    ItemStatus,
    Kind,
    Outcome,
    PartyRole,
    Regime,
    ReplyMethod,
    RequesterType,
    State,
    Tier,
)

# written / read
FAMILY_NAMES = (
    "佐藤/サトウ 鈴木/スズキ 高橋/タカハシ 田中/タナカ 伊藤/イトウ "
    "渡辺/ワタナベ 山本/ヤマモト 中村/ナカムラ 小林/コバヤシ 加藤/カトウ "
    "吉田/ヨシダ 山田/ヤマダ 佐々木/ササキ 山口/ヤマグチ 松本/マツモト "
    "井上/イノウエ 木村/キムラ 林/ハヤシ 斎藤/サイトウ 清水/シミズ "
    "髙橋/タカハシ 齋藤/サイトウ 渡邉/ワタナベ 﨑山/サキヤマ 𠮷野/ヨシノ "
    "濵田/ハマダ 澤田/サワダ 長谷川/ハセガワ 五十嵐/イガラシ 小鳥遊/タカナシ "
)
GIVEN_NAMES = (
    "太郎/タロウ 花子/ハナコ 健一/ケンイチ 美咲/ミサキ 翔/ショウ 陽菜/ヒナ "
    "大輔/ダイスケ 結衣/ユイ 拓也/タクヤ 葵/アオイ 誠/マコト 恵/メグミ "
    "直樹/ナオキ 由美/ユミ 一郎/イチロウ 久美子/クミコ 隆/タカシ 真由美/マユミ 学/マナブ 愛/アイ "
)
FAMILY, GIVEN = ([name.split("/") for name in names.split()] for names in (FAMILY_NAMES, GIVEN_NAMES))
KINDS = (
    Kind.DISCLOSURE,
    Kind.DISCLOSURE,
    Kind.CEASE_USE,
    Kind.CORRECTION,
    Kind.PURPOSE_NOTIFICATION,
    Kind.PROVISION_RECORDS,
)
ORDER = (Case, CaseKey, Party, RequestedRight, ChecklistItem, Deadline, CaseEvent)
TARGET_DAYS = 14
LATE_DAYS = 40


@dataclass
class Rows:
    """The rows of some cases, by table, in the order in which they may be inserted."""

    by_model: dict[type[Model], list[Any]] = field(default_factory=lambda: {model: [] for model in ORDER})
    # (hash, case id): most rows are of this kind, and a model instance for each would cost a third of the time
    tokens: list[tuple[int, UUID]] = field(default_factory=list)

    def add(self, *rows: Model) -> None:
        """Keep rows for their tables."""
        for row in rows:
            self.by_model[type(row)].append(row)


@dataclass(frozen=True)
class Setting:
    """The desks that the cases belong to, and the staff who might have them."""

    policies: tuple[DeskPolicy, ...]
    staff: tuple[User | None, ...]
    today: date

    @classmethod
    def current(cls, today: date) -> "Setting":
        """Read the newest policy of each desk and the first twenty members of staff."""
        policies = tuple(desk.policies.newest_first()[:1].get() for desk in Desk.objects.all())
        return cls(policies, (None, *User.objects.order_by("pk")[:20]), today)


def make_rows(setting: Setting, count: int, seed: int) -> Rows:
    """Return the rows of `count` cases: three years of a steady desk, a few of them late."""
    chance, rows = random.Random(seed), Rows()  # noqa: S311 - nothing secret depends on it
    for _ in range(count):
        _add_case(rows, setting, chance)
    return rows


def _add_case(rows: Rows, setting: Setting, chance: random.Random) -> None:
    age, took = chance.randrange(1000), chance.randrange(3, 19)
    received_on = setting.today - timedelta(days=age)
    # three years of a steady desk: what has had its time is closed, but for a few that are late
    state = _state(age >= took and (age > LATE_DAYS or chance.random() < 0.9), chance)  # noqa: PLR2004
    case = _case(setting, chance, received_on, state, took)
    key = crypto.new_key()
    case.__dict__["_opened_key"] = key
    person = _person(chance)
    party = Party(case=case, role=PartyRole.PRINCIPAL)
    party.details = person.as_json()
    right = RequestedRight(case=case, position=1, kind=chance.choice(KINDS))
    case.release_needs = "" if TIER_OF[Kind(right.kind)] is Tier.LOW else PROOF
    right.asked = {"scope": "会員登録情報のすべて", "claimed_ground": "", "correction": ""}
    right.outcome = Outcome.GRANTED if state in (State.DECIDED, State.REPLIED) else ""
    item = ChecklistItem(case=case, position=1, code="identity", of=PartyRole.PRINCIPAL, purpose="identity")
    item.any_of = ["driver_licence", "passport"]
    item.status = ItemStatus.WANTED if state == State.RECEIVED else ItemStatus.ACCEPTED
    rows.add(case, CaseKey.wrapping(case, key), party, right, item)
    rows.tokens.extend((token, case.pk) for token in _hashes(person))
    rows.add(*_deadlines(case), *_events(case))


def _state(closed: bool, chance: random.Random) -> State:  # noqa: FBT001 - private, one caller
    if closed:
        return State.REPLIED if chance.random() < 0.95 else State.WITHDRAWN  # noqa: PLR2004
    return chance.choice((State.RECEIVED, State.RECEIVED, State.IDENTITY_VERIFIED, State.DECIDED))


def _case(setting: Setting, chance: random.Random, received_on: date, state: State, took: int) -> Case:
    policy = chance.choice(setting.policies)
    ended_at = _noon(received_on + timedelta(days=took))
    return Case(
        number=receipts.new_case_number(received_on),
        desk_id=policy.desk_id,
        policy=policy,
        regime=Regime.JP_APPI,
        residence="JP",
        language="ja",
        channel=chance.choice((Channel.WEB, Channel.WEB, Channel.POST, Channel.PHONE)),
        requester_type=RequesterType.PRINCIPAL,
        reply_method=chance.choice((ReplyMethod.ELECTRONIC, ReplyMethod.WRITING)),
        received_on=received_on,
        created_at=_noon(received_on),
        due_on=received_on + timedelta(days=TARGET_DAYS),
        assignee=None if state == State.RECEIVED else chance.choice(setting.staff),
        state=state,
        verified_at=None if state == State.RECEIVED else _noon(received_on + timedelta(days=min(took, 2))),
        decided_at=ended_at if state in (State.DECIDED, State.REPLIED) else None,
        replied_at=ended_at if state == State.REPLIED else None,
        replied_on=received_on + timedelta(days=took) if state == State.REPLIED else None,
        withdrawn_at=ended_at if state == State.WITHDRAWN else None,
        secret_hash=b"\0" * 32,
        demo=True,
        last_seq={State.RECEIVED: 1, State.IDENTITY_VERIFIED: 2, State.DECIDED: 3, State.REPLIED: 4}.get(state, 2),
    )


def _person(chance: random.Random) -> PersonDetails:
    (family, family_kana), (given, given_kana) = chance.choice(FAMILY), chance.choice(GIVEN)
    digits = chance.randrange(10**8)
    return PersonDetails(
        name=f"{family} {given}",
        kana=f"{family_kana} {given_kana}",
        birth_date="1980-04-01",
        postal_code="140-0002",
        address="東京都品川区東品川2-2-4",
        phone=f"090{digits:08d}",
        email=f"person{digits}@example.com",
    )


def _hashes(person: PersonDetails) -> frozenset[int]:
    contacts = PersonDetails(name="", email=person.email, phone=person.phone)
    return _name_hashes(person.name, person.kana) | person_hashes(contacts)


@cache
def _name_hashes(name: str, kana: str) -> frozenset[int]:
    return person_hashes(PersonDetails(name=name, kana=kana))


def _deadlines(case: Case) -> Iterator[Deadline]:
    for rule in (DeadlineRule.WARNING_5, DeadlineRule.WARNING_1, DeadlineRule.TARGET):
        fires_at = _noon(case.due_on)
        closed_at = case.replied_at or case.withdrawn_at
        yield Deadline(case=case, rule=rule, version=1, due_on=case.due_on, fires_at=fires_at, closed_at=closed_at)


_WAY = (
    (Action.SUBMIT_REQUEST, "", State.RECEIVED),
    (Action.VERIFY_IDENTITY, State.RECEIVED, State.IDENTITY_VERIFIED),
    (Action.DECIDE, State.IDENTITY_VERIFIED, State.DECIDED),
    (Action.MARK_REPLIED, State.DECIDED, State.REPLIED),
)
_WITHDRAWN_WAY = (_WAY[0], (Action.WITHDRAW, State.RECEIVED, State.WITHDRAWN))


def _events(case: Case) -> Iterator[CaseEvent]:
    """Yield the journal that leads to the state of the case, chained."""
    way = _WITHDRAWN_WAY if case.state == State.WITHDRAWN else _WAY[: case.last_seq]
    previous = ""
    for seq, (action, from_state, to_state) in enumerate(way, start=1):
        event = CaseEvent(case=case, seq=seq, action=action, from_state=from_state, to_state=to_state, facts={})
        event.actor = Impersonal.REQUESTER if seq == 1 else STAFF
        event.at = case.created_at + timedelta(days=seq - 1)
        event.previous_hash = previous
        event.hash = previous = event.computed_hash()
        yield event


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
