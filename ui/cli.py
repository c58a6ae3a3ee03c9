"""`mmrec chat`; also `python -m ui`."""

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
    from mmrec.recommender import Recommender
    from ui.app import serve

    recommender = Recommender.open(home)
    say(f"The assistant is at http://{host}:{port} (Ctrl-C stops it).")
    serve(recommender, host, port, notes=recommender.notes(), warm=True)
