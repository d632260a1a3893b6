"""Files in the store, sealed: each under a key of its own, bound to its place, whole or not at all."""

from dsr import crypto, storage


def put_sealed(kind: str, data: bytes, file_key: bytes) -> str:
    """Seal bytes and store them under a fresh key of that kind; durable when this returns. Returns the place.

    Raises StoreAway; nothing stays behind then.
    """
    place = storage.new_key(kind)
    storage.put(place, crypto.seal_file(file_key, data, context=place))
    return place


def get_sealed(place: str, file_key: bytes) -> bytes:
    """Return what was stored. Raises FileMissing, StoreAway; crypto.Tampered for changed, cut or swapped bytes."""
    return crypto.unseal_file(file_key, storage.get(place), context=place)
