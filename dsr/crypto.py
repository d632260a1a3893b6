"""Envelope encryption and the blind index. What is sealed, and what the index leaks: docs/adr/0003.

    master key (outside database and backups) -> wraps the case key (one row) -> seals the case's fields and letters,
                                                 and the key of each document (one column) -> seals its file and pages

Destroying the row of the case key destroys the person everywhere; destroying the key of a document destroys that
document alone. Rotation adds a new first key to the ring and wraps the case keys anew; no field and no file is
rewritten.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from dsr import crockford

KEY_BYTES = 32
INDEX_KEY_ID = "index"  # the reserved name in the ring; see KeyRing

_NONCE_BYTES = 12
_TAG_BYTES = 16
_SEALED_V1 = b"\x01"
_FILE_V1 = b"DSRF\x01"
_SALT_BYTES = 32
_FRAME_BYTES = 64 * 1024
_SEALED_FRAME_BYTES = _FRAME_BYTES + _TAG_BYTES


class MissingKey(Exception):  # noqa: N818 - reads as the fact it states
    """A row needs a master key that the ring does not hold. `key_id` names it."""

    def __init__(self, key_id: str) -> None:
        """Name the key, so that whoever runs the desk knows which one to bring back."""
        super().__init__(f"master key {key_id!r} is not in the key ring")
        self.key_id = key_id


class Tampered(Exception):  # noqa: N818 - reads as the fact it states
    """The bytes are not what was sealed: changed, cut, swapped with others, or opened with another key or context."""


class KeyRing:
    """The master keys by id. The first is current: it wraps new case keys. All others still unwrap.

    The blind index, file fingerprints and receipts must not change when the current key does. Their key is the one
    named "index"; without such a name it is the oldest, that is the last. To retire the oldest key, keep its bytes
    under the name "index": only the bytes count, not the name, so every stored token stays valid.
    """

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        """Take keys of exactly 32 bytes, newest first. Raises ValueError for another length or none at all."""
        self._keys = dict(keys)
        for key_id, key in self._keys.items():
            if not isinstance(key, bytes) or len(key) != KEY_BYTES:
                raise ValueError(f"master key {key_id!r} must be {KEY_BYTES} bytes")
        self._wrapping_ids = [key_id for key_id in self._keys if key_id != INDEX_KEY_ID]
        if not self._wrapping_ids:
            raise ValueError("the key ring holds no master key")
        self._index_subkeys: dict[str, bytes] = {}

    def __repr__(self) -> str:
        """Show ids, never keys."""
        return f"<KeyRing {' '.join(self._keys)}>"

    @property
    def current_id(self) -> str:
        """Return the id of the key that wraps new case keys."""
        return self._wrapping_ids[0]

    @property
    def ids(self) -> tuple[str, ...]:
        """Return all ids, newest first."""
        return tuple(self._keys)

    def key(self, key_id: str) -> bytes:
        """Return one master key. Raises MissingKey."""
        try:
            return self._keys[key_id]
        except KeyError:
            raise MissingKey(key_id) from None

    def index_subkey(self, purpose: str) -> bytes:
        """Return the key for one purpose of the blind index; stable while master keys rotate."""
        if purpose not in self._index_subkeys:
            root = self._keys.get(INDEX_KEY_ID) or self._keys[self._wrapping_ids[-1]]
            self._index_subkeys[purpose] = _derive(root, info=f"dsr.index.v1|{purpose}")
        return self._index_subkeys[purpose]


def current_ring() -> KeyRing:
    """Return the ring of settings.DSR_MASTER_KEYS (id -> 32 bytes, newest first)."""
    return _ring(tuple(settings.DSR_MASTER_KEYS.items()))


@lru_cache(maxsize=4)
def _ring(keys: tuple[tuple[str, bytes], ...]) -> KeyRing:
    return KeyRing(dict(keys))


def new_key() -> bytes:
    """Return 32 fresh random bytes: the key of a case, of a draft or of one file."""
    return secrets.token_bytes(KEY_BYTES)


def wrap(key: bytes, *, context: str) -> tuple[str, bytes]:
    """Encrypt a case key with the current master key. `context` names the case. Returns master key id, wrapped key."""
    ring = current_ring()
    wrapping_key = _derive(ring.key(ring.current_id), info="dsr.wrap.v1")
    return ring.current_id, seal(wrapping_key, key, context=f"wrap|{context}")


def unwrap(master_key_id: str, wrapped: bytes, *, context: str) -> bytes:
    """Return the case key. Raises MissingKey (naming the id) or Tampered."""
    wrapping_key = _derive(current_ring().key(master_key_id), info="dsr.wrap.v1")
    return unseal(wrapping_key, wrapped, context=f"wrap|{context}")


def seal(key: bytes, plaintext: bytes, *, context: str) -> bytes:
    """Encrypt with AES-256-GCM: version byte, random nonce, ciphertext and tag. `context` must be given again to open.

    Use a context that names table, row and field, so that a value copied to another place does not open there.
    """
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _SEALED_V1 + nonce + AESGCM(key).encrypt(nonce, plaintext, _sealed_aad(context))


def unseal(key: bytes, blob: bytes, *, context: str) -> bytes:
    """Return what `seal` was given. Raises Tampered."""
    blob = bytes(blob)  # PostgreSQL hands out memoryviews
    if blob[:1] != _SEALED_V1 or len(blob) < 1 + _NONCE_BYTES + _TAG_BYTES:
        raise Tampered("unknown version or too short")
    nonce, ciphertext = blob[1 : 1 + _NONCE_BYTES], blob[1 + _NONCE_BYTES :]
    return _open(key, nonce, ciphertext, _sealed_aad(context))


def seal_json(key: bytes, value: object, *, context: str) -> bytes:
    """Seal a JSON value. Raises TypeError for what JSON cannot hold, UnicodeEncodeError for a lone surrogate."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return seal(key, text.encode(), context=context)


