"""Runs an OpenID provider that is assembled from Authlib's parts, in Flask and SQLAlchemy, as Authlib's documentation does. Its
database is in the folder that is the argument.

Authlib reads the requests, checks them, and writes the responses. Ours is what it leaves to each site: the tables' names, two
pages, when a stored token still counts, and the list of addresses. To add a command: a function in COMMANDS.
"""

import sys
import time
from pathlib import Path

from authlib.integrations.flask_oauth2 import AuthorizationServer, ResourceProtector
from authlib.integrations.sqla_oauth2 import (
    OAuth2AuthorizationCodeMixin,
    OAuth2ClientMixin,
    OAuth2TokenMixin,
    create_bearer_token_validator,
    create_query_client_func,
    create_revocation_endpoint,
)
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant, RefreshTokenGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc9207 import IssuerParameter
from authlib.oidc.core import OpenIDCode, OpenIDToken, UserInfo, UserInfoEndpoint
from flask import Flask, jsonify, redirect, render_template_string, request, session
from joserfc.jwk import KeySet, RSAKey
from sqlalchemy import Column, Integer, String, create_engine
from sqlalchemy.orm import declarative_base, scoped_session, sessionmaker

sys.path.insert(0, str(Path(__file__).parent.parent))
from wsgi_peer import WsgiPeer  # noqa: E402

SIGN_IN_PAGE = """<form method="post" action=""><input name="login"><input name="password" type="password">
<button type="submit">Sign in</button></form>"""
CONSENT_PAGE = """<form method="post" action=""><p>{{ client }} asks for {{ scope }}.</p>
<button type="submit" name="allow" value="yes">Allow</button>
<button type="submit" name="allow" value="no">Cancel</button></form>"""

peer = WsgiPeer()
keys = KeySet([RSAKey.generate_key(2048, auto_kid=True, parameters={"use": "sig", "alg": "RS256"})])
engine = create_engine(f"sqlite:///{sys.argv[1]}/site.sqlite3")
database = scoped_session(sessionmaker(bind=engine))
Base = declarative_base()


class User(Base):
    __tablename__ = "user"
    id = Column(Integer, primary_key=True)
    login = Column(String, unique=True)
    password = Column(String)
    name = Column(String)
    email = Column(String)

    def get_user_id(self):
        return self.id


class Client(Base, OAuth2ClientMixin):
    __tablename__ = "client"
    id = Column(Integer, primary_key=True)


class Code(Base, OAuth2AuthorizationCodeMixin):
    __tablename__ = "code"
    id = Column(Integer, primary_key=True)
    user_id = Column(Integer)


class Token(Base, OAuth2TokenMixin):
    __tablename__ = "token"
    id = Column(Integer, primary_key=True)
    user_id = Column(Integer)
    # The sign-in that it comes from.
    grant = Column(String)

    def get_client(self):
        return database.query(Client).filter_by(client_id=self.client_id).first()

    def get_user(self):
        return database.get(User, self.user_id)


def revoke(**which):
    now = int(time.time())
    for token in database.query(Token).filter_by(refresh_token_revoked_at=0, **which):
        token.access_token_revoked_at = token.refresh_token_revoked_at = now
    database.commit()


class CodeGrant(AuthorizationCodeGrant):
    def save_authorization_code(self, code, asked):
        payload = asked.payload
        database.add(
            Code(
                code=code,
                client_id=asked.client.client_id,
                redirect_uri=payload.redirect_uri,
                scope=asked.scope,
                user_id=asked.user.id,
                nonce=payload.data.get("nonce"),
                code_challenge=payload.data.get("code_challenge"),
                code_challenge_method=payload.data.get("code_challenge_method"),
            )
        )
        database.commit()

    def query_authorization_code(self, code, client):
        found = database.query(Code).filter_by(code=code, client_id=client.client_id).first()
        return found if found and not found.is_expired() else None

    def delete_authorization_code(self, code):
        database.delete(code)
        database.commit()

    def authenticate_user(self, code):
        return database.get(User, code.user_id)


class RotatingGrant(RefreshTokenGrant):
    INCLUDE_NEW_REFRESH_TOKEN = True
    TOKEN_ENDPOINT_AUTH_METHODS = CodeGrant.TOKEN_ENDPOINT_AUTH_METHODS

    def authenticate_refresh_token(self, refresh_token):
        token = database.query(Token).filter_by(refresh_token=refresh_token).first()
        if token and token.refresh_token_revoked_at:
            # RFC 9700, 4.14.2: one of the two who used it has stolen it.
            revoke(grant=token.grant)
            return None
        return token

    def authenticate_user(self, token):
        return token.get_user()

    def revoke_old_credential(self, token):
        revoke(id=token.id)


class Claims:
    def resolve_client_private_key(self, client):
        return keys

    def get_encode_header(self, client):
        return {"alg": "RS256", "kid": keys.keys[0].kid}

    def get_client_claims(self, client):
        return {"iss": peer.url, "aud": [client.get_client_id()]}

    def generate_user_info(self, user, scope):
        return UserInfo(sub=str(user.id), name=user.name, email=user.email, email_verified=True).filter(scope)

    def exists_nonce(self, nonce, asked):
        return database.query(Code).filter_by(client_id=asked.payload.client_id, nonce=nonce).first() is not None


