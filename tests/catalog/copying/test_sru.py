"""SRU against recorded answers, and against everything that can go wrong on the way."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from pathlib import Path

import pytest

from catalog.copying.errors import AnswerCode, NoAnswer
from catalog.copying.rules import Question, question
from catalog.copying.services import Answer, ask, sru
from catalog.marc import Profile, facts
from tests.catalog.copying.conftest import sru_target
from tests.catalog.copying.servers import Catalogue, free_port, recorded

pytestmark = pytest.mark.engine_free

PRINCE = Question(title="little prince")


def answered(theirs: Catalogue, path: str, *, seconds: float = 5.0, **other: str) -> Answer:
    return ask(sru_target(f"{theirs.url}/{path}", **other), PRINCE, seconds=seconds)


def test_the_library_of_congress(theirs: Catalogue) -> None:
    answer = answered(theirs, "loc")
    assert (answer.found, len(answer.records), answer.unread, answer.problem) == (2, 2, 0, None)
    first = answer.records[0]
    said = facts(first.marc, first.profile)
    assert (first.profile, said.title, said.year) == (Profile.MARC21, "The little prince", 2000)
    assert said.isbns == ("9780156012195",)
    assert theirs.asked == [
        {
            "version": "1.1", "operation": "searchRetrieve", "query": 'bath.title = "little prince"',
            "recordSchema": "marcxml", "maximumRecords": "10",
        }
    ]  # fmt: skip


def test_the_german_national_library_writes_letters_in_two(theirs: Catalogue) -> None:
    answer = answered(theirs, "dnb", schema="MARC21-xml")
    said = facts(answer.records[0].marc, answer.records[0].profile)
    assert answer.found == 214
    assert (said.title, said.publisher, said.place) == ("Der kleine Prinz", "Rauch", "Düsseldorf")
    assert said.responsibility == "Antoine de Saint-Exupéry"


def test_the_french_national_library_answers_in_unimarc(theirs: Catalogue) -> None:
    answer = answered(theirs, "bnf", profile="unimarc", version="1.2", schema="unimarcXchange")
    (first,) = answer.records
    said = facts(first.marc, first.profile)
    assert (first.profile, said.title, said.author) == (
        Profile.UNIMARC, "Le petit prince", "Saint-Exupéry, Antoine de",
    )  # fmt: skip
    assert said.isbns == ("9782070408504",)


def test_the_profile_is_seen_without_being_told(theirs: Catalogue) -> None:
    assert answered(theirs, "bnf").records[0].profile is Profile.UNIMARC


def test_records_packed_as_text_are_unpacked(theirs: Catalogue) -> None:
    (first,) = answered(theirs, "packed").records
    assert facts(first.marc, first.profile).title == "The little prince"


def test_nothing_found_is_an_answer(theirs: Catalogue) -> None:
    assert answered(theirs, "none") == Answer()


def test_a_question_without_an_index_is_not_asked(theirs: Catalogue) -> None:
    target = sru_target(f"{theirs.url}/loc", indexes=(("title", "t"),))
    assert ask(target, question("0156012197")).problem is AnswerCode.NOT_ASKED
    assert theirs.asked == []


def test_an_address_with_arguments_keeps_them(theirs: Catalogue) -> None:
    assert ask(sru_target(f"{theirs.url}/loc?db=books"), PRINCE).found == 2
    assert theirs.asked[0]["db"] == "books"


@pytest.mark.parametrize(
    ("path", "code", "facts_of_it"),
    [
        ("no_index", AnswerCode.NO_SUCH_INDEX, {"number": "16", "message": "Unsupported index · bath.isnb"}),
        (
            "bad_query",
            AnswerCode.BAD_QUERY,
            {"number": "10", "message": "Query syntax error · unexpected end"},
        ),
        ("dublin_core", AnswerCode.NOT_MARC, {"found": 1}),
        ("status/500", AnswerCode.STATUS, {"status": 500}),
        ("status/404", AnswerCode.STATUS, {"status": 404}),
        ("words", AnswerCode.NOT_XML, {}),
        ("page", AnswerCode.NOT_SRU, {}),
        ("huge", AnswerCode.TOO_LARGE, {"limit": 4}),
        ("closed", AnswerCode.CLOSED, {}),
        ("cut", AnswerCode.CLOSED, {}),
        ("redirect/file", AnswerCode.REDIRECT, {"to": "file:///etc/passwd"}),
        ("redirect/ftp", AnswerCode.REDIRECT, {"to": "ftp://127.0.0.1/x"}),
    ],
)
def test_every_failure_has_its_reason(
    theirs: Catalogue, path: str, code: AnswerCode, facts_of_it: dict[str, object]
) -> None:
    answer = answered(theirs, path)
    assert (answer.problem, answer.facts, answer.records) == (code, facts_of_it, ())


def test_a_redirect_on_the_same_host_is_followed_and_no_other(theirs: Catalogue) -> None:
    assert answered(theirs, "redirect/here").found == 2
    elsewhere = answered(theirs, "redirect/else")
    assert elsewhere.problem is AnswerCode.REDIRECT
    assert str(elsewhere.facts["to"]).startswith("http://localhost:")
    assert answered(theirs, "redirect/round").problem is AnswerCode.REDIRECT


@pytest.mark.parametrize("path", ["slow", "drip"])
def test_who_does_not_answer_in_time_is_left(theirs: Catalogue, path: str) -> None:
    assert answered(theirs, path, seconds=0.3).problem is AnswerCode.TIMEOUT


def test_nobody_there_and_no_such_host() -> None:
    assert ask(sru_target(f"http://127.0.0.1:{free_port()}/"), PRINCE).problem is AnswerCode.NOBODY_THERE
    answer = ask(sru_target("http://nowhere.invalid/sru"), PRINCE, seconds=5)
    assert (answer.problem, answer.facts) == (AnswerCode.NO_NAME, {"host": "nowhere.invalid"})


def test_nothing_but_the_web_is_opened() -> None:
    with pytest.raises(NoAnswer) as refusal:
        sru.fetch("file:///etc/hostname", seconds=1)
    assert refusal.value.code is AnswerCode.UNREACHABLE


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(theirs: Catalogue, tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed, so there is no certificate to make")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    wanted = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    made = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run([openssl, "req", *wanted, *made], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    theirs.socket = context.wrap_socket(theirs.socket, server_side=True)
    answer = ask(sru_target(f"https://127.0.0.1:{theirs.server_port}/loc"), PRINCE, seconds=5)
    assert answer.problem is AnswerCode.CERTIFICATE
    assert theirs.asked == []


def test_https_is_not_spoken_in_the_clear(theirs: Catalogue) -> None:
    answer = ask(sru_target(theirs.url.replace("http", "https") + "/loc"), PRINCE, seconds=5)
    assert answer.problem in (AnswerCode.UNREACHABLE, AnswerCode.CLOSED)
    assert theirs.asked == []


def test_entities_are_not_followed(theirs: Catalogue) -> None:
    answer = answered(theirs, "entity")
    told = [facts(each.marc, each.profile).publisher for each in answer.records]
    assert not any("root" in each for each in told)


def test_an_envelope_without_a_count_still_gives_its_records() -> None:
    body = recorded("loc").replace(b"<zs:numberOfRecords>2</zs:numberOfRecords>", b"")
    found, records = sru.envelope(body)
    assert found == 0
    assert records
