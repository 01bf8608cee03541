"""The words of Voyager, and what can be said with them without touching the world."""
