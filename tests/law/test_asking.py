"""What may be asked at most, and what must be hidden on a paper before it is kept."""

import pytest

from dsr.law.evidence import (
    EVIDENCE,
    LIMITS,
    PRESETS,
    STATUTORY_PACKS,
    Alternative,
    Condition,
    EvidenceRequirement,
    EvidenceRules,
    Mask,
    Proves,
    Side,
    forbidden_sides,
    over_asked,
    presets,
    together,
    ways,
)
from dsr.vocabulary import Channel, Kind, PartyRole, Regime

CA, EU, UK, JP = Regime.US_CA, Regime.EU_GDPR, Regime.UK_GDPR, Regime.JP_APPI
OPT_OUT = (Kind.CCPA_OPT_OUT,)
PAPERS, WITH_LOGIN = ways("driver_licence", "passport"), ways("driver_licence", "login")
ON_RECORD = ways("driver_licence", "registered_contact")
BOTH_NEEDED = (together(*ways("login", "passport")),)


@pytest.mark.parametrize(
    ("any_of", "fields", "offered", "limits"),
    [
        # an opt-out asks for nothing, whatever would do
        (PAPERS, {"regimes": (CA,), "kinds": OPT_OUT}, (), ["opt_out", "match_what_is_held"]),
        (WITH_LOGIN, {"regimes": (CA,), "kinds": OPT_OUT}, (), ["opt_out"]),
        (WITH_LOGIN, {"regimes": (CA,), "kinds": (Kind.CCPA_LIMIT, Kind.CCPA_KNOW)}, (), ["opt_out"]),
        (WITH_LOGIN, {"regimes": (CA,)}, (), ["opt_out"]),
        (WITH_LOGIN, {"regimes": (CA,), "kinds": (Kind.CCPA_KNOW,)}, (), []),
        (ways("signed_declaration"), {"regimes": (CA,), "kinds": OPT_OUT, "purpose": Proves.DECLARATION}, (), ["opt_out"]),
        (ways("signed_permission"), {"regimes": (CA,), "kinds": OPT_OUT, "purpose": Proves.AUTHORITY}, (), []),
        # no paper as the only way
        (PAPERS, {"regimes": (CA,), "kinds": (Kind.CCPA_KNOW,)}, (), ["match_what_is_held"]),
        (PAPERS, {"regimes": (EU,)}, (), ["reasonable_doubt"]),
        (PAPERS, {"regimes": (UK, JP)}, (), ["reasonable_doubt"]),
        (ON_RECORD, {"regimes": (EU,)}, (), []),
        (BOTH_NEEDED, {"regimes": (EU,)}, (), ["reasonable_doubt"]),
        # under the APPI papers are enough, unless the desk can do without
        (PAPERS, {}, (), []),
        (PAPERS, {}, ("login",), ["account"]),
        (WITH_LOGIN, {}, ("login",), []),
        (BOTH_NEEDED, {}, ("login",), ["account"]),
        (PAPERS, {"channels": (Channel.POST,)}, ("login",), []),
        (PAPERS, {}, ("registered_contact",), ["contact_on_record"]),
        (ON_RECORD, {}, ("registered_contact",), []),
        ((*PAPERS, Alternative("call_back", (Channel.PHONE,))), {}, ("call_back",), ["contact_on_record"]),
        (PAPERS, {"of": PartyRole.AGENT}, ("login", "registered_contact"), []),
        (ways("seal_registration_certificate"), {"purpose": Proves.SEAL}, ("login",), []),
        (ways("residence_certificate"), {"purpose": Proves.ADDRESS}, ("call_back",), ["contact_on_record"]),
    ],
)  # fmt: skip
def test_a_line_that_asks_too_much_is_found(any_of, fields, offered, limits):
    given = {"code": "line", "of": PartyRole.PRINCIPAL, "purpose": Proves.IDENTITY} | fields
    line = EvidenceRequirement(any_of=any_of, **given)
    found = list(over_asked(EvidenceRules(requirements=(line,)), offered))
    assert [(each.code, limit.code) for each, limit in found] == [("line", code) for code in limits]


