"""Lines as expressions: bundles, numbers of papers, conditions as far as they are known, words, and how cases keep them."""

import json
from datetime import date, timedelta
from itertools import chain, combinations

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from dsr.law.evidence import (
    EVIDENCE,
    REJECTED_FOR,
    Alternative,
    Bundle,
    Condition,
    EvidenceRequirement,
    EvidenceRules,
    Held,
    Proves,
    Side,
    Verdict,
    changes,
    checklist_for,
    kinds_asked,
    line_as_stored,
    missing,
    settled,
    some_of,
    together,
    ways,
    ways_asked,
)
from dsr.law.evidence.held import JUDGES
from dsr.vocabulary import Channel, Kind, PartyRole, Regime, RequesterType

TODAY = date(2026, 11, 22)
PRINCIPAL, AGENT = PartyRole.PRINCIPAL, PartyRole.AGENT
NOT_MET, TO_JUDGE, MET = Verdict.NOT_MET, Verdict.TO_JUDGE, Verdict.MET
WITH_ADDRESS = (Condition.SHOWS_ADDRESS,)


def line(*any_of, **fields):
    given_ = {"code": "identity", "of": PRINCIPAL, "purpose": Proves.IDENTITY} | fields
    return EvidenceRequirement(any_of=any_of, **given_)


def on_day(requirement, channel=Channel.POST, on=TODAY, *, equivalents=False):
    rules = EvidenceRules(requirements=(requirement,), accept_guideline_equivalents=equivalents)
    (found,) = checklist_for(
        rules,
        requester_type=RequesterType.PRINCIPAL,
        channel=channel,
        on=on,
        kind=Kind.DISCLOSURE,
        regime=Regime.JP_APPI,
    )
    return found


def held(*codes):
    return [Held(code, PRINCIPAL) for code in codes]


# a licence, or a passport together with a second paper that may be one of two
PASSPORT_AND_MORE = line(
    *ways("driver_licence"),
    together(Alternative("passport"), some_of(1, *ways("residence_certificate", "pension_handbook"))),
)


# --- any of, all of, some of ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("requirement", "enough"),
    [
        (line(*ways("driver_licence", "passport")), [{"driver_licence"}, {"passport"}]),
        (line(together(*ways("driver_licence", "passport"))), [{"driver_licence", "passport"}]),
        (
            line(*ways("driver_licence", "passport", "pension_handbook"), need=2),
            [
                {"driver_licence", "passport"},
                {"driver_licence", "pension_handbook"},
                {"passport", "pension_handbook"},
            ],
        ),
        (
            PASSPORT_AND_MORE,
            [{"driver_licence"}, {"passport", "residence_certificate"}, {"passport", "pension_handbook"}],
        ),
        (
            line(
                some_of(2, together(*ways("driver_licence", "passport")), *ways("pension_handbook", "residence_card"))
            ),
            [
                {"driver_licence", "passport", "pension_handbook"},
                {"driver_licence", "passport", "residence_card"},
                {"pension_handbook", "residence_card"},
            ],
        ),
    ],
    ids=["any of", "all of", "two of three", "bundle", "bundle in a bundle"],
)
def test_every_set_of_papers_is_judged_by_the_expression(requirement, enough):
    found = on_day(requirement)
    codes = ["driver_licence", "passport", "pension_handbook", "residence_card", "residence_certificate"]
    for papers in chain.from_iterable(combinations(codes, count) for count in range(len(codes) + 1)):
        expected = any(needed <= set(papers) for needed in enough)
        assert found.is_met_by(held(*papers)) is expected, papers


def test_one_paper_is_never_two_of_them():
    closed = line(*ways("health_insurance_card", "my_number_card_front", "passport"), need=2)
    found = on_day(closed, equivalents=True)
    # the card of My Number succeeds the insurance card and is named itself: it counts once
    assert not found.is_met_by(held("my_number_card_front"))
    assert found.is_met_by(held("my_number_card_front", "eligibility_certificate"))
    assert found.is_met_by(held("my_number_card_front", "my_number_card_front"))
    assert found.is_met_by(held("my_number_card_front", "passport"))


