"""Settings of the public group of processes: the members' doors do not exist in it."""

from tetea.settings import *  # noqa: F403  # the one settings file, with one value changed

ROOT_URLCONF = "tetea.urls_public"
