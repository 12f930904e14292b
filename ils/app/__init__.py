"""The roof: `create_app()`, which knows every package and hands each what it needs of the others."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from catalog.marc.tables import TableError, use_own_tables
from catalog.orders.views import record_panel as orders_panel
from circulation.account.queries.keepers import use_keepers
from circulation.account.views import reader_door
from circulation.account.views import record_panel as waiting_panel
from circulation.account.views.care import care_panel
from circulation.charges.views import patron_panel as charges_panel
from circulation.holds.views import patron_panel as holds_panel
from circulation.holds.views import record_panel
from circulation.loans.services import try_table
from circulation.loans.views import patron_panel
from circulation.overdue.views import loan_panel
from circulation.visits.views import visits_panel
from foreign_fund.exhibitions.views import event_panel
from foreign_fund.fund.queries import of_language_level
from foreign_fund.fund.views import purchase_panel
from foreign_fund.fund.views import record_panel as title_panel
from foreign_fund.service.views.own import own_tabs
from ils.app.asking import at_home
from ils.app.database import downgrade_database, install, new_revision, prepare, upgrade_database
from ils.app.navigation import BEGINS, HOME, NAVIGATION
from ils.app.outgoing import letter_press
from ils.app.proposals import PROPOSALS, VISIT_COUNTER, plan_targets
from ils.app.reporting import STOCK, mass_work, stock_by
from ils.app.settingpages import SETTING_PAGES
from ils.app.subjects import SUBJECTS
from ils.app.tables import (
    AFTER_CLOSURE,
    AUDIT_WORDS,
    BLUEPRINTS,
    CHECKS,
    KEEPERS,
    MERGING,
    OUTBOX,
    WORDS,
)
from ils.app.values import names
from ils.config import ROOT, ConfigError, Settings, load
from ils.jobs.waking import Bell
from ils.web.addresses import init_addresses
from ils.web.auth import init_auth
from ils.web.errors import init_errors
from ils.web.filters import init_filters
from ils.web.frame import init_frame
from ils.web.locale import init_locale
from ils.web.once import init_once
from ils.web.security import init_security
from ils.web.session import init_session

__all__ = [
    "CHECKS", "cookie_name", "create_app", "downgrade_database", "install", "new_revision", "prepare", "upgrade_database",
]  # fmt: skip


def create_app(settings: Settings | None = None, **overrides: object) -> Flask:
    """Make the application; `overrides` are Flask settings that tests change."""
    settings = settings or load()
    _own_tables(settings)
    use_keepers(*KEEPERS)
    app = Flask("ils", root_path=str(ROOT / "ils" / "web"))
    app.config.update(_flask_settings(settings))
    app.config.update(overrides)
    init_addresses(app)
    init_session(app)
    init_locale(app, settings.language)
    init_filters(app)
    init_security(app)
    init_errors(app, *WORDS)
    init_auth(app)
    init_once(app)
    init_frame(app, NAVIGATION, BEGINS)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.extensions["ils_home"] = HOME
    app.extensions["ils_bell"] = Bell(settings.home)
    app.extensions["ils_subjects"] = SUBJECTS
    app.extensions["ils_merging"] = (
        MERGING  # copies hang on records from a floor above the records' own pages
    )
    app.extensions["ils_audit_words"] = AUDIT_WORDS
    app.extensions["ils_outbox"] = {source.kind: source for source in OUTBOX}
    app.extensions["ils_letters"] = letter_press(settings.home)
    app.extensions["ils_setting_pages"] = SETTING_PAGES
    app.extensions["ils_after_closure"] = AFTER_CLOSURE
    # A reader's page shows loans and visits, which live on floors above it.
    app.extensions["ils_patron_panels"] = [patron_panel, charges_panel, holds_panel, visits_panel, care_panel]
    # A loan's page shows what overdue control did about it.
    app.extensions["ils_loan_panels"] = [loan_panel]
    # Lists of late copies are narrowed by what the department of foreign literature reads in its titles.
    app.extensions["ils_language_level"] = of_language_level
    # The page of a record shows who waits for it; who has it at home is known to a floor above the holds, and what
    # it says to learners of languages, and what its copies cost, to the foreign fund.
    app.extensions["ils_record_panels"] = [
        title_panel, purchase_panel, record_panel, waiting_panel, orders_panel,
    ]  # fmt: skip
    # The page of an event, and of a review, leads to the exhibition to which it belongs.
    app.extensions["ils_event_panels"] = [event_panel]
    # Figures are told apart by what floors above them know; reports stand below the stock and the events too.
    app.extensions["ils_names"] = names
    app.extensions["ils_stock_measures"] = STOCK
    app.extensions["ils_stock_by"] = stock_by
    app.extensions["ils_mass_work"] = mass_work
    # Registers stand below the catalogue that proposes entries, the plan that sets targets, and the visits.
    app.extensions["ils_proposals"] = PROPOSALS
    app.extensions["ils_plan_targets"] = plan_targets
    app.extensions["ils_visit_counter"] = VISIT_COUNTER
    # The top bar of the public catalogue leads readers to their own page.
    app.extensions["ils_reader_door"] = reader_door
    # The reader's own page has tabs of floors above it.
    app.extensions["ils_own_tabs"] = [own_tabs]
    app.extensions["ils_at_home"] = at_home
    # A changed table of policies is tried on loans, which live on a floor above it.
    app.extensions["ils_policy_trial"] = try_table
    return app


def _own_tables(settings: Settings) -> None:
    try:
        use_own_tables(settings.home / "profiles")
    except TableError as problem:
        raise ConfigError(11, f"a profile table of the library cannot be used: {problem}") from problem


def _flask_settings(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "MAX_CONTENT_LENGTH": settings.upload_limit_mb * 1_000_000,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=settings.session_hours),
        "SESSION_COOKIE_NAME": cookie_name(settings.port),
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: a form left open over lunch is still taken
        "ILS_SETTINGS": settings,
    }


def cookie_name(port: int) -> str:
    """Name the session's cookie by the port: browsers give a cookie to every port of a machine."""
    return f"ils_{port}"