def test_every_limit_names_its_ground_and_is_tried_above():
    assert all(limit.grounds for limit in LIMITS)
    assert [limit.code for limit in LIMITS] == [
        "opt_out",
        "match_what_is_held",
        "reasonable_doubt",
        "account",
        "contact_on_record",
    ]


@pytest.mark.parametrize("regime", list(Regime))
def test_no_pack_of_the_law_asks_too_much(regime):
    assert list(over_asked(EvidenceRules(requirements=STATUTORY_PACKS[regime]), ())) == []


def test_no_side_that_may_not_be_copied_is_asked_for():
    sides = (Condition.BOTH_SIDES,)
    line = EvidenceRequirement(
        code="identity",
        of=PartyRole.PRINCIPAL,
        purpose=Proves.IDENTITY,
        any_of=(*ways("my_number_card_front", "driver_licence", conditions=sides), *ways("specified_residence_card")),
    )
    assert list(forbidden_sides(line)) == ["my_number_card_front"]


MUST_MASK = {
    "health_insurance_card": {Mask.INSURER_NUMBERS, Mask.QR_CODE},
    "eligibility_certificate": {Mask.INSURER_NUMBERS, Mask.QR_CODE},
    "eligibility_notice": {Mask.INSURER_NUMBERS, Mask.QR_CODE},
    "basic_resident_register_card": {Mask.RESIDENT_RECORD_CODE},
    "pension_handbook": {Mask.PENSION_NUMBER},
    "residence_certificate": {Mask.MY_NUMBER, Mask.RESIDENT_RECORD_CODE, Mask.REGISTERED_DOMICILE},
    "family_register": {Mask.REGISTERED_DOMICILE},
    "family_register_abstract": {Mask.REGISTERED_DOMICILE},
    "guardianship_registration_certificate": {Mask.REGISTERED_DOMICILE},
    "guardianship_ruling": {Mask.REGISTERED_DOMICILE},
}


def test_what_must_be_masked_is_what_nobody_may_keep():
    assert {code: set(kind.must_mask) for code, kind in EVIDENCE.items() if kind.must_mask} == MUST_MASK
    assert all(set(kind.must_mask) <= set(kind.mask) for kind in EVIDENCE.values())


BETTER_MASKED = {
    "driver_licence": {Mask.CONDITIONS, Mask.ORGAN_DONOR},
    "my_number_card_front": {Mask.ORGAN_DONOR},
    "health_insurance_card": {Mask.ORGAN_DONOR},
    "eligibility_certificate": {Mask.ORGAN_DONOR},
    "residence_card": {Mask.NATIONALITY_AND_STATUS},
    "special_permanent_resident_certificate": {Mask.NATIONALITY_AND_STATUS},
    "specified_residence_card": {Mask.NATIONALITY_AND_STATUS},
    "specified_special_permanent_resident_certificate": {Mask.NATIONALITY_AND_STATUS},
    "alien_registration_certificate": {Mask.NATIONALITY_AND_STATUS},
    "residence_certificate": {Mask.HOUSEHOLD},
}


def test_what_had_better_be_masked_is_no_duty():
    assert {code: set(kind.better_masked) for code, kind in EVIDENCE.items() if kind.better_masked} == BETTER_MASKED


def test_there_is_a_box_for_everything_that_must_be_masked():
    for code, marks in MUST_MASK.items():
        boxes = [box for side in Side for box in presets(code, side)]
        assert marks <= {box.mark for box in boxes}, code


def test_boxes_lie_on_the_page_and_hide_what_the_kind_bears():
    for (code, side), boxes in PRESETS.items():
        kind = EVIDENCE[code]
        assert side is Side.FRONT or side in kind.sides
        for box in boxes:
            assert box.mark in kind.mask, code
            assert min(box.x, box.y) >= 0
            assert min(box.w, box.h) > 0
            assert max(box.x + box.w, box.y + box.h) <= 1000
            assert box.label == str(box.mark.label)


def test_nothing_is_proposed_where_nothing_is_known():
    assert presets("passport") == ()
    assert presets("pension_handbook", Side.BACK) == ()
