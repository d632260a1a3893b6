"""For the suite. The lanes (PostgreSQL, Redis, S3) come in by the same variables as in production."""

import secrets
import tempfile

from config import env

# each process of the suite has its own folder; tests/conftest.py makes and removes it
_folder = f"{tempfile.gettempdir()}/dsr-test-{secrets.token_hex(4)}"

env.preset(
    SECRET_KEY="only-the-test-suite-signs-with-this-key-and-nothing-else-does",  # noqa: S106
    DSR_MASTER_KEYS="test:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
)
env.insist(DSR_DATA=_folder)

from config.settings.base import *  # noqa: E402, F403 - the environment must be complete before the base reads it
from config.settings.base import DATABASES, MIDDLEWARE, STORAGES  # noqa: E402

# processes of the suite share one Redis, not one visitor
DSR_COUNTERS_PREFIX = _folder
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# pages are tested without collectstatic; the browser tests are served what it made
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # a file, because threads and processes meet in it; without fsync, because no test cuts the power
    DATABASES["default"]["TEST"] = {"NAME": f"{_folder}/test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = DATABASES["default"]["OPTIONS"]["init_command"].replace(
        "synchronous=FULL", "synchronous=OFF"
    )
