"""The stages of an ingest job on Ray Data, on this machine or a cluster. The one door to Ray.

One task reads and checks, since the first row of an id counts; it runs where the job was started,
which is where the sources are. Its batches stream through actors that look at pictures, embed and
write fragments, and come back in order to be committed. Ray Data schedules, holds back whoever is
ahead, and starts actors that died anew.
"""

import logging
import os
import pickle
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING, Any

from ingest.batches import Batch
from ingest.stages import Stage, Tell, drawn, flow
from ingest.work import EMBED, PICTURES, READ, Work
from ingest.worker import Worker
from mmrec.errors import ConfigError, MmrecError

if TYPE_CHECKING:
    from ray.data import Dataset

BLOCK = 1  # bytes of a block that are enough: each batch is one, and moves on at once
CPUS = 2  # of an actor, where there is no GPU
RESTARTS = 3  # of an actor that dies; a batch that kills every actor ends the job

Packed = dict[str, Any]  # the column `batch`: one pickled batch


class WorkerFailed(MmrecError):
    """A worker of the cluster could not do its part."""


class OnRay:
    """The stages on Ray: the cluster that RAY_ADDRESS names or that runs here, else one made here.

    Raises:
        ConfigError: Ray is not installed, or cannot be reached.
    """

    def __init__(self, work: Work, tell: Tell) -> None:
        _require_ray()
        # The sample was for judging the source before the job, and is large.
        self._work = replace(work, plan=replace(work.plan, sample=()))
        self.stages: list[Stage[Batch]] = [
            Stage(name, _done_elsewhere, tell) for name in (READ, PICTURES, EMBED)
        ]

    def batches(self, stop: Event) -> Iterator[Batch]:
        """The batches of the job, in the order of the source.

        Raises:
            MmrecError: what a worker raised of this family, such as EncoderMismatch.
            WorkerFailed: a worker raised anything else, or died time and again.
        """
        import ray

        with _joined(), _told_plainly():
            shared = ray.put(self._work)
            for row in _embedded(_read(shared), shared).iter_rows():
                batch = _unpacked(row["batch"])
                if isinstance(batch, MmrecError):
                    raise batch
                for stage in self.stages:
                    stage.count(batch, batch.took.get(stage.name, 0.0))
                yield batch
                if stop.is_set():
                    return  # what is under way is given up: files that nobody commits


def _read(shared: Any) -> "Dataset":
    """All batches, with the pictures of URLs, from one task on this machine.

    Only one process fetches: limits of a host, and the links of a home, are of one process.
    """
    import ray

    here = ray.get_runtime_context().get_node_id()

    def read(_: Packed) -> Iterator[Packed]:
        work: Work = ray.get(shared)
        looker = work.looker()
        stages = Stage(READ, looker.send), Stage(PICTURES, looker.receive)
        spent = dict.fromkeys((READ, PICTURES), 0.0)
        try:
            # What the net brings is waited for here while the rows after it are read.
            for batch in flow(drawn(stages[0], work.batches()), stages[1:], Event()):
                for stage in stages:
                    batch.took[stage.name] = stage.seconds - spent[stage.name]
                    spent[stage.name] = stage.seconds
                yield _packed(batch)
        except MmrecError as error:
            yield _packed(error)
        finally:
            looker.close()

    # No CPU: it mostly waits for the actors, and may not keep one from them.
    with _limits_allowed():
        return ray.data.from_items([{"job": 0}], override_num_blocks=1).map_batches(
            read,
            batch_size=1,
            num_cpus=0,
            label_selector={"ray.io/node-id": here},
            max_retries=RESTARTS,
        )