def test_papers_of_both_persons_in_one_line():
    both = line(together(Alternative("driver_licence"), Alternative("driver_licence", of=AGENT)))
    found = on_day(both)
    assert not found.is_met_by([Held("driver_licence", PRINCIPAL)])
    assert found.is_met_by([Held("driver_licence", PRINCIPAL), Held("driver_licence", AGENT)])


def test_a_bundle_whose_paper_is_closed_takes_its_successors_or_falls_away():
    bundle = line(*ways("driver_licence"), together(*ways("health_insurance_card", "pension_handbook")))
    assert on_day(bundle).codes == ("driver_licence",)
    assert [each.code for each in on_day(bundle).closed] == ["health_insurance_card"]
    found = on_day(bundle, equivalents=True)
    assert found.is_met_by(held("eligibility_certificate", "pension_handbook"))
    assert not found.is_met_by(held("health_insurance_card", "pension_handbook"))
    assert on_day(bundle, on=date(2025, 12, 1)).is_met_by(held("health_insurance_card", "pension_handbook"))


def test_a_paper_counts_by_the_channel_by_which_it_came():
    by_post = line(*ways("driver_licence"), *ways("residence_certificate", channels=(Channel.POST,)))
    for request, paper, counts in (
        (Channel.POST, None, True),
        (Channel.POST, Channel.WEB, True),
        (Channel.WEB, None, False),
        (Channel.WEB, Channel.POST, True),
    ):
        found = on_day(by_post, request)
        assert found.is_met_by([Held("residence_certificate", PRINCIPAL, channel=paper)]) is counts


def test_expressions_that_ask_for_nothing_or_too_much_are_refused():
    for need in (0, 3):
        with pytest.raises(ValueError, match="of 2 ways"):
            Bundle(ways("passport", "driver_licence"), need)
        with pytest.raises(ValueError, match="of 2 ways"):
            line(*ways("passport", "driver_licence"), need=need)


# --- conditions -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "known", "verdict"),
    [
        (Condition.ORIGINAL, {}, TO_JUDGE),
        (Condition.ORIGINAL, {"original": True}, MET),
        (Condition.ORIGINAL, {"original": False}, NOT_MET),
        (Condition.BOTH_SIDES, {}, TO_JUDGE),
        (Condition.BOTH_SIDES, {"sides": frozenset(Side)}, MET),
        (Condition.BOTH_SIDES, {"sides": frozenset({Side.FRONT})}, NOT_MET),
        (Condition.FRONT_ONLY, {}, TO_JUDGE),
        (Condition.FRONT_ONLY, {"sides": frozenset({Side.FRONT})}, MET),
        (Condition.FRONT_ONLY, {"sides": frozenset(Side)}, NOT_MET),
        (Condition.SHOWS_ADDRESS, {}, TO_JUDGE),
        (Condition.SHOWS_ADDRESS, {"shows_address": True}, MET),
        (Condition.SHOWS_ADDRESS, {"shows_address": False}, NOT_MET),
        (Condition.SHOWS_BOTH_NAMES, {}, TO_JUDGE),
        (Condition.SHOWS_BOTH_NAMES, {"shows_both_names": True}, MET),
        (Condition.SHOWS_BOTH_NAMES, {"shows_both_names": False}, NOT_MET),
        (Condition.REGISTERED_SEAL, {}, TO_JUDGE),
        (Condition.REGISTERED_SEAL, {"registered_seal": True}, MET),
        (Condition.REGISTERED_SEAL, {"registered_seal": False}, NOT_MET),
        (Condition.WITHIN_3_MONTHS, {}, TO_JUDGE),
        (Condition.WITHIN_3_MONTHS, {"issued_on": date(2026, 8, 22)}, MET),
        (Condition.WITHIN_3_MONTHS, {"issued_on": date(2026, 8, 21)}, NOT_MET),
        (Condition.WITHIN_3_MONTHS, {"issued_on": TODAY}, MET),
        (Condition.WITHIN_6_MONTHS, {}, TO_JUDGE),
        (Condition.WITHIN_6_MONTHS, {"issued_on": date(2026, 5, 22)}, MET),
        (Condition.WITHIN_6_MONTHS, {"issued_on": date(2026, 5, 21)}, NOT_MET),
        (Condition.WITHOUT_NUMBERS, {}, TO_JUDGE),
        (Condition.WITHOUT_NUMBERS, {"without_numbers": True}, MET),
        (Condition.WITHOUT_NUMBERS, {"without_numbers": False}, NOT_MET),
        (Condition.COVERS_RECEIPT, {}, TO_JUDGE),
        (Condition.COVERS_RECEIPT, {"covers_receipt": True}, MET),
        (Condition.COVERS_RECEIPT, {"covers_receipt": False}, NOT_MET),
        (Condition.STILL_VALID, {}, TO_JUDGE),
        (Condition.STILL_VALID, {"expires_on": TODAY}, MET),
        (Condition.STILL_VALID, {"expires_on": date(2026, 11, 21)}, NOT_MET),
    ],
)
def test_a_condition_is_met_failed_or_left_to_a_person(condition, known, verdict):
    asked = on_day(line(*ways("driver_licence", conditions=(condition,))))
    paper = Held("driver_licence", PRINCIPAL, **known)
    assert asked.judge([paper])[0] is verdict
    assert bool(missing([asked], [paper])) is (verdict is NOT_MET)
    assert [each.verdict for each in settled([asked], [paper])] == ([] if verdict is NOT_MET else [verdict])


