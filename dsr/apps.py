"""The one Django app of the product."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class DsrConfig(AppConfig):
    """Wire the database's own refusals: SQLite drops triggers when it rebuilds a table, so migrate re-creates them."""

    name = "dsr"
    verbose_name = "DSR Desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Install the triggers after each migrate, and take those away before it that would stand in its way."""
        # models cannot be imported before the app registry is ready
        from dsr.models.triggers import install_after_migrate, remove_before_migrate  # noqa: PLC0415 - see above

        pre_migrate.connect(remove_before_migrate, sender=self)
        post_migrate.connect(install_after_migrate, sender=self)
