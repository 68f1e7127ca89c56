"""How cards tell what a training took: device-hours, duration, energy and emissions."""

from __future__ import annotations

import re

from crawlers.readers.caseless import Caseless
from crawlers.readers.subjects import addresses_users

_TO_TRAIN = re.compile(
    r"\b(?:took|takes|taking|used|spent|cost|needed|required|utili[sz]ed|fund|we ran)\b(?:[^.]|\.(?=\d)){0,60}?"
    r"\bto (?:pre-?|fine-?)?(?:train|tune)\b",
    re.IGNORECASE,
)


def asks_users(text: str) -> bool:
    """Whether the words invite readers to do something, and do not tell what it took to train."""
    return addresses_users(text) and addresses_users(_TO_TRAIN.sub(" ", text))


DEVICE_HOURS = re.compile(
    r"(?P<value>\d[\d,.]*\s?(?:[km]\b|million|thousand|万)?)\s?(?:\w+[- ])?(?:\d+ ?gb )?(?:gpu"
    r"|tpu|npu|a100|h100|h800|h200|v100|device|node|chip|core|accelerator)s?(?: \d+ ?gb)?[-_ ]?(?:hours?"
    r"|hrs?|小时|days)"
    r"|(?:(?:gpu|tpu|a100|h100|h800|h200|device|node|chip)[-_ ]?(?:hours?|hrs?)\)?(?: used)?"
    r"|hours used)\W{0,6}(?:about |approx\w* |~)?(?P<value2>\d[\d,.]*\s?[km]?)",
    re.IGNORECASE,
)
_NUMBER_WORD = r"an?|one|two|three|four|five|six|seven|ten"
_LENGTH = (
    r"(?:about |approximately |around |roughly |over |only |just |~|≈|less than |more than "
    r"|nearly |almost |c\.a\. |ca\. )*(?P<{}>\d[\d,.]*|"
    + _NUMBER_WORD
    + r")(?:\s?[-–~]\s?\d+)?\s?(?:full |whole )?(?:hours?|hrs?|h|days?|weeks?|months?"
    r"|min(?:utes?)?s?)\b(?! of (?:audio|speech|video|data|english|labell|transcri|unlabell|annot"
    r"|record|music))"
)
MAY_LAST = re.compile(
    rf"(?:[\d.,]|{_NUMBER_WORD})\s?(?:full |whole )?(?:hour|hr|h\b|day|week|month|min)|训练"
)
"""Stands, in lower case, in all words that tell a duration."""
DURATION = Caseless(
    rf"(?:train|tun(?:ed|ing)|epochs?)[^.\n]{{0,160}}?\b(?:for|took|takes?|taking|in|within|during"
    rf"|over|lasted|duration of|required|needed|completed in)\b[ *_]{{1,4}}(?:a total of "
    rf"|total of )?{_LENGTH.format('a')}"
    rf"|\b(?:training|tuning|total|wall[- ]?clock|run) ?(?:time|duration|hours"
    rf"|runtime)\b[^\d.\n]{{0,25}}{_LENGTH.format('b')}"
    rf"|(?:took|takes?|taking)[ *_]{{1,4}}{_LENGTH.format('c')}[^.\n]{{0,60}}\b(?:train"
    rf"|fine-?tun|gpus?|[ah]100|tpu)"
    rf"|\bepochs? \({_LENGTH.format('h')}"
    rf"|{_LENGTH.format('d')} (?:of |to )(?:train|comput|fine-?tun)|(?:gpus?"
    rf"|[ahv]\d00s?(?: ?\(?\d+ ?gb\)?)?|tpus?)[^.\n]{{0,40}}\bfor[ "
    rf"*_]{{1,4}}{_LENGTH.format('e')}"
    r"|\b(?:in|within)(?: a span of)? \W?(?:just|only|about|less than)?\W{0,3}"
    rf"{_LENGTH.format('g')}"
    r" (?:on|using|with) [^.\n]{0,40}(?:gpus?|[ahv]\d00s?|tpus?)\b"
    r"|训练[^。\n]{0,30}?(?P<f>\d[\d.]*)\s?(?:小时|天|周)"
)
ENERGY = re.compile(
    r"(?P<value>\d[\d,.]*)\s?(?:[kmg]wh|megawatt|kilowatt|gigawatt)"
    r"|(?P<value2>\d[\d,.]*)\s?(?:metric )?(?:kg|g|t|tons?|tonnes?|kilograms?"
    r"|lbs)\.?\s?(?:of )?(?:eq\.? )?co[2₂](?!\w*\s?/\s?kwh)"
    r"|(?:carbon|co[2₂])[^\d\n.]{0,60}?(?P<value3>\d[\d,.]*)\s?(?:metric )?(?:kg|g\b|t\b|tons?"
    r"|tonnes?|tco)"
    r"|(?:carbon (?:emitted|emissions?)|co[2₂]e?q?[^|:]{0,20}|power consumption|energy[^"
    r"|:]{0,30})[^|:\d]{0,30}[:|]\s?(?P<value4>~?\d[\d,.]*)",
    re.IGNORECASE,
)
