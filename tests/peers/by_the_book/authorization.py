"""The authorization endpoint and its pages (RFC 6749, 4.1; Core, 3.1.2)."""
from __future__ import annotations

import html
import re
import secrets
import time
from urllib.parse import urlencode, urlsplit

from records import Flow, Grant, PageError, Refusal, Request, Response, Session, once, page, same, subject

CODE_LIFE_S, FLOW_LIFE_S = 60, 600
SCOPES = {"openid": "know who you are", "profile": "see your name", "email": "see your email address",
          "mail": "read your mail"}
PROMPTS = ["none", "login", "consent", "select_account"]


class AuthorizationEndpoint:
    """A part of the provider."""

    def authorize(self, request: Request) -> Response:
        params, repeated = once(request.query if request.method == "GET" else request.form)
        if not self.client or params.get("client_id") != self.client["client_id"] or "client_id" in repeated:
            raise PageError("The application is not known here.")
        if params.get("redirect_uri") not in self.client["redirect_uris"] or "redirect_uri" in repeated:
            raise PageError("The address to return to is not registered for this application.")
        if "state" in repeated:
            params.pop("state", None)
        try:
            flow = self.read_request(params, repeated, request)
        except Refusal as refusal:
            return self.back(params, refusal.body)
        return self.step(secrets.token_urlsafe(24), flow)

    def read_request(self, params: dict[str, str], repeated: set[str], request: Request) -> Flow:
        asked = list(dict.fromkeys(params.get("scope", "").split()))
        prompts = set(params.get("prompt", "").split())
        pkce = "code_challenge" in params or "code_challenge_method" in params
        s256 = params.get("code_challenge_method") == "S256"  # Without it: plain (RFC 7636, 4.3).
        rule = self.choices.offline_access
        invalid = "invalid_request"
        for wrong, error, text in (
                (repeated, invalid, "A parameter came more than once"),
                ("request" in params, "request_not_supported", "The parameter request is not supported"),
                ("request_uri" in params, "request_uri_not_supported", "The parameter request_uri is not supported"),
                ("registration" in params, "registration_not_supported", "registration is not supported"),
                ("response_type" not in params, invalid, "response_type is missing"),
                (params.get("response_type") != "code", "unsupported_response_type", "Only code is supported"),
                (params.get("response_mode", "query") != "query", invalid, "Only response_mode query is supported"),
                ("openid" not in asked, "invalid_scope", "The scope openid is needed"),
                ("offline_access" in asked and rule == "unknown", "invalid_scope", "offline_access is not known"),
                (prompts - set(PROMPTS), invalid, "A prompt value is not known"),
                ("none" in prompts and len(prompts) > 1, invalid, "prompt none cannot be combined"),
                (not re.fullmatch("[0-9]{1,10}", params.get("max_age", "0")), invalid, "max_age is not a number"),
                (pkce and not s256, invalid, "The code challenge method must be S256"),
                (pkce and not re.fullmatch("[A-Za-z0-9_-]{43}", params.get("code_challenge", "")), invalid,
                 "code_challenge is not a SHA-256 hash in base64url"),
                (not pkce and "nonce" not in params, invalid, "code_challenge or nonce is needed (RFC 9700, 2.1.1)"),
                (params.get("id_token_hint", "") not in self.id_tokens and "id_token_hint" in params, invalid,
                 "id_token_hint was not issued here")):
            if wrong:
                raise Refusal(error, text)
        scopes = [scope for scope in asked if scope in SCOPES]
        if rule == "standard" and "offline_access" in asked and "consent" in prompts:
            scopes.append("offline_access")
        session = self.sessions.get(request.cookies.get(self.cookie, "")) or Session(secrets.token_urlsafe(24))
        self.sessions[session.id] = session
        return Flow(params, session, scopes, prompts, rule != "standard" or "offline_access" in scopes)

    def step(self, ticket: str, flow: Flow) -> Response:
        """Bring the flow one step on. It is kept under its ticket while a page waits for an answer."""
        self.flows[ticket] = flow
        try:
            response = self.proceed(ticket, flow)
        except Refusal as refusal:
            response = self.back(flow.params, refusal.body)
        if response.status == 303:
            del self.flows[ticket]
        response.headers["Set-Cookie"] = f"{self.cookie}={flow.session.id}; Path=/; HttpOnly; SameSite=Lax"
        return response

    def proceed(self, ticket: str, flow: Flow) -> Response:
        """Show the next page that is needed, or finish with a code."""
        session, quiet = flow.session, "none" in flow.prompts
        hinted_sub = self.id_tokens.get(flow.params.get("id_token_hint", ""))
        if not flow.signed_in:
            max_age = int(flow.params.get("max_age", -1))
            old = max_age == 0 or 0 < max_age < time.time() - session.auth_time
            other = hinted_sub and session.login and subject(session.login) != hinted_sub
            if session.login is None or old or other or flow.prompts & {"login", "select_account"}:
                if quiet:
                    raise Refusal("login_required", "The person must sign in")
                return self.sign_in_page(ticket, flow.params.get("login_hint", ""))
            flow.login, flow.auth_time = session.login, session.auth_time
        if hinted_sub and subject(flow.login) != hinted_sub:
            raise Refusal("login_required", "The person of id_token_hint is not signed in")
        known = set(flow.scopes) <= self.consents.get(flow.login, set())
        if not flow.consented and ("consent" in flow.prompts or not known):
            if quiet:
                raise Refusal("consent_required", "The person must consent")
            return self.consent_page(ticket, flow)
        code, grant = secrets.token_urlsafe(32), Grant(flow, flow.login, time.time() + CODE_LIFE_S)
        self.grants.append(grant)
        self.codes[code] = grant
        return self.back(flow.params, {"code": code})

    def back(self, params: dict[str, str], answer: dict[str, str]) -> Response:
        """Return to the client with state and iss (RFC 9207). A query in the redirect_uri is kept."""
        answer = answer | ({"state": params["state"]} if "state" in params else {}) | {"iss": self.issuer}
        mark = "&" if urlsplit(params["redirect_uri"]).query else "?"
        where = params["redirect_uri"].rstrip("?") + mark + urlencode(answer)
        return Response(303, headers={"Location": where, "Referrer-Policy": "no-referrer"})

    def sign_in_page(self, ticket: str, login: str, note: str = "") -> Response:
        return page("Sign in", f"""<p role="alert">{note}</p><form method="post" action="{self.url('sign-in')}">
<input type="hidden" name="ticket" value="{ticket}">
<p><label>Login <input name="login" value="{html.escape(login)}" autocomplete="username" required></label></p>
<p><label>Password <input name="password" type="password" autocomplete="current-password" required></label></p>
<p><button type="submit">Sign in</button></p></form>""", 403 if note else 200)

    def consent_page(self, ticket: str, flow: Flow) -> Response:
        words = SCOPES | {"offline_access": "keep access while you are away"}
        items = "".join(f"<li>{words[scope]}</li>" for scope in flow.scopes)
        return page("Consent", f"""<p>{html.escape(self.client['client_id'])} asks
{html.escape(flow.login)} to let it:</p><ul>{items}</ul><form method="post" action="{self.url('consent')}">
<input type="hidden" name="ticket" value="{ticket}">
<button type="submit" name="decision" value="allow">Allow</button>
<button type="submit" name="decision" value="deny">Deny</button></form>""")

    def flow_of(self, request: Request) -> tuple[str, Flow, dict[str, str]]:
        """The flow that a page belongs to. It must come back from the same browser (against CSRF)."""
        params, _ = once(request.form)
        ticket = params.get("ticket", "")
        flow = self.flows.get(ticket)
        if flow is None or time.time() - flow.started > FLOW_LIFE_S:
            raise PageError("This page is too old. Please start again from the application.")
        if not same(request.cookies.get(self.cookie, ""), flow.session.id):
            raise PageError("This page belongs to another browser session. Please start again.")
        return ticket, flow, params

    def sign_in(self, request: Request) -> Response:
        ticket, flow, params = self.flow_of(request)
        login, session = params.get("login", ""), flow.session
        if login not in self.people or not same(self.people[login]["password"], params.get("password", "")):
            return self.sign_in_page(ticket, login, "The login or the password is wrong.")
        self.sessions.pop(session.id, None)  # A new id at sign-in, against session fixation.
        session.id, session.login, session.auth_time = secrets.token_urlsafe(24), login, int(time.time())
        self.sessions[session.id] = session
        flow.login, flow.auth_time, flow.signed_in = login, session.auth_time, True
        return self.step(ticket, flow)

    def consent(self, request: Request) -> Response:
        ticket, flow, params = self.flow_of(request)
        if not flow.login or flow.session.login != flow.login:
            raise PageError("Another person signed in meanwhile. Please start again from the application.")
        if params.get("decision") != "allow":
            del self.flows[ticket]
            return self.back(flow.params, {"error": "access_denied", "error_description": "The person denied"})
        flow.consented = True
        self.consents.setdefault(flow.login, set()).update(set(flow.scopes) - {"offline_access"})
        return self.step(ticket, flow)
