"""How long a paper is kept: by desk, by what it is, by how its case ended. Dates by hand; the clock stands at 2026-11-17."""

from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from dsr.actions import keeping
from dsr.actions.decide import decide, decide_right, refuse_on_procedure
from dsr.actions.describing import Particulars, describe_document, settle_finding
from dsr.actions.destruction import destroy_document, lift_hold, set_hold
from dsr.actions.documents import IncomingFile, add_document
from dsr.actions.keeping import destroy_due
from dsr.actions.letters import approve_letter
from dsr.actions.reply import mark_replied, record_return, withdraw
from dsr.actions.verify import verify_identity
from dsr.effects import outbox
from dsr.errors import Refused
from dsr.models import Attestation, Case, Document, OutboxMessage
from dsr.profile.keeping import Keep
from dsr.queries.journal import broken_entries
from dsr.vocabulary import Action, DeliveryChannel, DestroyReason, Impersonal, ItemStatus, Role, Topic
from tests.factories import TODAY, YAMADA, desk, granted, prove_contacts, received, settle_checklist, staff
from tests.papers import made_safe

pytestmark = pytest.mark.django_db

DESKS = ["citizen-machinery", "citizen-systems-japan", "citizen-watch", "net-one-systems", "omron-software"]
# Citizen Watch says so in public, the others by their own setting: the form is kept, the papers of identity go.
# 17 November + 30 days is 17 December; 17 November 2029 is the last day of three years. They go the day after.
NEVER_CLOSED = date(2027, 11, 17)
IDENTITY, FORM = date(2026, 12, 18), date(2029, 11, 18)
PAPERS = {
    "passport": IDENTITY,
    "request form": FORM,
    "paper of the agent's authority": IDENTITY,
    "nobody has said what it is": IDENTITY,
    "came with the identity line, is a request form": FORM,
    "came with the line of the form, is a passport": IDENTITY,
}


def case_with_papers(at: str) -> tuple[Case, dict[str, Document]]:
    """A posted request of an appointed agent with one paper of each kind."""
    home = desk(at)
    agent = {"requester_type": "appointed_agent", "agent": YAMADA}
    case = received(desk=home, **agent).case
    clerk = staff(Role.CLERK, home)
    lines = {item.purpose: item for item in case.items.all()}
    # a desk that wants no form of its own has no line for it; what the paper is, is said by hand
    form = lines.get("request")
    identity = next(item for item in case.items.all() if item.purpose == "identity")
    authority = lines["authority"]
    rows: list[tuple[str, Any, str]] = [
        ("passport", identity, ""),
        ("request form", form, "" if form else "request_form"),
        ("paper of the agent's authority", authority, ""),
        ("nobody has said what it is", None, ""),
        ("came with the identity line, is a request form", identity, "request_form"),
        ("came with the line of the form, is a passport", form, "passport"),
    ]
    papers = {}
    for number, (name, line, kind) in enumerate(rows):
        file = IncomingFile(f"{number}.jpg", "image/jpeg", b"\xff\xd8\xff" + bytes([number]) * 2000)
        papers[name] = add_document(case.pk, file, by=clerk, item_id=line and line.pk)
        if kind:
            describe_document(case.pk, papers[name].pk, by=clerk, particulars=Particulars(kind=kind))
    # nobody looks at the pages here
    OutboxMessage.objects.filter(topic=Topic.FILE_REBUILD).delete()
    made_safe(case)
    return case, papers


def days_of(papers: dict[str, Document]) -> dict[str, date | None]:
    found = dict(Document.objects.values_list("pk", "destroy_on"))
    return {name: found[paper.pk] for name, paper in papers.items()}


def grant(case: Case) -> None:
    clerk, reviewer = staff(Role.CLERK, case.desk), staff(Role.REVIEWER, case.desk)
    settle_checklist(case, clerk)
    verify_identity(case.pk, by=clerk, method="documents")
    for right in case.rights.all():
        decide_right(case.pk, right.pk, granted(), by=reviewer)
    decide(case.pk, by=reviewer)
    prove_contacts(case, clerk)


def post_reply(case: Case, on: date = TODAY) -> None:
    letter = case.letters.first() or approve_letter(case.pk, by=staff(Role.REVIEWER, case.desk))
    outbox.drain()
    assert letter
    channel = DeliveryChannel.RECORDED_POST
    mark_replied(case.pk, by=staff(Role.CLERK, case.desk), channel=channel, delivered_on=on, tracking="123-45")


