"""Reads what the post-training pillar needs: stages, data, rewards, annotation and code."""

from __future__ import annotations

from collections.abc import Iterator

from crawlers.readers.annotation import read_annotation
from crawlers.readers.further_stages import read_further_stages
from crawlers.readers.instruction_data import read_tuning_data
from crawlers.readers.observed import Observed
from crawlers.readers.own_training import making_of
from crawlers.readers.post_code import read_post_code
from crawlers.readers.pretraining import tells_of_another_model
from crawlers.readers.rewards import read_rewards
from crawlers.readers.stages import read_stages
from crawlers.readers.tuning import read_tuning
from crawlers.readers.withheld import read_withheld
from registry.scoring.evidence import Evidence


def read_post(observed: Observed) -> Iterator[Evidence]:
    """The facts on how a base was turned into this model."""
    yield from read_tuning(observed)
    making = making_of(observed.card).without(lambda p: tells_of_another_model(observed, p))
    yield from read_stages(observed, making)
    yield from read_further_stages(observed, making)
    yield from read_tuning_data(observed, making)
    yield from read_rewards(observed, making)
    yield from read_annotation(observed, making)
    yield from read_post_code(observed, making)
    yield from read_withheld(observed, "post")
