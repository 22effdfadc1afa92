"""``python -m kehoach_parser`` is the command ``kehoach``."""

from .cli import main

main()
