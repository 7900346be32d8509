"""Looks to choose from by eye: three pictures for each job."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from components.here import Here
from studio.preferences import LOOKS

HERE = Path(__file__).parent

_mount = st.components.v2.component(
    "reelwright_looks",
    html='<div class="looks"></div>',
    css=(HERE / "looks.css").read_text("utf-8"),
    js=(HERE / "looks.js").read_text("utf-8"),
)


def show(visitor: Here, chosen: dict[str, str], key: str) -> tuple[str, str] | None:
    """Draw the looks of every job; returns job and look of one which was just chosen."""
    groups = [
        {
            "job": job,
            "name": visitor.say(f"job.{job}.title"),
            "chosen": chosen.get(job) or looks[0],
            "looks": [{"id": look, "name": visitor.say(f"look.{look}")} for look in looks],
        }
        for job, looks in LOOKS.items()
    ]
    picked = str(_mount(key=key, data={"groups": groups}, on_picked_change=lambda: None).picked or "")
    job, _, look = picked.partition(".")
    return (job, look) if look else None
