"""Plain makers for tests. `received()` and `case_in()` go through the actions, so every case has a true journal."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from allauth.mfa.models import Authenticator
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model
from django.test import Client

from dsr.actions.contacts import prove_contact
from dsr.actions.decide import RightAnswer, decide, decide_right
from dsr.actions.desks import load_desks
from dsr.actions.items import accept_item
from dsr.actions.letters import approve_letter
from dsr.actions.receive import Receipt, RightAsked, Submission, submit_request
from dsr.actions.reply import mark_replied, withdraw
from dsr.actions.verify import verify_identity
from dsr.effects import outbox
from dsr.models import Calendar, Case, Desk, DeskMembership, DeskPolicy, User
from dsr.persons import PersonDetails
from dsr.policy import Actor
from dsr.vocabulary import (
    Channel,
    ContactBasis,
    ContactMedium,
    DeliveryChannel,
    Impersonal,
    Kind,
    Outcome,
    PartyRole,
    Regime,
    ReplyMethod,
    RequesterType,
    Role,
    State,
)

DESKS = Path(__file__).parent.parent / "seeds" / "desks"
OMRON, NET_ONE = "omron-software", "net-one-systems"
TODAY = date(2026, 11, 17)  # where conftest stops the clock: a Tuesday without a holiday near it

YAMADA = PersonDetails(
    name="山田 太郎",
    kana="ヤマダ タロウ",
    birth_date="1980-04-01",
    postal_code="617-0002",
    address="京都府向日市寺戸町53",
    phone="075-925-0000",
    email="taro@example.com",
)


_LOADED: list[list[Any]] = []


def desk(slug: str = OMRON) -> Desk:
    """Return one of the five desks, loading them when the database is empty; the files are read once per run."""
    if not Desk.objects.exists():
        if not _LOADED:
            load_desks(sorted(DESKS.glob("*.yaml")))
            _LOADED.extend(list(model.objects.all()) for model in (Desk, DeskPolicy, Calendar))
        else:
            for rows in _LOADED:
                type(rows[0]).objects.bulk_create(rows)
            _count_on(*(type(rows[0]) for rows in _LOADED))
    return Desk.objects.get(slug=slug)


def _count_on(*models: type[Model]) -> None:
    """Let PostgreSQL go on with its numbers after those written here; a restored backup may have set them back."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def staff(role: Role = Role.CLERK, at: Desk | None = None, **fields: Any) -> User:
    """Return a member of staff with one role at one desk."""
    user = User.objects.create_user(username=f"{role}-{uuid4().hex[:8]}", password="a long enough password", **fields)
    DeskMembership.objects.create(user=user, desk=at or desk(), role=role)
    return user


def signed_in(user: User, language: str = "ja") -> Client:
    """Return a browser in which a member of staff has signed in, second factor included."""
    client = Client(headers={"accept-language": language})
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {}})
    client.force_login(user)
    return client


def submission(**changes: Any) -> Submission:
    """Return a request for disclosure to OMRON Software by web, changed as told."""
    fields: dict[str, Any] = {
        "desk": changes.get("desk") or desk(),
        "token": uuid4().hex + uuid4().hex,
        "channel": Channel.POST,
        "language": "ja",
        "regime": Regime.JP_APPI,
        "residence": "JP",
        "requester_type": RequesterType.PRINCIPAL,
        "reply_method": ReplyMethod.ELECTRONIC,
        "principal": YAMADA,
        "agent": None,
        "rights": (RightAsked(kind=Kind.DISCLOSURE, scope="会員情報のすべて"),),
        "received_on": TODAY,
    }
    return Submission(**(fields | changes))


def received(*, by: Actor | None = None, **changes: Any) -> Receipt:
    """Return the receipt of a request that has just come in by post, entered by a clerk."""
    wanted = submission(**changes)
    return submit_request(wanted, by=by or staff(Role.CLERK, wanted.desk))


def settle_checklist(case: Case, by: User) -> None:
    """Accept every line of the checklist with the first evidence that it names."""
    for item in case.items.all():
        accept_item(case.pk, item.pk, by=by, evidence=item.any_of[0])


def prove_contacts(case: Case, by: User) -> None:
    """Confirm every contact of whoever is answered: mailbox and address by an old record, the person by sight."""
    role = PartyRole.PRINCIPAL if case.requester_type == RequesterType.PRINCIPAL else PartyRole.AGENT
    person = case.party(role).person
    for medium in (ContactMedium.EMAIL, ContactMedium.POST):
        if person.contact(medium):
            basis = ContactBasis.COMPANY_RECORD
            prove_contact(case.pk, by=by, role=role, medium=medium, basis=basis, record_changed_on=date(2020, 4, 1))
    if ContactBasis.SEEN in case.policy.profile.release.high.value:
        prove_contact(case.pk, by=by, role=role, medium=ContactMedium.IN_PERSON, basis=ContactBasis.SEEN)


def granted(**changes: Any) -> RightAnswer:
    """Return an answer that grants a right in full."""
    return RightAnswer(
        **({"outcome": Outcome.GRANTED, "content": "会員登録情報一式を別紙のとおり開示します。"} | changes)
    )


def case_in(state: State, **changes: Any) -> Case:
    """Return a case that went its true way to a state: clerk checks, reviewer decides, letter posted."""
    case = received(**changes).case
    clerk, reviewer = staff(Role.CLERK, case.desk), staff(Role.REVIEWER, case.desk)
    if state == State.WITHDRAWN:
        withdraw(case.pk, by=Impersonal.REQUESTER)
    if state in (State.IDENTITY_VERIFIED, State.DECIDED, State.REPLIED):
        settle_checklist(case, clerk)
        verify_identity(case.pk, by=clerk, method="documents")
    if state in (State.DECIDED, State.REPLIED):
        for right in case.rights.all():
            decide_right(case.pk, right.pk, granted(), by=reviewer)
        decide(case.pk, by=reviewer)
        if Case.objects.get(pk=case.pk).needs_proof:
            prove_contacts(case, clerk)
    if state == State.REPLIED:
        letter = approve_letter(case.pk, by=reviewer)
        outbox.drain()
        mark_replied(
            case.pk, by=clerk, channel=DeliveryChannel.RECORDED_POST, delivered_on=letter.issued_on, tracking="123-45"
        )
    return Case.objects.get(pk=case.pk)
