"""What a requester claims, and which measure is asked for, when use or provision shall stop (APPI art. 35)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dsr.law.citations import Citation, appi
from dsr.law.listing import in_turn


@dataclass(frozen=True, slots=True)
class ClaimedGround:
    """A ground that the requester gives for K5 to K7; the requester ticks at least one."""

    code: str
    label: Promise
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class ClaimedMeasure:
    """What the requester wants to be done. Who names none leaves the choice to the company."""

    code: str
    label: Promise


VIOLATION_GROUNDS = (
    ClaimedGround("beyond_purpose", _("Used beyond the purpose of use"), (appi(18),)),
    ClaimedGround("improper_use", _("Used in an improper way"), (appi(19),)),
    ClaimedGround("improper_acquisition", _("Acquired by deceit or other wrongful means"), (appi(20, 1),)),
    ClaimedGround("special_care_without_consent", _("Special-care data acquired without consent"), (appi(20, 2),)),
)
PROVISION_GROUNDS = (
    ClaimedGround("provided_without_consent", _("Given to a third party without consent"), (appi(27, 1),)),
    ClaimedGround("provided_abroad", _("Given to a third party abroad against the law"), (appi(28),)),
)
CEASING_GROUNDS = (
    ClaimedGround("no_longer_needed", _("The company no longer needs the data"), (appi(35, 5),)),
    ClaimedGround("breach", _("A data breach that must be reported has occurred"), (appi(35, 5), appi(26, 1))),
    ClaimedGround("harm", _("The person's rights or legitimate interests may be harmed"), (appi(35, 5),)),
)
# no ground of the law, but what the requester ticked is never lost
OTHER_GROUND = ClaimedGround("other", _("Another reason"), ())

STOP_OR_ERASE = (
    ClaimedMeasure("stop_use", _("Stop using the data")),
    ClaimedMeasure("erase", _("Erase the data")),
)
EVERY_MEASURE = (
    *STOP_OR_ERASE,
    ClaimedMeasure("stop_provision", _("Stop giving the data to third parties")),
)

_LABELS = {
    claim.code: claim.label
    for claim in (
        *VIOLATION_GROUNDS,
        *PROVISION_GROUNDS,
        *CEASING_GROUNDS,
        OTHER_GROUND,
        *EVERY_MEASURE,
    )
}


def claims_in_words(written: str) -> str:
    """Return claims, written as codes with commas, in the active language; what is no code stands as it was typed."""
    codes = [code.strip() for code in written.split(",") if code.strip()]
    if not all(code in _LABELS for code in codes):
        return written
    return in_turn([str(_LABELS[code]) for code in codes])