def unseal_json(key: bytes, blob: bytes, *, context: str) -> object:
    """Return what `seal_json` was given. Raises Tampered."""
    value: object = json.loads(unseal(key, blob, context=context))
    return value


def seal_file(key: bytes, data: bytes, *, context: str) -> bytes:
    """Encrypt a file in 64 KiB frames under a key of its own. Cutting, swapping or joining frames fails closed.

    The file key is derived from `key` and a random salt, so the nonce may count frames; the nonce's last byte marks
    the last frame. Header and `context` are authenticated with every frame.
    """
    header = _FILE_V1 + secrets.token_bytes(_SALT_BYTES)
    cipher, aad = _file_cipher(key, header), _file_aad(header, context)
    frames = [data[at : at + _FRAME_BYTES] for at in range(0, len(data), _FRAME_BYTES)] or [b""]
    last = len(frames) - 1
    sealed = (cipher.encrypt(_frame_nonce(at, at == last), frame, aad) for at, frame in enumerate(frames))
    return header + b"".join(sealed)


def unseal_file(key: bytes, blob: bytes, *, context: str) -> bytes:
    """Return what `seal_file` was given, whole or not at all. Raises Tampered."""
    header_bytes = len(_FILE_V1) + _SALT_BYTES
    header, body = blob[:header_bytes], blob[header_bytes:]
    if not header.startswith(_FILE_V1) or len(header) != header_bytes:
        raise Tampered("unknown version or too short")
    cipher, aad = _file_cipher(key, header), _file_aad(header, context)
    frames = [body[at : at + _SEALED_FRAME_BYTES] for at in range(0, len(body), _SEALED_FRAME_BYTES)]
    if not frames:
        raise Tampered("no frames")
    last = len(frames) - 1
    try:
        return b"".join(cipher.decrypt(_frame_nonce(at, at == last), frame, aad) for at, frame in enumerate(frames))
    except (InvalidTag, ValueError):  # ValueError: a last frame shorter than its tag
        raise Tampered("a frame does not open") from None


def blind(value: str, *, purpose: str) -> bytes:
    """Return 16 bytes that stand for a value in an index: equal values, equal bytes; nothing to read without the key.

    `purpose` (for example "email" or "name") keeps the tokens of different columns apart. Fold the value first.
    """
    key = current_ring().index_subkey(f"blind|{purpose}")
    return hmac.digest(key, value.encode("utf-8", "surrogatepass"), "sha256")[:16]


def fingerprint(data: bytes) -> str:
    """Return a keyed SHA-256 of a file as 64 hex digits: finds the same file again, tells nothing without the key."""
    return hmac.digest(current_ring().index_subkey("fingerprint"), data, "sha256").hex()


def signature(data: bytes, *, purpose: str) -> str:
    """Return 64 hex digits that only who holds the ring can make: proof that the desk wrote these bytes itself."""
    return hmac.digest(current_ring().index_subkey(f"signature|{purpose}"), data, "sha256").hex()


def receipt_secret(token: str) -> str:
    """Return the receipt secret of one submission: 130 bits, seven groups of four letters.

    The same token gives the same secret, so a double click shows the same receipt and nothing has to be stored.
    The token must be random (128 bits or more) and must not be stored as it is: keep `blind(token, purpose=...)`,
    or database and index key together would give every secret back.
    """
    return crockford.write_secret(hmac.digest(current_ring().index_subkey("receipt"), token.encode(), "sha256"))


def hash_secret(secret: str) -> bytes:
    """Return the 32 bytes to store and compare for a canonical secret (of `receipt_secret` or `receipts.parse_secret`).

    Compare with `hmac.compare_digest`, or look the row up by case number first. Raises ValueError for any other text.
    """
    if not crockford.SECRET.fullmatch(secret):
        raise ValueError("not a receipt secret in canonical form")
    return hmac.digest(current_ring().index_subkey("secret"), secret.encode(), "sha256")


def index_check_value() -> str:
    """Return 16 hex digits that change when the index key does. Store them once; refuse to start when they differ.

    A wrong index key opens nothing wrongly, but it finds nothing either: no receipt, no name, no duplicate file.
    """
    return hashlib.sha256(current_ring().index_subkey("check")).hexdigest()[:16]


def _derive(root: bytes, *, info: str, salt: bytes | None = None) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=salt, info=info.encode()).derive(root)


def _open(key: bytes, nonce: bytes, ciphertext: bytes, aad: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, aad)
    except InvalidTag:
        raise Tampered("does not open") from None


def _sealed_aad(context: str) -> bytes:
    return b"dsr.sealed.v1|" + context.encode()


def _file_aad(header: bytes, context: str) -> bytes:
    return b"dsr.file.v1|" + header + context.encode()


def _file_cipher(key: bytes, header: bytes) -> AESGCM:
    return AESGCM(_derive(key, info="dsr.file.v1", salt=header[len(_FILE_V1) :]))


def _frame_nonce(number: int, last: bool) -> bytes:  # noqa: FBT001 - private, and read beside its call
    return number.to_bytes(_NONCE_BYTES - 1, "big") + (b"\x01" if last else b"\x00")
