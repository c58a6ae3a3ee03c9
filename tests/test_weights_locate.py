"""Names of models to folders: folders by their content, the hub without ever hanging."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from hashlib import sha1
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from huggingface_hub import constants

from mmrec.errors import WeightsError
from mmrec.weights import cached, hub, locate


@pytest.fixture(autouse=True)
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MMREC_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))


def text_model(folder: Path, weights: bytes = b"0123") -> Path:
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    (folder / "tokenizer.json").write_text("{}")
    (folder / "model.safetensors").write_bytes(weights)
    return folder


def test_a_folder_is_found_by_its_path_and_named_without_it(tmp_path: Path) -> None:
    found = locate("text", str(text_model(tmp_path / "mine")))
    assert (found.name, found.origin) == ("mine", "folder")
    assert found.folder == tmp_path / "mine"


def test_a_folder_s_revision_follows_its_weights_and_nothing_else(tmp_path: Path) -> None:
    folder = text_model(tmp_path / "mine")
    name = str(folder)
    first = locate("text", name).revision
    (folder / "README.md").write_text("new words")
    assert locate("text", name).revision == first
    # As many bytes as before: what training a little longer does to a file.
    (folder / "model.safetensors").write_bytes(b"0124")
    assert locate("text", name).revision != first
    (folder / "model.safetensors").write_bytes(b"0123")
    assert locate("text", name).revision == first


def test_the_same_weights_elsewhere_have_the_same_revision(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    revisions = {
        locate("text", str(text_model(tmp_path / place / "mine"))).revision for place in "ab"
    }
    assert len(revisions) == 1


@pytest.mark.parametrize(
    ("kind", "config", "lacking"),
    [
        ("text", "other.json", "modules.json or config.json"),
        ("image", "config.json", "open_clip_config.json"),
        ("generator", "modules.json", "config.json"),
    ],
)
def test_a_folder_of_something_else_is_told_what_it_lacks(
    kind: hub.Kind, config: str, lacking: str, tmp_path: Path
) -> None:
    (tmp_path / config).write_text("{}")
    (tmp_path / "model.safetensors").write_bytes(b"0")
    with pytest.raises(WeightsError, match=rf"has no {lacking}"):
        locate(kind, str(tmp_path))


def test_a_model_that_lost_a_shard_is_told_which(tmp_path: Path) -> None:
    folder = text_model(tmp_path / "mine")
    index = {"weight_map": {"a": "model.safetensors", "b": "model-2.safetensors"}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))
    with pytest.raises(WeightsError, match=r"model-2\.safetensors"):
        locate("generator", str(folder))


def test_a_model_without_its_tokenizer_is_not_complete(tmp_path: Path) -> None:
    folder = text_model(tmp_path / "mine")
    (folder / "tokenizer.json").unlink()
    with pytest.raises(WeightsError, match="has no tokenizer"):
        locate("generator", str(folder))


@pytest.mark.parametrize("name", ["./nowhere", "/no/where", "~/no-such-model"])
def test_a_path_that_is_not_there_is_not_looked_up_on_the_hub(name: str) -> None:
    with pytest.raises(WeightsError, match="no model folder"):
        locate("text", name)


def test_an_impossible_name_is_refused_without_the_network() -> None:
    with pytest.raises(WeightsError, match="neither a folder"):
        cached("text", "a b/c d")


def test_offline_without_the_pack_says_what_to_run() -> None:
    assert cached("text", "offline") is None
    with pytest.raises(WeightsError, match="mmrec weights fetch"):
        locate("text", "offline")


@pytest.mark.slow  # importing open_clip takes seconds
def test_open_clip_s_names_are_hub_repositories_and_a_misspelt_one_is_met_halfway() -> None:
    repo = hub.repository("image", "ViT-B-32/laion2b_s34b_b79k")
    assert repo == "laion/CLIP-ViT-B-32-laion2B-s34B-b79K"
    assert hub.repository("image", "hf-hub:owner/name") == "owner/name"
    assert hub.repository("text", "all-MiniLM-L6-v2") == "sentence-transformers/all-MiniLM-L6-v2"
    with pytest.raises(WeightsError, match="Did you mean 'ViT-B-32/laion2b_s34b_b79k'"):
        locate("image", "ViT-B-32/laion2b_s34b_b79")


def test_the_offline_switch_of_the_hub_is_obeyed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(hub, "reachable", lambda: pytest.fail("the network was tried"))
    with pytest.raises(WeightsError, match="HF_HUB_OFFLINE is set"):
        locate("text", "owner/name")


def test_a_hub_that_never_answers_costs_three_seconds_at_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        monkeypatch.setattr(constants, "ENDPOINT", f"http://127.0.0.1:{port}")
        started = time.monotonic()
        with pytest.raises(WeightsError, match=r"does not answer.*mmrec weights fetch"):
            locate("generator", "owner/name")
    assert time.monotonic() - started < hub.PROBE_SECONDS + 1


def test_an_image_model_whose_text_tower_lies_on_the_hub_is_refused(tmp_path: Path) -> None:
    config = {"model_cfg": {"text_cfg": {"hf_model_name": "xlm-roberta-base"}}}
    (tmp_path / "open_clip_config.json").write_text(json.dumps(config))
    (tmp_path / "open_clip_model.safetensors").write_bytes(b"0")
    with pytest.raises(WeightsError, match="xlm-roberta-base"):
        locate("image", str(tmp_path))


COMMIT = "c" * 40
FILES = {
    "config.json": b"{}",
    "tokenizer.json": b"{}",
    "model.safetensors": b"0123",
    "pytorch_model.bin": b"not wanted",
    "onnx/model.onnx": b"not wanted",
    "README.md": b"not wanted",
}


class TinyHub(BaseHTTPRequestHandler):
    """As much of the hub's protocol as a download of `owner/name` needs."""

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def _answer(self, *, body: bool) -> None:
        path = self.path.partition("?")[0]
        content = self._content(path)
        self.send_response(404 if content is None else 200)
        self.send_header("Content-Length", str(len(content or b"")))
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("ETag", f'"{sha1(content or b"").hexdigest()}"')
        self.end_headers()
        if body and content:
            self.wfile.write(content)

    def _content(self, path: str) -> bytes | None:
        if path == "/":
            return b""
        if path.startswith("/api/models/owner/name/tree/"):
            tree = [
                {"type": "file", "path": name, "size": len(content), "oid": "0" * 40}
                for name, content in FILES.items()
            ]
            return json.dumps(tree).encode()
        if path.startswith("/api/models/owner/name"):
            siblings = [{"rfilename": name} for name in FILES]
            return json.dumps({"id": "owner/name", "sha": COMMIT, "siblings": siblings}).encode()
        prefix = f"/owner/name/resolve/{COMMIT}/"
        return FILES.get(path.removeprefix(prefix)) if path.startswith(prefix) else None

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def tiny_hub() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), TinyHub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


