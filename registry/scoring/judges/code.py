"""Judges of the code pillar: training code, its terms, recipe, evaluation and compute."""

from __future__ import annotations

import re
from collections.abc import Iterable

from registry.scoring.case import Case, Verdict, nothing_found, unreachable
from registry.scoring.evidence import Evidence
from registry.scoring.licenses import LicenseClass, most_restrictive
from registry.scoring.rubric import Criterion

RECIPE_ITEMS = {
    "learning-rate": "learning rate",
    "batch-size": "batch size",
    "optimizer": "optimizer",
    "schedule": "schedule",
    "duration": "steps, epochs or tokens",
    "precision": "precision",
    "context-length": "context length of training",
}
"""The items of a recipe (rubric.md, code.recipe), as a visitor reads them."""

FULL_RECIPE = 4
"""Items that make a recipe full (rubric.md)."""

_SETTINGS = {
    "harness": "the harness",
    "shots": "shots",
    "prompts": "prompts",
    "sampling": "sampling settings",
    "evaluation-code": "evaluation code",
}
_PUBLISHED = ("training-code", "own-framework", "configuration")


def judge_training(case: Case, criterion: Criterion) -> Verdict:
    """Complete: code of pre-training, and of post-training where there is one.

    A public framework alone is none.
    """
    code = case.found(criterion.id, "training-code")
    own = case.found(criterion.id, "own-framework")
    settings = case.found(criterion.id, "configuration")
    told = (*code, *own, *settings)
    if not told:
        return nothing_found(case, criterion, "Training code")
    stages = {stage for e in code for stage in e.value.split(" and ")}
    if case.is_derived:
        whole = "pre-training" in stages and bool(stages & {"post-training", "training"})
    else:
        whole = bool(stages & {"training", "pre-training"}) or bool(own and settings)
    if whole:
        return Verdict("complete", f"The training code is published: {_names(code or own)}.", told)
    if code:
        what = "post-training" if stages == {"post-training"} else "one stage of the training"
        if case.is_derived:
            what = "this release's own training"
        return Verdict("part", f"The code of {what} is published: {_names(code)}.", told)
    if own:
        return Verdict(
            "part", f"It was trained with the publisher's own framework: {_names(own)}.", told
        )
    return Verdict(
        "part", "The settings for a public training framework are given, without code.", told
    )


def _names(evidence: Iterable[Evidence]) -> str:
    """The addresses told, without repetition."""
    return ", ".join(dict.fromkeys(e.target.removeprefix("https://") or e.value for e in evidence))


def judge_license(case: Case, criterion: Criterion) -> Verdict:
    """The terms of the training code; none when there is no such code or nothing is said of it."""
    code = case.found("code.training", *_PUBLISHED)
    told = case.found(criterion.id, "license")
    if not code and (gone := case.unchecked("code.training")):
        return unreachable(gone)
    if not code:
        return nothing_found(case, criterion, "A licence for training code")
    if not told:
        return Verdict(
            "none", "Training code is published, but under which terms is not said.", code
        )
    terms = most_restrictive(case.licenses.resolve(e.value).cls for e in told)
    name = told[0].value
    if terms is LicenseClass.OPEN_SOURCE:
        return Verdict("open", f"The code is published under an open-source licence: {name}.", told)
    if terms is LicenseClass.NONE:
        return Verdict("none", f"The code's terms are unclear: {name}.", told)
    return Verdict(
        "restricted", f"The code is published under terms that restrict its use: {name}.", told
    )


def judge_recipe(case: Case, criterion: Criterion) -> Verdict:
    """Full from four of the seven items on."""
    told = case.found(criterion.id, *RECIPE_ITEMS)
    if not told:
        return nothing_found(
            case, criterion, "A training setting, such as learning rate or batch size,"
        )
    given = [name for fact, name in RECIPE_ITEMS.items() if any(e.fact == fact for e in told)]
    if len(given) >= FULL_RECIPE:
        return Verdict("full", f"{_sentence(given)} are given.", told)
    left = len(RECIPE_ITEMS) - len(given)
    verb = "is" if len(given) == 1 else "are"
    return Verdict("some", f"{_sentence(given)} {verb} given; {left} other settings are not.", told)


def _sentence(words: list[str]) -> str:
    joined = f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]
    return joined[0].upper() + joined[1:]


def judge_evaluation(case: Case, criterion: Criterion) -> Verdict:
    """Results, and what it takes to get them again; settings without results count for nothing."""
    results = case.found(criterion.id, "results")
    if not results:
        verdict = nothing_found(case, criterion, "A result of an evaluation")
        return verdict
    settings = case.found(criterion.id, *_SETTINGS)
    if not settings:
        how = (
            "only pictured or told elsewhere"
            if _only_elsewhere(results)
            else "given, without how to get them again"
        )
        return Verdict("results", f"Results of an evaluation are {how}.", results)
    named = [name for fact, name in _SETTINGS.items() if any(e.fact == fact for e in settings)]
    return Verdict(
        "harness-and-results",
        f"Results are given, and {_sentence(named).lower()} to get them again.",
        (*results, *settings),
    )


def _only_elsewhere(results: Iterable[Evidence]) -> bool:
    return all(e.value in {"figure", "reference"} for e in results)


def judge_compute(case: Case, criterion: Criterion) -> Verdict:
    """Hardware and time.

    A kind of accelerator without a number needs device-hours or energy beside it to be both.
    """
    hardware = case.found(criterion.id, "accelerators")
    hours = case.found(criterion.id, "device-hours", "energy")
    duration = case.found(criterion.id, "duration")
    if not (hardware or hours or duration):
        return nothing_found(case, criterion, "The hardware or time that training took")
    counted = any(re.match(r".*×", e.value) for e in hardware)
    told = (*hardware, *hours, *duration)
    if hardware and (hours or (duration and counted)):
        return Verdict(
            "hardware-and-time",
            f"Trained on {hardware[0].value}; {(*hours, *duration)[0].value}.",
            told,
        )
    if hardware:
        lacking = "for how long is not said" if not duration else "of how many is not said"
        return Verdict("one", f"Trained on {hardware[0].value}; {lacking}.", told)
    return Verdict(
        "one",
        f"It is said what training took ({(*hours, *duration)[0].value}), not on which hardware.",
        told,
    )


JUDGES = {
    "code.training": judge_training,
    "code.license": judge_license,
    "code.recipe": judge_recipe,
    "code.evaluation": judge_evaluation,
    "code.compute": judge_compute,
}
"""The judge of each criterion, by the name that ``rubric.toml`` gives it."""
