"""Which door stands where."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("dsr.web.public.urls")),
    path("staff/", include("dsr.web.staff.urls")),
    path("manager/", include("dsr.web.manager.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
]

handler400 = "dsr.web.errors.bad_request"
handler403 = "dsr.web.errors.permission_denied"
handler404 = "dsr.web.errors.page_not_found"
handler500 = "dsr.web.errors.server_error"
