from datetime import date

import pytest
from django.utils.translation import override

from dsr.law.kinds import KINDS, article39_applies, kind_row, kinds_for
from dsr.law.regimes import regime_rule
from dsr.vocabulary import Kind, Outcome, Regime

TODAY = date(2026, 11, 22)
G, P, R, N = Outcome.GRANTED, Outcome.PARTLY_GRANTED, Outcome.REFUSED, Outcome.NOT_HELD
OTHER, SUBST = Outcome.OTHER_METHOD, Outcome.SUBSTITUTE

JAPAN = [
    # kind, (article, paragraph), fee, article 39, ground wanted, correction wanted, outcomes
    (Kind.PURPOSE_NOTIFICATION, (32, 2), True, False, False, False, {G, P, R, N}),
    (Kind.DISCLOSURE, (33, 1), True, True, False, False, {G, P, R, N, OTHER}),
    (Kind.PROVISION_RECORDS, (33, 5), True, True, False, False, {G, P, R, N, OTHER}),
    (Kind.CORRECTION, (34, 1), False, True, False, True, {G, P, R, N}),
    (Kind.CEASE_USE_VIOLATION, (35, 1), False, True, True, False, {G, P, R, N, SUBST}),
    (Kind.CEASE_PROVISION, (35, 3), False, True, True, False, {G, P, R, N, SUBST}),
    (Kind.CEASE_USE, (35, 5), False, True, True, False, {G, P, R, N, SUBST}),
]
OTHERS = [
    (Regime.EU_GDPR, Kind.GDPR_ACCESS, "GDPR art. 15", "EU-GDPR"),
    (Regime.EU_GDPR, Kind.GDPR_RECTIFICATION, "GDPR art. 16", "EU-GDPR"),
    (Regime.EU_GDPR, Kind.GDPR_ERASURE, "GDPR art. 17", "EU-GDPR"),
    (Regime.EU_GDPR, Kind.GDPR_RESTRICTION, "GDPR art. 18", "EU-GDPR"),
    (Regime.EU_GDPR, Kind.GDPR_PORTABILITY, "GDPR art. 20", "EU-GDPR"),
    (Regime.EU_GDPR, Kind.GDPR_OBJECTION, "GDPR art. 21", "EU-GDPR"),
    (Regime.UK_GDPR, Kind.GDPR_ACCESS, "UK GDPR art. 15", "UK"),
    (Regime.UK_GDPR, Kind.GDPR_OBJECTION, "UK GDPR art. 21", "UK"),
    (Regime.US_CA, Kind.CCPA_KNOW, "California Civil Code, section 1798.110", "US-CA"),
    (Regime.US_CA, Kind.CCPA_DELETE, "California Civil Code, section 1798.105", "US-CA"),
    (Regime.US_CA, Kind.CCPA_CORRECT, "California Civil Code, section 1798.106", "US-CA"),
    (Regime.US_CA, Kind.CCPA_OPT_OUT, "California Civil Code, section 1798.120", "US-CA-OPTOUT"),
    (Regime.US_CA, Kind.CCPA_LIMIT, "California Civil Code, section 1798.121", "US-CA-OPTOUT"),
]


@pytest.mark.parametrize("expected", JAPAN, ids=lambda expected: expected[0].value)
def test_japanese_kinds_match_the_statute(expected):
    kind, article, fee, article39, ground, correction, outcomes = expected
    row = kind_row(kind, Regime.JP_APPI, TODAY)
    with override("en"):
        assert row.article == f"APPI art. {article[0]}({article[1]})"
    with override("ja"):
        assert row.article == f"個人情報保護法第{article[0]}条第{article[1]}項"
    assert (row.fee_allowed, row.article39, row.needs_ground, row.needs_correction) == (
        fee,
        article39,
        ground,
        correction,
    )
    assert set(row.outcomes) == outcomes
    assert article39_applies([kind], TODAY) is article39


@pytest.mark.parametrize(("regime", "kind", "article", "clock"), OTHERS)
def test_kinds_of_other_laws_name_article_and_clock(regime, kind, article, clock):
    row = kind_row(kind, regime, TODAY)
    with override("en"):
        assert row.article == article
    assert row.clock == clock
    assert not row.fee_allowed
    assert not row.article39


@pytest.mark.parametrize(
    ("regime", "count"), [(Regime.JP_APPI, 7), (Regime.EU_GDPR, 6), (Regime.UK_GDPR, 6), (Regime.US_CA, 5)]
)
def test_kinds_for_offers_every_statutory_kind_once(regime, count):
    kinds = [row.kind for row in kinds_for(regime, TODAY)]
    assert len(kinds) == len(set(kinds)) == count


def test_every_kind_has_a_law_and_every_row_a_clock():
    assert {row.kind for row in KINDS} == set(Kind)
    for row in KINDS:
        assert row.source
        assert row.outcomes
        assert str(row.summary)
        assert row.label == str(row.kind.label)
        assert regime_rule(row.clock, TODAY)


@pytest.mark.parametrize("on", [date(2022, 4, 1), TODAY, date(2028, 7, 16), date(2040, 1, 1)])
def test_rules_without_a_day_are_never_applied(on):
    pending = [row for row in KINDS if row.valid_from is None]
    assert {row.code for row in pending} == {"cease_use_under_16", "cease_use_facial_features"}
    assert not set(pending) & set(kinds_for(Regime.JP_APPI, on))
    assert kind_row(Kind.CEASE_USE, Regime.JP_APPI, on).needs_ground


def test_kind_row_refuses_a_kind_that_the_law_does_not_give():
    with pytest.raises(KeyError):
        kind_row(Kind.GDPR_ACCESS, Regime.JP_APPI, TODAY)
    with pytest.raises(KeyError):
        kind_row(Kind.DISCLOSURE, Regime.JP_APPI, date(2022, 3, 31))


def test_article39_applies_if_one_right_is_covered():
    assert article39_applies([Kind.PURPOSE_NOTIFICATION, Kind.CORRECTION], TODAY)
    assert not article39_applies([Kind.PURPOSE_NOTIFICATION], TODAY)
    assert not article39_applies([Kind.GDPR_ACCESS, Kind.CCPA_KNOW], TODAY)


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        (
            Kind.CEASE_USE_VIOLATION,
            ["beyond_purpose", "improper_use", "improper_acquisition", "special_care_without_consent"],
        ),
        (Kind.CEASE_PROVISION, ["provided_without_consent", "provided_abroad"]),
        (Kind.CEASE_USE, ["no_longer_needed", "breach", "harm"]),
        (Kind.DISCLOSURE, []),
    ],
)
def test_claimed_grounds_are_those_of_article_35(kind, codes):
    assert [ground.code for ground in kind_row(kind, Regime.JP_APPI, TODAY).claimed_grounds] == codes
