"""Gives a test run a data folder of its own, before Django's settings are read."""

import os
import tempfile
from pathlib import Path

import hypothesis

HOME = Path(tempfile.mkdtemp(prefix="tetea-test-")) / "home"
HOME.mkdir()
for name in [name for name in os.environ if name.startswith("TETEA_")]:
    if name != "TETEA_DATABASE_URL":
        del os.environ[name]
os.environ["TETEA_HOME"] = str(HOME)
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # The browser driver runs an event loop.

hypothesis.settings.register_profile("dev", max_examples=50, deadline=None)
hypothesis.settings.register_profile("ci", max_examples=200, deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "dev")