def refused(case: Case) -> None:
    refuse_on_procedure(
        case.pk, by=staff(Role.REVIEWER, case.desk), ground="P-ID", reason="印鑑登録証明書が届いていません。"
    )
    post_reply(case)


def replied(case: Case) -> None:
    grant(case)
    post_reply(case)


ENDS = {
    "replied": replied,
    "refused on procedure": refused,
    "withdrawn by the requester": lambda case: withdraw(case.pk, by=Impersonal.REQUESTER),
    "withdrawn on the requester's word": lambda case: withdraw(case.pk, by=staff(Role.CLERK, case.desk)),
}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("at", DESKS)
def test_every_paper_gets_its_day_when_the_case_ends(at: str, end: str) -> None:
    case, papers = case_with_papers(at)
    assert set(days_of(papers).values()) == {NEVER_CLOSED}
    ENDS[end](case)
    assert days_of(papers) == PAPERS


def test_a_reply_that_comes_back_stops_the_time_and_the_next_one_starts_it_again(at) -> None:
    case, papers = case_with_papers("omron-software")
    replied(case)
    at("2026-11-25 10:00")
    record_return(case.pk, by=staff(Role.CLERK, case.desk), returned_on=date(2026, 11, 24))
    assert set(days_of(papers).values()) == {date(2027, 11, 25)}
    post_reply(case, date(2026, 11, 25))
    assert days_of(papers) == {
        name: {IDENTITY: date(2026, 12, 26), FORM: date(2029, 11, 26)}[day] for name, day in PAPERS.items()
    }


def test_a_case_that_nobody_closes_keeps_no_copies(at) -> None:
    case, papers = case_with_papers("citizen-watch")
    for moment, destroyed in [("2027-11-16 23:59", 0), ("2027-11-17 00:01", len(papers))]:
        at(moment)
        assert destroy_due(timezone.localdate()) == destroyed
    assert set(case.items.values_list("status", flat=True)) == {ItemStatus.WANTED}


def test_nothing_goes_before_three_whole_days_of_undoing_have_passed(at) -> None:
    case, papers = case_with_papers("omron-software")
    grant(case)
    approve_letter(case.pk, by=staff(Role.REVIEWER, case.desk))
    outbox.drain()
    at("2027-01-29 10:00")  # the reply left long before it was entered
    post_reply(case, date(2026, 11, 17))
    assert days_of(papers)["passport"] == date(2027, 2, 2)
    for moment, destroyed in [("2027-02-01 23:59", 0), ("2027-02-02 00:01", 4)]:
        at(moment)
        assert destroy_due(timezone.localdate()) == destroyed


@pytest.mark.parametrize(
    ("period", "closed_on", "last"),
    [
        ({"days": 0}, date(2026, 11, 17), date(2026, 11, 17)),
        ({"days": 30}, date(2027, 2, 1), date(2027, 3, 3)),
        ({"years": 3}, date(2028, 2, 29), date(2031, 2, 28)),
    ],
    ids=str,
)
def test_the_last_day_of_keeping(period: dict[str, int], closed_on: date, last: date) -> None:
    note = {"ja": "窓口の設定です。", "en": "A setting."}
    assert Keep(**period, then="destroy", note=note).until(closed_on) == last


def test_what_is_due_is_destroyed_and_what_is_not_stays() -> None:
    case, papers = case_with_papers("citizen-watch")
    replied(case)
    assert destroy_due(IDENTITY - timedelta(days=1)) == 0
    with pytest.raises(Refused, match="not_due"):
        destroy_document(case.pk, papers["passport"].pk, by=Impersonal.SYSTEM, reason=DestroyReason.RETENTION_OVER)


def test_on_its_day_the_form_is_kept_and_the_rest_is_gone(at) -> None:
    case, papers = case_with_papers("citizen-watch")
    replied(case)
    at("2026-12-18 03:00")
    said = StringIO()
    call_command("destroy_due", stdout=said)
    assert said.getvalue() == "4 papers destroyed.\n"
    kept = {name for name, paper in papers.items() if Document.objects.kept().filter(pk=paper.pk).exists()}
    assert kept == {name for name, day in PAPERS.items() if day == FORM}
    remains = Attestation.objects.get(document=papers["passport"])
    assert (remains.why, remains.outcome, remains.destroyed_by, remains.checked_on) == (
        "retention_over",
        "accepted",
        None,
        TODAY,
    )
    assert case.events.filter(action=Action.DESTROY_DOCUMENT, actor="system").count() == 4
    assert list(broken_entries()) == []
    assert destroy_due(date(2026, 12, 19)) == 0
    at("2029-11-18 03:00")
    assert destroy_due(date(2029, 11, 18)) == 2


