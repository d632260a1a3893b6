"""The rows without a card: certificates, mandates, confirmations without paper, and what other laws use.

Source tags as in `cards.py`.
"""

from django.utils.translation import gettext_lazy as _

from dsr.law.evidence.kinds import EvidenceKind
from dsr.law.evidence.words import Mask, Proves

_CERTIFICATE = (Mask.MY_NUMBER, Mask.RESIDENT_RECORD_CODE, Mask.REGISTERED_DOMICILE, Mask.HOUSEHOLD)

CERTIFICATES = (
    EvidenceKind(
        code="residence_certificate",
        label=_("Certificate of residence"),
        proves=(Proves.IDENTITY, Proves.ADDRESS, Proves.KINSHIP),
        mask=_CERTIFICATE,
        note=_("Ask the municipality for one without My Number, resident record code and registered domicile."),
        source="G 3-8-7",
    ),
    EvidenceKind(
        code="family_register",
        label=_("Family register (full copy)"),
        proves=(Proves.KINSHIP,),
        mask=(Mask.REGISTERED_DOMICILE,),
        source="G 3-8-7",
    ),
    EvidenceKind(
        code="family_register_abstract",
        label=_("Abstract of the family register"),
        proves=(Proves.KINSHIP,),
        mask=(Mask.REGISTERED_DOMICILE,),
        source="G 3-8-7",
    ),
    EvidenceKind(
        code="guardianship_registration_certificate",
        label=_("Certificate of registered matters (guardianship)"),
        proves=(Proves.AUTHORITY,),
        mask=(Mask.REGISTERED_DOMICILE,),
        source="G 3-8-7; Guardianship Registration Act 10",
    ),
    EvidenceKind(
        code="guardianship_ruling",
        label=_("Ruling of commencement of guardianship"),
        proves=(Proves.AUTHORITY,),
        mask=(Mask.REGISTERED_DOMICILE,),
        note=_("A certificate that the ruling is final is usually sent with it."),
        source="policy of one desk; finality OK",
        verified=False,
    ),
    EvidenceKind(code="power_of_attorney", label=_("Power of attorney"), proves=(Proves.AUTHORITY,), source="G 3-8-7"),
    EvidenceKind(
        code="power_of_attorney_registered_seal",
        label=_("Power of attorney with the registered seal"),
        proves=(Proves.AUTHORITY,),
        note=_("The original is needed: a seal cannot be checked on a copy."),
        source="policy of one desk",
    ),
    EvidenceKind(
        code="seal_registration_certificate",
        label=_("Seal registration certificate"),
        proves=(Proves.IDENTITY, Proves.SEAL, Proves.ADDRESS),
        source="G 3-8-7",
    ),
    EvidenceKind(
        code="qualification_proof",
        label=_("Proof of the professional qualification"),
        proves=(Proves.QUALIFICATION,),
        note=_("Such as the registration number with a certificate of the official seal; any adequate proof counts."),
        source="policy of one desk; P",
    ),
    EvidenceKind(code="request_form", label=_("Request form"), proves=(Proves.REQUEST,), source="L 37(1)"),
)

CONFIRMATIONS = (
    EvidenceKind(
        code="login",
        label=_("Sign-in with an account that the company holds"),
        proves=(Proves.IDENTITY,),
        is_paper=False,
        source="G 3-8-7 (online)",
    ),
    EvidenceKind(
        code="digital_signature",
        label=_("Digital signature by the Japanese Public Key Infrastructure (JPKI)"),
        proves=(Proves.IDENTITY, Proves.ADDRESS),
        is_paper=False,
        source="G 3-8-7 (online)",
    ),
    EvidenceKind(
        code="registered_contact",
        label=_("Confirmation through contact details already on record"),
        proves=(Proves.IDENTITY,),
        is_paper=False,
        source="G 3-8-7 (phone)",
    ),
    EvidenceKind(
        code="call_back",
        label=_("Call back to a phone number already on record"),
        proves=(Proves.IDENTITY,),
        is_paper=False,
        source="G 3-8-7 (phone)",
    ),
    EvidenceKind(
        code="matching_data",
        label=_("Comparison with data that the company holds"),
        proves=(Proves.IDENTITY,),
        is_paper=False,
        source="11 CCR 7060-7062",
    ),
)

ABROAD = (
    EvidenceKind(
        code="national_identity_card",
        label=_("National identity card"),
        proves=(Proves.IDENTITY,),
        source="GDPR 12(6); OK",
        verified=False,
    ),
    EvidenceKind(
        code="birth_certificate",
        label=_("Birth certificate or other official proof of parenthood"),
        proves=(Proves.KINSHIP,),
        source="OK",
        verified=False,
    ),
    EvidenceKind(
        code="court_appointment",
        label=_("Court decision that names the representative"),
        proves=(Proves.AUTHORITY,),
        source="OK",
        verified=False,
    ),
    EvidenceKind(
        code="signed_permission",
        label=_("Permission signed by the consumer"),
        proves=(Proves.AUTHORITY,),
        source="11 CCR 7063",
    ),
    EvidenceKind(
        code="signed_declaration",
        label=_("Declaration signed under penalty of perjury"),
        proves=(Proves.DECLARATION,),
        source="11 CCR 7062",
    ),
)
