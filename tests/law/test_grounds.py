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
    (Kind.PURPOSE_NOTIFICATION, P, ["N-PUB", "N-HARM", "N-BIZ", "N-GOV", "P-NOTOURS"]),
    (Kind.PURPOSE_NOTIFICATION, N, ["N-NONE"]),
    (Kind.DISCLOSURE, R, ["D-HARM", "D-BIZ", "D-LAW", "D-OTHERLAW", *P_FEE]),
    (Kind.DISCLOSURE, P, ["D-HARM", "D-BIZ", "D-LAW", "D-OTHERLAW", "P-NOTOURS"]),
    (Kind.DISCLOSURE, N, ["D-NONE"]),
    (Kind.DISCLOSURE, OTHER, ["D-METH"]),
    (Kind.PROVISION_RECORDS, R, ["D-HARM", "D-BIZ", "D-LAW", *P_FEE]),
    (Kind.PROVISION_RECORDS, N, ["D-NONE"]),
    (Kind.PROVISION_RECORDS, OTHER, ["D-METH"]),
    (Kind.CORRECTION, R, ["C-TRUE", "C-NONEED", "C-SPECIAL", *P_ALL]),
    (Kind.CORRECTION, P, ["C-TRUE", "C-NONEED", "C-SPECIAL", "P-NOTOURS"]),
    (Kind.CORRECTION, N, ["C-NONE"]),
    (Kind.CEASE_USE_VIOLATION, R, ["S-NOGROUND", *P_ALL]),
    (Kind.CEASE_USE_VIOLATION, P, ["S-NOGROUND", "S-PART", "P-NOTOURS"]),
    (Kind.CEASE_USE_VIOLATION, SUBST, ["S-SUBST"]),
    (Kind.CEASE_PROVISION, R, ["S-NOGROUND", *P_ALL]),
    (Kind.CEASE_PROVISION, SUBST, ["S-SUBST"]),
    (Kind.CEASE_USE, R, ["S-NOGROUND", "S-OVERRIDE", *P_ALL]),
    (Kind.CEASE_USE, P, ["S-NOGROUND", "S-OVERRIDE", "S-PART", "P-NOTOURS"]),
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


