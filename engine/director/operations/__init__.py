"""The closed set of edits: the only way a draft changes, and the tools a language model may use."""

from __future__ import annotations

from typing import Annotated, Any, get_args

from pydantic import Field

from engine.director.operations.base import CannotDoError, Operation, Setting
from engine.director.operations.beats import CutOnBeat
from engine.director.operations.calendar import SetZone
from engine.director.operations.create import Create
from engine.director.operations.hearing import CaptionSpeech
from engine.director.operations.personal import Greet, SetCall, SetHook
from engine.director.operations.picture import (
    Adjust,
    FadePicture,
    Rotate,
    SetFilter,
    SetFit,
    SetMotion,
    SetTransition,
    Zoom,
)
from engine.director.operations.scenes import (
    AddCard,
    AddMedia,
    DuplicateScenes,
    MergeScenes,
    MoveScenes,
    OrderScenes,
    RemoveScenes,
    ReplaceMedia,
    SplitScene,
    SwapScenes,
)
from engine.director.operations.sound import Ducking, FadeSound, Mute, RemoveMusic, SetMusic, SetVolume
from engine.director.operations.texts import (
    AddText,
    RemoveTexts,
    SetCta,
    SetDisclosure,
    SetText,
    StyleText,
    TimeText,
)
from engine.director.operations.timing import CutOut, SetSceneLength, SetSpeed, Trim
from engine.director.operations.voice import (
    RemoveLogo,
    RemoveVoice,
    SetCaptions,
    SetCaptionText,
    SetLogo,
    SetVoice,
    SetVoiceLine,
    Voiceover,
)
from engine.director.operations.whole import SetAspect, SetLength, SetLook, SetPhotoLength
from engine.director.operations.wording import ReplaceWords

Edit = (
    Create
    | SetLength
    | SetPhotoLength
    | SetAspect
    | SetLook
    | AddMedia
    | AddCard
    | RemoveScenes
    | MoveScenes
    | SwapScenes
    | OrderScenes
    | DuplicateScenes
    | SplitScene
    | ReplaceMedia
    | MergeScenes
    | SetSceneLength
    | Trim
    | CutOut
    | SetSpeed
    | CutOnBeat
    | SetTransition
    | SetFilter
    | Adjust
    | Rotate
    | Zoom
    | SetFit
    | SetMotion
    | FadePicture
    | AddText
    | SetText
    | ReplaceWords
    | RemoveTexts
    | TimeText
    | StyleText
    | SetDisclosure
    | SetCta
    | SetZone
    | SetHook
    | SetCall
    | Greet
    | SetMusic
    | RemoveMusic
    | SetVolume
    | Mute
    | Ducking
    | FadeSound
    | Voiceover
    | SetVoiceLine
    | SetVoice
    | RemoveVoice
    | SetCaptions
    | SetCaptionText
    | CaptionSpeech
    | SetLogo
    | RemoveLogo
)
AnyOperation = Annotated[Edit, Field(discriminator="op")]
OPERATIONS: dict[str, type[Operation]] = {kind.model_fields["op"].default: kind for kind in get_args(Edit)}


def tools() -> list[dict[str, Any]]:
    """Every operation as a tool of the OpenAI protocol: name, description, JSON schema of its arguments."""
    found = []
    for name, kind in OPERATIONS.items():
        schema = kind.model_json_schema()
        schema.get("properties", {}).pop("op", None)
        description = " ".join((kind.__doc__ or "").split())
        found.append({"type": "function", "function": {"name": name, "description": description, "parameters": schema}})
    return found


__all__ = [
    "OPERATIONS",
    "AnyOperation",
    "CannotDoError",
    "Operation",
    "Setting",
    "tools",
    *sorted(k.__name__ for k in OPERATIONS.values()),
]
