"""Reference data for administrators: who works where, and what is loaded. Cases are never edited here."""

from typing import Any

from allauth.mfa import admin as second_factor_admin
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from dsr.models import Calendar, Desk, DeskMembership, DeskPolicy, MembershipChange, User
from dsr.queries.open_fields import to_confirm

admin.site.unregister(Group)
# nobody reads or plants a colleague's second factor, not even an administrator
if second_factor_admin:  # imported first, so that there is something to take away
    admin.site.unregister(Authenticator)
admin.site.site_header = _("Administration of DSR Desk")
admin.site.site_title = _("Administration")
admin.site.index_title = _("Staff and reference data")


class MembershipInline(admin.TabularInline):
    """The roles of one person, desk by desk. Nobody changes their own: a second administrator does."""

    model = DeskMembership
    extra = 1

    def has_add_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Refuse it for one's own account."""
        return obj != request.user and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Refuse it for one's own account."""
        return obj != request.user and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Refuse it for one's own account."""
        return obj != request.user and super().has_delete_permission(request, obj)


@admin.register(User)
class StaffAdmin(UserAdmin):
    """Members of staff and their roles. Requesters have no account."""

    inlines = (MembershipInline,)
    list_display = ("username", "last_name", "first_name", "is_active", "last_login")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("last_name", "first_name", "email")}),
        (_("Account"), {"fields": ("is_active", "is_staff", "is_superuser")}),
    )
    list_filter = ("is_active", "memberships__desk", "memberships__role")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: an account is closed (is_active), never deleted. The audits name it."""
        return False

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: Any) -> None:
        """Save the roles and, in the same transaction, what became of which."""
        user: User = form.instance
        administrator: Any = request.user  # signed in, or this page would be shut
        before = dict(user.memberships.values_list("desk_id", "role"))
        super().save_formset(request, form, formset, change)
        after = dict(user.memberships.values_list("desk_id", "role"))
        MembershipChange.objects.bulk_create(
            MembershipChange(
                at=timezone.now(), by=administrator, user=user, desk_id=desk, before=old or "", after=new or ""
            )
            for desk in sorted({*before, *after})
            if (old := before.get(desk)) != (new := after.get(desk))
        )


class ReadOnly(admin.ModelAdmin):
    """What is loaded from files can be looked at, not changed: `manage.py seed` makes a new version."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False


@admin.register(Desk)
class DeskAdmin(ReadOnly):
    """The desks."""

    list_display = ("slug", "name_ja", "name_en", "open_to_public", "open_fields")
    fields = ("slug", "name_ja", "name_en", "open_to_public", "to_confirm")
    readonly_fields = ("to_confirm",)

    @admin.display(description=_("Fields to confirm"))
    def open_fields(self, desk: Desk) -> int:
        """Return how many fields of the newest profile are open."""
        return len(to_confirm(desk.slug))

    @admin.display(description=_("Fields to confirm"))
    def to_confirm(self, desk: Desk) -> str:
        """List the fields of the newest profile that somebody still has to enter or confirm, each with the reason."""
        rows = ((row.field, row.reason) for row in to_confirm(desk.slug))
        return format_html("<ul>{}</ul>", format_html_join("", "<li><code>{}</code>: {}</li>", rows))


@admin.register(DeskPolicy)
class DeskPolicyAdmin(ReadOnly):
    """The versions of the desks' policies."""

    list_display = ("desk", "version", "effective_from", "created_at")


@admin.register(Calendar)
class CalendarAdmin(ReadOnly):
    """The versions of the desks' calendars."""

    list_display = ("desk", "version", "covers_from", "covers_to", "source")


@admin.register(MembershipChange)
class MembershipChangeAdmin(ReadOnly):
    """Who gave whom which role at which desk."""

    list_display = ("at", "by", "user", "desk", "before", "after")
    list_filter = ("desk",)
