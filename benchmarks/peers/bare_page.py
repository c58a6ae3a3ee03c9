"""A chat page with nothing behind it, as Gradio gives it: what a page of this library costs.

python -m benchmarks.peers.bare_page 7861
"""

import sys

import gradio as gr


def main() -> None:
    """Serve it on the port that the command line names, until it is stopped."""
    page = gr.ChatInterface(lambda message, _: message, analytics_enabled=False)
    page.launch(server_name="127.0.0.1", server_port=int(sys.argv[1]), ssr_mode=False, quiet=True)


if __name__ == "__main__":
    main()
