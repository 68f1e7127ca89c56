"""Words: what the parts of charts are called, and what charts say of what they count."""

from __future__ import annotations

from registry.charts.findings import Wording

WEIGHTINGS = {"releases": "every release counts the same", "downloads": "by downloads"}

PILLARS = (
    "The mean score of each pillar over the releases to which it applies: one without post-training has no score for "
    "post-training. {} A point stands for five releases or more."
)
WEIGHT_NOTES = {
    "releases": "Every release counts the same, however much it is used.",
    "downloads": "Each release counts as much as it was downloaded lately, as the Hub tells; one without downloads "
    "counts nothing, and a single popular release can move a line.",
}
CLASSES = {
    "open source AI": "are open source AI",
    "open data": "come with open weights and open data",
    "open weights": "come with open weights and without their data",
    "restricted weights": "come with restricted weights",
    "closed": "are closed",
}
LICENSES = {
    "open-source": ("open source", "open-source licences", "are under an open-source licence"),
    "use-restricted": ("restricts use", "licences that restrict use", "are under a licence that restricts use"),
    "non-commercial": (
        "non-commercial", "non-commercial licences", "are under a licence without commercial use",
    ),
    "none": ("no licence", "releases without a licence", "declare no licence"),
}  # fmt: skip
PREFERENCE_LEVELS = {
    "downloadable": "all published",
    "in-part": "published in part",
    "described": "described",
    "undisclosed": "undisclosed",
    "closed": "withheld",
    "unchecked": "unchecked",
}

PUBLISHERS = (
    "Publishers are grouped by the number of their graded releases in the whole catalog, whatever is filtered and "
    "whenever they came out. What kind of organization a publisher is, a company or a university, is not known. "
    "A point stands for five releases or more."
)
CLASS_NOTE = (
    "The class follows from what is published, and not from the score: open source AI asks for weights, code and "
    "information on the data, open data for weights and data, open weights for the weights alone."
)
LICENSE_NOTE = (
    "What counts is the most restrictive of the licences and conditions with which the release and its base come, "
    "declared or written in the card."
)
PREFERENCE_NOTE = (
    "Preference data are the choices, ratings or checks from which a model learns after it was instructed. Base "
    "models are left out, and so are releases whose card gives instruction tuning as the only stage."
)
CLAIM_NOTE = (
    "Counted are releases whose card calls the model, its data or its code open where what was found contradicts "
    "it. A release that claims nothing can’t be among them."
)
SIZES = (
    "Releases of all dates, also those without one. Left out because their number of parameters is not "
    "known: {:,}."
)
SIZE_WORDING = Wording(
    "Size", "for small and large models alike", "Releases of {} parameters", "those of {}"
)
TOKENS = (
    "Releases of all dates, also those without one, whose card says on how many tokens this model was trained: those "
    "that it saw, or those of its data. The number is the publisher’s own; “more than 15 trillion” counts as 15. A "
    "card that gives several numbers and no total, or tells only of fine-tuning or of a base by another publisher, "
    "says nothing that could be counted. Releases that tell this number may be more open than others in any "
    "case. Left out because no number is known: {:,}."
)
TOKEN_WORDING = Wording(
    "The number of training tokens",
    "after many tokens and after few",
    "Releases trained on {} tokens",
    "those trained on {}",
)
