"""The local page ``kehoach web``: drop plans, see their reports, take them away. It serves this machine only."""

from __future__ import annotations

import contextlib
import os
import socket
import webbrowser
from collections.abc import Callable

import uvicorn

from .app import make_app
from .worker import Settings

HOST = "127.0.0.1"

__all__ = ["HOST", "Settings", "make_app", "make_server", "open_door", "serve"]


def serve(
    settings: Settings, *, port: int = 8282, browser: bool = True, say_address: Callable[[str], object] = print
) -> None:
    """Serve the page on this machine until Ctrl+C; port 0 takes a free one. OSError when the port is taken.

    ``say_address`` is told where the page is, ``browser`` opens it.
    """
    with open_door(port) as door:
        address = f"http://{HOST}:{door.getsockname()[1]}/"
        say_address(address)
        if browser:
            webbrowser.open(address)
        with contextlib.suppress(KeyboardInterrupt):  # Ctrl+C is how it ends
            make_server(settings).run(sockets=[door])


def open_door(port: int) -> socket.socket:
    """Return a socket that nobody but this machine can reach."""
    door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere the option lets another program take the port from us
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((HOST, port))
    except OSError:
        door.close()
        raise
    return door


def make_server(settings: Settings) -> uvicorn.Server:
    """Return the server of the page. It keeps no log of requests: names of files are nobody's business."""
    config = uvicorn.Config(
        make_app(settings),
        log_level="warning",
        access_log=False,
        server_header=False,
        ws="none",
        timeout_keep_alive=5,
        timeout_graceful_shutdown=2,
        limit_concurrency=32,
    )
    return uvicorn.Server(config)
