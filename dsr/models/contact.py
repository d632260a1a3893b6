"""Why the desk may send something to a contact: it is on the company's own record, or proved stronger."""

from functools import reduce
from operator import or_
from typing import Self

from django.db import models
from django.db.models import Q

from dsr.law.tiers import opening
from dsr.models.case import Case
from dsr.models.staff import User
from dsr.vocabulary import ContactBasis, ContactMedium, DeliveryChannel, PartyRole, RequesterType

# the reply goes to whoever asks: the agent if there is one
_OF_REQUESTER = Q(case__requester_type=RequesterType.PRINCIPAL, role=PartyRole.PRINCIPAL) | (
    ~Q(case__requester_type=RequesterType.PRINCIPAL) & Q(role=PartyRole.AGENT)
)


class ContactProofQuerySet(models.QuerySet["ContactProof"]):
    """Proofs."""

    def standing(self) -> Self:
        """Keep what still counts."""
        return self.filter(revoked_at__isnull=True)

    def opening(self, channel: DeliveryChannel) -> Self:
        """Keep what lets a reply leave by a channel. The database asks the same in `models/triggers.py`."""
        fits = reduce(or_, (Q(medium=medium, basis=basis) for medium, basis in opening(channel)), Q(pk__in=[]))
        return self.standing().filter(_OF_REQUESTER, fits)


class ContactProof(models.Model):
    """One contact of one person of a case, confirmed by a member of staff. It counts for the value it was given for."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="contact_proofs")
    role = models.CharField(max_length=10, choices=PartyRole.choices)
    medium = models.CharField(max_length=10, choices=ContactMedium.choices)
    basis = models.CharField(max_length=20, choices=ContactBasis.choices)
    value_hash = models.BinaryField(max_length=16, help_text="Keyed hash of the contact as it stood")
    record_changed_on = models.DateField(null=True, help_text="When the company's record of it was last changed")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, help_text="When the contact was changed, or the proof found wrong")

    objects = ContactProofQuerySet.as_manager()

    class Meta:
        """Newest first."""

        ordering = ("-at",)

    def __str__(self) -> str:
        """Return what was proved how."""
        return f"{self.medium} {self.basis}"
