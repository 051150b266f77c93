"""What the commands say instead of a traceback when they cannot go on."""


class Refusal(Exception):
    """A sentence for the person at the terminal: what is wrong, then what to do. Exit code 1."""


class Stopped(Exception):
    """The person asked to stop (Ctrl-C, SIGTERM, closed terminal). Exit code 0."""
