"""Bad input gets a clear message and a 4xx, and changes nothing (a count of every table before and after)."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.importing.jobs import import_file
from catalog.marc import MarcError
from ils.accounts.permissions import Role
from ils.app.working import runner_of
from ils.clock import now
from ils.db import Base
from ils.demo.marcfile import marc21_file
from ils.demo.works import load_works
from tests.world import PASSWORD, add_nilufar, work_at

SPY = "Robert'); DROP TABLE patron;--"
SCRIPT = "<script>alert('salom')</script>"
READER = {"given_name": "Ali", "category": "student", "citizenship": "UZ", "language": "uz", "sex": ""}
UPLOAD = {"charset": "", "department": "lending"}
TRACES = frozenset({"audit", "scan_receipt"})  # a try leaves a trace; the library itself stays as it was


def everything(session: Session) -> dict[str, int]:
    """Count the rows of every table but those that only trace what was tried."""
    session.rollback()
    return {
        table.name: session.scalars(select(func.count()).select_from(table)).one()
        for table in Base.metadata.sorted_tables
        if table.name not in TRACES
    }


@pytest.fixture
def administrator(app: Flask, session: Session) -> FlaskClient:
    """Nilufar, signed in with every right."""
    add_nilufar(session, now(), role=Role.ADMINISTRATOR)
    client = app.test_client()
    client.post("/sign-in", data={"login": "nilufar", "password": PASSWORD})
    return client


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("plan.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 40, "PDF"),
        ("bosh.mrc", b"", ""),
        ("matn.txt", b"Bu oddiy matn. " * 5_000, ""),
        ("sahifa.html", b"<!doctype html><html><body>404</body></html>", "HTML"),
        ("arxiv.zip", b"PK\x03\x04" + b"\0" * 400, "ZIP"),
    ],
    ids=["a PDF", "an empty file", "plain text", "a web page", "an archive"],
)
def test_a_file_that_is_not_marc(
    administrator: FlaskClient, session: Session, name: str, content: bytes, word: str
) -> None:
    before = everything(session)
    answer = administrator.post("/import", data=UPLOAD | {"file": (BytesIO(content), name)})
    assert 400 <= answer.status_code < 500
    assert word.lower() in answer.text.lower()
    assert "Traceback" not in answer.text
    assert everything(session) == before


def test_a_truncated_record_is_kept_and_told(
    app: Flask, administrator: FlaskClient, session: Session
) -> None:
    whole = marc21_file(load_works()[:2])
    answer = administrator.post(
        "/import", data=UPLOAD | {"file": (BytesIO(whole[:-100]), "uzilgan.mrc")}, follow_redirects=True
    )
    assert answer.status_code == 200
    session.rollback()
    runner_of(app).run_waiting()
    session.rollback()
    counts = everything(session)
    assert counts["staged_record"] == 2
    assert counts["record"] == 0


def test_two_hundred_megabytes_of_text(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "katta.mrc"
    with path.open("wb") as file:
        file.write(b"Oddiy matn, MARC emas.\n")
        file.truncate(200_000_000)
    before = everything(session)
    with pytest.raises(MarcError):
        import_file(session, work_at(now()), path, accept=True, department="lending")
    assert everything(session) == before


def test_an_upload_above_the_limit(app: Flask, administrator: FlaskClient, session: Session) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1_000_000
    before = everything(session)
    answer = administrator.post(
        "/import", data=b"0" * 1_500_000, content_type="multipart/form-data; boundary=katta"
    )
    assert answer.status_code == 413
    assert "1 MB" in answer.text
    assert everything(session) == before


@pytest.mark.parametrize(
    "code",
    ["9" * 10_000, SPY, SCRIPT, "\x00\x1d", "ʻʼ‘’" * 50, "%' OR 1=1"],
    ids=lambda code: repr(code[:12]),
)
def test_a_scan_of_nonsense(administrator: FlaskClient, session: Session, code: str) -> None:
    before = everything(session)
    answer = administrator.post(
        "/desk/scan", data={"code": code, "key": "k-1", "mark": ""}, follow_redirects=True
    )
    assert answer.status_code < 500
    assert "<script>alert" not in answer.text
    assert "Traceback" not in answer.text
    assert everything(session) == before


@pytest.mark.parametrize("name", [SPY, SCRIPT, "Oʻktam'; --"], ids=["SQL", "HTML", "an apostrophe"])
def test_a_name_is_only_text(administrator: FlaskClient, session: Session, name: str) -> None:
    answer = administrator.post(
        "/patrons/new",
        data=READER | {"surname": name},
        follow_redirects=True,
    )
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert everything(session)["patron"] == 1
    found = administrator.get("/patrons/", query_string={"q": name})
    assert found.status_code == 200
    assert "<script>alert" not in found.text


@pytest.mark.parametrize(
    "address",
    [
        "/records/99999999999999999999", "/records/abc", "/items/0", "/patrons/999999", "/loans/999999", "/import/999999",
        "/import/1/1", "/exhibitions/999999", "/plan/2026/lines/99", "/plan/99999", "/figures/none", "/figures/x?since=1",
        "/plan/2026/lines/11?since=soon", "/plan/2026?period=q9", "/search?page=-1", "/search?page=abc&year=zzz",
        "/overdue/?page=x",
        "/settings/calendar?year=1", "/staff/999", "/staff/audit?before=x", "/settings/departments/none",
        f"/search?q={'%25' * 3000}", "/search?q=%00%1d%FF", "/nothing", "/patrons/new?card=" + "9" * 5000,
    ],
)  # fmt: skip
def test_an_address_that_leads_nowhere(administrator: FlaskClient, session: Session, address: str) -> None:
    before = everything(session)
    answer = administrator.get(address)
    assert answer.status_code < 500, answer.status_code
    assert "Traceback" not in answer.text
    assert everything(session) == before
