"""Write under a name that nobody has used, or not at all."""

from django.core.files.base import ContentFile
from django.core.files.storage import Storage

from dsr.storage.away import FileThere, complaints


def write_once(store: Storage, name: str, data: bytes) -> None:
    """Write bytes under a name; when this returns they are as durable as the store makes them.

    Raises FileThere when the name is taken, StoreAway when the store does not take them; nothing stays behind then.
    """
    with complaints():
        if store.exists(name):
            raise FileThere(name)
        saved = store.save(name, ContentFile(data))
        if saved != name:  # somebody else was faster and Django chose another name
            store.delete(saved)
            raise FileThere(name)
