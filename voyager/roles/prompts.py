"""Prompt templates: Markdown files with front matter, checked before they are sent.

    ---
    role: actor
    variables: [primitives]
    ---
    … $primitives …

`string.Template`, because the prompts are full of JavaScript's braces. A template that uses a
variable it does not declare, or is rendered without one that it does, is refused.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from voyager.core.errors import SetupFailed

FRONT = re.compile(
    r"---\nrole: (?P<role>\w+)\nvariables: \[(?P<names>[\w, ]*)\]\n---\n(?P<body>.*)", re.S
)


@dataclass(frozen=True)
class Prompt:
    """One template."""

    name: str
    role: str
    variables: frozenset[str]
    body: str

    @property
    def sha(self) -> str:
        """SHA-256 of the template: stands in every ModelCalled, so that a change is visible."""
        return hashlib.sha256(self.body.encode()).hexdigest()

    def render(self, **values: str) -> str:
        """The text to send. Raises ValueError unless exactly the declared variables are given."""
        if values.keys() != self.variables:
            missing = sorted(self.variables - values.keys())
            unknown = sorted(values.keys() - self.variables)
            raise ValueError(f"prompt {self.name}: missing {missing}, unknown {unknown}")
        return Template(self.body).substitute(values).strip()


def load_prompts(folder: Path) -> Mapping[str, Prompt]:
    """Every `NAME.md` of `folder`. Raises SetupFailed for one that is not a prompt."""
    return {
        path.stem: parse_prompt(path.stem, path.read_text("utf-8"))
        for path in sorted(folder.glob("*.md"))
    }


def parse_prompt(name: str, text: str) -> Prompt:
    """One prompt from its file's text."""
    found = FRONT.fullmatch(text)
    if not found:
        raise SetupFailed(f"prompts/{name}.md has no front matter with role and variables.")
    declared = frozenset(word for word in re.split(r"[,\s]+", found["names"]) if word)
    body = found["body"]
    used = {
        m["named"] or m["braced"]
        for m in Template.pattern.finditer(body)
        if m["named"] or m["braced"]
    }
    if used != declared or any(m["invalid"] is not None for m in Template.pattern.finditer(body)):
        raise SetupFailed(
            f"prompts/{name}.md declares {sorted(declared)} and uses {sorted(used)}: make them equal."
        )
    return Prompt(name, found["role"], declared, body)
