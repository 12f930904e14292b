"""Settings: what wins over what, and each numbered refusal."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from ils.config import ConfigError, Settings, load

pytestmark = pytest.mark.engine_free


def loaded(home: Path, **environ: str) -> Settings:
    return load({"ILS_HOME": str(home)} | environ)


def test_a_new_home_gets_everything_it_needs(tmp_path: Path) -> None:
    settings = loaded(tmp_path / "deep" / "home")
    assert settings.home.is_dir()
    assert settings.database_url == f"sqlite:///{settings.home.as_posix()}/library.sqlite"
    assert (settings.host, settings.port, settings.language) == ("127.0.0.1", 8080, "uz")
    assert (settings.upload_limit_mb, settings.session_hours) == (500, 12)
    assert settings.secure_cookies is False


def test_the_secret_key_is_made_once_and_kept_to_its_owner(tmp_path: Path) -> None:
    first = loaded(tmp_path).secret_key
    assert len(first) == 64
    assert loaded(tmp_path).secret_key == first
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_two_homes_have_two_keys(tmp_path: Path) -> None:
    assert loaded(tmp_path / "a").secret_key != loaded(tmp_path / "b").secret_key


def test_the_file_wins_over_defaults_and_the_environment_over_both(tmp_path: Path) -> None:
    (tmp_path / "ils.toml").write_text('port = 9001\nlanguage = "ru"\nsecure_cookies = true\n', "utf-8")
    settings = loaded(tmp_path, ILS_PORT="9002")
    assert (settings.port, settings.language, settings.secure_cookies) == (9002, "ru", True)


def test_a_given_key_needs_no_file(tmp_path: Path) -> None:
    assert loaded(tmp_path, ILS_SECRET_KEY="given").secret_key == "given"
    assert not (tmp_path / "secret_key").exists()


def test_without_a_home_the_data_lies_beside_the_program(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("ils.config.ROOT", tmp_path)
    assert load({}).home == (tmp_path / "instance").resolve()


def test_the_real_environment_is_read_when_none_is_given(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ILS_HOME", str(tmp_path))
    monkeypatch.setenv("ILS_PORT", "9003")
    assert load().port == 9003


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("postgresql://u:p@host/db", "postgresql+psycopg://u:p@host/db"),
        (
            "postgres://u:p@host:5433/db?sslmode=require",
            "postgresql+psycopg://u:p@host:5433/db?sslmode=require",
        ),
        ("postgresql+psycopg://host/db", "postgresql+psycopg://host/db"),
        ("postgresql://u:p:x@[::1]:5433/db", "postgresql+psycopg://u:p:x@[::1]:5433/db"),
        ("sqlite:////var/lib/ils/x.sqlite", "sqlite:////var/lib/ils/x.sqlite"),
    ],
)
def test_database_addresses_come_out_in_one_form(tmp_path: Path, given: str, url: str) -> None:
    assert loaded(tmp_path, ILS_DATABASE_URL=given).database_url == url


@pytest.mark.parametrize(
    ("number", "name", "value"),
    [
        (3, "ILS_PORT", "0"),
        (3, "ILS_PORT", "65536"),
        (3, "ILS_PORT", "eighty"),
        (3, "ILS_PORT", "²"),
        (3, "ILS_PORT", ""),
        (3, "ILS_PORT", "9" * 5000),
        (4, "ILS_LANGUAGE", "de"),
        (5, "ILS_UPLOAD_LIMIT_MB", "0"),
        (5, "ILS_UPLOAD_LIMIT_MB", "20001"),
        (6, "ILS_SESSION_HOURS", "-1"),
        (6, "ILS_SESSION_HOURS", "721"),
        (7, "ILS_SECURE_COOKIES", "perhaps"),
        (8, "ILS_DATABASE_URL", "mysql://host/db"),
        (8, "ILS_DATABASE_URL", "postgresql://u:p@host:port/db"),
    ],
)
def test_a_setting_that_cannot_be_used_has_its_number(
    tmp_path: Path, number: int, name: str, value: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, **{name: value})
    assert caught.value.number == number
    assert str(caught.value).startswith(f"ILS-E00{number}: ")
    assert name in str(caught.value)


def test_a_home_that_is_a_file_is_number_1(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for home in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(ConfigError) as caught:
            loaded(home)
        assert caught.value.number == 1


@pytest.mark.parametrize("content", [b"port = = 1", b"\xff\xfe"])
def test_a_settings_file_that_is_no_toml_is_number_2(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "ils.toml").write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path)
    assert caught.value.number == 2


def test_a_settings_file_that_is_a_folder_is_number_2(tmp_path: Path) -> None:
    (tmp_path / "ils.toml").mkdir()
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path)
    assert caught.value.number == 2


def test_a_key_that_cannot_be_read_or_is_empty_is_number_9(tmp_path: Path) -> None:
    (tmp_path / "secret_key").mkdir()
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path)
    assert caught.value.number == 9
    (tmp_path / "secret_key").rmdir()
    (tmp_path / "secret_key").write_text(" \n")
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path)
    assert caught.value.number == 9


def test_the_password_of_a_database_is_not_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, ILS_DATABASE_URL="mysql://u:hidden@host/db")
    assert "hidden" not in str(caught.value)


def test_inner_hosts_are_read_or_refused(tmp_path: Path) -> None:
    (tmp_path / "ils.toml").write_text('inner_hosts = "10.2.0.0/16, kitoblar.local"\n', "utf-8")
    allowed = loaded(tmp_path).inner_hosts
    assert (allowed.names, [str(each) for each in allowed.networks]) == ({"kitoblar.local"}, ["10.2.0.0/16"])
    with pytest.raises(ConfigError, match=r"ILS-E012.*10\.0\.0\.256"):
        loaded(tmp_path, ILS_INNER_HOSTS="10.0.0.256")