# kind, code, in Japanese (behind the name of the Act), in English (behind "APPI")
JAPANESE_PLACES = [
    (Kind.PURPOSE_NOTIFICATION, "N-PUB", "第32条第2項第1号", "art. 32(2)(i)"),
    (Kind.PURPOSE_NOTIFICATION, "N-HARM", "第32条第2項第2号、第21条第4項第1号", "art. 32(2)(ii), art. 21(4)(i)"),
    (Kind.PURPOSE_NOTIFICATION, "N-BIZ", "第32条第2項第2号、第21条第4項第2号", "art. 32(2)(ii), art. 21(4)(ii)"),
    (Kind.PURPOSE_NOTIFICATION, "N-GOV", "第32条第2項第2号、第21条第4項第3号", "art. 32(2)(ii), art. 21(4)(iii)"),
    (Kind.PURPOSE_NOTIFICATION, "N-NONE", "第32条", "art. 32"),
    (Kind.DISCLOSURE, "D-HARM", "第33条第2項第1号", "art. 33(2)(i)"),
    (Kind.DISCLOSURE, "D-BIZ", "第33条第2項第2号", "art. 33(2)(ii)"),
    (Kind.DISCLOSURE, "D-LAW", "第33条第2項第3号", "art. 33(2)(iii)"),
    (Kind.DISCLOSURE, "D-METH", "第33条第2項", "art. 33(2)"),
    (Kind.DISCLOSURE, "D-OTHERLAW", "第33条第4項", "art. 33(4)"),
    (Kind.DISCLOSURE, "D-NONE", "第33条第3項", "art. 33(3)"),
    (
        Kind.PROVISION_RECORDS,
        "D-HARM",
        "第33条第5項において準用する同条第2項第1号",
        "art. 33(2)(i) as applied by art. 33(5)",
    ),
    (
        Kind.PROVISION_RECORDS,
        "D-BIZ",
        "第33条第5項において準用する同条第2項第2号",
        "art. 33(2)(ii) as applied by art. 33(5)",
    ),
    (
        Kind.PROVISION_RECORDS,
        "D-LAW",
        "第33条第5項において準用する同条第2項第3号",
        "art. 33(2)(iii) as applied by art. 33(5)",
    ),
    (Kind.PROVISION_RECORDS, "D-METH", "第33条第5項において準用する同条第2項", "art. 33(2) as applied by art. 33(5)"),
    (Kind.PROVISION_RECORDS, "D-NONE", "第33条第5項において準用する同条第3項", "art. 33(3) as applied by art. 33(5)"),
    (Kind.CORRECTION, "C-TRUE", "第34条第2項", "art. 34(2)"),
    (Kind.CORRECTION, "C-NONEED", "第34条第2項", "art. 34(2)"),
    (Kind.CORRECTION, "C-SPECIAL", "第34条第2項", "art. 34(2)"),
    (Kind.CORRECTION, "C-NONE", "第34条", "art. 34"),
    (Kind.CEASE_USE_VIOLATION, "S-NOGROUND", "第35条第2項", "art. 35(2)"),
    (Kind.CEASE_USE_VIOLATION, "S-SUBST", "第35条第2項ただし書", "art. 35(2), proviso"),
    (Kind.CEASE_USE_VIOLATION, "S-PART", "第35条第2項", "art. 35(2)"),
    (Kind.CEASE_USE_VIOLATION, "S-NONE", "第35条", "art. 35"),
    (Kind.CEASE_PROVISION, "S-NOGROUND", "第35条第4項", "art. 35(4)"),
    (Kind.CEASE_PROVISION, "S-SUBST", "第35条第4項ただし書", "art. 35(4), proviso"),
    (Kind.CEASE_PROVISION, "S-PART", "第35条第4項", "art. 35(4)"),
    (Kind.CEASE_PROVISION, "S-NONE", "第35条", "art. 35"),
    (Kind.CEASE_USE, "S-NOGROUND", "第35条第6項", "art. 35(6)"),
    (Kind.CEASE_USE, "S-OVERRIDE", "第35条第6項", "art. 35(6)"),
    (Kind.CEASE_USE, "S-SUBST", "第35条第6項ただし書", "art. 35(6), proviso"),
    (Kind.CEASE_USE, "S-PART", "第35条第6項", "art. 35(6)"),
    (Kind.CEASE_USE, "S-NONE", "第35条", "art. 35"),
]
_PROCEDURE = {
    "P-METHOD": ("第37条第1項", "art. 37(1)"),
    "P-ID": ("第37条第1項、同法施行令第12条第3号", "art. 37(1), Cabinet Order art. 12(iii)"),
    "P-NOTOURS": ("第16条第4項", "art. 16(4)"),
    "P-NOTPERSON": ("第2条第1項", "art. 2(1)"),
}
_FEE = ("第37条第1項、第38条、同法施行令第12条第4号", "art. 37(1), art. 38, Cabinet Order art. 12(iv)")
JAPAN = [kind for kind in Kind if not kind.value.startswith(("gdpr", "ccpa"))]
JAPANESE_PLACES += [(kind, code, *places) for kind in JAPAN for code, places in _PROCEDURE.items()]
JAPANESE_PLACES += [(kind, "P-FEE", *_FEE) for kind in (Kind.PURPOSE_NOTIFICATION, *JAPAN[1:3])]

