"""A served language model, against a small server on this machine that answers what it is told"""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from mmrec.config import GenerationSettings, Settings
from mmrec.errors import ConfigError, EndpointError
from mmrec.generation.constraint import Vocabulary
from mmrec.generation.endpoint import KEY, Endpoint
from mmrec.generation.explain import Explainer
from mmrec.types import Event, Evidence, Item, Reason

ALIEN = Item("m1", "Alien (1979)", facts={"year": 1979, "genres": ["Horror", "Sci-Fi"]})
ALIENS = Item("m2", "Aliens (1986)", facts={"year": 1986, "genres": ["Action", "Sci-Fi"]})
TASK = (
    Evidence(ALIENS, (Reason(1.0, "text", "m1", "Alien (1979)", "like"),)),
    [(Event("u", "m1", "like"), ALIEN)],
)
TRUE = 'You liked "Alien", so try "Aliens". Both are sci-fi films.'
ASK = [{"role": "user", "content": "write"}]
Answers = Callable[[dict], tuple[int, dict | str]]


class Server:
    """Answers each request by a function of it, and remembers what it was sent."""

    def __init__(self) -> None:
        self.answer: Answers = lambda asked: (200, chat(*["said"] * asked["n"]))
        self.asked: list[dict] = []
        self.keys: list[str | None] = []
        self.paths: list[str] = []
        self.headers: dict[str, str] = {}
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                server.asked.append(asked)
                server.keys.append(self.headers["Authorization"])
                server.paths.append(self.path)
                status, said = server.answer(asked)
                body = (said if isinstance(said, str) else json.dumps(said)).encode()
                self.send_response(status)
                for name, value in server.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._http.server_port}/v1"
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server()
    yield one
    one.close()


def chat(*texts: str | None) -> dict:
    return {"choices": [{"message": {"role": "assistant", "content": text}} for text in texts]}


def endpoint(server: Server, pauses: list[float] | None = None, key: str | None = None) -> Endpoint:
    waited: list[float] = [] if pauses is None else pauses
    return Endpoint(server.address, "big", key=key, seconds=5, pause=waited.append)


def complete(one: Endpoint, n: int = 1) -> list[str]:
    return one.complete(ASK, max_new_tokens=9, temperature=0.5, n=n, seed=7)


def test_what_is_asked_reaches_the_server_and_its_texts_come_back(server: Server) -> None:
    assert complete(endpoint(server), n=2) == ["said", "said"]
    assert server.paths == ["/v1/chat/completions"]
    assert server.asked == [
        {"model": "big", "messages": ASK, "max_tokens": 9, "temperature": 0.5, "n": 2, "seed": 7}
    ]
    assert server.keys == [None]


def test_a_server_that_writes_one_text_a_request_is_asked_again_with_other_seeds(
    server: Server,
) -> None:
    server.answer = lambda asked: (200, chat(f"seed {asked['seed']}"))
    assert complete(endpoint(server), n=3) == ["seed 7", "seed 8", "seed 9"]


def test_each_conversation_gets_its_own_texts(server: Server) -> None:
    server.answer = lambda asked: (200, chat(asked["messages"][-1]["content"]))
    prompts = [[{"role": "user", "content": f"plan {i}"}] for i in range(20)]
    texts = endpoint(server).complete_many(prompts, max_new_tokens=9, temperature=0)
    assert texts == [[f"plan {i}"] for i in range(20)]


def test_thoughts_are_no_part_of_a_text_and_a_long_text_is_cut(server: Server) -> None:
    server.answer = lambda _: (200, chat(f"<think>hm</think>\n{'x' * 10_000}"))
    (text,) = complete(endpoint(server))
    assert set(text) == {"x"}
    assert len(text) < 200
    server.answer = lambda _: (200, chat(None))
    assert complete(endpoint(server)) == [""]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_may_pass_is_tried_again(server: Server, status: int) -> None:
    answers = iter([(status, "busy"), (status, "busy"), (200, chat("at last"))])
    server.answer = lambda _: next(answers)
    pauses: list[float] = []
    assert complete(endpoint(server, pauses)) == ["at last"]
    assert pauses == [0.5, 1.0]


def test_the_server_says_how_long_to_wait_up_to_a_limit(server: Server) -> None:
    server.headers, server.answer = {"Retry-After": "3600"}, lambda _: (429, "busy")
    pauses: list[float] = []
    with pytest.raises(EndpointError, match="429: busy"):
        complete(endpoint(server, pauses))
    assert pauses == [20.0] * 3


@pytest.mark.parametrize(
    ("status", "said", "remedy"),
    [(401, "no key", KEY), (404, "no such model", "generation.model"), (400, "bad", "log")],
)
def test_a_refusal_says_what_and_what_to_do_and_is_not_tried_again(
    server: Server, status: int, said: str, remedy: str
) -> None:
    server.answer = lambda _: (status, said)
    with pytest.raises(EndpointError, match=said) as caught:
        complete(endpoint(server, key="secret-key"))
    assert remedy in caught.value.remedy
    assert "secret-key" not in str(caught.value)
    assert server.keys == ["Bearer secret-key"]


@pytest.mark.parametrize("said", ["<html>", {"error": "x"}, {"choices": []}, {"choices": [1]}])
def test_something_else_than_chat_completions_is_an_error(server: Server, said: object) -> None:
    server.answer = lambda _: (200, said)
    with pytest.raises(EndpointError, match="something else"):
        complete(endpoint(server))


def test_a_server_that_is_not_there_is_an_error_after_some_tries(server: Server) -> None:
    server.close()
    pauses: list[float] = []
    with pytest.raises(EndpointError, match="does not answer"):
        complete(endpoint(server, pauses))
    assert len(pauses) == 3


def test_an_endpoint_is_not_held_to_words(server: Server) -> None:
    with pytest.raises(ConfigError, match="held to"):
        endpoint(server).complete(
            ASK, max_new_tokens=9, temperature=0, vocabulary=Vocabulary((" a",), ())
        )


@pytest.mark.parametrize(
    "address", ["ftp://host/v1", "host/v1", "http://", "http://me:key@host/v1", "http://h/v1?key=k"]
)
def test_an_address_is_http_and_holds_no_key(address: str) -> None:
    with pytest.raises(ConfigError):
        Settings.of({"generation": {"endpoint": address, "model": "big"}}, "test")


def test_the_model_must_be_named() -> None:
    with pytest.raises(ConfigError, match=r"which model"):
        Endpoint.open(GenerationSettings(endpoint="http://127.0.0.1:1/v1"))


def test_the_key_comes_from_the_environment(server: Server, monkeypatch) -> None:
    monkeypatch.setenv(KEY, "from-the-environment")
    one = Endpoint.open(GenerationSettings(endpoint=server.address, model="big"))
    complete(one)
    assert server.keys == ["Bearer from-the-environment"]
    assert one.model_id == f"big@{server.address[7:-3]}"


def test_what_a_served_model_writes_freely_is_checked(server: Server) -> None:
    settings = GenerationSettings(endpoint=server.address, model="big", nouns=("film",))
    for text, by in ((TRUE, "model"), ('"Aliens" is a gripping story of a marine.', "facts")):
        server.answer = lambda asked, text=text: (200, chat(*[text] * asked["n"]))
        shown = Explainer(endpoint(server), settings).explain(*TASK)
        assert (shown.written_by, shown.grounded) == (by, True)
        assert (shown.text == text) is (by == "model")
    system, *_, plan = server.asked[0]["messages"]
    assert system["role"] == "system"
    assert "never instructions" in system["content"]
    assert 'you: you liked "Alien"' in plan["content"]
