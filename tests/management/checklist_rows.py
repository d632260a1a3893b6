"""What the five desks ask for on 17 November 2026, written out by hand from their policies and the guideline.

One row for each line and way in: code, who needs it, channels, whose paper it is, what is asked of it, and the papers
of which any one is enough. `RES3` is a certificate of residence issued within three months.
"""

PAPERS = {
    "FORM": "request_form",
    "DL": "driver_licence",
    "PP": "passport",
    "EC": "eligibility_certificate",
    "MN": "my_number_card_front",
    "RC": "residence_card",
    "SP": "special_permanent_resident_certificate",
    "XR": "specified_residence_card",
    "XS": "specified_special_permanent_resident_certificate",
    "PH": "pension_handbook",
    "HI": "health_insurance_card",
    "AR": "alien_registration_certificate",
    "RES": "residence_certificate",
    "SEAL": "seal_registration_certificate",
    "FR": "family_register",
    "FA": "family_register_abstract",
    "GC": "guardianship_registration_certificate",
    "GR": "guardianship_ruling",
    "POA": "power_of_attorney",
    "POAS": "power_of_attorney_registered_seal",
    "QP": "qualification_proof",
    "LOGIN": "login",
    "SIGN": "digital_signature",
    "REG": "registered_contact",
    "CALL": "call_back",
    "MATCH": "matching_data",
    "NID": "national_identity_card",
    "BIRTH": "birth_certificate",
    "COURT": "court_appointment",
    "PERM": "signed_permission",
    "DECL": "signed_declaration",
}
ALL = "principal minor_agent adult_ward_agent appointed_agent qualified_agent"
AGENTS = "minor_agent adult_ward_agent appointed_agent qualified_agent"
STATUTORY = "minor_agent adult_ward_agent"
MANDATED = "appointed_agent qualified_agent"
EVERY = "web post counter phone email"
PAPER_WAYS = "post counter email"

_CARDS = "DL PP EC MN RC SP XR XS PH"
_FORM = ("request_form", ALL, PAPER_WAYS, "principal", "", "FORM")


def _both(channels, papers):
    """Write the two lines of identity, which ask the same of each person."""
    return (
        ("identity_of_principal", ALL, channels, "principal", "", papers),
        ("identity_of_agent", AGENTS, channels, "agent", "", papers),
    )


GUIDELINE = (
    *_both("web", f"{_CARDS} RES LOGIN SIGN"),
    *_both("post email", f"{_CARDS} RES"),
    *_both("counter", f"{_CARDS} SEAL"),
    *_both("phone", f"{_CARDS} REG CALL"),
    ("kinship", "minor_agent", EVERY, "agent", "shows_both_names", "FR FA RES"),
    ("guardianship", "adult_ward_agent", EVERY, "agent", "", "GC"),
    ("mandate", MANDATED, EVERY, "principal", "", "POA POAS"),
    ("qualification", "qualified_agent", EVERY, "agent", "", "QP"),
)
_SEALED = (
    ("mandate", "appointed_agent", EVERY, "principal", "original", "POAS"),
    ("seal_certificate", "appointed_agent", EVERY, "principal", "original", "SEAL3"),
    ("mandate_to_qualified_agent", "qualified_agent", EVERY, "principal", "original", "POA POAS"),
    ("qualification", "qualified_agent", EVERY, "agent", "", "QP"),
)
OMRON = (
    _FORM,
    *_both("post", f"{_CARDS} RES3"),
    *_both("web phone email", _CARDS),
    *_both("counter", f"{_CARDS} SEAL3"),
    ("kinship", "minor_agent", "post", "agent", "shows_both_names", "FR FA RES3"),
    ("kinship", "minor_agent", "web counter phone email", "agent", "shows_both_names", "FR FA"),
    ("guardianship", "adult_ward_agent", EVERY, "agent", "", "GC GR"),
    *_SEALED,
)
NET_ONE = (
    _FORM,
    *_both("web post phone email", f"{_CARDS} RES3"),
    *_both("counter", f"{_CARDS} RES3 SEAL3"),
    ("kinship", "minor_agent", EVERY, "agent", "shows_both_names", "FR FA RES3"),
    ("guardianship", "adult_ward_agent", EVERY, "agent", "", "GC"),
    *_SEALED,
)
EUROPE = (
    ("identity_of_principal", ALL, EVERY, "principal", "", "LOGIN REG CALL PP NID DL RC MN"),
    ("representation", STATUTORY, EVERY, "agent", "", "BIRTH COURT FR FA GC"),
    ("mandate", MANDATED, EVERY, "principal", "", "POA POAS PERM"),
)
_CALIFORNIAN_AGENTS = (
    ("representation", STATUTORY, EVERY, "agent", "", "BIRTH COURT FR FA GC"),
    ("permission", MANDATED, EVERY, "principal", "", "PERM POA POAS"),
)
_CALIFORNIAN = (("identity_of_principal", ALL, EVERY, "principal", "", "LOGIN MATCH"), *_CALIFORNIAN_AGENTS)
_OWN_LAW = "purpose_notification disclosure provision_records correction cease_use_violation cease_provision cease_use"
_GDPR = "gdpr_access gdpr_rectification gdpr_erasure gdpr_restriction gdpr_portability gdpr_objection"

