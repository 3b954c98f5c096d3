"""Tetea's own settings and middleware, in front of views that do next to nothing."""

from tetea.settings import *  # noqa: F403  # the one settings file, with one value changed

ROOT_URLCONF = "bench.limits_urls"
