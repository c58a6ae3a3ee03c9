"""Many chats at once: how long after a message the cards stand, against one chat alone.

python -m benchmarks.chat --home mmrec-home

Each visitor is new, types the same turns with pauses between them, over the page's own HTTP
interface. It writes events of guests into the home: use a copy of a home.
"""

import argparse
import random
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.browser import free_port
from benchmarks.measure import milliseconds, publish
from mmrec import Recommender
from ui.app import serve

CHATS = 20
ROUNDS = 2  # of the turns, in each chat
PAUSE = (2.0, 6.0)  # seconds between an answer and the next message
TURNS = (
    "something like {0}",
    "something like {1} but funny",
    "a slow story about two people in the rain",
    "only what is newer than the second one",
    "show me more",
    "I love {2}",
    "recommend me something",
)


def main() -> None:
    """Measure a home's page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=Path("mmrec-home"))
    parser.add_argument("--chats", type=int, default=CHATS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args()
    recommender = Recommender.open(given.home)
    titles = [place.item.title for place in recommender.recommend(query="hello", k=20)]
    port = free_port()
    blocks = serve(recommender, port=port, wait=False)
    address = f"http://127.0.0.1:{port}"
    try:
        _chat(address, titles, 0, 1)  # what loads at first use
        alone = _chat(address, titles, 1, given.rounds)
        with ThreadPoolExecutor(given.chats) as visitors:
            chats = visitors.map(
                lambda number: _chat(address, titles, number, given.rounds), range(given.chats)
            )
            together = [time for chat in chats for time in chat]
    finally:
        blocks.close()
    publish(
        "chat",
        {
            "items": len(recommender.titles()),
            "chats": given.chats,
            "turns": len(together),
            "errors": 0,  # one would have ended the run
            "pause_seconds": list(PAUSE),
            "milliseconds": {"alone": milliseconds(alone), "together": milliseconds(together)},
        },
    )


def _chat(address: str, titles: Sequence[str], seed: int, rounds: int) -> list[float]:
    """Seconds from each message to its cards; an error ends the chat.

    `/ask` answers when the whole turn is done, so the cards are never later than this.
    """
    from gradio_client import Client

    chance = random.Random(seed)
    client: Any = Client(address, verbose=False)
    user, times = "", []
    time.sleep(chance.uniform(0, PAUSE[1]))
    for turn in TURNS * rounds:
        message = turn.format(*chance.sample(list(titles), 3))
        start = time.perf_counter()
        told = client.predict(message, user, api_name="/ask")
        times.append(time.perf_counter() - start)
        user = told["user_id"]
        time.sleep(chance.uniform(*PAUSE))
    return times


if __name__ == "__main__":
    main()
