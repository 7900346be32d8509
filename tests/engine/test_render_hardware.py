"""Encoders in hardware are believed only after a trial."""

from dataclasses import replace

import av
import pytest

from engine.render.hardware import CANDIDATES, accelerated, proven
from engine.render.output import QUALITIES, Output, target
from tests.engine.rendering import draft


@pytest.fixture
def goal():
    return target(Output(), draft([{"d": 1000}]))


def test_a_trial_believes_an_encoder_that_works(goal):
    assert proven(goal), "x264 itself passes"


def test_an_encoder_that_is_not_there_or_does_not_work_is_passed_over(goal):
    assert accelerated(goal, ("no_such_encoder", "h264_v4l2m2m")) is goal
    assert accelerated(goal, ("no_such_encoder", "libx264")).format.video == "libx264"


@pytest.mark.parametrize("codec", CANDIDATES)
def test_what_is_chosen_here_was_proven_here(codec, goal):
    chosen = accelerated(goal, (codec,))
    assert chosen is goal or (proven(chosen) and codec in av.codecs_available)
    assert {"preview", "draft", "standard", "high"} <= set(QUALITIES[codec])


def test_a_size_limit_needs_the_software_encoder(goal):
    limited = replace(goal, max_bytes=1_000_000)
    assert accelerated(limited, ("libx264",)) is limited