def test_every_condition_has_a_judge_and_a_reason():
    assert set(JUDGES) == set(REJECTED_FOR) == set(Condition)


@pytest.mark.parametrize(
    ("issued", "last_day"),
    [
        ("2026-08-22", "2026-11-22"),
        ("2026-11-30", "2027-02-28"),
        ("2027-11-30", "2028-02-29"),
        ("2026-01-31", "2026-04-30"),
    ],
)
def test_months_are_counted_by_the_civil_code(issued, last_day):
    paper = Held("residence_certificate", PRINCIPAL, issued_on=date.fromisoformat(issued))
    last = date.fromisoformat(last_day)
    assert paper.meets(Condition.WITHIN_3_MONTHS, last)
    assert not paper.meets(Condition.WITHIN_3_MONTHS, last + timedelta(days=1))


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 400))
def test_a_paper_only_gets_older(issued, days):
    paper = Held("residence_certificate", PRINCIPAL, issued_on=issued)
    later = issued + timedelta(days=days)
    if paper.meets(Condition.WITHIN_3_MONTHS, later):
        assert paper.meets(Condition.WITHIN_6_MONTHS, later)
        assert days <= 92
    else:
        assert days >= 90


@pytest.mark.parametrize(
    ("code", "issued", "known"),
    [
        ("passport", None, None),
        ("passport", date(2020, 2, 3), None),  # there is an owner's page; a person reads it
        ("passport", date(2020, 2, 4), False),
        ("driver_licence", None, None),
        ("family_register", None, False),
    ],
)
def test_a_kind_without_an_address_never_shows_one(code, issued, known):
    assert Held(code, PRINCIPAL, issued_on=issued).meets(Condition.SHOWS_ADDRESS, TODAY) is known


def test_a_new_passport_needs_a_second_paper_with_the_address():
    rule = on_day(
        line(
            *ways("passport", conditions=WITH_ADDRESS),
            together(Alternative("passport"), *ways("residence_certificate", conditions=WITH_ADDRESS)),
        )
    )
    new = Held("passport", PRINCIPAL, issued_on=date(2021, 5, 1))
    assert rule.judge([new])[0] is NOT_MET
    assert rule.judge([Held("passport", PRINCIPAL, shows_address=True)])[0] is MET
    assert rule.judge([new, Held("residence_certificate", PRINCIPAL)])[0] is TO_JUDGE
    assert rule.judge([new, Held("residence_certificate", PRINCIPAL, shows_address=True)])[0] is MET


def test_the_best_paper_is_taken_where_several_would_do():
    asked = on_day(line(*ways("residence_certificate", conditions=(Condition.WITHIN_3_MONTHS,))))
    unknown, fresh = Held("residence_certificate", PRINCIPAL), Held("residence_certificate", PRINCIPAL, issued_on=TODAY)
    verdict, by = asked.judge([unknown, fresh])
    assert (verdict, [match.held for match in by]) == (MET, [fresh])


