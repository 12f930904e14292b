"""The foreign department's shelf, desk and browsers."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ils.accounts.permissions import Role
from tests.conftest import NOON
from tests.foreign_fund.shelf import Shelf
from tests.world import PASSWORD, add_nilufar


@pytest.fixture
def shelf(session: Session) -> Shelf:
    """A shelf on which books are put."""
    return Shelf(session)


def sign_in(app: Flask, session: Session, role: Role) -> FlaskClient:
    """Return a browser in which a member of staff of the role is signed in, in English."""
    add_nilufar(session, NOON, role=role, login=role.value)
    client = app.test_client()
    client.post("/sign-in", data={"login": role.value, "password": PASSWORD})
    with client.session_transaction() as cookie:
        cookie["language"] = "en"
    return client


@pytest.fixture
def department(app: Flask, session: Session) -> FlaskClient:
    """A browser of the foreign department."""
    return sign_in(app, session, Role.FOREIGN)


@pytest.fixture
def onlooker(app: Flask, session: Session) -> FlaskClient:
    """A browser of a cataloguer, who may see the fund and not change it."""
    return sign_in(app, session, Role.CATALOGUER)
