"""Settings of the members' group of processes: the public doors do not exist in it."""

from tetea.settings import *  # noqa: F403  # the one settings file, with one value changed

ROOT_URLCONF = "tetea.urls_desk"
