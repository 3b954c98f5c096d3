"""The one settings file: values only, from the checked environment."""

import secrets
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pysqlite3

from tetea.environment import read_environment

# Debian 12's SQLite has the WAL-reset corruption bug (fixed in 3.51.3); this package bundles a
# fixed one. It has to stand in before Django's backend imports the name.
sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
SQLITE_AT_LEAST = (3, 51, 3)

ENVIRONMENT = read_environment()
ROOT = Path(__file__).resolve().parent

DEBUG = ENVIRONMENT.debug
# Nothing of ours is signed with Django's key, so each process may have its own.
SECRET_KEY = secrets.token_urlsafe(48)
ALLOWED_HOSTS = [urlsplit(ENVIRONMENT.base_url).hostname or "127.0.0.1", "127.0.0.1", "localhost"]
# The proxy in front speaks https and says so; without one nobody can pretend to, because we
# listen on loopback only.
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.base_url]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.is_https else None
CSRF_FAILURE_VIEW = "tetea.doors.desk.views.entry.form_refused"
CSRF_COOKIE_NAME = "__Host-tetea-csrf" if ENVIRONMENT.is_https else "tetea-csrf"
CSRF_COOKIE_SECURE = ENVIRONMENT.is_https
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
ROOT_URLCONF = "tetea.urls"
WSGI_APPLICATION = "tetea.wsgi.application"
APPEND_SLASH = True

INSTALLED_APPS = [
    "tetea.domain.people",
    "tetea.domain.keyring",
    "tetea.domain.log",
    "tetea.domain.outbox",
    "tetea.domain.figures",
    "tetea.domain.forum",
    "tetea.domain.reports",
    "tetea.domain.phones",
    "tetea.domain.cases",
    "tetea.doors",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "tetea.doors.middleware.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "tetea.doors.middleware.SameOrigin",
    "tetea.doors.middleware.Language",
]

SQLITE_START = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=FULL;
PRAGMA busy_timeout=20000;
PRAGMA trusted_schema=OFF;
PRAGMA temp_store=MEMORY;
PRAGMA secure_delete=ON;
"""


def database(url: str) -> dict[str, Any]:
    """Return Django's description of the database: SQLite in the data folder, or PostgreSQL."""
    if not url:
        return {
            "ENGINE": "tetea.database.sqlite",
            "NAME": ENVIRONMENT.home / "tetea.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": SQLITE_START,
            },
            "TEST": {"NAME": ENVIRONMENT.home / "test.sqlite3"},
        }
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }


DATABASES = {"default": database(ENVIRONMENT.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            ROOT / "templates",
            ROOT / "doors/web/templates",
            ROOT / "doors/desk/templates",
            ROOT / "doors/simulator/templates",
        ],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": ["tetea.doors.context.common"],
            "builtins": ["django.templatetags.i18n", "tetea.doors.templatetags.words"],
        },
    }
]

USE_I18N = True
USE_TZ = True
TIME_ZONE = "Africa/Nairobi"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("sw", "Kiswahili")]
LOCALE_PATHS = [ROOT / "locale"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
# A phone asks for the style sheet once, not at every page of a report.
WHITENOISE_MAX_AGE = 3600

# Django would write uploads above 2.5 MB in clear to a temp folder. Until the sealing handler
# exists, no body is ever larger than what stays in memory.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": True,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Django's request log writes paths and tracebacks; ours writes ids only.
    "loggers": {"django.request": {"level": "CRITICAL"}, "django.security": {"level": "CRITICAL"}},
}
