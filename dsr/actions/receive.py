"""Receive a request: one transaction makes the case, its people, rights, checklist, clocks, journal and mail."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError
from django.utils import timezone

from dsr import crypto, receipts
from dsr.actions.checklist import items_for
from dsr.actions.clock import schedule
from dsr.actions.documents import new_document
from dsr.actions.people import index_people
from dsr.actions.unit import Change, begin
from dsr.errors import Refused
from dsr.law.tiers import PROOF, tier_of
from dsr.models import (
    Case,
    CaseKey,
    ChecklistItem,
    Desk,
    DeskPolicy,
    DraftFile,
    Party,
    RequestedRight,
)
from dsr.persons import PersonDetails
from dsr.policy import Actor
from dsr.queries.due_dates import due_dates
from dsr.vocabulary import (
    Channel,
    Impersonal,
    Kind,
    PartyRole,
    Regime,
    ReplyMethod,
    RequesterType,
    Topic,
)


@dataclass(frozen=True, kw_only=True)
class RightAsked:
    """One right as it was asked for, in the requester's words."""

    kind: Kind
    scope: str = ""
    claimed_ground: str = ""
    ground_details: str = ""
    claimed_measure: str = ""
    correction: str = ""


@dataclass(frozen=True, kw_only=True)
class Submission:
    """Everything a request says. `received_on` is the day it reached the company (Asia/Tokyo)."""

    desk: Desk
    token: str
    channel: Channel
    language: str
    regime: Regime
    residence: str
    requester_type: RequesterType
    reply_method: ReplyMethod
    principal: PersonDetails
    agent: PersonDetails | None
    rights: tuple[RightAsked, ...]
    received_on: date
    backdate_reason: str = ""
    case_key: bytes | None = None
    files: tuple[DraftFile, ...] = ()
    demo: bool = False


@dataclass(frozen=True)
class Receipt:
    """What the requester keeps: the number names the case, the secret opens it."""

    case: Case
    secret: str


def submit_request(submission: Submission, *, by: Actor) -> Receipt:
    """Receive a request, once: the same token gives the same case and the same receipt however often it is sent.

    Raises Refused: not_permitted, unknown_kind, channel_closed, future_date. Mails whoever gave an address; a data
    subject whom a mandated agent represents is told, where the desk does so at once.
    """
    now = timezone.now()
    known = _already_received(submission)
    if known:
        return known
    policy = submission.desk.policy_on(submission.received_on)
    _check(submission, policy, by, now)
    try:
        return _receive(submission, policy, by, now)
    except IntegrityError:
        # a second click won the race between the look and the insert
        known = _already_received(submission)
        if known is None:
            raise
        return known


def _already_received(submission: Submission) -> Receipt | None:
    case = Case.objects.filter(submission=_submission_hash(submission)).first()
    return Receipt(case, crypto.receipt_secret(submission.token)) if case else None


def _submission_hash(submission: Submission) -> bytes:
    return crypto.blind(submission.token, purpose="submission")


def _check(submission: Submission, policy: DeskPolicy, by: Actor, now: datetime) -> None:
    offered = policy.profile.kinds_under(submission.regime)
    if not submission.rights or not {right.kind for right in submission.rights} <= set(offered):
        raise Refused("unknown_kind")
    if by is Impersonal.REQUESTER and not policy.profile.accepts(submission.channel):
        raise Refused("channel_closed")
    if submission.received_on > timezone.localdate(now):
        raise Refused("future_date")


def _receive(submission: Submission, policy: DeskPolicy, by: Actor, now: datetime) -> Receipt:
    secret = crypto.receipt_secret(submission.token)
    calendar = submission.desk.calendar()
    kinds = [right.kind for right in submission.rights]
    case = _new_case(submission, by, now)
    case.policy, case.calendar_version = policy, calendar.version
    case.secret_hash = crypto.hash_secret(secret)
    case.release_needs = PROOF if policy.profile.release.needs_proof(tier_of(kinds)) else ""
    case.due_on = due_dates(case, calendar.business_days, kinds).due
    with begin(case, by=by, now=now) as this:
        CaseKey.wrapping(case, submission.case_key or crypto.new_key()).save()
        _write_people(case, submission)
        _write_rights(case, submission)
        items = items_for(case, policy.profile, kinds)
        ChecklistItem.objects.bulk_create(items)
        _take_over_files(this, submission, items)
        schedule(case, calendar.business_days)
        _journal(this, submission, policy)
    return Receipt(case, secret)


def _new_case(submission: Submission, by: Actor, now: datetime) -> Case:
    return Case(
        number=receipts.new_case_number(submission.received_on),
        desk=submission.desk,
        regime=submission.regime,
        residence=submission.residence,
        language=submission.language,
        channel=submission.channel,
        requester_type=submission.requester_type,
        reply_method=submission.reply_method,
        received_on=submission.received_on,
        created_at=now,
        submission=_submission_hash(submission),
        # the receipt page acknowledges at once; a request on paper waits until somebody or a mail does
        acknowledged_at=now if by is Impersonal.REQUESTER else None,
        demo=submission.demo,
    )


def _journal(this: Change, submission: Submission, policy: DeskPolicy) -> None:
    this.note(
        channel=submission.channel,
        kinds=[right.kind for right in submission.rights],
        requester_type=submission.requester_type,
        received_on=submission.received_on,
        backdate_reason=submission.backdate_reason,
        policy_version=policy.version,
        due_on=this.case.due_on,
        regime=submission.regime,
    )
    if (submission.agent or submission.principal).email:
        this.later(Topic.MAIL_RECEIVED)
    if policy.profile.release.asks_principal_at_submission(submission.requester_type) and submission.principal.email:
        this.later(Topic.MAIL_PRINCIPAL_ASKED)


def _write_people(case: Case, submission: Submission) -> None:
    people = [(PartyRole.PRINCIPAL, submission.principal)]
    if submission.agent:
        people.append((PartyRole.AGENT, submission.agent))
    for role, person in people:
        party = Party(case=case, role=role)
        party.details = person.as_json()
        party.save(force_insert=True)
    index_people(case, [person for _role, person in people])


def _write_rights(case: Case, submission: Submission) -> None:
    for position, asked in enumerate(submission.rights, start=1):
        right = RequestedRight(case=case, position=position, kind=asked.kind)
        right.asked = {
            "scope": asked.scope,
            "claimed_ground": asked.claimed_ground,
            "ground_details": asked.ground_details,
            "claimed_measure": asked.claimed_measure,
            "correction": asked.correction,
        }
        right.save(force_insert=True)


def _take_over_files(this: Change, submission: Submission, items: list[ChecklistItem]) -> None:
    """Make documents of the draft's files. They open as they are: the draft's key became the key of the case.

    They come in the order of the checklist, a microsecond apart: documents are numbered in the order of their arrival.
    """
    by_code = {item.code: item for item in items}
    places = {item.code: item.position for item in items}
    files = sorted(submission.files, key=lambda file: places.get(file.requirement, len(places)))
    for arrival, file in enumerate(files):
        item = by_code.get(file.requirement)
        document = new_document(this, item, key=file.key, content_type=file.content_type, size=file.size)
        document.added_at += timedelta(microseconds=arrival)
        document.fingerprint = file.fingerprint
        document.sealed_file_key = file.sealed_file_key
        document.name = file.name
        document.save(force_insert=True)
        this.later(Topic.FILE_REBUILD, document=document.pk)