# --- words ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("requirement", "english", "japanese"),
    [
        (
            PASSPORT_AND_MORE,
            "Driver's licence or Passport together with (Certificate of residence or Pension handbook)",
            "運転免許証またはパスポート（旅券）＋（住民票の写しまたは年金手帳）",
        ),
        (
            line(*ways("driver_licence", "passport", "pension_handbook"), need=2),
            "2 of these: Driver's licence, Passport, Pension handbook",
            "次のうち2点（運転免許証、パスポート（旅券）、年金手帳）",
        ),
        (
            line(together(Alternative("passport"), *ways("residence_certificate", conditions=WITH_ADDRESS))),
            "Passport together with Certificate of residence (shows the present address)",
            "パスポート（旅券）＋住民票の写し（現住所の記載があるもの）",
        ),
    ],
)
def test_bundles_are_put_into_words(requirement, english, japanese):
    found = on_day(requirement)
    with override("en"):
        assert found.ways() == english
    with override("ja"):
        assert found.ways() == japanese


def test_what_is_enough_beside_a_paper_of_a_bundle_is_said():
    (lacking,) = missing([on_day(PASSPORT_AND_MORE)], held("passport"))
    with override("en"):
        why, wanted, rest = lacking.sentences()
        assert why == "Passport: not enough by itself."
        assert wanted.startswith(
            "Identity of the data subject: still needed. Please send: Driver's licence or Passport"
        )
        assert rest == (
            "Beside what is here already (Passport), this is enough: Certificate of residence or Pension handbook."
        )
    with override("ja"):
        assert lacking.sentences()[2] == (
            "すでにお預かりしている書類（パスポート（旅券））に加えて、住民票の写しまたは年金手帳をご提出いただければ足ります。"
        )


def test_two_of_three_says_what_is_left():
    two = on_day(line(*ways("driver_licence", "passport", "pension_handbook"), need=2))
    (lacking,) = missing([two], held("passport"))
    with override("en"):
        assert lacking.sentences()[-1] == (
            "Beside what is here already (Passport), this is enough: Driver's licence or Pension handbook."
        )


@pytest.mark.parametrize("condition", list(Condition))
def test_a_failed_condition_is_told(condition):
    asked = on_day(line(*ways("driver_licence"), conditions=(condition,)))
    failing = Held(
        "driver_licence",
        PRINCIPAL,
        original=False,
        sides=frozenset() if condition is Condition.BOTH_SIDES else frozenset(Side),
        issued_on=date(2020, 1, 1),
        expires_on=date(2020, 1, 2) if condition is Condition.STILL_VALID else None,
        shows_address=False,
        shows_both_names=False,
        registered_seal=False,
        without_numbers=False,
        covers_receipt=False,
    )
    (lacking,) = missing([asked], [failing])
    with override("en"):
        assert lacking.sentences()[0] == f"Driver's licence does not count: {REJECTED_FOR[condition].label}."


# --- kept by a case -------------------------------------------------------------------------------------------------

STORED = [
    (line(*ways("driver_licence", "passport")), ["driver_licence", "passport"]),
    (
        PASSPORT_AND_MORE,
        [
            "driver_licence",
            {"need": 2, "ways": ["passport", {"need": 1, "ways": ["residence_certificate", "pension_handbook"]}]},
        ],
    ),
    (
        line(
            together(
                Alternative("passport", of=AGENT),
                Alternative("residence_certificate", channels=(Channel.POST,), conditions=WITH_ADDRESS),
            )
        ),
        [
            {
                "need": 2,
                "ways": [
                    {"code": "passport", "of": "agent"},
                    {"code": "residence_certificate", "conditions": ["shows_address"], "channels": ["post"]},
                ],
            }
        ],
    ),
]


@pytest.mark.parametrize(("requirement", "stored"), STORED)
def test_a_case_keeps_the_expression_and_reads_it_again(requirement, stored):
    found = on_day(requirement)
    assert found.stored_ways == stored
    assert ways_asked(json.loads(json.dumps(stored)), {}) == found.usable