# kind, code, in English and in Japanese behind the name of the law, which is "GDPR" or "UK GDPR"
EUROPEAN_PLACES = [
    (Kind.GDPR_ACCESS, "E-NONE", "art. 15(1)", "第15条第1項"),
    (Kind.GDPR_ACCESS, "E-OTHERS", "art. 15(4)", "第15条第4項"),
    (Kind.GDPR_ACCESS, "E-METH", "art. 12(3)", "第12条第3項"),
    (Kind.GDPR_RECTIFICATION, "E-NONE", "art. 16", "第16条"),
    (Kind.GDPR_RECTIFICATION, "E-TRUE", "art. 16", "第16条"),
    (Kind.GDPR_ERASURE, "E-NONE", "art. 17(1)", "第17条第1項"),
    (Kind.GDPR_ERASURE, "E-KEEP", "art. 17(3)", "第17条第3項"),
    (Kind.GDPR_ERASURE, "E-NOGROUND", "art. 17(1)", "第17条第1項"),
    (Kind.GDPR_RESTRICTION, "E-NONE", "art. 18(1)", "第18条第1項"),
    (Kind.GDPR_RESTRICTION, "E-NOGROUND", "art. 18(1)", "第18条第1項"),
    (Kind.GDPR_PORTABILITY, "E-NONE", "art. 20(1)", "第20条第1項"),
    (Kind.GDPR_PORTABILITY, "E-OTHERS", "art. 20(4)", "第20条第4項"),
    (Kind.GDPR_PORTABILITY, "E-METH", "art. 12(3)", "第12条第3項"),
    (Kind.GDPR_PORTABILITY, "E-NOGROUND", "art. 20(1)", "第20条第1項"),
    (Kind.GDPR_OBJECTION, "E-NONE", "art. 21(1)", "第21条第1項"),
    (Kind.GDPR_OBJECTION, "E-COMPEL", "art. 21(1)", "第21条第1項"),
]
EUROPE = [kind for kind in Kind if kind.value.startswith("gdpr")]
_EVERYWHERE = {
    "E-EXCESS": ("art. 12(5)", "第12条第5項"),
    "E-ID": ("art. 12(6), art. 11(2)", "第12条第6項、第11条第2項"),
    "E-NOTOURS": ("art. 4(7)", "第4条第7号"),
}
EUROPEAN_PLACES += [(kind, code, *places) for kind in EUROPE for code, places in _EVERYWHERE.items()]

CODE, RULES = "California Civil Code", "California Code of Regulations, title 11"
CALIFORNIAN_PLACES = [
    (Kind.CCPA_KNOW, "U-UNVERIFIED", f"{RULES}, section 7060, section 7021(b)"),
    (Kind.CCPA_KNOW, "U-AGENT", f"{RULES}, section 7063"),
    (Kind.CCPA_KNOW, "U-EXCESS", f"{CODE}, section 1798.145(h)"),
    (Kind.CCPA_KNOW, "U-TWICE", f"{CODE}, section 1798.130(b)"),
    (Kind.CCPA_KNOW, "U-SECRET", f"{RULES}, section 7024(d)"),
    (Kind.CCPA_KNOW, "U-NONE", f"{CODE}, section 1798.110"),
    (Kind.CCPA_DELETE, "U-UNVERIFIED", f"{RULES}, section 7060, section 7021(b)"),
    (Kind.CCPA_DELETE, "U-AGENT", f"{RULES}, section 7063"),
    (Kind.CCPA_DELETE, "U-EXCESS", f"{CODE}, section 1798.145(h)"),
    (Kind.CCPA_DELETE, "U-KEEP", f"{CODE}, section 1798.105(d)"),
    (Kind.CCPA_DELETE, "U-NONE", f"{CODE}, section 1798.105"),
    (Kind.CCPA_CORRECT, "U-UNVERIFIED", f"{RULES}, section 7060, section 7021(b)"),
    (Kind.CCPA_CORRECT, "U-AGENT", f"{RULES}, section 7063"),
    (Kind.CCPA_CORRECT, "U-EXCESS", f"{CODE}, section 1798.145(h)"),
    (Kind.CCPA_CORRECT, "U-TRUE", f"{RULES}, section 7023(b)"),
    (Kind.CCPA_CORRECT, "U-NONE", f"{CODE}, section 1798.106"),
    (Kind.CCPA_OPT_OUT, "U-AGENT", f"{RULES}, section 7026"),
    (Kind.CCPA_OPT_OUT, "U-EXCESS", f"{CODE}, section 1798.145(h)"),
    (Kind.CCPA_OPT_OUT, "U-NOTSOLD", f"{CODE}, section 1798.120"),
    (Kind.CCPA_OPT_OUT, "U-NONE", f"{CODE}, section 1798.120"),
    (Kind.CCPA_LIMIT, "U-AGENT", f"{RULES}, section 7027"),
    (Kind.CCPA_LIMIT, "U-EXCESS", f"{CODE}, section 1798.145(h)"),
    (Kind.CCPA_LIMIT, "U-NOTSOLD", f"{CODE}, section 1798.121"),
    (Kind.CCPA_LIMIT, "U-NONE", f"{CODE}, section 1798.121"),
]


