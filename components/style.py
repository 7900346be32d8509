"""The few rules of style which the theme file cannot say."""

from __future__ import annotations

import streamlit as st

CSS = """
<style>
:root { color-scheme: light dark; }
.stMainBlockContainer { max-width: 68rem; padding-top: 4.6rem; padding-bottom: 3rem; }
[data-testid="stHeader"] { background: light-dark(#fffdfb, #16131a); }
.st-key-nav { position: fixed; top: .7rem; z-index: 1000000; width: auto; max-width: calc(100vw - 5rem); }
.st-key-nav [data-testid="stPageLink-NavLink"] { padding: .35rem .7rem; border-radius: 999px; }
[data-testid="stBaseButton-primary"], [data-testid="stBaseLinkButton-primary"] {
  background: light-dark(#b4234a, #c02c57); border-color: light-dark(#b4234a, #c02c57); }
[data-testid="stBaseButton-primary"]:hover, [data-testid="stBaseLinkButton-primary"]:hover {
  background: light-dark(#9c1c3f, #a9244a); border-color: light-dark(#9c1c3f, #a9244a); }
[data-testid="stMarkdownContainer"] :is(p, li), textarea, input[type="text"] { unicode-bidi: plaintext; }
[data-testid="stCaptionContainer"] { opacity: 1 !important; }
[data-testid="stCaptionContainer"] * { color: light-dark(#605867, #b9b0bd) !important; }
.st-key-hero h1 { font-size: clamp(1.75rem, 4.2vw, 2.45rem); letter-spacing: -.025em; line-height: 1.15; }
.st-key-hero p { font-size: 1.08rem; }
.st-key-jobs .stVerticalBlock { height: 100%; }
.st-key-jobs h3 { padding: 0 0 .3rem; }
.st-key-activity span[role="img"] { display: inline-block; animation: turn 1.2s linear infinite; }
@keyframes turn { to { transform: rotate(360deg); } }
.st-key-film video { max-height: min(62vh, 620px); width: auto; max-width: 100%; }
.st-key-post :is(pre, code) { font-family: inherit; }
.st-key-covers label p { white-space: normal; }
video { border-radius: .75rem; background: #000; }
@media (min-width: 900px) { .st-key-stage { position: sticky; top: 4.6rem; } }
.version-picture { width: 56px; height: 72px; object-fit: cover; border-radius: .5rem; display: block; }
.project-picture { width: 100%; height: 180px; object-fit: cover; border-radius: .5rem; display: block; }
.brand-logo { max-width: 11rem; max-height: 6rem; object-fit: contain; display: block; padding: .5rem;
  border-radius: .5rem; background: repeating-conic-gradient(#8883 0% 25%, transparent 0% 50%) 0 0 / 16px 16px; }
.variant-film { width: 100%; display: block; }
.export-picture { max-width: 100%; max-height: 320px; border-radius: .75rem; display: block; }
.st-key-history video { max-height: 420px; }
.st-key-empty { padding-top: 12vh; text-align: center; }
.st-key-three-looks { overflow-x: auto; scroll-snap-type: x mandatory; padding-bottom: .5rem; }
.st-key-three-looks > * { flex: 1 0 0; min-width: 11rem; scroll-snap-align: start; }
.st-key-three-looks video { width: auto; max-width: 100%; max-height: 60vh; }
@media (max-width: 640px) {
  .st-key-three-looks > * { min-width: 72%; }
  .stMainBlockContainer { padding-inline: 1rem; }
  .st-key-nav { inset-inline-start: 3.4rem; }
  .st-key-nav [data-testid="stPageLink-NavLink"] { padding: .35rem .6rem; gap: 0; }
  .st-key-nav [data-testid="stPageLink-NavLink"] > :not(:last-child) { display: none; }
}
@media (prefers-reduced-motion: reduce) {
  *, *::before, *::after { animation-duration: .01ms !important; transition-duration: .01ms !important; }
}
</style>
"""


def show() -> None:
    """Put the rules on the page."""
    st.html(CSS)
