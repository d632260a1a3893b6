"""Why the desk may send something to a contact: it is on the company's own record, or proved stronger."""

from django.db import models

from dsr.models.case import Case
from dsr.models.staff import User
from dsr.vocabulary import ContactBasis, ContactMedium, PartyRole


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

    class Meta:
        """Newest first."""

        ordering = ("-at",)

    def __str__(self) -> str:
        """Return what was proved how."""
        return f"{self.medium} {self.basis}"