def _embedded(batches: "Dataset", shared: Any) -> "Dataset":
    """The batches, taken through the other stages by actors.

    A GPU is fed by actors of its own that look at pictures; without one an actor does both.
    """
    import ray

    there = ray.cluster_resources()  # type: ignore[no-untyped-call]
    cpus, gpus = int(there.get("CPU", 1)), int(there.get("GPU", 0))
    if gpus:
        lookers = max(1, cpus // CPUS)
        looked = _by_actors(batches, shared, (PICTURES,), lookers, num_cpus=1)
        return _by_actors(looked, shared, (EMBED,), gpus, num_gpus=1, num_cpus=0)
    each = min(CPUS, cpus)
    return _by_actors(batches, shared, (PICTURES, EMBED), max(1, cpus // each), num_cpus=each)


def _by_actors(
    batches: "Dataset", shared: Any, stages: Sequence[str], actors: int, **each: Any
) -> "Dataset":
    import ray

    class Actor:
        """A worker in a process of its own."""

        def __init__(self) -> None:
            self._worker = Worker(ray.get(shared), stages)

        def __call__(self, packed: Packed) -> Packed:
            batch = _unpacked(packed["batch"][0])
            if isinstance(batch, MmrecError):
                return packed
            try:
                return _packed(self._worker(batch))
            except MmrecError as error:
                return _packed(error)

    with _limits_allowed():
        return batches.map_batches(
            Actor,
            batch_size=1,
            compute=ray.data.ActorPoolStrategy(size=actors),
            max_restarts=RESTARTS,
            max_task_retries=RESTARTS,
            **each,
        )


@contextmanager
def _limits_allowed() -> Iterator[None]:
    """Limit retries although Ray 2.64 will take no such limit any more (pyproject stays below it).

    Without one, a batch that kills its actor is tried for ever.
    """
    from ray.util.annotations import RayDeprecationWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RayDeprecationWarning)
        yield


def _packed(batch: Batch | MmrecError) -> Packed:
    """An error of our family travels in the place of a batch: Ray would keep its text alone."""
    return {"batch": [pickle.dumps(batch, protocol=pickle.HIGHEST_PROTOCOL)]}


def _unpacked(packed: bytes) -> Batch | MmrecError:
    batch: Batch | MmrecError = pickle.loads(packed)  # noqa: S301  # from our own workers
    return batch


@contextmanager
def _joined() -> Iterator[None]:
    """Be connected to Ray, and leave it as it was."""
    import ray
    from ray.data import DataContext

    mine = not ray.is_initialized()
    if mine:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is sent anywhere unasked
        try:
            with warnings.catch_warnings():
                # Ray starts programs of its own, not copies of this process that would use LanceDB.
                warnings.filterwarnings("ignore", message="lance.* fork")
                ray.init(log_to_driver=False, logging_level=logging.ERROR, include_dashboard=False)
        except (ConnectionError, RuntimeError, ValueError, OSError) as problem:
            raise ConfigError(
                f"Ray cannot be reached: {problem}.", "Check RAY_ADDRESS, or unset it."
            ) from None
    context = DataContext.get_current().copy()
    context.execution_options.preserve_order = True
    context.enable_progress_bars = False
    context.target_max_block_size, context.target_min_block_size = BLOCK, 0
    talk = logging.getLogger("ray.data")  # of its plans and progress; the job has bars of its own
    level = talk.level
    talk.setLevel(logging.ERROR)
    try:
        with DataContext.current(context):
            yield
    finally:
        talk.setLevel(level)
        if mine:
            ray.shutdown()


@contextmanager
def _told_plainly() -> Iterator[None]:
    """A worker's own error instead of Ray's account of it."""
    from ray.exceptions import RayError

    try:
        yield
    except RayError as error:
        raise WorkerFailed(
            f"A worker failed: {_cause(error)}. What was finished before is kept.",
            "Mend the cause, then run the same command again to go on.",
        ) from error


def _cause(error: Exception) -> str:
    """The last line of what the worker said first."""
    first = str(error).partition("\n\nThe above exception")[0]
    return first.strip().splitlines()[-1].rstrip(".")


def _require_ray() -> None:
    try:
        import ray.data  # noqa: F401
    except ImportError:
        raise ConfigError(
            "--engine ray needs Ray, which is not installed.", "Run `pip install 'mmrec[ray]'`."
        ) from None


def _done_elsewhere(batch: Batch) -> Batch:
    return batch