class CodeClaims(Claims, OpenIDCode):
    pass


class RefreshClaims(Claims, OpenIDToken):
    pass


class UserInfoPage(Claims, UserInfoEndpoint):
    pass


class Issuer(IssuerParameter):
    def get_issuer(self):
        return peer.url


def save_token(token, asked):
    earlier = asked.refresh_token
    grant = earlier.grant if earlier else token["access_token"]
    database.add(Token(client_id=asked.client.client_id, user_id=asked.user.id, grant=grant, **token))
    database.commit()


Revocation = create_revocation_endpoint(database, Token)
app = Flask(__name__)
app.secret_key = "only-these-tests-know-it"
app.config["OAUTH2_REFRESH_TOKEN_GENERATOR"] = True
app.config["OAUTH2_TOKEN_EXPIRES_IN"] = {"authorization_code": 3600, "refresh_token": 3600}
server = AuthorizationServer(app, query_client=create_query_client_func(database, Client), save_token=save_token)
server.register_grant(CodeGrant, [CodeClaims(require_nonce=True), CodeChallenge(required=True)])
server.register_grant(RotatingGrant, [RefreshClaims()])
server.register_endpoint(Revocation)
server.register_extension(Issuer())
protector = ResourceProtector()
protector.register_token_validator(create_bearer_token_validator(database, Token)())
server.register_endpoint(UserInfoPage(resource_protector=protector))


@app.teardown_appcontext
def close_database(_):
    database.remove()


@app.route("/authorize", methods=["GET", "POST"])
def authorize():
    user = database.get(User, session.get("user", 0))
    try:
        grant = server.get_consent_grant(end_user=user)
    except OAuth2Error as error:
        return server.handle_error_response(request, error)
    if grant.prompt == "login" and session.get("signed_in_for") != request.full_path:
        session["asked_for"] = request.full_path
        return redirect("/sign-in")
    if request.method == "GET":
        asked = grant.request.payload
        return render_template_string(CONSENT_PAGE, client=asked.client_id, scope=asked.scope)
    allowed = request.form["allow"] == "yes"
    return server.create_authorization_response(grant=grant, grant_user=user if allowed else None)


@app.route("/sign-in", methods=["GET", "POST"])
def sign_in():
    form = request.form
    found = database.query(User).filter_by(login=form.get("login"), password=form.get("password")).first()
    if not found:
        return render_template_string(SIGN_IN_PAGE)
    asked_for = session["asked_for"]
    session.update(user=found.id, signed_in_for=asked_for)
    return redirect(asked_for)


@app.post("/token")
def token():
    return server.create_token_response()


@app.post("/revoke")
def revocation():
    return server.create_endpoint_response("revocation")


@app.get("/userinfo")
def userinfo():
    return server.create_endpoint_response("userinfo")


@app.get("/keys")
def public_keys():
    return jsonify(keys.as_dict(private=False))


@app.get("/.well-known/openid-configuration")
def discovery():
    return jsonify(
        issuer=peer.url,
        authorization_endpoint=f"{peer.url}/authorize",
        token_endpoint=f"{peer.url}/token",
        token_endpoint_auth_methods_supported=["client_secret_post"],
        revocation_endpoint=f"{peer.url}/revoke",
        revocation_endpoint_auth_methods_supported=Revocation.CLIENT_AUTH_METHODS,
        userinfo_endpoint=f"{peer.url}/userinfo",
        jwks_uri=f"{peer.url}/keys",
        response_types_supported=["code"],
        subject_types_supported=["public"],
        id_token_signing_alg_values_supported=["RS256"],
        code_challenge_methods_supported=["S256"],
        authorization_response_iss_parameter_supported=True,
    )


def open_for(client, people):
    """Knows this client and these people from now on."""
    database.add_all(User(login=login, **person) for login, person in people.items())
    known = Client(client_id=client["client_id"], client_secret=client["client_secret"])
    known.set_client_metadata(
        {
            "redirect_uris": client["redirect_uris"],
            "grant_types": ["authorization_code", "refresh_token"],
            "response_types": ["code"],
            "token_endpoint_auth_method": "client_secret_post",
            "scope": "openid profile email mail",
        }
    )
    database.add(known)
    database.commit()


def id_of(login):
    return database.query(User).filter_by(login=login).one().id


def count(login):
    """How many refresh tokens of a person's can still be used."""
    return {"live": database.query(Token).filter_by(user_id=id_of(login), refresh_token_revoked_at=0).count()}


def end(login):
    """Ends everything that a person has allowed."""
    revoke(user_id=id_of(login))


COMMANDS = {"open": open_for, "count": count, "end": end}

Base.metadata.create_all(engine)
peer.app = app
peer.answer_commands(peer.url, COMMANDS)
