"""`run.py`: what it decides before there is an environment, and that it needs nothing but Python."""

from __future__ import annotations

import ast
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.engine_free

ROOT = Path(__file__).parent.parent
POSIX_ONLY = {
    "fcntl",
    "pwd",
    "grp",
    "resource",
    "termios",
    "tty",
    "pty",
    "posix",
    "curses",
    "readline",
    "syslog",
}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """run.py of a folder that has locks and no environment; nothing is installed or started."""
    spec = importlib.util.spec_from_file_location("run_by_path", ROOT / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for lock in ("requirements.lock", "requirements-test.lock"):
        (tmp_path / lock).write_text(f"# {lock}\n")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    return module


@pytest.fixture
def called(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Note what would be run inside the environment, with everything installed."""
    calls: list[tuple[str, ...]] = []
    monkeypatch.setattr(run, "install", lambda lock: calls.append((lock,)) or 0)
    monkeypatch.setattr(run, "inside", lambda *words: calls.append(words) or 0)
    monkeypatch.setattr(run.os, "chdir", lambda _path: None)
    return calls


@pytest.mark.parametrize(
    ("arguments", "runs"),
    [
        ([], [("requirements.lock",), ("-m", "ils", "start")]),
        (["--port", "9000"], [("requirements.lock",), ("-m", "ils", "start", "--port", "9000")]),
        (["start", "--port", "9000"], [("requirements.lock",), ("-m", "ils", "start", "--port", "9000")]),
        (["setup"], [("requirements.lock",)]),
        (
            ["ils", "plan", "2026", "--json"],
            [("requirements.lock",), ("-m", "ils", "plan", "2026", "--json")],
        ),
        (["ils", "--help"], [("requirements.lock",), ("-m", "ils", "--help")]),
        (["test"], [("requirements-test.lock",), ("-m", "pytest", "-n", "auto")]),
        (["test", "-k", "desk"], [("requirements-test.lock",), ("-m", "pytest", "-n", "auto", "-k", "desk")]),
        (["test", "-n0"], [("requirements-test.lock",), ("-m", "pytest", "-n0")]),
    ],
)
def test_the_first_word_decides(
    run: ModuleType, called: list[tuple[str, ...]], arguments: list[str], runs: list[tuple[str, ...]]
) -> None:
    assert run.main(arguments) == 0
    assert called == runs


def test_an_unknown_word_is_wrong_usage(
    run: ModuleType, called: list[tuple[str, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run.main(["serve-me"]) == 2
    assert "“serve-me” is not known" in capsys.readouterr().err
    assert called == []


@pytest.mark.parametrize("words", [["help"], ["--help"], ["-h"]])
def test_help_is_told_and_nothing_installed(
    run: ModuleType, called: list[tuple[str, ...]], capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert run.main(words) == 0
    assert "python3 run.py test" in capsys.readouterr().out
    assert called == []


def test_an_old_python_is_told_what_is_needed(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run.sys, "version_info", (3, 10, 12))
    monkeypatch.setattr(run.sys, "version", "3.10.12 (main)")
    assert run.main([]) == 1
    assert "Python 3.11 or newer is needed; this is 3.10.12." in capsys.readouterr().err


def test_a_python_without_venv_is_told_the_one_package(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)  # as Debian leaves it: importing raises
    assert run.main(["setup"]) == 1
    told = capsys.readouterr()
    assert f"sudo apt install python{sys.version_info.major}.{sys.version_info.minor}-venv" in told.err
    assert told.out == ""


@pytest.mark.parametrize(("system", "path"), [("posix", "bin/python"), ("nt", "Scripts/python.exe")])
def test_where_the_environment_s_python_is(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, system: str, path: str
) -> None:
    monkeypatch.setattr(run, "os", type("os", (), {"name": system}))
    assert run.python() == run.VENV / path


def test_a_lock_and_its_python_make_the_fingerprint(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run.fingerprint("requirements.lock")
    assert run.fingerprint("requirements.lock") == first != run.fingerprint("requirements-test.lock")
    monkeypatch.setattr(run.sys, "version", "3.14.0 (another)")
    assert run.fingerprint("requirements.lock") != first
    monkeypatch.undo()


def installed(run: ModuleType, mark: str) -> None:
    run.python().parent.mkdir(parents=True)
    run.python().write_text("")
    (run.VENV / "requirements.lock.installed").write_text(mark)


@pytest.mark.parametrize(("fresh", "installs"), [(True, 0), (False, 1)])
def test_what_is_installed_already_is_not_installed_again(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, fresh: bool, installs: int
) -> None:
    installed(run, run.fingerprint("requirements.lock") if fresh else "old")
    calls: list[list[object]] = []
    monkeypatch.setattr(run.subprocess, "call", lambda words, **_: calls.append(words) or 0)
    assert run.install("requirements.lock") == 0
    assert len(calls) == installs
    assert (run.VENV / "requirements.lock.installed").read_text() == run.fingerprint("requirements.lock")
    for words in calls:
        assert "--require-hashes" in words


def test_a_failed_installation_is_not_marked_as_done(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    installed(run, "old")
    monkeypatch.setattr(run.subprocess, "call", lambda _words, **_: 3)
    assert run.install("requirements.lock") == 3
    assert "could not be installed" in capsys.readouterr().err
    assert (run.VENV / "requirements.lock.installed").read_text() == "old"


def test_the_program_is_found_from_any_folder(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, str]] = []
    monkeypatch.setattr(run, "BECOMES", False)
    monkeypatch.setattr(run.subprocess, "call", lambda _words, env: seen.append(env) or 5)
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    assert run.inside("-m", "ils") == 5
    assert seen[0]["PYTHONPATH"].split(run.os.pathsep) == [str(run.ROOT), "elsewhere"]
    assert seen[0]["PYTHONUTF8"] == "1"


def test_ctrl_c_is_a_quiet_end(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_words: object, **_named: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "BECOMES", False)
    monkeypatch.setattr(run.subprocess, "call", stopped)
    assert run.inside("-m", "ils") == 0


def imported(path: Path) -> set[str]:
    """Return the first words of the modules that a file imports."""
    tree = ast.parse(path.read_text("utf-8"))
    nodes = list(ast.walk(tree))
    found = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    found |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name.partition(".")[0] for name in found}


def test_run_needs_the_standard_library_only() -> None:
    assert imported(ROOT / "run.py") <= sys.stdlib_module_names


def test_no_module_imports_what_windows_lacks() -> None:
    packages = ("ils", "catalog", "circulation", "foreign_fund")
    for path in [ROOT / "run.py", *(file for name in packages for file in (ROOT / name).rglob("*.py"))]:
        assert not imported(path) & POSIX_ONLY, path


def test_where_it_can_run_py_becomes_the_program(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    became: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(run, "BECOMES", True)
    monkeypatch.setattr(run.os, "execve", lambda path, words, _env: became.append((path, words)))
    monkeypatch.setattr(run.subprocess, "call", lambda _words, env: 0)
    run.inside("-m", "ils", "check")
    assert became == [(str(run.python()), [str(run.python()), "-m", "ils", "check"])]