def kept(any_of, **fields):
    return line_as_stored(
        **{
            "code": "identity",
            "of": PRINCIPAL,
            "purpose": Proves.IDENTITY,
            "any_of": any_of,
            "by_other_channel": {},
            "original": False,
            "conditions": [],
            "paper_conditions": {},
            "channel": Channel.WEB,
            "on": TODAY,
        }
        | fields
    )


def test_a_line_of_a_case_is_judged_like_a_new_one():
    old = kept(
        ["driver_licence"],
        by_other_channel={"residence_certificate": ["post"]},
        conditions=["both_sides"],
        paper_conditions={"driver_licence": ["still_valid"]},
    )
    assert old.judge(held("driver_licence"))[0] is TO_JUDGE
    assert [match.unknown for match in old.judge(held("driver_licence"))[1]] == [
        (Condition.BOTH_SIDES, Condition.STILL_VALID)
    ]
    assert not old.is_met_by(held("residence_certificate"))
    assert old.is_met_by([Held("residence_certificate", PRINCIPAL, channel=Channel.POST)])


def test_an_old_case_stays_readable_when_the_law_forgets_a_paper():
    old = kept(["library_card", {"need": 2, "ways": ["library_card", "passport"]}], conditions=["in_gold_letters"])
    assert [way.code for way in old.usable] == ["passport"]
    assert old.is_met_by(held("passport"))
    assert kept(["library_card"]) is None
    with override("en"):
        assert [str(kind.label) for kind in kinds_asked(["library_card", "passport"], {})] == ["Passport"]


def test_the_row_of_a_bundle_says_what_its_papers_are():
    (row,) = on_day(line(together(*ways("passport", "driver_licence")))).kinds
    assert (row.code, row.is_paper, row.sides) == ("passport+driver_licence", True, (Side.FRONT, Side.BACK))
    assert row.code not in EVIDENCE


# --- a change of the rules ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ((line(*ways("passport", "driver_licence")),), (line(*ways("driver_licence", "passport")),), []),
        ((line(*ways("passport")),), (line(*ways("passport", "driver_licence")),), [("identity", "changed")]),
        ((line(*ways("passport")),), (), [("identity", "removed")]),
        ((), (line(*ways("passport")),), [("identity", "added")]),
        ((line(*ways("passport")),), (line(*ways("passport"), original=True),), [("identity", "changed")]),
        ((line(*ways("passport")),), (line(*ways("passport", conditions=WITH_ADDRESS)),), [("identity", "changed")]),
        ((line(*ways("passport")),), (line(*ways("passport"), requesters=(RequesterType.MINOR_AGENT,)),), [("identity", "removed")]),
        (
            (line(together(*ways("passport", "driver_licence"))),),
            (line(together(Alternative("passport", of=AGENT), Alternative("driver_licence"))),),
            [("identity", "changed")],
        ),
    ],
)  # fmt: skip
def test_a_change_of_the_rules_names_the_lines_it_touches(old, new, what):
    # one more line, so that the desk has lines of its own in both versions
    form = line(*ways("request_form"), code="form", purpose=Proves.REQUEST)
    rules = [EvidenceRules(requirements=(form, *lines)) for lines in (old, new)]
    found = changes(
        *rules,
        requester_type=RequesterType.PRINCIPAL,
        channel=Channel.POST,
        on=TODAY,
        kinds=[Kind.DISCLOSURE],
        regime=Regime.JP_APPI,
    )
    assert [(each.code, each.what) for each in found] == what


def test_a_paper_of_the_other_person_is_not_held_against_a_line():
    found = on_day(line(*ways("driver_licence")))
    (lacking,) = missing([found], [Held("driver_licence", AGENT), Held("health_insurance_card", AGENT)])
    assert lacking.not_counted == ()
    (kinship,) = missing(
        [on_day(line(*ways("family_register"), purpose=Proves.KINSHIP))],
        [Held("family_register", AGENT, expires_on=date(2020, 1, 1))],
    )
    assert [paper.of for paper in kinship.not_counted] == [AGENT]
