"""Stand-in until the real error pages are written: Django's own."""

from django.views.csrf import csrf_failure
from django.views.defaults import bad_request, page_not_found, permission_denied, server_error

__all__ = ("bad_request", "csrf_failure", "page_not_found", "permission_denied", "server_error")
