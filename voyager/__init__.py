"""Voyager: an agent that learns to play Minecraft by writing code.

Importing this package starts nothing and loads nothing heavy.
"""

__version__ = "0.1.0"
