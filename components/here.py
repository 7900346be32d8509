"""Who is here: the browser, its project and its words, the same for every page of a run."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import streamlit as st

from studio import projects
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


def here() -> Here:
    """The visitor of this run. The project is the one named by `?p=`, else the one worked on last, else a new one."""
    owner = owner_of(st.context.cookies) or _owner_without_cookie()
    language = projects.browser(owner).preferences.get("language") or best_language(st.context.locale)
    project = _project(owner, language)
    st.session_state["project"] = st.query_params["p"] = project.id
    return Here(owner, project, language, words(language))


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
