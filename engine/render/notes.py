"""What a user should know before an export: where a source has fewer pixels than the size that was chosen."""

from __future__ import annotations

from engine.media.assets import Assets
from engine.render.framing import framing
from engine.render.motion import windows
from engine.render.output import Output, target
from engine.render.plan import plan
from nemo.draft import Draft

_SEEN = 1.35  # enlarged by more than this, a picture looks soft


def notes(draft: Draft, output: Output, assets: Assets) -> list[str]:
    """A sentence for each scene whose picture would be enlarged visibly; none is ever enlarged without one.

    Raises RenderError for an output that is not offered.
    """
    goal = target(output, draft)
    film = plan(draft, goal)
    found = []
    for shot in film.shots:
        meta = shot.segment.meta
        asset = assets.get(meta.asset or "")
        if asset is None or asset.kind == "audio":
            continue
        frame = framing(meta, asset)
        scale = min(goal.width / frame.width, goal.height / frame.height)
        if (meta.fit or "cover") == "cover":
            seconds = shot.length / goal.fps
            pair = windows(
                (frame.width, frame.height), goal.width / goal.height, frame.focus, meta.motion or "", seconds
            )
            scale = goal.width / min(view.width for view in pair)
        if scale > _SEEN:
            size = f"{frame.width:.0f} × {frame.height:.0f}"
            found.append(
                f"Scene {shot.number} (“{asset.name}”) shows {size} pixels and is enlarged {scale:.1f} × "
                f"at {goal.width} × {goal.height}; it will look soft."
            )
    return found
