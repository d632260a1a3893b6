"""What machines read: where to report a weakness, and what not to index."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dsr.web.access import STAFF_ONLY

VALID_FOR = timedelta(days=180)
NOT_INDEXED = (*STAFF_ONLY, "/accounts/", "/follow/", "/desks/*/request/")


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Say where to report a weakness (RFC 9116)."""
    expires = (timezone.now() + VALID_FOR).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = (
        f"Contact: mailto:{settings.DEFAULT_FROM_EMAIL}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: ja, en",
        f"Canonical: {settings.DSR_BASE_URL}{reverse('public:security_txt')}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Keep forms and doors out of search engines; the procedure pages may be found."""
    lines = ("User-agent: *", *(f"Disallow: {path}" for path in NOT_INDEXED))
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