def cited(kind: Kind, code: str, regime: Regime, language: str) -> str:
    with override(language):
        return ground(code, kind).article_under(regime)


@pytest.mark.parametrize(("kind", "code", "japanese", "english"), JAPANESE_PLACES)
def test_a_ground_cites_what_applies_to_its_kind_in_japan(kind, code, japanese, english):
    assert cited(kind, code, Regime.JP_APPI, "ja") == f"個人情報保護法{japanese}"
    assert cited(kind, code, Regime.JP_APPI, "en") == f"APPI {english}"


@pytest.mark.parametrize(("regime", "law"), [(Regime.EU_GDPR, "GDPR"), (Regime.UK_GDPR, "UK GDPR")])
@pytest.mark.parametrize(("kind", "code", "english", "japanese"), EUROPEAN_PLACES)
def test_a_ground_cites_what_applies_to_its_kind_in_europe(kind, code, english, japanese, regime, law):
    assert cited(kind, code, regime, "en") == f"{law} {english}"
    assert cited(kind, code, regime, "ja") == f"{law}{japanese}"


@pytest.mark.parametrize(("kind", "code", "english"), CALIFORNIAN_PLACES)
def test_a_ground_cites_what_applies_to_its_kind_in_california(kind, code, english):
    assert cited(kind, code, Regime.US_CA, "en") == english


@pytest.mark.parametrize(
    ("kind", "code", "japanese"),
    [
        (Kind.CCPA_DELETE, "U-KEEP", "カリフォルニア州民法典第1798.105条(d)"),
        (Kind.CCPA_KNOW, "U-UNVERIFIED", "カリフォルニア州規則集第11編第7060条、第7021条(b)"),
    ],
)
def test_californian_law_is_cited_in_japanese(kind, code, japanese):
    assert cited(kind, code, Regime.US_CA, "ja") == japanese


def test_every_ground_of_every_kind_stands_in_the_tables_above():
    written = {(row[0], row[1]) for row in (*JAPANESE_PLACES, *EUROPEAN_PLACES, *CALIFORNIAN_PLACES)}
    assert written == {(kind, row.code) for row in GROUNDS for kind in row.kinds}
    assert len(written) == len(JAPANESE_PLACES) + len(EUROPEAN_PLACES) + len(CALIFORNIAN_PLACES)


@pytest.mark.parametrize("row", GROUNDS, ids=lambda row: row.code)
def test_no_list_of_places_names_a_law_twice(row):
    for language in ("ja", "en"):
        with override(language):
            places = row.article
        laws = (("個人情報保護法", "規則集", "民法典", "GDPR"), ("APPI", "Code", "GDPR"))[language == "en"]
        assert [law for law in laws if places.count(law) > 1] == []


def test_grounds_that_are_offered_cite_for_the_kind_that_is_decided():
    with override("ja"):
        offered = {row.code: row.article for row in grounds_for(Kind.CEASE_USE, R, TODAY)}
    assert offered["S-NOGROUND"] == "個人情報保護法第35条第6項"


def test_a_procedural_ground_is_one_and_the_same_for_all_rights_of_a_case():
    rows = [procedural_grounds(kind, TODAY) for kind in (Kind.CORRECTION, Kind.CEASE_USE)]
    assert rows[0] == rows[1]


def test_ground_refuses_an_unknown_code():
    with pytest.raises(KeyError):
        ground("X-NONE")


def test_grounds_for_gives_none_before_the_law_was_in_force():
    assert grounds_for(Kind.DISCLOSURE, R, date(2022, 3, 31)) == ()