def test_a_hold_stops_the_rules_and_lifting_it_lets_them_go_on(at) -> None:
    case, _papers = case_with_papers("citizen-watch")
    replied(case)
    manager = staff(Role.MANAGER, case.desk)
    set_hold(case.pk, by=manager, reason="訴訟の証拠です。")
    at("2026-12-18 03:00")
    assert destroy_due(date(2026, 12, 18)) == 0
    lift_hold(case.pk, by=manager, reason="訴訟が終わりました。")
    assert destroy_due(date(2026, 12, 18)) == 4


@pytest.mark.parametrize("reason", DestroyReason)
def test_a_hold_stops_staff_too_whatever_reason_they_give(reason: DestroyReason) -> None:
    case, papers = case_with_papers("omron-software")
    set_hold(case.pk, by=staff(Role.MANAGER, case.desk), reason="訴訟の証拠です。")
    with pytest.raises(Refused, match="held"):
        destroy_document(case.pk, papers["passport"].pk, by=staff(Role.CLERK, case.desk), reason=reason)


def test_under_a_hold_the_back_of_a_my_number_card_goes_by_the_hand_of_a_manager() -> None:
    case, papers = case_with_papers("omron-software")
    clerk = staff(Role.CLERK, case.desk)
    back = Particulars(kind="my_number_card_front", is_my_number_back=True)
    manager, gone = staff(Role.MANAGER, case.desk), {"reason": DestroyReason.MUST_NOT_KEEP}
    set_hold(case.pk, by=manager, reason="訴訟の証拠です。")
    describe_document(case.pk, papers["passport"].pk, by=clerk, particulars=back)
    with pytest.raises(Refused, match="held"):  # or the tick of one clerk would open the hold
        destroy_document(case.pk, papers["passport"].pk, by=clerk, **gone)
    destroy_document(case.pk, papers["passport"].pk, by=manager, **gone)
    assert Document.objects.kept().count() == 5


def test_a_tick_that_was_taken_back_opens_no_hold() -> None:
    case, papers = case_with_papers("omron-software")
    manager = staff(Role.MANAGER, case.desk)
    back = Particulars(kind="my_number_card_front", is_my_number_back=True)
    describe_document(case.pk, papers["passport"].pk, by=manager, particulars=back)
    settle_finding(case.pk, papers["passport"].findings.get().pk, by=manager, reason="旅券でした。")
    set_hold(case.pk, by=manager, reason="訴訟の証拠です。")
    with pytest.raises(Refused, match="held"):
        destroy_document(case.pk, papers["passport"].pk, by=manager, reason=DestroyReason.MUST_NOT_KEEP)


def test_a_reply_that_comes_back_between_the_look_and_the_deed_saves_the_paper(at, monkeypatch) -> None:
    case, _papers = case_with_papers("citizen-watch")
    replied(case)
    at("2026-12-18 03:00")
    real, clerk = destroy_document, staff(Role.CLERK, case.desk)

    def later(*args: Any, **kwargs: Any) -> None:
        if not case.deliveries.filter(returned_on__isnull=False).exists():
            record_return(case.pk, by=clerk, returned_on=date(2026, 12, 18))
        real(*args, **kwargs)

    monkeypatch.setattr(keeping, "destroy_document", later)
    assert destroy_due(date(2026, 12, 18)) == 0
    assert Document.objects.kept().count() == 6


def test_the_look_costs_what_is_due(at) -> None:
    case_with_papers("citizen-watch")
    with connection.cursor() as cursor:
        query = (
            Document.objects.kept().filter(destroy_on__lte=TODAY, case__held_since=None).order_by("destroy_on", "id")
        )
        sql, parameters = query.values_list("case_id", "pk")[:10].query.sql_with_params()
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(("EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN ") + sql, parameters)
        plan = str(cursor.fetchall())
    assert "document_to_destroy" in plan


def test_a_changed_column_does_not_save_a_paper(at) -> None:
    case, papers = case_with_papers("citizen-watch")
    replied(case)
    Document.objects.filter(pk=papers["nobody has said what it is"].pk).update(sealed_particulars=b"\x01" + bytes(60))
    at("2026-12-18 03:00")
    assert destroy_due(date(2026, 12, 18)) == 4
