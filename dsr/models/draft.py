"""What a requester typed and uploaded before sending: sealed with its own key, which becomes the case's key."""

from uuid import uuid4

from django.db import models

from dsr import crypto
from dsr.models.desk import Desk
from dsr.models.document import SealedFile
from dsr.models.sealed import Sealed, sealed_column


class Draft(models.Model):
    """One form on its way. Found by a keyed hash of the token in the requester's own cookie; swept after a day."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    desk = models.ForeignKey(Desk, models.CASCADE, related_name="+")
    token_hash = models.BinaryField(max_length=16, unique=True)
    master_key_id = models.CharField(max_length=40)
    wrapped = models.BinaryField()
    sealed_typed = sealed_column()
    typed = Sealed()
    updated_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        """Return the id."""
        return str(self.pk)

    def open_key(self) -> bytes:
        """Return the draft's key. Raises crypto.MissingKey."""
        return crypto.unwrap(self.master_key_id, bytes(self.wrapped), context=f"draft:{self.pk}")


class DraftFile(SealedFile):
    """A file uploaded with a draft, sealed with its own key so that it can move to the case as it is."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    requirement = models.CharField(max_length=60)
    sealed_name = sealed_column()
    name = Sealed()

    def __str__(self) -> str:
        """Return the id."""
        return str(self.pk)

    def open_key(self) -> bytes:
        """Return the draft's key."""
        return self.draft.open_key()
