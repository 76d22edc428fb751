"""Settings of accounts: sign-in by e-mail and password or passkey, second factor, limits, sessions."""

from perron.project import environment

SECURE = environment.text("PERRON_BASE_URL").startswith("https://")

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "perron.kernel.web.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "perron.kernel.web.accounts.display_name"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# Codes and never links: a mail cannot be made to point to a host that somebody else chose.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True  # one address, replaced once the new one is proven
ACCOUNT_EMAIL_NOTIFICATIONS = True  # password, address and second factor: every change is told
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_SESSION_REMEMBER = None  # the reader chooses; see the session settings below
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # other sessions end by themselves: their key holds the old password
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/5m/key,20/h/key", "signup": "20/h/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = environment.number("PERRON_PROXIES", 1 if SECURE else 0)
ALLAUTH_TRUSTED_CLIENT_IP_HEADER = environment.text("PERRON_CLIENT_IP_HEADER") or None

MFA_ADAPTER = "perron.kernel.web.accounts.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "perron.kernel.web.account_forms.AddPasskeyForm"}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE  # http://localhost
MFA_TOTP_ISSUER = environment.text("PERRON_SITE_NAME", "Perron")
MFA_TOTP_TOLERANCE = 1
# Roles that can change something sleep until the account has a second factor.
STAFF_SECOND_FACTOR = environment.flag("PERRON_STAFF_SECOND_FACTOR", default=SECURE)

# Counted from signing in, whatever is done meanwhile.
SESSION_HOURS = environment.number("PERRON_SESSION_HOURS", 24 * 30)
STAFF_SESSION_HOURS = environment.number("PERRON_STAFF_SESSION_HOURS", 12)
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_COOKIE_NAME = "__Host-perron_session" if SECURE else "perron_session"
CSRF_COOKIE_NAME = "__Host-perron_csrf" if SECURE else "perron_csrf"
USERSESSIONS_TRACK_ACTIVITY = False

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
