"""To whom a reply may go: how much it reveals, what confirms a contact, and which way out each contact opens.

APPI art. 23 and guideline 3-8-7 want the person confirmed by means that fit the data and the way of the reply; neither
names tiers. The rows follow the reasons that their sources give. A desk may ask for more (`profile.release`), never for
less.
"""

from dataclasses import dataclass
from datetime import date

from dsr.vocabulary import BY_POST, ContactBasis, ContactMedium, DeliveryChannel, Kind, Tier

# What `Case.release_needs` holds when the reply goes only to a confirmed contact.
PROOF = "proof"


@dataclass(frozen=True, slots=True)
class TierRow:
    """How much the reply to one kind of request reveals."""

    kind: Kind
    tier: Tier
    source: str


@dataclass(frozen=True, slots=True)
class ProofRow:
    """What confirms one contact, up to which tier it carries at all, and which ways out it opens."""

    medium: ContactMedium
    basis: ContactBasis
    carries: Tier
    opens: tuple[DeliveryChannel, ...]
    source: str


TIERS = (
    TierRow(Kind.PURPOSE_NOTIFICATION, Tier.LOW, "L 32(2): purposes, no data of the person"),
    TierRow(Kind.DISCLOSURE, Tier.HIGH, "L 33(1): the data themselves"),
    TierRow(Kind.PROVISION_RECORDS, Tier.HIGH, "L 33(5): who received or gave which data"),
    TierRow(Kind.CORRECTION, Tier.NORMAL, "L 34(3): tells what was corrected"),
    TierRow(Kind.CEASE_USE_VIOLATION, Tier.NORMAL, "L 35(7): tells that use was stopped, so that data are held"),
    TierRow(Kind.CEASE_PROVISION, Tier.NORMAL, "L 35(7): tells that data were provided"),
    TierRow(Kind.CEASE_USE, Tier.NORMAL, "L 35(7): tells that use was stopped, so that data are held"),
    TierRow(Kind.GDPR_ACCESS, Tier.HIGH, "GDPR 12(6), 15(3): a copy of the data"),
    TierRow(Kind.GDPR_RECTIFICATION, Tier.NORMAL, "GDPR 12(6), 16"),
    TierRow(Kind.GDPR_ERASURE, Tier.NORMAL, "GDPR 12(6), 17"),
    TierRow(Kind.GDPR_RESTRICTION, Tier.NORMAL, "GDPR 12(6), 18"),
    TierRow(Kind.GDPR_PORTABILITY, Tier.HIGH, "GDPR 12(6), 20: a copy of the data"),
    TierRow(Kind.GDPR_OBJECTION, Tier.NORMAL, "GDPR 12(6), 21"),
    TierRow(Kind.CCPA_KNOW, Tier.HIGH, "11 CCR 7060-7062: specific pieces, reasonably high certainty"),
    TierRow(Kind.CCPA_DELETE, Tier.NORMAL, "11 CCR 7062: certainty that fits the data"),
    TierRow(Kind.CCPA_CORRECT, Tier.NORMAL, "11 CCR 7060, 7062"),
    TierRow(Kind.CCPA_OPT_OUT, Tier.LOW, "11 CCR 7026, 7060(b): no verification"),
    TierRow(Kind.CCPA_LIMIT, Tier.LOW, "11 CCR 7027, 7060(b): no verification"),
)
TIER_OF = {row.kind: row.tier for row in TIERS}

_DOWNLOAD = (DeliveryChannel.FOLLOW_PAGE,)
_COUNTER = (DeliveryChannel.COUNTER,)
_MAIL, _POST, _IN_PERSON = ContactMedium.EMAIL, ContactMedium.POST, ContactMedium.IN_PERSON

# A mailbox or address that is missing here with a basis cannot be confirmed by it: no paper shows an e-mail address.
PROOFS = (
    ProofRow(_MAIL, ContactBasis.COMPANY_RECORD, Tier.HIGH, _DOWNLOAD, "G 3-8-7: what was registered before"),
    ProofRow(_MAIL, ContactBasis.CALL_BACK, Tier.HIGHEST, _DOWNLOAD, "G 3-8-7: call-back"),
    ProofRow(_MAIL, ContactBasis.CODE_RETURNED, Tier.NORMAL, _DOWNLOAD, "whoever asks reads that mailbox; no more"),
    ProofRow(_MAIL, ContactBasis.SEEN, Tier.HIGHEST, _DOWNLOAD, "G 3-8-7: original shown in person"),
    ProofRow(_POST, ContactBasis.COMPANY_RECORD, Tier.HIGH, BY_POST, "G 3-8-7: what was registered before"),
    ProofRow(_POST, ContactBasis.IDENTITY_DOCUMENT, Tier.HIGH, BY_POST, "G 3-8-7: to the address on the copy"),
    ProofRow(_POST, ContactBasis.CALL_BACK, Tier.HIGHEST, BY_POST, "G 3-8-7: call-back"),
    ProofRow(
        _POST,
        ContactBasis.CODE_RETURNED,
        Tier.HIGH,
        (*BY_POST, *_DOWNLOAD),
        "NIST SP 800-63A: a code by post; who writes here also gets post there",
    ),
    ProofRow(
        _POST,
        ContactBasis.RESTRICTED_POST,
        Tier.HIGHEST,
        BY_POST,
        "Japan Post: handed to the addressee against an identity document",
    ),
    ProofRow(_POST, ContactBasis.SEEN, Tier.HIGHEST, BY_POST, "G 3-8-7: original shown in person"),
    ProofRow(_IN_PERSON, ContactBasis.SEEN, Tier.HIGHEST, (*_COUNTER, *_DOWNLOAD), "G 3-8-7: original shown in person"),
)
PROOF_OF = {(row.medium, row.basis): row for row in PROOFS}

# A way out that itself hands over only to the person named: the post office asks for an identity document at the door,
# which is more than the copy of one that the guideline takes for recorded mail. No contact needs to be confirmed.
CONFIRMS_ITSELF = frozenset({DeliveryChannel.RESTRICTED_POST})


def tier_of(kinds: list[Kind]) -> Tier:
    """Return the tier of a request: that of the kind which reveals most."""
    order = list(Tier)
    return max((TIER_OF[kind] for kind in kinds), key=order.index)


def carries(medium: ContactMedium, basis: ContactBasis, tier: Tier) -> bool:
    """Say whether a contact confirmed in this way may carry a reply of that tier at all."""
    row, order = PROOF_OF.get((medium, basis)), list(Tier)
    return row is not None and order.index(tier) <= order.index(row.carries)


def tier_at(tier: Tier, basis: ContactBasis, record_changed_on: date | None, on: date, recent_days: int) -> Tier:
    """Return the tier that counts for a proof: one higher where it rests on a record that was changed lately.

    Whoever changes the record first and asks afterwards is then caught. `on` is the day of the proof (Asia/Tokyo); a
    record changed exactly `recent_days` calendar days before still counts as changed lately.
    """
    if basis is not ContactBasis.COMPANY_RECORD or record_changed_on is None:
        return tier
    return tier.raised if (on - record_changed_on).days <= recent_days else tier


def opening(channel: DeliveryChannel) -> tuple[tuple[ContactMedium, ContactBasis], ...]:
    """Return which confirmed contacts open a way out."""
    return tuple((row.medium, row.basis) for row in PROOFS if channel in row.opens)
