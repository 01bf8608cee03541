"""What holds for every test."""

from __future__ import annotations

import signal

# Whoever starts the suite in the background may have Ctrl-C ignored, and children inherit that:
# the tests that send one would then wait for nothing.
signal.signal(signal.SIGINT, signal.default_int_handler)
