"""What a user should know before an export: where a source has fewer pixels than the size that was chosen."""

from __future__ import annotations

from dataclasses import dataclass

from engine.media.assets import Assets
from engine.render.framing import framing
from engine.render.motion import windows
from engine.render.output import Output, Target, target
from engine.render.plan import Shot, plan
from nemo.draft import Draft

_SEEN = 1.35  # enlarged by more than this, a picture looks soft
_SAID = {
    "en": (
        "Scene {number} (“{name}”) shows {seen} pixels and is enlarged {scale:.1f} × at {size}; it will look soft. "
        "A larger picture or a smaller size keeps it sharp.",
        "Scenes {numbers} show {seen} pixels or less of their pictures and are enlarged up to {scale:.1f} × at {size}; "
        "they will look soft. Larger pictures or a smaller size keep them sharp.",
        ", ",
    ),
    "zh": (
        "第 {number} 个画面（“{name}”）只有 {seen} 像素，在 {size} 下会放大 {scale:.1f} 倍，看起来会偏软。"
        "换一张更大的图片或选择更小的尺寸即可保持清晰。",
        "第 {numbers} 个画面的图片只显示 {seen} 像素或更少，在 {size} 下最多放大 {scale:.1f} 倍，看起来会偏软。"
        "换更大的图片或选择更小的尺寸即可保持清晰。",
        "、",
    ),
}


@dataclass(frozen=True)
class _Enlarged:
    number: int
    name: str
    width: float
    height: float
    scale: float


def notes(draft: Draft, output: Output, assets: Assets) -> list[str]:
    """A sentence which names the scenes whose pictures would be enlarged visibly; none is ever enlarged without one.

    In Chinese for a Chinese draft, else in English; none for an output without pictures.

    Raises RenderError for an output that is not offered.
    """
    goal = target(output, draft)
    if goal.format.kind in ("sound", "project"):
        return []
    film = plan(draft, goal)
    found = [one for shot in film.shots if (one := _enlarged(shot, goal, assets)) and one.scale > _SEEN]
    if not found:
        return []
    single, several, comma = _SAID["zh" if (draft.meta.language or "").startswith("zh") else "en"]
    largest = max(found, key=lambda one: one.width * one.height)
    values = {"seen": f"{largest.width:.0f} × {largest.height:.0f}", "size": f"{goal.width} × {goal.height}"}
    scale, numbers = max(one.scale for one in found), comma.join(str(one.number) for one in found)
    said = single if len(found) == 1 else several
    return [said.format(number=numbers, numbers=numbers, name=largest.name, scale=scale, **values)]


def _enlarged(shot: Shot, goal: Target, assets: Assets) -> _Enlarged | None:
    meta = shot.segment.meta
    asset = assets.get(meta.asset or "")
    if asset is None or asset.kind == "audio":
        return None
    frame = framing(meta, asset)
    scale = min(goal.width / frame.width, goal.height / frame.height)
    if (meta.fit or "cover") == "cover":
        room, seconds = (frame.width, frame.height), shot.length / goal.fps
        pair = windows(room, goal.width / goal.height, frame.focus, meta.motion or "", seconds)
        scale = goal.width / min(view.width for view in pair)
    return _Enlarged(shot.number, asset.name, frame.width, frame.height, scale)
