"""SASRec as RecTools has it: made in its own environment, timed, judged leave-one-out.

python -m benchmarks.peers.rectools beauty.txt --seconds 600

RecTools wants a NumPy that this project does not, so it never shares our environment.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

from benchmarks.measure import publish
from mmrec.weights.cache import cache_dir

PACKAGE = "rectools[torch]==0.19.0"
INSIDE = Path(__file__).with_name("rectools_inside.py")
READY = "mmrec-ready"  # written last: an environment without it is a half-made one
LAST_WORDS = 2000  # characters of a failed run that are shown


def main() -> None:
    """Run the peer alone and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, help="one user a line: user item item …, oldest first")
    parser.add_argument("--seconds", type=float, default=600.0, help="of a core, in training")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--factors", type=int, help="width of the network; RecTools' own: 256")
    parser.add_argument("--loss", help="RecTools' own: softmax; or sampled_softmax, BCE, gBCE")
    parser.add_argument("--negatives", type=int, help="of a sampled loss; RecTools' own: 1")
    given = parser.parse_args()
    wishes = {"n_factors": given.factors, "loss": given.loss, "n_negatives": given.negatives}
    wishes = {name: wish for name, wish in wishes.items() if wish is not None}
    publish("peer", run(given.file, given.seconds, given.threads, **wishes))


def run(file: Path, seconds: float, threads: int, seed: int = 0, **changes: Any) -> dict[str, Any]:
    """Train RecTools' SASRec on a file and judge it.

    Args:
        file: one user a line, `user item item …`, oldest first.
        seconds: of a core, in training; validation is not counted. It ends before an epoch that
            would not fit, but never before the first one is done.
        threads: of the computation.
        seed: of the weights and the order of the batches.
        changes: of the arguments of RecTools' `SASRecModel`; without any, its defaults.

    Returns:
        `epochs`, a list with `seconds`, of that epoch's training, `trained`, the sum so far, and
        `ndcg@10` on the validation; `best`, the best of them; `validation` and `test` with
        `hr@5 hr@10 ndcg@5 ndcg@10` of the best epoch's weights; `settings` and `peer_versions`.

    Raises:
        RuntimeError: the environment cannot be made, or the peer failed; with its last words.
    """
    python = environment()
    wishes = {"seconds": seconds, "threads": threads, "seed": seed, "changes": changes}
    computing = {name: str(threads) for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS")}
    variables = {**os.environ, **computing, "PYTHONPATH": "", "CUDA_VISIBLE_DEVICES": ""}
    # -P: this folder must not be searched, for this very module has the package's name.
    command = [str(python), "-P", str(INSIDE), str(file), json.dumps(wishes)]
    return dict(json.loads(_call(command, variables)))


def environment() -> Path:
    """The Python of an environment that holds the peer, made at the first use: some minutes."""
    folder = cache_dir() / "peers" / PACKAGE.replace("[", "-").replace("]", "")
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not (folder / READY).exists():
        sys.stderr.write(f"making an environment with {PACKAGE} in {folder}\n")
        venv.create(folder, with_pip=True, clear=True)
        _call([str(python), "-m", "pip", "install", "--quiet", PACKAGE], dict(os.environ))
        (folder / READY).touch()
    return python


def _call(command: list[str], variables: dict[str, str]) -> str:
    """What a process printed; what it says on the way is passed on line by line."""
    said = ""
    with tempfile.TemporaryFile("w+") as out:
        with subprocess.Popen(
            command, env=variables, stdout=out, stderr=subprocess.PIPE, text=True
        ) as process:
            assert process.stderr is not None
            for line in process.stderr:
                sys.stderr.write(line)
                said = (said + line)[-LAST_WORDS:]
        if process.returncode:
            raise RuntimeError(f"{' '.join(command[:4])} failed:\n{said}")
        out.seek(0)
        return out.read()


if __name__ == "__main__":
    main()
