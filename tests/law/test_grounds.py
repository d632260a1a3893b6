from datetime import date

import pytest
from django.utils.translation import override

from dsr.law.grounds import GROUNDS, ground, grounds_for, procedural_grounds
from dsr.law.kinds import KINDS, kinds_for
from dsr.vocabulary import Kind, Outcome, Regime

TODAY = date(2026, 11, 22)
G, P, R, N = Outcome.GRANTED, Outcome.PARTLY_GRANTED, Outcome.REFUSED, Outcome.NOT_HELD
OTHER, SUBST = Outcome.OTHER_METHOD, Outcome.SUBSTITUTE
P_ALL = ["P-METHOD", "P-ID", "P-NOTOURS", "P-NOTPERSON"]
P_FEE = ["P-METHOD", "P-ID", "P-FEE", "P-NOTOURS", "P-NOTPERSON"]
E_ALL = ["E-EXCESS", "E-ID", "E-NOTOURS"]
U_ALL = ["U-UNVERIFIED", "U-AGENT", "U-EXCESS"]

FITTING = [
    (Kind.PURPOSE_NOTIFICATION, R, ["N-PUB", "N-HARM", "N-BIZ", "N-GOV", *P_FEE]),
    (Kind.PURPOSE_NOTIFICATION, P, ["N-PUB", "N-HARM", "N-BIZ", "N-GOV"]),
    (Kind.PURPOSE_NOTIFICATION, N, ["N-NONE"]),
    (Kind.DISCLOSURE, R, ["D-HARM", "D-BIZ", "D-LAW", "D-OTHERLAW", *P_FEE]),
    (Kind.DISCLOSURE, P, ["D-HARM", "D-BIZ", "D-LAW", "D-OTHERLAW"]),
    (Kind.DISCLOSURE, N, ["D-NONE"]),
    (Kind.DISCLOSURE, OTHER, ["D-METH"]),
    (Kind.PROVISION_RECORDS, R, ["D-HARM", "D-BIZ", "D-LAW", *P_FEE]),
    (Kind.PROVISION_RECORDS, N, ["D-NONE"]),
    (Kind.PROVISION_RECORDS, OTHER, ["D-METH"]),
    (Kind.CORRECTION, R, ["C-TRUE", "C-NONEED", "C-SPECIAL", *P_ALL]),
    (Kind.CORRECTION, P, ["C-TRUE", "C-NONEED", "C-SPECIAL"]),
    (Kind.CORRECTION, N, ["C-NONE"]),
    (Kind.CEASE_USE_VIOLATION, R, ["S-NOGROUND", *P_ALL]),
    (Kind.CEASE_USE_VIOLATION, P, ["S-NOGROUND", "S-PART"]),
    (Kind.CEASE_USE_VIOLATION, SUBST, ["S-SUBST"]),
    (Kind.CEASE_PROVISION, R, ["S-NOGROUND", *P_ALL]),
    (Kind.CEASE_PROVISION, SUBST, ["S-SUBST"]),
    (Kind.CEASE_USE, R, ["S-NOGROUND", "S-OVERRIDE", *P_ALL]),
    (Kind.CEASE_USE, P, ["S-NOGROUND", "S-OVERRIDE", "S-PART"]),
    (Kind.CEASE_USE, SUBST, ["S-SUBST"]),
    (Kind.CEASE_USE, N, ["S-NONE"]),
    (Kind.GDPR_ACCESS, R, [*E_ALL, "E-OTHERS"]),
    (Kind.GDPR_ACCESS, OTHER, ["E-METH"]),
    (Kind.GDPR_ERASURE, R, [*E_ALL, "E-KEEP", "E-NOGROUND"]),
    (Kind.GDPR_OBJECTION, R, [*E_ALL, "E-COMPEL"]),
    (Kind.CCPA_KNOW, R, [*U_ALL, "U-TWICE"]),
    (Kind.CCPA_KNOW, P, ["U-SECRET"]),
    (Kind.CCPA_DELETE, R, [*U_ALL, "U-KEEP"]),
    (Kind.CCPA_OPT_OUT, R, ["U-AGENT", "U-EXCESS", "U-NOTSOLD"]),
]