# desk -> law -> kinds -> rows
DESKS = {
    "omron-software": {"JP-APPI": {_OWN_LAW: OMRON}},
    "net-one-systems": {"JP-APPI": {_OWN_LAW: NET_ONE}},
    "citizen-watch": {"JP-APPI": {_OWN_LAW: (_FORM, *GUIDELINE)}},
    "citizen-machinery": {"JP-APPI": {_OWN_LAW: GUIDELINE}, "EU-GDPR": {_GDPR: EUROPE}},
    "citizen-systems-japan": {
        "JP-APPI": {_OWN_LAW: GUIDELINE},
        "EU-GDPR": {_GDPR: EUROPE},
        "UK": {_GDPR: EUROPE},
        "US-CA": {
            "ccpa_know": (*_CALIFORNIAN, ("declaration", ALL, EVERY, "principal", "", "LOGIN DECL")),
            "ccpa_delete ccpa_correct": _CALIFORNIAN,
            "ccpa_opt_out ccpa_limit": _CALIFORNIAN_AGENTS,
        },
    },
}

# By which ways in each kind of evidence, alone and of the data subject, proves who asks OMRON for their own data.
ALONE_AT_OMRON = {
    "driver_licence": EVERY,
    "passport": EVERY,
    "eligibility_certificate": EVERY,
    "my_number_card_front": EVERY,
    "residence_card": EVERY,
    "special_permanent_resident_certificate": EVERY,
    "specified_residence_card": EVERY,
    "specified_special_permanent_resident_certificate": EVERY,
    "pension_handbook": EVERY,
    "residence_certificate": "post",
    "seal_registration_certificate": "counter",
    # named by the policy, and no longer valid
    "health_insurance_card": "",
    "alien_registration_certificate": "",
    # never a proof, or a proof of something else
    "basic_resident_register_card": "",
    "eligibility_notice": "",
    "my_number_notification_card": "",
    "family_register": "",
    "family_register_abstract": "",
    "guardianship_registration_certificate": "",
    "guardianship_ruling": "",
    "power_of_attorney": "",
    "power_of_attorney_registered_seal": "",
    "qualification_proof": "",
    "request_form": "",
    # nothing without a paper, unless the desk offers it
    "login": "",
    "digital_signature": "",
    "registered_contact": "",
    "call_back": "",
    "matching_data": "",
    # of other laws
    "national_identity_card": "",
    "birth_certificate": "",
    "court_appointment": "",
    "signed_permission": "",
    "signed_declaration": "",
}

