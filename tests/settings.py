"""The program's own settings, made stricter and quicker for tests; never read a machine's own."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_folder = Path(tempfile.mkdtemp(prefix="voordeur-tests-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
(_folder / "static").mkdir()
os.environ["VOORDEUR_DATA"] = str(_folder)
os.environ["VOORDEUR_DEMO"] = "1"
os.environ["VOORDEUR_SECRET_KEY"] = "only-for-tests-" * 5

from voordeur.config.settings import *  # noqa: E402, F403 (the environment comes first)
from voordeur.config.settings import DATABASES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""The real one is slow on purpose."""

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in production: a database in memory has other locks. Nothing in it must survive.
    DATABASES["default"]["TEST"] = {"NAME": str(_folder / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += ";PRAGMA synchronous=OFF"
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0
