"""`mmrec chat`; also `python -m ui`."""

from ipaddress import ip_address
from typing import Annotated

import typer

from mmrec.terminal import DEFAULT_HOME, DebugOption, HomeOption, new_app, say

app = new_app("The chat page.")

HostOption = Annotated[str, typer.Option("--host", help="Address to listen on.")]
PortOption = Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen on.")]


@app.command()
def chat(
    host: HostOption = "127.0.0.1",
    port: PortOption = 7860,
    home: HomeOption = DEFAULT_HOME,
    debug: DebugOption = False,
) -> None:
    """Serve the assistant: chat, cards, pictures, feedback.

    Example: mmrec chat --port 7860
    """
    from mmrec.insights import insights_of
    from mmrec.recommender import Recommender
    from mmrec.store import Home
    from ui.app import INSIGHTS, serve

    recommender, place = Recommender.open(home), Home.open(home)
    wanted = recommender.settings.ui.insights
    told = _of_this_machine(host) if wanted is None else wanted
    insights = (lambda: insights_of(place, place.settings())) if told else None
    for note in recommender.notes():
        say(note)
    say(f"The assistant is at http://{host}:{port} (Ctrl-C stops it).")
    if insights:
        say(f"How the home is doing: http://{host}:{port}/{INSIGHTS}")
    serve(recommender, host, port, insights=insights, warm=True)


def _of_this_machine(host: str) -> bool:
    """Whether only this machine itself reaches what listens on an address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