ASK = """
import sys
from mmrec.errors import WeightsError
from mmrec.weights import cached, locate
try:
    found = locate("text", sys.argv[1])
    assert cached("text", sys.argv[1]) == found
    print(found.revision, found.origin, *sorted(f.name for f in found.folder.iterdir()))
except WeightsError as error:
    print(error)
"""


def ask(name: str, endpoint: str, home: Path) -> str:
    """Locate in a fresh process: the hub library reads its address when it is imported."""
    settings = {"HF_ENDPOINT": endpoint, "HF_HOME": str(home), "MMREC_CACHE": str(home)}
    command = [sys.executable, "-c", ASK, name]
    done = subprocess.run(
        command, env=os.environ | settings, capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout.strip()


@pytest.mark.slow
def test_a_model_comes_from_the_hub_once_in_one_format_and_is_then_found_without_it(
    tiny_hub: str, tmp_path: Path
) -> None:
    expected = f"{COMMIT} hub config.json model.safetensors tokenizer.json"
    assert ask("owner/name", tiny_hub, tmp_path) == expected
    assert ask("owner/name", "http://127.0.0.1:9", tmp_path) == expected


@pytest.mark.slow
def test_a_model_that_the_hub_does_not_have_is_one_line(tiny_hub: str, tmp_path: Path) -> None:
    assert ask("owner/other", tiny_hub, tmp_path).startswith("The hub did not give 'owner/other'")
