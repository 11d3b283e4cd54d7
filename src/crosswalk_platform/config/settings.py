"""Django's settings of the site; what an installation sets for itself is in installation.py."""

from __future__ import annotations

from operator import attrgetter
from pathlib import Path

from csp.constants import NONE, SELF

from crosswalk_platform.config.counts import RATES
from crosswalk_platform.config.database import connections
from crosswalk_platform.config.installation import installation, secret
from crosswalk_platform.config.log import LOGGING
from crosswalk_platform.config.mail import mail_settings

__all__ = ["LOGGING"]

_place = installation()
_here = Path(__file__).resolve().parents[1]

SECRET_KEY = secret("signing")
DEBUG = _place.debug
ALLOWED_HOSTS = list(_place.hosts)
DATABASES = connections()
for _database in DATABASES.values():
    _database["ATOMIC_REQUESTS"] = True

INSTALLED_APPS = [
    "crosswalk_platform.design",
    "crosswalk_platform.accounts",
    "crosswalk_platform.organisations",
    "crosswalk_platform.audit",
    "crosswalk_platform.people",
    "crosswalk_platform.consent",
    "crosswalk_platform.doors",
    "crosswalk_platform.documents",
    "crosswalk_platform.duplicates",
    "crosswalk_platform.mail",
    "crosswalk_platform.retention",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "crosswalk_platform.config.log.requests",
    "csp.middleware.CSPMiddleware",  # before all that may answer: no answer goes without a policy
    "crosswalk_platform.config.middleware.headers",
    "crosswalk_platform.config.compression.compressed",
    "django.middleware.security.SecurityMiddleware",
    "crosswalk_platform.config.middleware.methods",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "crosswalk_platform.accounts.sessions.Lifetime",
    "allauth.account.middleware.AccountMiddleware",
    "crosswalk_platform.accounts.activity.activity",
    "crosswalk_platform.accounts.limits.Limits",
    "crosswalk_platform.config.middleware.viewer",
    "crosswalk_platform.config.afterwards.afterwards",
]
ROOT_URLCONF = "crosswalk_platform.config.urls"
WSGI_APPLICATION = "crosswalk_platform.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "crosswalk_platform.design.context.site",
            ],
        },
    }
]

# -- sign-in ----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "crosswalk_platform.accounts.passwords.ContextValidator"},
    {"NAME": "crosswalk_platform.accounts.passwords.GuessValidator"},
    {"NAME": "crosswalk_platform.accounts.passwords.BreachedValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = attrgetter("email")
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = RATES
ACCOUNT_ADAPTER = "crosswalk_platform.accounts.adapters.AccountAdapter"
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "crosswalk_platform.accounts.adapters.MFAAdapter"
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Crosswalk"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _place.secure
SECOND_FACTOR = _place.secure if _place.second_factor is None else _place.second_factor
SOCIALACCOUNT_ADAPTER = "crosswalk_platform.accounts.providers.SocialAccountAdapter"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "crosswalk_platform.accounts.openid.provider.Provider",
        "APPS": [
            {
                "provider_id": each.id,
                "name": each.name,
                "client_id": each.client,
                "secret": each.secret,
                "settings": {"server_url": each.issuer},
            }
            for each in _place.openid
        ],
    }
}
USERSESSIONS_TRACK_ACTIVITY = True
LOGIN_REDIRECT_URL = "home"
LOGIN_URL = "account_login"

# -- sessions, cookies, headers ---------------------------------------------------------------------------------------
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of their own
SESSION_COOKIE_AGE = 3600  # unused; see accounts/sessions.py for the rest
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _place.secure
SESSION_COOKIE_NAME = "__Host-session" if _place.secure else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if _place.secure else "csrf"
SECURE_HSTS_SECONDS = 365 * 86400 if _place.secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _place.secure
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _place.secure else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _place.secure else 0
SECURE_REDIRECT_EXEMPT = [r"^health$"]  # a monitor that asks without HTTPS is never led on to it unseen
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "object-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# -- language, time, files --------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("es", "Español"), ("ar", "العربية")]
LOCALE_PATHS = [_place.data / "locale"]
LANGUAGE_COOKIE_NAME = "__Host-language" if _place.secure else "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = _place.secure
TIME_ZONE = "UTC"
USE_TZ = True
FORM_RENDERER = "crosswalk_platform.design.forms.Renderer"
STATIC_URL = "static/"
STATIC_ROOT = _place.data / "static"
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MIMETYPES = {".svg": "image/svg+xml; charset=utf-8"}
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": _place.data / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
CACHES = {
    "default": {  # for all processes: limits of sign-in, and codes that were used; see accounts/limits.py
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "site_counts",
        "KEY_FUNCTION": "crosswalk_platform.config.counts.hidden_key",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "process": {  # in this one process; see authorization/pace.py
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_HANDLERS = [
    "crosswalk_platform.documents.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# -- mail, work in the background, log --------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _place.sender
_mail = mail_settings(_place.mail_url)
EMAIL_BACKEND = _mail.backend
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.host, _mail.port, _mail.user, _mail.password
EMAIL_USE_SSL, EMAIL_USE_TLS, EMAIL_TIMEOUT = _mail.tls, _mail.starttls, 20
EMAIL_FILE_PATH = _place.data / "mail"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS: list[str] = []
