"""Which door stands where."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

# the administration has no sign-in of its own: it would know no second factor
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", include("dsr.web.public.urls")),
    path("", include("dsr.web.health")),
    path("", include("dsr.web.calendar_feed")),
    path("staff/", include("dsr.web.staff.urls")),
    path("manager/", include("dsr.web.manager.urls")),
    path("accounts/", include("allauth.urls")),
    path("administration/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
]

handler400 = "dsr.web.errors.bad_request"
handler403 = "dsr.web.errors.permission_denied"
handler404 = "dsr.web.errors.page_not_found"
handler500 = "dsr.web.errors.server_error"
# asked by django-allauth, not by Django
handler429 = "dsr.web.accounts.too_many_tries"
