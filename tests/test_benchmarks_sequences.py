"""The benchmark of sequences on a file whose order is a circle."""

import json
import sys

import pytest

from benchmarks.sequences import main, read_sequences

ITEMS = 30


@pytest.fixture
def circle(tmp_path):
    """60 users who walk a circle of items, each from somewhere else."""
    lines = [
        " ".join([f"u{user}", *(str((user + step) % ITEMS) for step in range(4 + user % 5))])
        for user in range(60)
    ]
    file = tmp_path / "circle.txt"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_a_line_is_a_user_and_items_in_order(tmp_path):
    file = tmp_path / "two.txt"
    file.write_text("7 3 1 2\n\n8 1\n", encoding="utf-8")
    assert read_sequences(file) == [("7", ["3", "1", "2"]), ("8", ["1"])]


def test_a_walk_in_a_circle_is_learned_and_reported(circle, tmp_path, monkeypatch, capsys):
    config = tmp_path / "small.yaml"
    config.write_text("ranker: {width: 16, blocks: 1}\ntraining: {batch: 128}\n", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["sequences", str(circle), "--config", str(config)])
    main()
    said = json.loads(capsys.readouterr().out)
    assert (said["users"], said["items"], said["words"]) == (60, ITEMS, False)
    assert set(said["test"]) == {"hr@5", "hr@10", "ndcg@5", "ndcg@10"}
    assert said["test"]["hr@5"] > 0.5  # by chance it would be about .2
    assert said["train_seconds"] > 0
    assert said["epochs"] >= said["best_epoch"] >= 1


def test_training_ends_when_its_minutes_are_over(circle, monkeypatch, capsys):
    argv = ["sequences", str(circle), "--minutes", "0.0001"]
    monkeypatch.setattr(sys, "argv", argv)
    main()
    assert json.loads(capsys.readouterr().out)["epochs"] == 1
