"""Where a paper lies: every entry stays, nobody destroys alone, and nothing is destroyed under a legal hold."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils.translation import override

from dsr.actions.destruction import set_hold
from dsr.actions.papers import Whereabouts, record_paper
from dsr.errors import Refused
from dsr.models import Case, PaperRecord, User
from dsr.queries.case_page.whereabouts import paper_trails
from dsr.vocabulary import Action, PaperStatus, PaperWay, Role, State
from tests.factories import NET_ONE, TODAY, case_in, desk, received, staff

pytestmark = pytest.mark.django_db
HELD, RETURNED, DESTROYED = PaperStatus.HELD, PaperStatus.RETURNED, PaperStatus.DESTROYED


def kept(case: Case, by: User, place: str = "Safe 2, blue binder", on: date = TODAY) -> PaperRecord:
    return record_paper(case.pk, Whereabouts(status=HELD, on=on, kind="driver_licence", place=place), by=by)


def refusal(case: Case, by: User, **said) -> str:
    with pytest.raises(Refused) as refused:
        record_paper(case.pk, Whereabouts(**({"on": TODAY} | said)), by=by)
    return refused.value.code


def test_tells_where_a_paper_lies_and_seals_the_place():
    case, clerk = received().case, staff()
    record = kept(case, clerk)
    (trail,) = paper_trails(case)
    with override("ja"):  # whatever the test before spoke
        assert (str(trail.label), trail.newest.place, trail.is_held) == ("運転免許証", "Safe 2, blue binder", True)
    assert b"Safe 2" not in bytes(record.sealed_place)
    event = case.events.get(action=Action.RECORD_PAPER)
    assert (event.by, event.facts) == (
        clerk,
        {"paper": str(record.paper), "evidence": "driver_licence", "status": "held", "on": "2026-11-17"},
    )


def test_every_entry_stays():
    case, clerk, witness = received().case, staff(), staff(Role.AUDITOR)
    paper = kept(case, clerk).paper
    record_paper(case.pk, Whereabouts(status=HELD, on=TODAY, paper=paper, place="Safe 1"), by=clerk)
    end = Whereabouts(status=DESTROYED, on=TODAY, paper=paper, way=PaperWay.SHREDDER, witness=witness)
    record_paper(case.pk, end, by=clerk)
    (trail,) = paper_trails(case)
    assert [(entry.status, entry.place or "") for entry in trail.entries] == [
        (HELD, "Safe 2, blue binder"),
        (HELD, "Safe 1"),
        (DESTROYED, ""),
    ]
    assert [entry.kind for entry in trail.entries] == ["driver_licence"] * 3
    assert (trail.newest.witness, trail.newest.recorded_by, trail.is_held) == (witness, clerk, False)
    last = case.events.filter(action=Action.RECORD_PAPER).last()
    assert (last.facts["way"], last.facts["witness"]) == ("shredder", witness.pk)


def test_two_papers_of_one_kind_are_two_papers():
    case, clerk = received().case, staff()
    kept(case, clerk)
    kept(case, clerk)
    assert [len(trail.entries) for trail in paper_trails(case)] == [1, 1]


@pytest.mark.parametrize("state", [State.REPLIED, State.WITHDRAWN])
def test_papers_are_returned_after_the_end_of_a_case(state):
    case, clerk = case_in(state), staff()
    paper = kept(case, clerk).paper
    record_paper(case.pk, Whereabouts(status=RETURNED, on=TODAY, paper=paper, way=PaperWay.RECORDED_POST), by=clerk)
    assert paper_trails(case)[0].newest.status == RETURNED


TOMORROW, BEFORE = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
NEW = {"status": HELD, "kind": "driver_licence", "place": "Safe"}
WRONG_NEW = {
    "no place": ({"place": ""}, "place_missing"),
    "nothing but spaces": ({"place": "  "}, "place_missing"),
    "a way where none is": ({"way": PaperWay.SHREDDER}, "way_missing"),
    "a kind that nobody knows": ({"kind": "library_card"}, "unknown_paper"),
    "no kind": ({"kind": ""}, "unknown_paper"),
    "returned before it was here": ({"status": RETURNED, "way": PaperWay.HANDED_OVER}, "unknown_paper"),
    "a paper of nobody": ({"paper": uuid4()}, "unknown_paper"),
    "tomorrow": ({"on": TOMORROW}, "future_date"),
    "before the case arrived": ({"on": BEFORE}, "too_early"),
}


@pytest.mark.parametrize("wrong", WRONG_NEW)
def test_refuses_what_makes_no_sense_of_a_new_paper(wrong):
    case, (changed, code) = received().case, WRONG_NEW[wrong]
    assert refusal(case, staff(), **NEW | changed) == code
    assert case.papers.count() == 0


WAY = {"status": RETURNED, "way": PaperWay.HANDED_OVER}
WRONG_LATER = {
    "returned by the shredder": ({"status": RETURNED, "way": PaperWay.SHREDDER}, "way_missing"),
    "returned somehow": ({"status": RETURNED, "way": ""}, "way_missing"),
    "destroyed by post": ({"status": DESTROYED, "way": PaperWay.RECORDED_POST}, "way_missing"),
    "put nowhere": ({"status": HELD, "place": ""}, "place_missing"),
    "before the last entry": (WAY | {"on": BEFORE}, "before_last_entry"),
}


@pytest.mark.parametrize("wrong", WRONG_LATER)
def test_refuses_what_makes_no_sense_of_a_known_paper(wrong):
    case, clerk = received(received_on=TODAY - timedelta(days=9), backdate_reason="entered_late").case, staff()
    paper = kept(case, clerk).paper
    changed, code = WRONG_LATER[wrong]
    assert refusal(case, clerk, **{"paper": paper} | changed) == code
    assert case.papers.count() == 1


def test_nobody_destroys_a_paper_alone():
    case, clerk = received().case, staff()
    end = {"status": DESTROYED, "way": PaperWay.SHREDDER, "paper": kept(case, clerk).paper}
    found = {
        "nobody": refusal(case, clerk, **end),
        "the same person": refusal(case, clerk, **end, witness=clerk),
        "somebody of another desk": refusal(case, clerk, **end, witness=staff(Role.CLERK, desk(NET_ONE))),
        "somebody who left": refusal(case, clerk, **end, witness=staff(is_active=False)),
    }
    assert found == {
        "nobody": "witness_missing",
        "the same person": "own_witness",
        "somebody of another desk": "witness_missing",
        "somebody who left": "witness_missing",
    }


def test_a_legal_hold_keeps_papers_but_lets_them_move():
    case, clerk = received().case, staff()
    paper = kept(case, clerk).paper
    set_hold(case.pk, by=staff(Role.MANAGER), reason="訴訟のため")
    end = {"status": DESTROYED, "way": PaperWay.SHREDDER, "paper": paper, "witness": staff()}
    assert refusal(case, clerk, **end) == "held"
    record_paper(case.pk, Whereabouts(status=HELD, on=TODAY, paper=paper, place="Safe of the legal team"), by=clerk)


def test_under_a_legal_hold_an_original_goes_back_only_with_a_reason():
    case, clerk = received().case, staff()
    paper = kept(case, clerk).paper
    set_hold(case.pk, by=staff(Role.MANAGER), reason="訴訟のため")
    back = {"status": RETURNED, "way": PaperWay.HANDED_OVER, "paper": paper}
    assert refusal(case, clerk, **back, reason=" ") == "held_return"
    record_paper(case.pk, Whereabouts(**back, on=TODAY, reason="本人の旅券。写しは保管済み。"), by=clerk)
    assert case.notes.filter(author=clerk).get().text == "本人の旅券。写しは保管済み。"
    last = case.events.filter(action=Action.RECORD_PAPER).last()
    assert (last.facts["status"], last.facts["reason_code"]) == ("returned", "noted")


@pytest.mark.parametrize("status", [RETURNED, DESTROYED])
def test_what_is_gone_stays_gone(status):
    case, clerk = received().case, staff()
    paper = kept(case, clerk).paper
    way = {RETURNED: PaperWay.HANDED_OVER, DESTROYED: PaperWay.CONTRACTOR}[status]
    record_paper(case.pk, Whereabouts(status=status, on=TODAY, paper=paper, way=way, witness=staff()), by=clerk)
    assert refusal(case, clerk, status=HELD, paper=paper, place="Safe") == "paper_gone"


def test_a_paper_of_another_case_is_unknown():
    clerk = staff()
    paper = kept(received().case, clerk).paper
    assert refusal(received().case, clerk, status=HELD, paper=paper, place="Safe") == "unknown_paper"
