"""Columns that hold one JSON value, sealed with the case's own key."""

from typing import Any

from django.db import models

from dsr import crypto


class Sealed:
    """Read and write a sealed column as a plain value. The row needs `open_key()` and an id before it is saved.

    The column's name and the row's id are bound to the ciphertext, so a value moved to another place does not open.
    Reading gives None when nothing was written or when the case key was destroyed.
    """

    def __set_name__(self, owner: type[models.Model], name: str) -> None:
        """Remember the column: `details` lies in `sealed_details`."""
        self.column = f"sealed_{name}"

    def __get__(self, row: Any, owner: type[models.Model]) -> Any:
        """Open the value. Raises crypto.Tampered when it was changed or moved."""
        if row is None:
            return self
        blob, key = getattr(row, self.column), row.open_key()
        return crypto.unseal_json(key, bytes(blob), context=self._context(row)) if blob and key else None

    def __set__(self, row: Any, value: Any) -> None:
        """Seal the value into its column; the row still has to be saved."""
        setattr(row, self.column, crypto.seal_json(row.open_key(), value, context=self._context(row)))

    def _context(self, row: Any) -> str:
        return f"{row._meta.db_table}:{row.pk}:{self.column}"


def sealed_column() -> models.BinaryField:
    """Return the column that a `Sealed` attribute writes to."""
    return models.BinaryField(default=b"", editable=False)
