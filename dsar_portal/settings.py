"""All settings in one file, from the environment. Refuses to start half-configured."""

import os
import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from dsar_portal import setting_parts
from requests_app.brands import hosts_in

BASE_DIR = Path(__file__).resolve().parent.parent
SOFTWARE_VERSION = "0.1.0"


def _need(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. Run it through script/manage or script/server, or see docs/how-to/deploy.md."
        )
    return value


# --- who and where ---------------------------------------------------------
DEMO = os.environ.get("DSAR_DEMO") == "1"
BASE_URL = os.environ.get("DSAR_BASE_URL", "http://localhost:8000").rstrip("/")
SECURE = BASE_URL.startswith("https://")
DATA_DIR = Path(os.environ.get("DSAR_DATA_DIR", BASE_DIR / "var"))
ALLOWED_HOSTS = [urlsplit(BASE_URL).hostname or "localhost"]
if not SECURE:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
DEBUG = False
# The folder outside the database into which the sequencer lays its signed checkpoints.
CHECKPOINTS_DIR = Path(os.environ.get("DSAR_CHECKPOINTS_DIR") or DATA_DIR / "checkpoints")
# Who gets the newest checkpoint by mail once a day: the data protection officer, an outside auditor.
CHECKPOINT_RECIPIENTS = os.environ.get("DSAR_CHECKPOINT_RECIPIENTS", "").replace(",", " ").split()
PROFILE_FILE = Path(os.environ.get("DSAR_PROFILE_FILE", BASE_DIR / "config" / "profile.toml"))
# A member company may have an address of its own. It must be answered: `config/brands`.
ALLOWED_HOSTS += hosts_in(PROFILE_FILE.parent / "brands")
DIRECTORIES_FILE = Path(os.environ.get("DSAR_DIRECTORIES_FILE") or BASE_DIR / "config" / "directories.toml")
LADDER_FILE = Path(os.environ.get("DSAR_LADDER_FILE", BASE_DIR / "config" / "ladder.toml"))
# Whose accounts people may sign in with to show who they are, and staff to work here.
SIGN_IN_FILE = os.environ.get("DSAR_SIGN_IN_FILE", "")
DRP_ENABLED = os.environ.get("DSAR_DRP") == "1"
ALLOW_LOOPBACK = os.environ.get("DSAR_ALLOW_LOOPBACK") == "1"
METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")
CLAMD_ADDRESS = os.environ.get("CLAMD_ADDRESS", "")  # host:port

# --- secrets: always from files, never from the repository -----------------
SECRET_KEY = Path(_need("DSAR_SECRET_KEY_FILE")).read_text().strip()
# Keys of before, one a line: links in mails that were sent long ago, and sessions, go on working after a change.
SECRET_KEY_FALLBACKS_FILE = os.environ.get("DSAR_SECRET_KEY_FALLBACKS_FILE", "")
SECRET_KEY_FALLBACKS = setting_parts.lines(SECRET_KEY_FALLBACKS_FILE)
FIELD_KEYS_FILE = Path(_need("DSAR_FIELD_KEYS_FILE"))
LOG_KEY_FILE = os.environ.get("DSAR_LOG_KEY_FILE", "")
DOCUMENT_KEY_FILE = os.environ.get("DSAR_DOCUMENT_KEY_FILE", "")

# --- stores ----------------------------------------------------------------
DATABASES = {"default": setting_parts.database(_need("DATABASE_URL"))}
DATABASE_OWNER_URL = os.environ.get("DATABASE_OWNER_URL", "")
DATABASE_SEQUENCER_URL = os.environ.get("DATABASE_SEQUENCER_URL", "")
DATABASE_ADMIN_URL = os.environ.get("DATABASE_ADMIN_URL", "")  # given to `init` and `restore` once, never kept
REDIS_URL = _need("REDIS_URL")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "dsar_portal.apps.StaticFiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "django_otp",
    "axes",
    "csp",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "audit",
    "vault",
    "jobs",
    "outbound",
    "notifications",
    "accounts",
    "verification",
    "fulfillment",
    "requests_app",
    "dsar_portal.apps.PortalConfig",
]

