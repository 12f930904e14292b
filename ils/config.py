"""Settings: `ILS_*` in the environment over `ils.toml` over defaults, checked once at start."""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ils.net.addresses import NOBODY, Allowed, allowed_hosts

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("uz", "uz_Cyrl", "ru", "en")


class ConfigError(Exception):
    """A setting that cannot be used; the number stays the same for ever so that it can be looked up."""

    def __init__(self, number: int, text: str) -> None:
        super().__init__(f"ILS-E{number:03d}: {text}")
        self.number = number


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set from outside."""

    home: Path
    database_url: str
    secret_key: str
    host: str = "127.0.0.1"
    port: int = 8080
    language: str = "uz"
    upload_limit_mb: int = 500
    session_hours: int = 12
    secure_cookies: bool = False
    inner_hosts: Allowed = NOBODY


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; make the data folder and its secret key where they are missing."""
    environ = os.environ if environ is None else environ
    home = Path(environ.get("ILS_HOME") or ROOT / "instance").resolve()
    _make_home(home)
    given = _file_values(home) | {
        name.removeprefix("ILS_").lower(): value for name, value in environ.items() if name.startswith("ILS_")
    }
    return Settings(
        home=home,
        database_url=_database_url(given.get("database_url"), home),
        secret_key=given.get("secret_key") or _secret_key(home),
        host=given.get("host", "127.0.0.1"),
        port=_number(given, "port", 8080, low=1, high=65535, error=3),
        language=_language(given.get("language", "uz")),
        upload_limit_mb=_number(given, "upload_limit_mb", 500, low=1, high=20000, error=5),
        session_hours=_number(given, "session_hours", 12, low=1, high=720, error=6),
        secure_cookies=_switch(given.get("secure_cookies", "0")),
        inner_hosts=_inner_hosts(given.get("inner_hosts", "")),
    )


def _make_home(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise ConfigError(
            1, f"the data folder ILS_HOME={home} cannot be made: {problem.strerror}"
        ) from problem


def _file_values(home: Path) -> dict[str, str]:
    path = home / "ils.toml"
    try:
        return {name: str(value) for name, value in tomllib.loads(path.read_text("utf-8")).items()}
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise ConfigError(2, f"{path} is not valid TOML: {problem}") from problem
    except OSError as problem:
        raise ConfigError(2, f"{path} cannot be read: {problem.strerror}") from problem


def _number(given: Mapping[str, str], name: str, default: int, *, low: int, high: int, error: int) -> int:
    text = given.get(name, str(default))
    if not (text.isdecimal() and len(text) < 10 and low <= int(text) <= high):
        raise ConfigError(error, f"ILS_{name.upper()}={text!r} is not a whole number from {low} to {high}")
    return int(text)


def _language(text: str) -> str:
    if text not in LANGUAGES:
        raise ConfigError(4, f"ILS_LANGUAGE={text!r} is none of {', '.join(LANGUAGES)}")
    return text


def _switch(text: str) -> bool:
    if text.lower() not in {"0", "1", "true", "false"}:
        raise ConfigError(7, f"ILS_SECURE_COOKIES={text!r} is neither 1 nor 0")
    return text.lower() in {"1", "true"}


def _inner_hosts(text: str) -> Allowed:
    try:
        return allowed_hosts(text)
    except ValueError as problem:
        raise ConfigError(
            12, f"ILS_INNER_HOSTS: {str(problem)!r} is neither a host nor a network"
        ) from problem


def _database_url(text: str | None, home: Path) -> str:
    if not text:
        return f"sqlite:///{(home / 'library.sqlite').as_posix()}"
    if _has_no_port_number(text):
        raise ConfigError(8, "the port in ILS_DATABASE_URL is not a number")
    if text.startswith(("postgresql://", "postgres://")):
        return "postgresql+psycopg://" + text.split("://", 1)[1]
    if text.startswith(("sqlite:///", "postgresql+psycopg://")):
        return text
    raise ConfigError(8, "ILS_DATABASE_URL must begin with sqlite:/// or postgresql://")


def _has_no_port_number(url: str) -> bool:
    place = url.split("://", 1)[-1].partition("/")[0].rpartition("@")[2]
    port = place.rpartition("]")[2].partition(":")[2]  # after the bracket of an IPv6 address
    return bool(port) and not (port.isascii() and port.isdigit())


def _secret_key(home: Path) -> str:
    path = home / "secret_key"
    try:
        if not path.exists():
            path.touch(0o600)  # closed to others before the key is in it
            path.write_text(secrets.token_hex(32), "ascii")
        key = path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise ConfigError(9, f"the key of the sessions {path} cannot be read or made: {problem}") from problem
    if not key:
        raise ConfigError(9, f"the key of the sessions {path} is empty; delete the file to get a new one")
    return key
