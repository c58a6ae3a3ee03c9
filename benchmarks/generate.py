"""Explanations: how many the model writes, how long each takes, against unguided calls of it.

python -m benchmarks.generate --home mmrec-home-movies --pairs 30
"""

import argparse
import statistics
import sys
import time
from functools import partial
from pathlib import Path

from benchmarks.measure import milliseconds, publish, seconds_of
from mmrec import Recommender
from mmrec.device import pick_device
from mmrec.generation.facts import facts_of
from mmrec.generation.language_model import LanguageModel
from mmrec.generation.prompts import messages_of
from mmrec.types import Explanation, Recommendation


def main() -> None:
    """Explain the first two places of the lists of some users."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=Path("mmrec-home"))
    parser.add_argument("--pairs", type=int, default=30)
    given = parser.parse_args()
    recommender = Recommender.open(given.home)
    users = recommender.users(100_000)
    chosen = users[:: max(1, len(users) // ((given.pairs + 1) // 2))]
    pairs = [(user, place) for user in chosen for place in recommender.recommend(user, k=2)]
    pairs = pairs[: given.pairs]
    recommender.explain(*pairs[0])  # the model loads

    shown: list[Explanation] = []
    times: list[float] = []
    for user, place in pairs:
        began = time.perf_counter()
        shown.append(recommender.explain(user, place))
        times.append(time.perf_counter() - began)
        sys.stderr.write(f"{times[-1]:5.1f} s  {shown[-1].written_by:5}  {shown[-1].text}\n")
    plain = _unguided(recommender, [place for _, place in pairs])
    publish(
        "generate",
        {
            "pairs": len(pairs),
            "grounded": statistics.mean(e.grounded for e in shown),
            "written_by_model": statistics.mean(e.written_by == "model" for e in shown),
            "distinct_texts": len({e.text for e in shown}) / len(shown),
            "milliseconds": milliseconds(times),
            "unguided_milliseconds": milliseconds(plain),
            "explain_over_unguided": round(statistics.median(times) / statistics.median(plain), 2),
        },
    )


def _unguided(recommender: Recommender, places: list[Recommendation]) -> list[float]:
    """The same prompts with the same room, neither constrained nor checked."""
    settings = recommender.settings
    model = LanguageModel.open(settings.generation.model, pick_device(settings.device))
    prompts = [messages_of(facts_of(recommender.evidence("", place))) for place in places]
    room = settings.generation.max_new_tokens
    model.complete(prompts[0], max_new_tokens=room, temperature=0)
    return [
        seconds_of(partial(model.complete, prompt, max_new_tokens=room, temperature=0))
        for prompt in prompts
    ]


if __name__ == "__main__":
    main()
