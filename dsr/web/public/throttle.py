"""How often one visitor may send or guess. Counted in Redis where there is one, so that web processes count together.

While Redis is away each process counts for itself: no form waits for a server, and none is refused because of it.
"""

import ipaddress
import logging
import time
from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter

from dsr import crypto

logger = logging.getLogger(__name__)

# A household, an office or a school may share one address.
FORMS = RateLimitItemPerMinute(60, 10, namespace="forms")
REQUESTS = RateLimitItemPerMinute(20, 60, namespace="requests")
UPLOADS = RateLimitItemPerMinute(40, 60, namespace="uploads")
FEEDS = RateLimitItemPerMinute(60, 10, namespace="feeds")
WRONG_BY_VISITOR = RateLimitItemPerMinute(10, 15, namespace="wrong-visitor")
WRONG_BY_CASE = RateLimitItemPerMinute(10, 15, namespace="wrong-case")
WRONG_LETTERS = RateLimitItemPerMinute(10, 15, namespace="wrong-letter")

_WHOLE_NETWORK = 64  # one household has a whole /64 in IPv6


_PATIENCE = 0.5  # seconds that a visitor waits for Redis, at most
_LEFT_ALONE = 30.0  # seconds that Redis is not asked again after it failed


@lru_cache(maxsize=1)
def _own() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(MemoryStorage())


@lru_cache(maxsize=1)
def _shared() -> MovingWindowRateLimiter | None:
    if not settings.DSR_COUNTERS:
        return None
    # the embedded default need not load the client
    from redis.backoff import NoBackoff  # noqa: PLC0415 - see above
    from redis.retry import Retry  # noqa: PLC0415 - see above

    storage = RedisStorage(
        settings.DSR_COUNTERS,
        key_prefix=settings.DSR_COUNTERS_PREFIX,
        wrap_exceptions=True,
        socket_timeout=_PATIENCE,
        socket_connect_timeout=_PATIENCE,
        retry=Retry(NoBackoff(), 0),
    )
    return MovingWindowRateLimiter(storage)


class _Pause:
    """Until when Redis is left alone, on the clock that nobody sets."""

    until = 0.0


def _ask(question: Callable[[MovingWindowRateLimiter], int]) -> int:
    """Ask the counters of all processes; those of this process while the others are away."""
    shared = _shared() if time.monotonic() >= _Pause.until else None
    if shared is None:
        return question(_own())
    try:
        return question(shared)
    except StorageError as failure:
        _Pause.until = time.monotonic() + _LEFT_ALONE
        logger.warning("Redis is away, tries are counted by process: %s", type(failure.__cause__).__name__)
        return question(_own())


def count(limit: RateLimitItem, *who: str) -> int:
    """Count one try. Returns the seconds to wait when it is one too many, and 0 when it is not."""
    keys = _veiled(who)
    return _ask(lambda counters: 0 if counters.hit(limit, *keys) else _seconds_left(counters, limit, keys))


def exhausted(limit: RateLimitItem, *who: str) -> int:
    """Return the seconds to wait when no try is left, and 0 while one is; nothing is counted."""
    keys = _veiled(who)
    return _ask(lambda counters: 0 if counters.test(limit, *keys) else _seconds_left(counters, limit, keys))


def _seconds_left(counters: MovingWindowRateLimiter, limit: RateLimitItem, keys: list[str]) -> int:
    """Return the seconds until the next try is free; at least 1."""
    return max(1, int(counters.get_window_stats(limit, *keys).reset_time - time.time()) + 1)


def _veiled(who: tuple[str, ...]) -> list[str]:
    """Return keyed hashes: the names of counters lie in Redis, and an address is somebody's."""
    return [crypto.blind(name, purpose="throttle").hex() for name in who]


def minutes(seconds: int) -> int:
    """Return a waiting time in whole minutes, for words."""
    return -(-seconds // 60)


def forget_all() -> None:
    """Empty the counters. For tests."""
    _Pause.until = 0.0
    for counters in filter(None, (_own(), _shared())):
        counters.storage.reset()


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