MIDDLEWARE = [
    "dsar_portal.middleware.ClockAndCorrelation",
    "dsar_portal.middleware.RealAddress",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "dsar_portal.middleware.BodyLimit",  # after the language, before anything that reads a body
    "dsar_portal.upkeep.gate.Gate",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "dsar_portal.middleware.NoStore",
    "dsar_portal.middleware.WrongMethod",
    "accounts.middleware.AccessMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "dsar_portal.urls"
WSGI_APPLICATION = "dsar_portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "dsar_portal.context.portal",
            ],
        },
    }
]
FORM_RENDERER = "dsar_portal.forms.Renderer"

# --- staff sign-in ---------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "/staff/login/"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "username"
AXES_LOCKOUT_CALLABLE = "accounts.views.sign_in.locked_out"
AXES_SENSITIVE_PARAMETERS = ["username", "password", "otp"]  # axes keeps what was posted: never a secret
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 30 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_ABSOLUTE_SECONDS = 12 * 60 * 60

# --- the browser's contract ------------------------------------------------
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "dsar_portal.errors.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
if SECURE:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SECURE_HSTS_SECONDS = 63_072_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
# Files that people send stay in memory until the vault has encrypted them: no disk sees one in clear.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

# --- language, time, files -------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["dsar_portal.formats"]
TIME_ZONE = "America/Chicago"
USE_TZ = True
USE_I18N = True
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("DSAR_STATIC_ROOT", DATA_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "files"}},
    "staticfiles": {"BACKEND": "dsar_portal.staticstore.HashedStatic"},
}

# --- mail ------------------------------------------------------------------
_mail = urlsplit(os.environ.get("EMAIL_URL", "smtp://localhost:25"))
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = _mail.hostname or "localhost"
EMAIL_PORT = _mail.port or 25
EMAIL_HOST_USER = unquote(_mail.username or "")
EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
EMAIL_USE_TLS = _mail.scheme == "smtp+tls"
EMAIL_USE_SSL = _mail.scheme == "smtps"
EMAIL_TIMEOUT = 10
# Each letter leaves under a return address of its own, made from this one; what comes back is read in the mailbox.
BOUNCE_ADDRESS = os.environ.get("DSAR_BOUNCE_ADDRESS", "") or ("bounce@portal.example" if DEMO else "")
BOUNCE_MAILBOX = os.environ.get("DSAR_BOUNCE_MAILBOX", "") or (f"maildir:{DATA_DIR / 'returned'}" if DEMO else "")
if bool(BOUNCE_ADDRESS) != bool(BOUNCE_MAILBOX):
    raise ImproperlyConfigured("Set DSAR_BOUNCE_ADDRESS and DSAR_BOUNCE_MAILBOX together, or neither.")
if BOUNCE_ADDRESS and not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,17}@[a-z0-9-]+(\.[a-z0-9-]+)*", BOUNCE_ADDRESS):
    raise ImproperlyConfigured("DSAR_BOUNCE_ADDRESS is a lower-case address with at most 18 characters before the @.")
if BOUNCE_MAILBOX and urlsplit(BOUNCE_MAILBOX).scheme not in {"maildir", "imaps"}:
    raise ImproperlyConfigured("DSAR_BOUNCE_MAILBOX starts with imaps:// or maildir:")

# --- text messages ---------------------------------------------------------
# Without an address nobody is offered a code by text.
SMS_URL = os.environ.get("SMS_URL", "") or (f"file:{DATA_DIR / 'sms'}" if DEMO else "")
SMS_COUNTRIES = os.environ.get("SMS_COUNTRIES", "US CA PR").replace(",", " ").upper().split()
if SMS_URL and urlsplit(SMS_URL).scheme not in {"twilio", "twilio+http", "file", "console"}:
    raise ImproperlyConfigured("SMS_URL starts with twilio://, file: or console:")
if urlsplit(SMS_URL).scheme == "twilio+http" and not ALLOW_LOOPBACK:
    raise ImproperlyConfigured("SMS_URL: plain http is for tests on this machine (DSAR_ALLOW_LOOPBACK=1).")

# --- work that comes later -------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 120, "socket_connect_timeout": 2, "socket_timeout": 5}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"

# --- API -------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Privacy rights portal",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# --- logs: one JSON object a line, without personal data -------------------
LOGGING = setting_parts.logging(os.environ.get("DSAR_LOG_LEVEL", "WARNING"))
