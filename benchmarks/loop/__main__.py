"""Simulated people act on what policies show them, week after week; the policies learn from it.

`python -m benchmarks.loop --home mmrec-home-movies`: tastes are fitted to the home's ratings, then
popularity, the frozen model, training anew every week and `mmrec retrain` every week (its gate
included; by likes, and by the policy gradient) live through the same weeks, each with the
consequences of its own lists.
"""

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.loop.estimates import TEMPERATURES, Situations, checked
from benchmarks.loop.policies import Anew, Frozen, Loop, Oracle, Policy, Popular, current, over
from benchmarks.loop.shop import Shop, stock
from benchmarks.loop.story import backward_transfer, live
from benchmarks.loop.world import Rules
from benchmarks.measure import publish
from mmrec.config import Settings
from mmrec.device import patient_threads
from mmrec.learning import train
from mmrec.store import Home
from mmrec.terminal import say

# A small network: a simulated shop has few films. Simulated time is not the machine's, so the gate
# does not time lists here.
SMALL: dict[str, Any] = {
    "device": "cpu",
    "ranker": {"networks": 1, "width": 32, "blocks": 1},
    "retraining": {"latency": 1e9},
}
MEANS = ("reward", "regret", "backward_transfer", "coverage", "learning_core_seconds")
OBJECTIVES = {"loop": "likes", "policy_gradient": "policy_gradient"}
POLICIES = ("popular", "frozen", "anew", *OBJECTIVES)


def lived(shop: Shop, folder: Path, names: tuple[str, ...]) -> dict[str, Any]:
    """Every policy's figures in one world; of a loop also what the first model's log tells."""
    started = shop.apart()
    home = started.home(folder / "start")
    train(home, shop.settings, with_baselines=False)
    best = live(Oracle(shop.apart()))
    last = shop.world.rules.weeks - 1
    found: dict[str, Any] = {"oracle": {"reward": float(best.rewards.sum())}}
    for name in names:
        policy = _made(name, started, home, folder)
        course = live(policy)
        found[name] = course.figures(best, backward_transfer(policy, course))
        if isinstance(policy, Loop):
            found[name]["verdicts"] = policy.verdicts
            serving = over(current(started, home), shop.vectors(last))
            found[name]["off_policy"] = {
                temperature: checked(
                    Situations.of(policy.shop, serving, policy.ranker, last, temperature),
                    shop.world.seed,
                )
                for temperature in TEMPERATURES
            }
        say(f"{name}: {found[name]['reward']:.0f} of {best.rewards.sum():.0f}")
    return found


def _made(name: str, started: Shop, home: Home, folder: Path) -> Policy:
    shop = started.apart()
    if name == "popular":
        return Popular(shop)
    if name in OBJECTIVES:
        change = {"objective": OBJECTIVES[name]}
        own = shop.settings.retraining.model_copy(update=change)
        return Loop(shop, home, folder / name, own)
    kind = Frozen if name == "frozen" else Anew
    return kind(shop, current(shop, home))


def summary(seeds: list[dict[str, Any]], names: tuple[str, ...]) -> dict[str, Any]:
    """Means over the seeds, and each policy's reward against the frozen model's."""
    lines: dict[str, Any] = {}
    for name in names:
        own = [seed[name] for seed in seeds]
        lines[name] = {figure: float(np.mean([one[figure] for one in own])) for figure in MEANS}
        if "frozen" in names:
            theirs = [seed["frozen"]["reward"] for seed in seeds]
            gains = [one["reward"] / other - 1 for one, other in zip(own, theirs, strict=True)]
            lines[name] |= {"against_frozen": float(np.mean(gains)), "worst_seed": min(gains)}
    return lines


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--weeks", type=int, default=12)
    parser.add_argument("--users", type=int, default=250)
    parser.add_argument("--items", type=int, default=800)
    parser.add_argument("--drift", type=float, default=0.4, help="share of tastes that passes")
    parser.add_argument("--policies", nargs="+", choices=POLICIES, default=POLICIES)
    parser.add_argument(
        "--retraining", type=json.loads, default={}, help="JSON: settings of `mmrec retrain`"
    )
    options = parser.parse_args()
    patient_threads()
    changed = {**SMALL["retraining"], **options.retraining}
    settings = Settings.of({**SMALL, "retraining": changed})
    rules = Rules(users=options.users, weeks=options.weeks, drift=options.drift)
    goods = stock(Home.open(options.home), settings, options.items)
    names = tuple(options.policies)
    fit = {"auc": goods.tastes.auc, "auc_appeals": goods.tastes.auc_appeals}
    seeds = []
    for seed in range(options.first_seed, options.first_seed + options.seeds):
        say(f"seed {seed}")
        with tempfile.TemporaryDirectory() as folder:
            shop = Shop.open(goods, rules, settings, seed)
            seeds.append(lived(shop, Path(folder), names))
    publish(
        "loop",
        {"retraining": changed, "fit": fit, "summary": summary(seeds, names), "seeds": seeds},
    )


if __name__ == "__main__":
    main()
