"""The local page ``kehoach web``: drop plans, see their reports, take them away. It serves this machine only."""

from __future__ import annotations

import contextlib
import socket
import webbrowser
from collections.abc import Callable

from .app import make_app
from .worker import Settings

HOST = "127.0.0.1"

__all__ = ["HOST", "make_app", "serve"]


def serve(
    settings: Settings, *, port: int = 8282, browser: bool = True, say_address: Callable[[str], object] = print
) -> None:
    """Serve the page on this machine until Ctrl+C; port 0 takes a free one. OSError when the port is taken.

    ``say_address`` is told where the page is, ``browser`` opens it.
    """
    import uvicorn

    door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((HOST, port))
        address = f"http://{HOST}:{door.getsockname()[1]}/"
        say_address(address)
        config = uvicorn.Config(
            make_app(settings),
            log_level="warning",
            access_log=False,  # names of files are nobody's business
            server_header=False,
            ws="none",
            timeout_keep_alive=5,
            timeout_graceful_shutdown=2,
            limit_concurrency=32,
        )
        if browser:
            webbrowser.open(address)
        with contextlib.suppress(KeyboardInterrupt):  # Ctrl+C is how it ends
            uvicorn.Server(config).run(sockets=[door])
    finally:
        door.close()
