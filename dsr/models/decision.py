"""The reply as evidence: frozen text, numbered, its bytes and how it left the building."""

from django.db import models

from dsr.models.case import Case, SealedByCase
from dsr.models.desk import Desk
from dsr.models.sealed import Sealed, sealed_column
from dsr.models.staff import User
from dsr.vocabulary import DeliveryChannel, LatenessReason


class LetterSeries(models.Model):
    """The last number used in a desk's series of one year; locked while a number is taken."""

    desk = models.ForeignKey(Desk, models.PROTECT, related_name="letter_series")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        """One series a year."""

        constraints = (models.UniqueConstraint(fields=("desk", "year"), name="one_series_per_year"),)

    def __str__(self) -> str:
        """Return where the series stands."""
        return f"{self.desk_id} {self.year}: {self.last}"


class Letter(SealedByCase):
    """The issued reply of a case. Nothing in it is ever overwritten."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="letters")
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="letters")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=60)
    language = models.CharField(max_length=2)
    issued_on = models.DateField()
    approved_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    template_version = models.CharField(max_length=64)
    text_sha256 = models.CharField(max_length=64)
    sealed_text = sealed_column()
    # text: {"html": the frozen letter, "variables": what it was made from}
    text = Sealed()
    renderer = models.CharField(max_length=120, blank=True)
    pdf_key = models.CharField(max_length=120, blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    pdf_bytes = models.PositiveIntegerField(default=0)
    pages = models.PositiveSmallIntegerField(default=0)
    rendered_at = models.DateTimeField(null=True)

    class Meta:
        """A number is used once; a case has one reply."""

        ordering = ("approved_at",)
        constraints = (
            models.UniqueConstraint(fields=("desk", "year", "serial"), name="letter_number_once"),
            models.UniqueConstraint(fields=("case",), name="one_reply_per_case"),
        )

    def __str__(self) -> str:
        """Return the document number."""
        return self.number


class Delivery(SealedByCase):
    """How and when a letter reached the requester, or came back."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="deliveries")
    letter = models.ForeignKey(Letter, models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=20, choices=DeliveryChannel.choices)
    delivered_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    returned_on = models.DateField(null=True)
    late_because = models.CharField(max_length=20, choices=LatenessReason.choices, blank=True, db_default="")
    sealed_tracking = sealed_column()
    # tracking: the number of the recorded mail item, which leads to an address
    tracking = Sealed()

    class Meta:
        """In the order of delivery."""

        ordering = ("recorded_at",)

    def __str__(self) -> str:
        """Return how and when."""
        return f"{self.channel} {self.delivered_on}"
