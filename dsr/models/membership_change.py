"""Who gave whom which role at which desk: the audit of rights, beside the two audits of `journal.py`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dsr.models.desk import Desk
from dsr.models.staff import User
from dsr.vocabulary import Role


class MembershipChange(models.Model):
    """One role was given, changed or taken away. Append-only by trigger; written with the change, by dsr/admin.py."""

    at = models.DateTimeField(_("When"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("By whom"))
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("Person"))
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="+", verbose_name=_("Desk"))
    before = models.CharField(_("Role before"), max_length=20, choices=Role.choices, blank=True)
    after = models.CharField(_("Role after"), max_length=20, choices=Role.choices, blank=True)

    class Meta:
        """Newest first, as it is read: by desk."""

        verbose_name = _("change of a role")
        verbose_name_plural = _("changes of roles")
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=("desk", "-at"), name="role_change_by_desk"),)

    def __str__(self) -> str:
        """Return what became of what."""
        return f"{self.user_id} {self.before or '-'}>{self.after or '-'} {self.desk_id}"
