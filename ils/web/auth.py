"""Who is working: sign-in, sign-out, permissions of pages, and the circumstances of the present request."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Blueprint, Flask, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField

from ils import clock
from ils.accounts import services
from ils.accounts.errors import AccountCode, AccountError
from ils.accounts.models import Staff
from ils.accounts.permissions import Permission, may
from ils.activity.kinds import Channel
from ils.activity.work import Work
from ils.db import transaction
from ils.errors import ForbiddenError, clean_text
from ils.library.places import department as department_of
from ils.library.places import departments
from ils.web.filters import latin_or_cyrillic
from ils.web.locale import current_language, safe_path
from ils.web.once import every_time
from ils.web.session import current_session

P = ParamSpec("P")
R = TypeVar("R")

limiter = Limiter(key_func=get_remote_address, storage_uri="memory://", strategy="fixed-window")
login_manager = LoginManager()
login_manager.session_protection = None  # addresses change on weak lines; the stamp below guards the session
blueprint = Blueprint("auth", __name__)

SIGN_INS_A_MINUTE = "20 per minute"


class SignedIn(UserMixin):  # type: ignore[misc]
    """The member of staff of this request."""

    def __init__(self, staff: Staff) -> None:
        self.id = staff.id
        self.login = staff.login
        self.name = staff.name
        self.role = staff.role
        self.department = staff.department
        self.stamp = staff.session_stamp

    def get_id(self) -> str:
        """Name the account and its stamp, so that a new password ends every open session."""
        return f"{self.id}:{self.stamp}"


@login_manager.user_loader  # type: ignore[untyped-decorator]
def _load(identity: str) -> SignedIn | None:
    number, _colon, stamp = identity.partition(":")
    staff = current_session().get(Staff, int(number)) if number.isdecimal() and len(number) < 10 else None
    if staff is None or not staff.active or staff.session_stamp != stamp:
        return None
    return SignedIn(staff)


def can(permission: Permission | str) -> bool:
    """Tell whether the person of this request may do it."""
    return bool(current_user.is_authenticated) and may(current_user.role, Permission(permission))


def require(permission: Permission) -> Callable[[Callable[P, R]], Callable[P, R | Response]]:
    """Let a page be opened by staff with the permission only: others sign in, or are told 403 in words."""

    def decorate(view: Callable[P, R]) -> Callable[P, R | Response]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
            if not current_user.is_authenticated:
                return to_sign_in()
            if not may(current_user.role, permission):
                raise ForbiddenError(AccountCode.NOT_ALLOWED, permission=permission.value)
            return view(*args, **kwargs)

        guarded.required_permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def to_sign_in() -> Response:
    """Send the browser to the sign-in page, and later back to where it wanted to go."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    address = url_for("auth.sign_in", next=wanted)
    if request.headers.get("HX-Request"):  # a part of a page cannot be replaced by a whole sign-in page
        return Response(status=401, headers={"HX-Redirect": url_for("auth.sign_in")})
    return redirect(address)


def current_work() -> Work:
    """Return the circumstances of an act in this request."""
    place = current_department()
    return Work(
        now=clock.now(),
        actor_id=current_user.id if current_user.is_authenticated else None,
        department=place.code if place else "",
        sector=place.sector if place else "",
        channel=Channel.DESK if current_user.is_authenticated else Channel.WEB,
    )


def current_department() -> Any:
    """Return the department one works in today: chosen in this session, else one's own, else the first."""
    if not current_user.is_authenticated:
        return None
    places = {place.code: place for place in departments(current_session())}
    for code in (session.get("department"), current_user.department):
        if code in places:
            return places[code]
    return next(iter(places.values()), None)


class SignInForm(FlaskForm):  # type: ignore[misc]
    """Login and password."""

    login = StringField()
    password = PasswordField()


@blueprint.route("/sign-in", methods=["GET", "POST"])
@limiter.limit(SIGN_INS_A_MINUTE, methods=["POST"])
@every_time
def sign_in() -> str | Response | tuple[str, int]:
    """Let a member of staff in."""
    form = SignInForm()
    problem = None
    if form.validate_on_submit():
        staff, problem = _try(form.login.data or "", form.password.data or "")
        if staff is not None:
            _open_session(staff)
            return redirect(safe_path(request.args.get("next")))
    return render_template("auth/sign_in.html", form=form, problem=problem), 401 if problem else 200


def _try(login: str, password: str) -> tuple[Staff | None, AccountError | None]:
    try:
        with transaction(current_session()) as database:
            staff = services.sign_in(
                database, current_work(), login=login, password=password, address=request.remote_addr or ""
            )
    except AccountError as problem:
        return None, problem
    return staff, None if staff else AccountError(AccountCode.SIGN_IN_FAILED)


def _open_session(staff: Staff) -> None:
    language = session.get("language") or staff.language
    session.clear()  # a session begun by somebody else is not carried on
    session.permanent = True
    session["language"] = language
    login_user(SignedIn(staff))


@blueprint.post("/sign-out")
def sign_out() -> Response:
    """Let a member of staff out."""
    language = session.get("language")
    logout_user()
    session.clear()
    session["language"] = language
    return redirect(url_for("auth.sign_in"))


@blueprint.post("/place")
def choose_place() -> Response:
    """Change the department one works in: its desk, its sector's visits."""
    if not current_user.is_authenticated:
        return to_sign_in()
    code = clean_text(request.form.get("department"), field="department", limit=40)
    place = department_of(current_session(), code)
    session["department"] = place.code
    flash(_("You now work in: %(place)s", place=latin_or_cyrillic(place.name(current_language()))), "success")
    return redirect(safe_path(request.form.get("next")))


def init_auth(app: Flask) -> None:
    """Set sign-in and throttling up."""
    login_manager.init_app(app)
    limiter.init_app(app)
    app.register_blueprint(blueprint)
    app.jinja_env.globals["can"] = can
