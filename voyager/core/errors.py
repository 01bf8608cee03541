"""The exceptions that carry a sentence for a person.

    VoyagerError                 what happened, to what, what to do next; the CLI prints it and exits
    ├── UsageMistake             the user can fix the call              exit code 2
    │   ├── UnknownSession
    │   └── UnknownSkill
    ├── SetupFailed              Node, npm packages or a file are not to be had    exit code 1
    ├── WorldLost                the world went away and did not come back         exit code 1
    ├── JournalBroken            the journal cannot be read or written             exit code 1
    ├── SessionBusy              another process holds the session                 exit code 1
    ├── ModelFailed              the model's service cannot be used now            exit code 1
    │   └── ContextTooLong       the prompt does not fit: the caller asks again with less
    └── BudgetReached            a limit on cost is reached; a clean stop          exit code 0

Anything else that reaches the CLI is a bug and shows its traceback.
"""

from __future__ import annotations


class VoyagerError(Exception):
    """Base of every expected failure; its text is one or two sentences for a person."""

    exit_code = 1


class UsageMistake(VoyagerError):
    """The user can fix the call."""

    exit_code = 2


class UnknownSession(UsageMistake):
    """No session has that name."""


class UnknownSkill(UsageMistake):
    """No skill has that name."""


class SetupFailed(VoyagerError):
    """Something that the run needs is not on this machine."""


class WorldLost(VoyagerError):
    """The world went away and did not come back."""


class JournalBroken(VoyagerError):
    """The journal cannot be read or written."""


class SessionBusy(VoyagerError):
    """Another process holds the session."""


class ModelFailed(VoyagerError):
    """The model's service cannot be used now; nothing learned is lost."""


class ContextTooLong(ModelFailed):
    """The prompt does not fit the model's context: ask again with less."""


class BudgetReached(VoyagerError):
    """A limit on calls, tokens or cost is reached: the run stops cleanly and says so."""

    exit_code = 0
