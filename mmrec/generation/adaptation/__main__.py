"""Makes the adapter that comes with the package, out of a table of films.

python -m mmrec.generation.adaptation --items items.csv --out mmrec/generation/adapter --minutes 60
"""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from mmrec.config import GenerationSettings
from mmrec.device import pick_device
from mmrec.generation.adaptation.adapt import adapt
from mmrec.generation.adaptation.catalogues import NOUNS, films
from mmrec.generation.adaptation.training import Recipe


def main() -> None:
    """Train on the titles that are not held out, keep the adapter, judge it on the others."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--begin", type=Path, help="an adapter to train further")
    parser.add_argument("--learning-rate", type=float, default=Recipe().learning_rate)
    given = parser.parse_args()
    recipe = Recipe(
        steps=given.steps,
        seconds=60 * given.minutes,
        seed=given.seed,
        learning_rate=given.learning_rate,
    )
    done = adapt(
        films(given.items),
        GenerationSettings(adapter="none"),
        pick_device("auto"),
        recipe,
        given.out,
        nouns=NOUNS,
        begin=given.begin,
    )
    sys.stdout.write(json.dumps(asdict(done)) + "\n")


if __name__ == "__main__":
    main()
