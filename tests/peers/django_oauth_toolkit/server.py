"""Runs django-oauth-toolkit as a site has it: in a Django project, with its own pages, and a database in the folder that is
the argument.

Ours are the sign-in page's template, because Django has none, and the claims, because the library knows no person's name.
To add a command: a function in COMMANDS.
"""

import sys
from pathlib import Path

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.urls import include, path

sys.path.insert(0, str(Path(__file__).parent.parent))
from wsgi_peer import WsgiPeer  # noqa: E402

HOUR_S = 3600
SIGN_IN_PAGE = """<form method="post" action="">{% csrf_token %}{{ form.as_p }}
<input type="hidden" name="next" value="{{ next }}"><button type="submit">Sign in</button></form>"""

key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
DATABASE = Path(sys.argv[1]) / "site.sqlite3"
peer = WsgiPeer()

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": DATABASE}},
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "oauth2_provider"],
    LOGGING_CONFIG=None,
    LOGIN_URL="/sign-in/",
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    # The tables as they end up: a hundred migrations of an empty database would take longer than the tests.
    MIGRATION_MODULES={name: None for name in ["auth", "contenttypes", "sessions", "oauth2_provider"]},
    OAUTH2_PROVIDER={
        "ACCESS_TOKEN_EXPIRE_SECONDS": HOUR_S,
        "OAUTH2_VALIDATOR_CLASS": f"{__name__}.Validator",
        "OIDC_ENABLED": True,
        "OIDC_RSA_PRIVATE_KEY": key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode(),
        "PKCE_REQUIRED": True,
        "REFRESH_TOKEN_REUSE_PROTECTION": True,
        "ROTATE_REFRESH_TOKEN": True,
        # Every grant has a refresh token, so there is no scope for one, and an unknown scope is refused.
        "SCOPES": {"openid": "Know who you are", "profile": "Your name", "email": "Your address", "mail": "Your mail"},
    },
    # The usual ones are slow on purpose.
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="only-these-tests-know-it",
    STATIC_URL="static/",
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "context_processors": ["django.contrib.auth.context_processors.auth"],
                "loaders": [
                    ("django.template.loaders.locmem.Loader", {"registration/login.html": SIGN_IN_PAGE}),
                    "django.template.loaders.app_directories.Loader",
                ],
            },
        }
    ],
    USE_TZ=True,
)
django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.contrib.auth.views import LoginView  # noqa: E402
from oauth2_provider.models import Application, RefreshToken  # noqa: E402
from oauth2_provider.oauth2_validators import OAuth2Validator  # noqa: E402


class Validator(OAuth2Validator):
    def get_additional_claims(self):
        return {"name": lambda request: request.user.get_full_name(), "email": lambda request: request.user.email}


urlpatterns = [path("sign-in/", LoginView.as_view()), path("o/", include("oauth2_provider.urls"))]


def open_for(client, people):
    """Knows this client and these people from now on."""
    for login, person in people.items():
        first, last = person["name"].split()
        User.objects.create_user(login, person["email"], person["password"], first_name=first, last_name=last)
    Application.objects.create(
        client_id=client["client_id"],
        client_secret=client["client_secret"],
        redirect_uris=" ".join(client["redirect_uris"]),
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        algorithm=Application.RS256_ALGORITHM,
    )


def live_tokens(login):
    return RefreshToken.objects.filter(user__username=login, revoked__isnull=True)


def count(login):
    """How many refresh tokens of a person's can still be used."""
    return {"live": live_tokens(login).count()}


def end(login):
    """Ends everything that a person has allowed."""
    for token in live_tokens(login):
        token.revoke()


COMMANDS = {"open": open_for, "count": count, "end": end}

call_command("migrate", run_syncdb=True, verbosity=0)
peer.app = get_wsgi_application()
peer.answer_commands(f"{peer.url}/o", COMMANDS)
