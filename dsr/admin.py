"""Reference data for administrators: who works where, and what is loaded. Cases are never edited here."""

from typing import Any

from allauth.mfa import admin as second_factor_admin
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dsr.models import Calendar, Desk, DeskMembership, DeskPolicy, User

admin.site.unregister(Group)
# nobody reads or plants a colleague's second factor, not even an administrator
if second_factor_admin:  # imported first, so that there is something to take away
    admin.site.unregister(Authenticator)
admin.site.site_header = _("Administration of DSR Desk")
admin.site.site_title = _("Administration")
admin.site.index_title = _("Staff and reference data")


class MembershipInline(admin.TabularInline):
    """The roles of one person, desk by desk."""

    model = DeskMembership
    extra = 1


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

    list_display = ("slug", "name_ja", "name_en", "open_to_public")


@admin.register(DeskPolicy)
class DeskPolicyAdmin(ReadOnly):
    """The versions of the desks' policies."""

    list_display = ("desk", "version", "effective_from", "created_at")


@admin.register(Calendar)
class CalendarAdmin(ReadOnly):
    """The versions of the desks' calendars."""

    list_display = ("desk", "version", "covers_from", "covers_to", "source")
