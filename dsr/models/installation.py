"""What this installation has to remember about itself."""

from django.db import models


class Installation(models.Model):
    """One fact, by name."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.CharField(max_length=100)

    def __str__(self) -> str:
        """Return the name."""
        return self.name
