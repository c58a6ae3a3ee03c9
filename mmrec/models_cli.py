"""`mmrec retrain` and `mmrec models`: what learns, what serves, what was decided and why."""

import time
from typing import Annotated, Any

import typer

from mmrec.errors import MmrecError
from mmrec.terminal import (
    DEFAULT_HOME,
    ConfigOption,
    DebugOption,
    HomeOption,
    JsonOption,
    emit,
    new_app,
    say,
    seconds_of,
)

models = new_app("The trained models: which serves, which did, what was decided.")

ModelArgument = Annotated[str, typer.Argument(help="The model's id.")]


def retrain(
    shadow: Annotated[
        bool, typer.Option("--shadow", help="Keep and judge it; the current one serves on.")
    ] = False,
    every: Annotated[
        str | None, typer.Option("--every", help="Again and again: 30m, 6h, 1d.")
    ] = None,
    on_drift: Annotated[
        bool, typer.Option("--on-drift", help="Only when what came in drifted too far.")
    ] = False,
    home: HomeOption = DEFAULT_HOME,
    config: ConfigOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Go on from the current model with what is new; promote the result, or say why not.

    Example: mmrec retrain --every 10m --on-drift
    """
    from mmrec.learning import retrain as learn
    from mmrec.learning import retrain_on_drift
    from mmrec.store import Home

    pause = None if every is None else seconds_of(every)
    place = Home.open(home)
    while True:
        try:
            verb = retrain_on_drift if on_drift else learn
            report = verb(place, place.settings(config), shadow=shadow)
            emit(report, as_json, report.lines_for_people)
        except MmrecError as error:
            if pause is None:
                raise
            say(f"mmrec: {error}")  # a schedule outlives a bad hour
        if pause is None:
            return
        time.sleep(pause)


@models.command("list")
def models_list(
    home: HomeOption = DEFAULT_HOME, as_json: JsonOption = False, debug: DebugOption = False
) -> None:
    """Every model, oldest first; the one that serves is marked.

    Example: mmrec models list
    """
    from mmrec.store import Home, ModelStore

    store = ModelStore(Home.open(home).models)
    current = store.current()
    found = [_summary(manifest, current) for manifest in store.list()]
    emit(found, as_json, lambda: [_line(one) for one in found] or ["none: run `mmrec train`"])


@models.command()
def show(
    model_id: ModelArgument,
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """What a model says about itself: what made it, of what, and how it was judged.

    Example: mmrec models show 20260101-120000-000000-abcd
    """
    from mmrec.store import Home, ModelStore

    store = ModelStore(Home.open(home).models)
    manifest = store.manifest(model_id)
    told = {name: value for name, value in manifest.items() if name != "model"}
    summary = _summary(manifest, store.current())
    emit(told, as_json, lambda: [_line(summary), *(f"  {k}: {v}" for k, v in told.items())])


@models.command()
def promote(
    model_id: ModelArgument,
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Make a model the one that serves, whatever the gate said of it. Running pages follow.

    Example: mmrec models promote 20260101-120000-000000-abcd
    """
    from mmrec.learning.decisions import Decisions
    from mmrec.store import Home, ModelStore

    place = Home.open(home)
    store = ModelStore(place.models)
    store.manifest(model_id)  # is it there and whole?
    with place.learning():
        decision = Decisions(place.decisions).add("promoted by hand", model_id, store.current())
        store.promote(model_id)
    emit(decision, as_json, lambda: [decision.line()])


@models.command()
def rollback(
    home: HomeOption = DEFAULT_HOME, as_json: JsonOption = False, debug: DebugOption = False
) -> None:
    """Let the model serve that served before the current one. Running pages follow.

    Example: mmrec models rollback
    """
    from mmrec.learning.decisions import Decisions
    from mmrec.store import Home, ModelStore

    place = Home.open(home)
    store = ModelStore(place.models)
    with place.learning():
        left = store.current()
        model_id = store.rollback()
        decision = Decisions(place.decisions).add("rolled back", model_id, left)
    emit(decision, as_json, lambda: [f"{model_id} serves again, in place of {left}"])


@models.command()
def decisions(
    home: HomeOption = DEFAULT_HOME, as_json: JsonOption = False, debug: DebugOption = False
) -> None:
    """What was decided about new models, with the reasons; `--json` has every figure.

    Example: mmrec models decisions --json
    """
    from mmrec.learning.decisions import Decisions
    from mmrec.store import Home

    found = Decisions(Home.open(home).decisions).list()
    emit(found, as_json, lambda: [one.line() for one in found] or ["none yet"])


def _summary(manifest: dict[str, Any], current: str | None) -> dict[str, Any]:
    lines = manifest.get("metrics", {}).get("lines") or [{}]
    return {
        "model_id": manifest["model_id"],
        "created": manifest["created"],
        "current": manifest["model_id"] == current,
        "parent": manifest.get("parent"),
        "events": manifest.get("events"),
        "protocol": manifest.get("metrics", {}).get("protocol"),
        "ndcg@10": lines[0].get("ndcg", {}).get("mean"),
    }


def _line(summary: dict[str, Any]) -> str:
    mark = "*" if summary["current"] else " "
    figure = summary["ndcg@10"]
    judged = "" if figure is None else f"  NDCG@10 {figure:.4f} ({summary['protocol']})"
    origin = f"  from {summary['parent']}" if summary["parent"] else ""
    return f"{mark} {summary['model_id']}  {summary['created']}{judged}{origin}"
