"""`python -m voyager`: the same as the `voyager` command."""

import sys

from voyager.cli.app import main

if __name__ == "__main__":
    sys.exit(main())
