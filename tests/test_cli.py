"""The command line as its users meet it: exit codes, one-line errors, JSON, and speed of answer."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from mmrec.__main__ import application
from mmrec.config import Settings
from mmrec.terminal import run


@pytest.fixture
def mmrec(capsys):
    """Run a command line in this process: exit code, stdout, stderr."""

    def call(*words: object) -> tuple[int, str, str]:
        code = run(application(), [str(word) for word in words])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def one_line(err: str) -> str:
    """The error, which must be a single line and no traceback."""
    lines = [line for line in err.splitlines() if line.startswith("mmrec: ")]
    assert len(lines) == 1
    assert "Traceback" not in err
    return lines[0]


def test_a_folder_that_is_no_home_is_named_with_what_to_do(mmrec, tmp_path):
    for command in (["status"], ["recommend", "u1"], ["search", "x"], ["explain", "u", "i"]):
        code, _, err = mmrec(*command, "--home", tmp_path)
        assert code == 1
        assert str(tmp_path) in one_line(err)
        assert "mmrec demo" in err


def test_a_missing_source_file_is_named_and_nothing_is_made(mmrec, tmp_path):
    code, _, err = mmrec("ingest", "items", tmp_path / "no.csv", "--home", tmp_path / "home")
    assert code == 1
    assert "no.csv" in one_line(err)
    assert not (tmp_path / "home" / "catalog").exists()


def test_a_source_without_the_needed_column_says_which_columns_it_has(mmrec, tmp_path):
    source = tmp_path / "films.csv"
    source.write_text("item_id,titel\n1,Alien\n")
    code, _, err = mmrec("ingest", "items", source, "--home", tmp_path / "home")
    assert code == 1
    assert "title" in one_line(err)
    assert "titel" in err


def test_an_empty_catalogue_is_refused(mmrec, tmp_path):
    source = tmp_path / "films.csv"
    source.write_text("item_id,title\n")
    code, _, err = mmrec("ingest", "items", source, "--home", tmp_path / "home")
    assert code == 1
    one_line(err)


def test_an_unknown_setting_is_refused_with_a_near_one(mmrec, tmp_path):
    config = tmp_path / "mine.yaml"
    config.write_text("rankr:\n  width: 3\n")
    code, _, err = mmrec("doctor", "--config", config, "--home", tmp_path)
    assert code == 2
    assert "Did you mean 'ranker'?" in one_line(err)


def test_wrong_usage_exits_2(mmrec, tmp_path):
    assert mmrec("recommend")[0] == 2
    assert mmrec("recomend", "u1")[0] == 2
    assert mmrec("recommend", "u1", "-k", "0", "--home", tmp_path)[0] == 2


def test_an_error_is_json_too_when_json_was_asked_for(mmrec, tmp_path):
    code, out, _ = mmrec("status", "--json", "--home", tmp_path)
    assert code == 1
    assert set(json.loads(out)) == {"error", "remedy"}


def test_every_command_has_help_with_an_example(mmrec):
    listed = mmrec("--help")[1].split("Commands:")[1]
    names = [line.split()[0] for line in listed.splitlines() if line.startswith("  ")]
    assert {"demo", "train", "evaluate", "recommend", "search", "explain", "chat"} <= set(names)
    for name in names:
        _, out, _ = mmrec(name, "--help")
        assert "Example: mmrec" in out or "Commands:" in out, name


@pytest.mark.slow
def test_the_commands_of_a_trained_home_answer_in_json(mmrec, own_home):
    home = ("--home", own_home, "--json")
    for command, size in (
        (["recommend", "Space fan 1", "-k", 3], 3),
        (["recommend", "Space fan 1", "--where", "year = 1985", "--query", "wedding"], 1),
        (["search", "cowboys on horses", "-k", 2], 2),
    ):
        code, out, err = mmrec(*command, *home)
        assert code == 0, err
        assert len(json.loads(out)) >= size
    explained = json.loads(mmrec("explain", "Space fan 1", "Space-7", *home)[1])
    assert explained["grounded"] is True
    status = json.loads(mmrec("status", *home)[1])
    assert (status["items"], status["with_image"], status["users"]) == (24, 23, 36)
    assert status["storage"]["rows"] == 24
    assert status["storage"]["missing"] == {"text": 0, "image": 1}
    verdict = json.loads(mmrec("evaluate", "--baselines", *home)[1])
    assert {line["name"] for line in verdict["lines"]} >= {"ranker", "popularity", "item-knn"}


@pytest.mark.slow
def test_an_evaluation_is_written_as_a_page(mmrec, own_home, tmp_path):
    page = tmp_path / "evaluation.html"
    code, out, err = mmrec("evaluate", "--report", page, "--home", own_home)
    assert code == 0, err
    assert "ranker by segment" in out
    assert page.read_text().startswith("<!doctype html>")
    code, _, err = mmrec("evaluate", "--report", tmp_path / "no" / "x.html", "--home", own_home)
    assert code == 2
    assert str(tmp_path / "no") in one_line(err)


@pytest.mark.slow
def test_an_unknown_user_or_item_or_column_is_one_line_and_exit_1_or_2(mmrec, own_home):
    home = ("--home", own_home)
    for command, code, word in (
        (["recommend", "Space fan 99"], 1, "Space fan"),
        (["explain", "Space fan 1", "Space-99"], 1, "Space-99"),
        (["search", "x", "--where", "yeer > 1990"], 2, "year"),
        (["search", "x", "--where", "year >"], 2, "year >"),
        (["search", "--image", own_home / "no.png"], 1, "no.png"),
    ):
        found, _, err = mmrec(*command, *home)
        assert found == code, err
        assert word in one_line(err)
    assert mmrec("recommend", "Space fan 99", "--new", *home)[0] == 0


@pytest.mark.slow
def test_a_catalogue_of_another_encoder_is_refused_and_left_as_it_is(mmrec, own_home, tmp_path):
    from mmrec.weights import locate

    elsewhere = tmp_path / "another-model"
    elsewhere.symlink_to(locate("text", "offline").folder)
    config = tmp_path / "other.yaml"
    config.write_text(f"encoders:\n  text: {elsewhere}\n")
    source = tmp_path / "more.csv"
    source.write_text("item_id,title\nnew,Another Film\n")
    before = mmrec("status", "--json", "--home", own_home)[1]
    code, _, err = mmrec("ingest", "items", source, "--config", config, "--home", own_home)
    assert code == 1
    assert "encoders.text" in one_line(err)
    assert mmrec("status", "--json", "--home", own_home)[1] == before


ROOT = Path(__file__).resolve().parent.parent


def test_importing_brings_no_heavy_library():
    code = (
        "import sys, mmrec; heavy = {'torch', 'lancedb', 'transformers', 'gradio', 'open_clip'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT
    )
    assert found.stdout.strip() == "[]"


def test_asking_for_help_brings_no_heavy_library():
    code = (
        "import sys; from mmrec.__main__ import application; from mmrec.terminal import run; "
        "run(application(), ['--help']); "
        "heavy = {'torch', 'lancedb', 'transformers', 'gradio', 'open_clip'}; "
        "sys.stderr.write(str(sorted(heavy & set(sys.modules))))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT
    )
    assert found.stderr.strip() == "[]"


@pytest.mark.parametrize("file", sorted((ROOT / "configs").glob("*.yaml")), ids=lambda f: f.name)
def test_every_shipped_configuration_is_valid_and_changes_something(file):
    assert Settings.load(file).differences()
