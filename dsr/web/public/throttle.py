"""How often one visitor may send or guess. Counted in each process's memory: no form waits for a server."""

import ipaddress
import time
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

# A household, an office or a school may share one address.
FORMS = RateLimitItemPerMinute(60, 10, namespace="forms")
REQUESTS = RateLimitItemPerMinute(20, 60, namespace="requests")
UPLOADS = RateLimitItemPerMinute(40, 60, namespace="uploads")
WRONG_BY_VISITOR = RateLimitItemPerMinute(10, 15, namespace="wrong-visitor")
WRONG_BY_CASE = RateLimitItemPerMinute(10, 15, namespace="wrong-case")

_WHOLE_NETWORK = 64  # one household has a whole /64 in IPv6


@lru_cache(maxsize=1)
def _current() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(MemoryStorage())


def count(limit: RateLimitItem, *who: str) -> int:
    """Count one try. Returns the seconds to wait when it is one too many, and 0 when it is not."""
    return 0 if _current().hit(limit, *who) else seconds_left(limit, *who)


def exhausted(limit: RateLimitItem, *who: str) -> int:
    """Return the seconds to wait when no try is left, and 0 while one is; nothing is counted."""
    return 0 if _current().test(limit, *who) else seconds_left(limit, *who)


def seconds_left(limit: RateLimitItem, *who: str) -> int:
    """Return the seconds until the next try is free; at least 1."""
    return max(1, int(_current().get_window_stats(limit, *who).reset_time - time.time()) + 1)


def minutes(seconds: int) -> int:
    """Return a waiting time in whole minutes, for words."""
    return -(-seconds // 60)


def forget_all() -> None:
    """Empty the counters. For tests."""
    _current().storage.reset()


def visitor(request: HttpRequest) -> str:
    """Return what counts as one visitor: the address, in IPv6 its network.

    Counted from the right of X-Forwarded-For by the number of our own proxies, so a sender cannot invent one.
    """
    trusted = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")] if trusted else []
    found = hops[-trusted] if len(hops) >= trusted > 0 else request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(found)
    except ValueError:
        return "unknown"
    if address.version == 4:  # noqa: PLR2004 - IPv4
        return str(address)
    return str(ipaddress.ip_network(f"{address}/{_WHOLE_NETWORK}", strict=False))
