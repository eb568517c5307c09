"""The one entry: ports, places and the programs it finds."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests import proofs
from tests.bench import BenchLine
from tests.bench.__main__ import as_json
from tests.proofs import __main__ as prove
from tools.house import __main__ as house
from tools.house import demo_server, postgres, suites, where

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("text", "port"), [("8111", 8111), ("0", None), ("65536", None), ("x", None), ("", None)]
)
def test_port_is_a_port(text: str, port: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", text)
    assert demo_server.chosen_port() == port


@pytest.mark.localhost
def test_a_taken_port_is_said_before_anything_is_made(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setenv("PORT", str(other.getsockname()[1]))
        assert demo_server.serve([]) == 1
    assert "taken" in capsys.readouterr().err


@pytest.mark.parametrize("scale", [["--scale"], ["--scale", "moon"], ["--scale", "region", "x"]])
def test_a_strange_scale_is_said_before_anything_is_made(
    scale: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert house.main(scale) == 2
    assert "small, region" in capsys.readouterr().err


def test_an_unknown_command_gets_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert house.main(["fly"]) == 2
    assert "./run test" in capsys.readouterr().err


def test_every_command_is_in_the_help() -> None:
    known = {name for name in house.COMMANDS if name not in {"serve", "--help", "-h"}}
    assert {name for name in known if f"./run {name}" not in house.HELP} == set()


def test_where_finds_a_capability_in_every_layer() -> None:
    assert {"domain", "records", "services", "tests"} <= set(where.files_of("handover"))
    assert where.files_of("nowhere_at_all") == {}


def test_settings_of_the_machine_do_not_reach_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOORDEUR_DATABASE_URL", "postgres://production")
    made = suites._test_environment("postgres://here", None)
    assert "VOORDEUR_DATABASE_URL" not in made
    assert made["VOORDEUR_TEST_POSTGRES"] == "postgres://here"


def test_json_lands_where_the_person_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOORDEUR_CALLED_FROM", "/some/place")
    assert (
        suites._from_the_callers_folder(["model", "--json", "x.json"])[-1] == "/some/place/x.json"
    )
    assert suites._from_the_callers_folder(["--json=x"]) == ["--json=/some/place/x"]


@pytest.mark.postgres
def test_postgres_starts_answers_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    import psycopg

    if postgres.find_programs() is None:  # a server elsewhere was given
        return
    monkeypatch.delenv("VOORDEUR_TEST_POSTGRES", raising=False)
    with postgres.server() as address:
        assert address is not None
        with psycopg.connect(address) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address, connect_timeout=2)


def test_the_entry_works_from_any_folder(tmp_path: Path) -> None:
    if Path(sys.prefix) != ROOT / ".venv":  # another environment runs these tests
        return
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [ROOT / "run", "help"], cwd=tmp_path, env=kept, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert "./run test" in done.stdout


def line(**changes: object) -> proofs.ProofLine:
    good = {"name": "x", "figure": 1, "unit": "u", "limit": 1, "ok": True, "control": "c",
            "control_ok": True, "seed": 1, "seconds": 0.1}  # fmt: skip
    return proofs.ProofLine(**{**good, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "code"), [({}, 0), ({"ok": False}, 1), ({"control_ok": False}, 1)]
)
def test_a_proof_counts_only_with_its_control(
    changes: dict[str, object], code: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(prove, "load", lambda _name: lambda _mode, _seed: [line(**changes)])
    assert prove.main(["model", "--json", str(tmp_path / "p.json")]) == code
    assert '"control_ok"' in (tmp_path / "p.json").read_text()


def test_a_proof_that_falls_over_has_proven_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def falls(_mode: str, _seed: int) -> list[proofs.ProofLine]:
        raise RuntimeError

    monkeypatch.setattr(prove, "load", lambda _name: falls)
    assert prove.main(["model"]) == 1
    monkeypatch.setattr(prove, "load", lambda _name: lambda _mode, _seed: [])
    assert prove.main(["model"]) == 1


def test_a_measurement_made_with_numpy_is_written_as_json() -> None:
    line = BenchLine(
        name="a", what="b", ours="c", peer="", value=np.int64(3), unit="", ratio=None,
        limit=np.float64(4), ok=np.bool_(1),  # type: ignore[arg-type]
    )  # fmt: skip
    told = json.loads(as_json([line]))[0]
    assert (told["value"], told["limit"], told["ok"]) == (3, 4, True)
