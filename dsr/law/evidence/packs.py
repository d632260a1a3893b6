"""Checklists that come from the law or the PPC guideline, for desks whose policy names no papers of its own."""

from dsr.law.evidence.requirements import EvidenceRequirement, EvidenceRules, ways
from dsr.law.evidence.words import Condition, Proves
from dsr.vocabulary import Channel, Kind, PartyRole, Regime, RequesterType

_EUROPE = (Regime.EU_GDPR, Regime.UK_GDPR)
_CALIFORNIA = (Regime.US_CA,)
_STATUTORY = (RequesterType.MINOR_AGENT, RequesterType.ADULT_WARD_AGENT)
_MANDATED = (RequesterType.APPOINTED_AGENT, RequesterType.QUALIFIED_AGENT)
AGENTS = (*_STATUTORY, *_MANDATED)

# 11 CCR 7026(a), 7027: an opt-out or a limit needs no verification of the consumer.
KINDS_WITHOUT_IDENTITY = frozenset({Kind.CCPA_OPT_OUT, Kind.CCPA_LIMIT})

# PPC General Guideline 3-8-7, note 2, by channel.
_GUIDELINE_IDENTITY = (
    *ways("driver_licence", "eligibility_certificate", "my_number_card_front", "passport"),
    *ways("residence_card", "special_permanent_resident_certificate"),
    *ways("specified_residence_card", "specified_special_permanent_resident_certificate"),
    *ways("pension_handbook"),
    *ways("residence_certificate", channels=(Channel.POST, Channel.WEB, Channel.EMAIL)),
    *ways("seal_registration_certificate", channels=(Channel.COUNTER,)),
    *ways("login", "digital_signature", channels=(Channel.WEB,)),
    *ways("registered_contact", "call_back", channels=(Channel.PHONE,)),
)

PPC_GUIDELINE = EvidenceRules(
    requirements=(
        EvidenceRequirement(
            code="identity_of_principal",
            of=PartyRole.PRINCIPAL,
            purpose=Proves.IDENTITY,
            any_of=_GUIDELINE_IDENTITY,
        ),
        EvidenceRequirement(
            code="identity_of_agent",
            of=PartyRole.AGENT,
            purpose=Proves.IDENTITY,
            any_of=_GUIDELINE_IDENTITY,
            requesters=AGENTS,
        ),
        EvidenceRequirement(
            code="kinship",
            of=PartyRole.AGENT,
            purpose=Proves.KINSHIP,
            any_of=ways("family_register", "family_register_abstract", "residence_certificate"),
            conditions=(Condition.SHOWS_BOTH_NAMES,),
            requesters=(RequesterType.MINOR_AGENT,),
        ),
        EvidenceRequirement(
            code="guardianship",
            of=PartyRole.AGENT,
            purpose=Proves.AUTHORITY,
            any_of=ways("guardianship_registration_certificate"),
            requesters=(RequesterType.ADULT_WARD_AGENT,),
        ),
        EvidenceRequirement(
            code="mandate",
            of=PartyRole.PRINCIPAL,
            purpose=Proves.AUTHORITY,
            any_of=ways("power_of_attorney", "power_of_attorney_registered_seal"),
            requesters=_MANDATED,
        ),
        EvidenceRequirement(
            code="qualification",
            of=PartyRole.AGENT,
            purpose=Proves.QUALIFICATION,
            any_of=ways("qualification_proof"),
            requesters=(RequesterType.QUALIFIED_AGENT,),
        ),
    ),
    accept_guideline_equivalents=True,
)

# GDPR 12(6): papers only on reasonable doubt, so what the company already knows comes first.
EUROPE = (
    EvidenceRequirement(
        code="identity_of_principal",
        of=PartyRole.PRINCIPAL,
        purpose=Proves.IDENTITY,
        any_of=ways(
            "login",
            "registered_contact",
            "call_back",
            "passport",
            "national_identity_card",
            "driver_licence",
            "residence_card",
            "my_number_card_front",
        ),
        regimes=_EUROPE,
    ),
    EvidenceRequirement(
        code="representation",
        of=PartyRole.AGENT,
        purpose=Proves.AUTHORITY,
        any_of=ways(
            "birth_certificate",
            "court_appointment",
            "family_register",
            "family_register_abstract",
            "guardianship_registration_certificate",
        ),
        requesters=_STATUTORY,
        regimes=_EUROPE,
    ),
    EvidenceRequirement(
        code="mandate",
        of=PartyRole.PRINCIPAL,
        purpose=Proves.AUTHORITY,
        any_of=ways("power_of_attorney", "power_of_attorney_registered_seal", "signed_permission"),
        requesters=_MANDATED,
        regimes=_EUROPE,
    ),
)

CALIFORNIA = (
    EvidenceRequirement(
        code="identity_of_principal",
        of=PartyRole.PRINCIPAL,
        purpose=Proves.IDENTITY,
        any_of=ways("login", "matching_data"),
        kinds=(Kind.CCPA_KNOW, Kind.CCPA_DELETE, Kind.CCPA_CORRECT),
        regimes=_CALIFORNIA,
    ),
    # 11 CCR 7062: whoever is not signed in gets specific pieces only with a signed declaration beside the data points.
    EvidenceRequirement(
        code="declaration",
        of=PartyRole.PRINCIPAL,
        purpose=Proves.DECLARATION,
        any_of=ways("login", "signed_declaration"),
        kinds=(Kind.CCPA_KNOW,),
        regimes=_CALIFORNIA,
    ),
    EvidenceRequirement(
        code="representation",
        of=PartyRole.AGENT,
        purpose=Proves.AUTHORITY,
        any_of=ways(
            "birth_certificate",
            "court_appointment",
            "family_register",
            "family_register_abstract",
            "guardianship_registration_certificate",
        ),
        requesters=_STATUTORY,
        regimes=_CALIFORNIA,
    ),
    EvidenceRequirement(
        code="permission",
        of=PartyRole.PRINCIPAL,
        purpose=Proves.AUTHORITY,
        any_of=ways("signed_permission", "power_of_attorney", "power_of_attorney_registered_seal"),
        requesters=_MANDATED,
        regimes=_CALIFORNIA,
    ),
)

STATUTORY_PACKS: dict[Regime, tuple[EvidenceRequirement, ...]] = {
    Regime.JP_APPI: PPC_GUIDELINE.requirements,
    Regime.EU_GDPR: EUROPE,
    Regime.UK_GDPR: EUROPE,
    Regime.US_CA: CALIFORNIA,
}