BOTH = "DL DL:of=agent"
# OMRON's list, every combination of its blocks: who asks, by which way in, what is at hand, what is still missing.
COMBINATIONS = [
    # either of five, "a certificate of residence if requesting by mail"
    ("principal", "web", "", "identity_of_principal"),
    ("principal", "web", "DL", ""),
    ("principal", "web", "DL:of=agent", "identity_of_principal"),
    ("principal", "web", "HI", "identity_of_principal"),
    ("principal", "web", "HI AR", "identity_of_principal"),
    ("principal", "web", "HI EC", ""),
    ("principal", "web", "AR RC", ""),
    ("principal", "web", "DL:expires=2026-11-17", ""),
    ("principal", "web", "DL:expires=2026-11-16", "identity_of_principal"),
    ("principal", "web", "PP:issued=2021-05-01", ""),
    ("principal", "post", "", "request_form identity_of_principal"),
    ("principal", "post", "DL", "request_form"),
    ("principal", "post", "FORM", "identity_of_principal"),
    ("principal", "post", "FORM DL", ""),
    ("principal", "post", "FORM RES:issued=2026-11-01", ""),
    ("principal", "post", "FORM RES:issued=2026-08-17", ""),
    ("principal", "post", "FORM RES:issued=2026-08-16", "identity_of_principal"),
    # the words of the policy: "if requesting by mail"
    ("principal", "post", "FORM RES:channel=email", ""),
    ("principal", "web", "RES:channel=email", "identity_of_principal"),
    ("principal", "counter", "FORM RES", "identity_of_principal"),
    ("principal", "email", "FORM RES", "identity_of_principal"),
    ("principal", "phone", "RES", "identity_of_principal"),
    ("principal", "web", "RES", "identity_of_principal"),
    ("principal", "web", "RES:channel=post", ""),
    # a parent: either of two
    ("minor_agent", "web", "", "identity_of_principal identity_of_agent kinship"),
    ("minor_agent", "web", BOTH, "kinship"),
    ("minor_agent", "web", f"{BOTH} FR", ""),
    ("minor_agent", "web", f"{BOTH} FA", ""),
    ("minor_agent", "web", f"{BOTH} FR:of=principal", ""),
    ("minor_agent", "web", f"{BOTH} FR:names=one", "kinship"),
    ("minor_agent", "web", f"{BOTH} GC", "kinship"),
    ("minor_agent", "web", f"{BOTH} POAS SEAL", "kinship"),
    ("minor_agent", "web", f"{BOTH} RES:of=agent", "kinship"),
    ("minor_agent", "web", "DL FR", "identity_of_agent"),
    ("minor_agent", "web", "DL:of=agent FR", "identity_of_principal"),
    ("minor_agent", "web", "DL:of=both FR", ""),
    ("minor_agent", "web", "HI DL:of=agent FR", "identity_of_principal"),
    ("minor_agent", "post", f"FORM {BOTH} RES:of=agent:names=both:issued=2026-11-01", ""),
    ("minor_agent", "post", f"FORM {BOTH} RES:of=agent:names=one:issued=2026-11-01", "kinship"),
    ("minor_agent", "post", "FORM RES:of=both:names=both:issued=2026-11-01", ""),
    # a guardian: either of two
    ("adult_ward_agent", "web", BOTH, "guardianship"),
    ("adult_ward_agent", "web", f"{BOTH} GC", ""),
    ("adult_ward_agent", "web", f"{BOTH} GR", ""),
    ("adult_ward_agent", "web", f"{BOTH} FR", "guardianship"),
    ("adult_ward_agent", "web", "GC", "identity_of_principal identity_of_agent"),
    # an appointed agent: both of two, originals
    ("appointed_agent", "web", BOTH, "mandate seal_certificate"),
    ("appointed_agent", "web", f"{BOTH} POAS", "seal_certificate"),
    ("appointed_agent", "web", f"{BOTH} SEAL", "mandate"),
    ("appointed_agent", "web", f"{BOTH} POAS SEAL", ""),
    ("appointed_agent", "web", f"{BOTH} POA SEAL", "mandate"),
    ("appointed_agent", "web", f"{BOTH} POA:seal=registered SEAL", ""),
    ("appointed_agent", "web", f"{BOTH} POAS:seal=none SEAL", "mandate"),
    ("appointed_agent", "web", f"{BOTH} POAS:original=no SEAL", "mandate"),
    ("appointed_agent", "web", f"{BOTH} POAS SEAL:original=no", "seal_certificate"),
    ("appointed_agent", "web", f"{BOTH} POAS:copy=yes SEAL:copy=yes", "mandate seal_certificate"),
    ("appointed_agent", "web", f"{BOTH} POAS SEAL:of=agent", "seal_certificate"),
    ("appointed_agent", "web", f"{BOTH} POAS SEAL:issued=2026-08-17", ""),
    ("appointed_agent", "web", f"{BOTH} POAS SEAL:issued=2026-08-16", "seal_certificate"),
    ("appointed_agent", "web", f"{BOTH} POAS QP", "seal_certificate"),
    ("appointed_agent", "web", f"{BOTH} GC SEAL", "mandate"),
    ("appointed_agent", "web", "POAS SEAL", "identity_of_principal identity_of_agent"),
    ("appointed_agent", "web", "DL POAS SEAL", "identity_of_agent"),
    # at the counter the principal's seal certificate also shows who they are, and still stands beside the mandate
    ("appointed_agent", "counter", "FORM DL:of=agent POAS SEAL", ""),
    # an attorney or scrivener: any proof of the qualification, and a mandate
    ("qualified_agent", "web", BOTH, "mandate_to_qualified_agent qualification"),
    ("qualified_agent", "web", f"{BOTH} QP", "mandate_to_qualified_agent"),
    ("qualified_agent", "web", f"{BOTH} POA", "qualification"),
    ("qualified_agent", "web", f"{BOTH} QP POA", ""),
    ("qualified_agent", "web", f"{BOTH} QP POAS", ""),
    ("qualified_agent", "web", f"{BOTH} POAS SEAL", "qualification"),
    ("qualified_agent", "web", f"{BOTH} QP:of=principal POA", "qualification"),
    ("qualified_agent", "web", f"{BOTH} QP POA:original=no", "mandate_to_qualified_agent"),
    ("qualified_agent", "web", "QP POA", "identity_of_principal identity_of_agent"),
]
