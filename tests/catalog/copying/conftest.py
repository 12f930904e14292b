"""Targets that are on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from catalog.copying.models import Protocol
from catalog.copying.queries import TargetView
from catalog.copying.services import Askings
from catalog.copying.views import base
from ils.accounts.permissions import Role
from tests.catalog.copying.servers import Catalogue, catalogue, z3950_server, ztest
from tests.conftest import SignIn

PROXIES = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy of this machine, and no answers of the last test."""
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(base, "ASKINGS", Askings())
    monkeypatch.setattr(base, "PATIENCE", 5.0)


@pytest.fixture
def theirs() -> Iterator[Catalogue]:
    """An SRU server that answers as its path says."""
    with catalogue() as server:
        yield server


@pytest.fixture(scope="session")
def ztest_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a real Z39.50 server."""
    program = ztest()
    if program is None:
        pytest.skip("yaz-ztest is not installed (Debian package yaz)")
    with z3950_server(program, tmp_path_factory.mktemp("yaz")) as port:
        yield port


def sru_target(url: str, **other: Any) -> TargetView:
    """Return a target that speaks SRU."""
    values: dict[str, Any] = {
        "id": 1, "name": "Theirs", "protocol": Protocol.SRU, "address": url, "port": None, "database": "",
        "version": "1.1", "schema": "marcxml", "profile": "", "charset": "",
        "indexes": (("author", "bath.author"), ("isbn", "bath.isbn"), ("title", "bath.title")),
        "active": True, "position": 1,
    }  # fmt: skip
    return TargetView(**values | other)


def z3950_target(port: int, **other: Any) -> TargetView:
    """Return a target that speaks Z39.50."""
    values: dict[str, Any] = {
        "protocol": Protocol.Z3950, "port": port, "database": "Default", "version": "", "schema": "USMARC",
        "indexes": (("author", "1003"), ("isbn", "7"), ("title", "4")),
    }  # fmt: skip
    return sru_target("127.0.0.1", **values | other)


@pytest.fixture
def cataloguer(signed_in: SignIn) -> FlaskClient:
    """A cataloguer at a browser."""
    return signed_in(Role.CATALOGUER)


@pytest.fixture
def administrator(signed_in: SignIn) -> FlaskClient:
    """Who may change the table of targets."""
    return signed_in(Role.ADMINISTRATOR)
