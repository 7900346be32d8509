"""What a user should know before an export: where a source has fewer pixels than the size that was chosen."""

from __future__ import annotations

from engine.media.assets import Assets
from engine.render.framing import framing
from engine.render.motion import windows
from engine.render.output import Output, target
from engine.render.plan import plan
from nemo.draft import Draft

_SEEN = 1.35  # enlarged by more than this, a picture looks soft
_SAID = {
    "en": (
        "Scene {number} (“{name}”) shows {seen} pixels and is enlarged {scale:.1f} × at {size}; it will look soft. "
        "A larger picture or a smaller size keeps it sharp."
    ),
    "zh": (
        "第 {number} 个画面（“{name}”）只有 {seen} 像素，在 {size} 下会放大 {scale:.1f} 倍，看起来会偏软。"
        "换一张更大的图片或选择更小的尺寸即可保持清晰。"
    ),
}


def notes(draft: Draft, output: Output, assets: Assets) -> list[str]:
    """A sentence for each scene whose picture would be enlarged visibly; none is ever enlarged without one.

    In Chinese for a Chinese draft, else in English; none for an output without pictures.

    Raises RenderError for an output that is not offered.
    """
    goal = target(output, draft)
    if goal.format.kind in ("sound", "project"):
        return []
    film = plan(draft, goal)
    said = _SAID["zh" if (draft.meta.language or "").startswith("zh") else "en"]
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
            seen, size = f"{frame.width:.0f} × {frame.height:.0f}", f"{goal.width} × {goal.height}"
            found.append(said.format(number=shot.number, name=asset.name, seen=seen, scale=scale, size=size))
    return found
