"""What staff look for is a person, so it never stands in a URL: the session keeps the words sealed, the URL the key."""

from base64 import b64decode, b64encode

from django.contrib.sessions.backends.base import SessionBase

from dsr import crypto

KEPT = 10
LONGEST_KEPT = 1_000
_SESSION = "searches"
_CONTEXT = "staff search"


def remember(session: SessionBase, words: str) -> str:
    """Seal the words into the session and return the token that opens them. The newest ten searches are kept."""
    key = crypto.new_key()
    token = key.hex()
    sealed = crypto.seal(key, words[:LONGEST_KEPT].encode(), context=_CONTEXT)
    kept = list(session.get(_SESSION, {}).items())[-(KEPT - 1) :]
    session[_SESSION] = dict([*kept, (_name(token), b64encode(sealed).decode())])
    return token


def recall(session: SessionBase, token: str) -> str | None:
    """Return the words of a search of this session, or None when it holds none under this token."""
    sealed = session.get(_SESSION, {}).get(_name(token))
    if sealed is None:
        return None
    return crypto.unseal(bytes.fromhex(token), b64decode(sealed), context=_CONTEXT).decode()


def _name(token: str) -> str:
    return crypto.blind(token, purpose=_CONTEXT).hex()
