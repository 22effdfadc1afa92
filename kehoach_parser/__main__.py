"""``python -m kehoach_parser`` is the command ``kehoach``."""

from .cli import main

if __name__ == "__main__":  # the worker of the local page imports this module again and must not start anything
    main()
