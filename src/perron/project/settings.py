"""Django's settings, from the environment. Nothing here knows a commune; everything that differs is data."""

from __future__ import annotations

from perron.project import embedded, environment

VAR = environment.var_folder()
BASE_URL = environment.text("PERRON_BASE_URL", "http://localhost:8000").rstrip("/")
SECURE = BASE_URL.startswith("https://")
DEBUG = environment.flag("PERRON_DEBUG", default=False)
SECRET_KEY = environment.secret("PERRON_SECRET_KEY", VAR / "keys" / "secret")
ALLOWED_HOSTS = environment.words("PERRON_HOSTS", "*")

BRICKS = environment.words("PERRON_BRICKS", "catalogue,reports")
SOURCE_URL = environment.text("PERRON_SOURCE_URL")
# Pictures below our boundaries: an address with {z}, {x} and {y}, or of a .pmtiles file. Usually none.
MAP_TILES = environment.text("PERRON_MAP_TILES")
MAP_CREDIT = environment.text("PERRON_MAP_CREDIT")
MAP_TILES_ORIGIN = environment.origin(MAP_TILES)  # the only other computer that a page may ask
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "perron.project",
    "perron.kernel",
    "perron.ui",
    *[f"perron.bricks.{name}" for name in BRICKS],
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "perron.kernel.web.security.SecurityHeaders",
    "perron.kernel.web.streams.StreamsWithinLimits",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "perron.kernel.web.authority.ServedUnderAuthority",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "perron.kernel.web.language.ReaderLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "perron.kernel.web.actor.ActorOnRequest",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "perron.kernel.web.refusals.RefusalsBecomePages",
]
ROOT_URLCONF = "perron.project.urls"
WSGI_APPLICATION = "perron.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "perron.ui.context.site",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "perron.ui.templatetags.ui"],
        },
    }
]

DATABASES = {
    "default": {
        **environment.database(environment.text("DATABASE_URL") or embedded.url(VAR)),
        "CONN_MAX_AGE": 60,  # seconds that a thread keeps its connection: a new one for each request costs 5 ms
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": environment.text("PERRON_TEST_DATABASE", "perron_test")},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Seen by all processes: rate limits, lockouts. What each process may keep for itself goes to "local".
# Django throws counts away above 300 entries unless told otherwise: a flood must not wash lockouts out.
SHARED_CACHE = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "kernel_shared_cache",
    "KEY_FUNCTION": "perron.project.cache_keys.sealed",
    "OPTIONS": {"MAX_ENTRIES": 100_000},
}
CACHES = {
    "default": SHARED_CACHE,
    "shared": SHARED_CACHE,
    "local": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

LANGUAGE_CODE = "en"
LANGUAGES = [("fr", "Français"), ("nl", "Nederlands"), ("de", "Deutsch"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "perron_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Brussels"
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
# The front end is built with hashed names and compressed beside: served as it lies, nothing to collect.
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"/ui/built/.*-[\w-]{8}\."
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "perron.ui.assets.BuiltStaticFiles"},
}
MEDIA_ROOT = VAR / "unused"

AUTH_USER_MODEL = "kernel.Actor"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

CSRF_FAILURE_VIEW = "perron.kernel.web.refusals.csrf_failure"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_HANDLERS = [
    "perron.kernel.web.uploads.LargeFilesFromStaffOnly",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_TEMP_DIR = None

# Per visitor, 0 for no limit: questions to tables in ten seconds, downloads in a minute.
API_QUESTIONS = environment.number("PERRON_API_QUESTIONS", 120)
API_DOWNLOADS = environment.number("PERRON_API_DOWNLOADS", 10)
# A large answer holds a thread of the web server until its reader has it: half of them at most, a quarter per visitor.
WEB_THREADS = environment.number("PERRON_WEB_THREADS", 16)
STREAMS = environment.number("PERRON_STREAMS", max(1, WEB_THREADS // 2))
STREAMS_PER_VISITOR = environment.number("PERRON_STREAMS_PER_VISITOR", max(1, WEB_THREADS // 4))

EMAIL_HOST = environment.text("PERRON_SMTP_HOST", "localhost")
EMAIL_PORT = environment.number("PERRON_SMTP_PORT", 25)
EMAIL_HOST_USER = environment.text("PERRON_SMTP_USER")
EMAIL_HOST_PASSWORD = environment.text("PERRON_SMTP_PASSWORD")
EMAIL_USE_TLS = environment.flag("PERRON_SMTP_STARTTLS", default=False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("PERRON_MAIL_FROM", "perron@localhost")
# Letters to us: the domain whose mail is handed over here, and where `perron up` takes it (`127.0.0.1:8025`).
MAIL_DOMAIN = environment.text("PERRON_MAIL_DOMAIN").lower()
MAIL_IN = environment.text("PERRON_MAIL_IN")
SECURITY_CONTACT = environment.text("PERRON_SECURITY_CONTACT", f"mailto:{DEFAULT_FROM_EMAIL}")

# Parts whose settings are a subject of their own.
from perron.project.accounts import *  # noqa: E402, F403
from perron.project.logs import *  # noqa: E402, F403
from perron.project.storage import *  # noqa: E402, F403
