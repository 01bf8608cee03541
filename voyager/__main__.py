"""The `voyager` command, also as `python -m voyager`."""

import sys


def main() -> int:
    """Run it. Even a Ctrl-C while Python still loads ends in one word, not a traceback."""
    try:
        from voyager.cli.app import main as command

        return command()
    except KeyboardInterrupt:
        sys.stderr.write("voyager: Stopped.\n")
        return 130


if __name__ == "__main__":
    sys.exit(main())
