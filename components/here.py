"""Who is here: the browser, its project and its words, the same for every page of a run."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import streamlit as st

from studio import projects, turns
from studio.identity import owner_of
from studio.tables import Project
from studio.words import Words, best_language, words


@dataclass(frozen=True)
class Here:
    """What a page needs to know about its visitor."""

    owner: str
    project: Project
    language: str
    say: Words
    turn: turns.Turn | None = None

    @property
    def busy(self) -> bool:
        """Whether a message is being worked on."""
        return self.turn is not None


def here() -> Here:
    """The visitor of this run. The project is the one named by `?p=`, else the one worked on last, else a new one.

    A turn keeps its draft and its line before it ends. So the turn is asked for first, and the project read after it: a
    run without a turn sees all that the last one left, and a run with one is drawn anew at its end.
    """
    owner = owner_of(st.context.cookies) or _owner_without_cookie()
    language = projects.browser(owner).preferences.get("language") or best_language(st.context.locale)
    project = _project(owner, language)
    st.session_state["project"] = st.query_params["p"] = project.id
    turn = turns.current(project.id, language)
    return Here(owner, projects.get(owner, project.id) or project, language, words(language), turn)


def open_project(project: str) -> None:
    """Make this the project of the tab from the next run on."""
    st.session_state["project"] = project
    st.query_params["p"] = project


def leave_for(project: str) -> None:
    """Open another project and forget what was chosen in this one."""
    for key in ("job", "segment", "composed", "request"):
        st.session_state.pop(key, None)
    open_project(project)


def _project(owner: str, language: str) -> Project:
    for wanted in (st.query_params.get("p"), st.session_state.get("project")):
        found = projects.get(owner, wanted) if wanted else None
        if found:
            return found
    return projects.latest(owner) or projects.create(owner, language)


def _owner_without_cookie() -> str:
    """A browser that refuses cookies keeps its work for as long as its tab is open."""
    return str(st.session_state.setdefault("owner", f"tab-{secrets.token_hex(24)}"))