@pytest.mark.parametrize(("kind", "outcome", "codes"), FITTING)
def test_grounds_for_gives_those_that_fit(kind, outcome, codes):
    assert [row.code for row in grounds_for(kind, outcome, TODAY)] == codes


@pytest.mark.parametrize("kind", list(Kind))
def test_grounds_for_a_granted_request_are_none(kind):
    assert grounds_for(kind, G, TODAY) == ()


@pytest.mark.parametrize("row", [row for row in KINDS if row.valid_from], ids=lambda row: f"{row.regime}-{row.code}")
def test_every_outcome_short_of_granting_has_a_ground(row):
    for outcome in set(row.outcomes) - {G}:
        assert grounds_for(row.kind, outcome, TODAY), (row.kind, outcome)


@pytest.mark.parametrize("row", GROUNDS, ids=lambda row: row.code)
def test_every_ground_fits_only_outcomes_that_its_kinds_may_have(row):
    for kind in row.kinds:
        for regime in row.regimes:
            offered = next(each for each in kinds_for(regime, TODAY) if each.kind == kind)
            assert set(row.outcomes) & set(offered.outcomes)


def test_ground_codes_are_those_of_the_law_page():
    domain = {
        *("N-PUB", "N-HARM", "N-BIZ", "N-GOV"),
        *("D-HARM", "D-BIZ", "D-LAW", "D-NONE", "D-METH", "D-OTHERLAW"),
        *("C-TRUE", "C-NONEED", "C-SPECIAL"),
        *("S-NOGROUND", "S-OVERRIDE", "S-SUBST", "S-PART"),
        *P_FEE,
    }
    codes = [row.code for row in GROUNDS]
    assert len(codes) == len(set(codes))
    assert domain <= set(codes)


def test_procedural_grounds_invite_completion_where_it_can_be_put_right():
    assert [row.code for row in procedural_grounds(Kind.DISCLOSURE, TODAY)] == P_FEE
    assert [row.code for row in procedural_grounds(Kind.CORRECTION, TODAY)] == P_ALL
    assert {row.code for row in GROUNDS if row.invites_completion} == {
        "P-METHOD",
        "P-ID",
        "P-FEE",
        "E-ID",
        "U-UNVERIFIED",
        "U-AGENT",
    }
    assert all(row.is_procedural and row.outcomes == (R,) for row in GROUNDS if row.invites_completion)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_hidden_data_read_the_same_as_no_data_for_every_kind(language):
    with override(language):
        words = {(str(row.title), str(row.sentence)) for row in GROUNDS if N in row.outcomes}
    assert len(words) == 1
    assert all(row.outcomes == (N,) for row in GROUNDS if N in row.outcomes)


@pytest.mark.parametrize(
    ("code", "english", "japanese"),
    [
        (
            "N-HARM",
            "APPI art. 32(2)(ii), APPI art. 21(4)(i)",
            "個人情報保護法第32条第2項第2号、個人情報保護法第21条第4項第1号",
        ),
        ("D-BIZ", "APPI art. 33(2)(ii)", "個人情報保護法第33条第2項第2号"),
        ("P-NOTPERSON", "APPI art. 2(1)", "個人情報保護法第2条第1項"),
        (
            "P-ID",
            "APPI art. 37(1), APPI Cabinet Order art. 12",
            "個人情報保護法第37条第1項、個人情報保護法施行令第12条",
        ),
        ("U-KEEP", "California Civil Code, section 1798.105(d)", "カリフォルニア州民法典第1798.105条(d)"),
    ],
)
def test_articles_are_cited_the_way_of_each_language(code, english, japanese):
    with override("en"):
        assert ground(code).article == english
    with override("ja"):
        assert ground(code).article == japanese


def test_articles_of_europe_are_numbered_under_the_law_of_the_case():
    with override("en"):
        assert ground("E-EXCESS").article_under(Regime.EU_GDPR) == "GDPR art. 12(5)"
        assert ground("E-EXCESS").article_under(Regime.UK_GDPR) == "UK GDPR art. 12(5)"


def test_ground_refuses_an_unknown_code():
    with pytest.raises(KeyError):
        ground("X-NONE")


def test_grounds_for_gives_none_before_the_law_was_in_force():
    assert grounds_for(Kind.DISCLOSURE, R, date(2022, 3, 31)) == ()
