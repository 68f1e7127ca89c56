"""The words in which cards tell what a training took, and of what else they tell so."""

from __future__ import annotations

import re

from crawlers.readers.lettered import lettered

HARDWARE_WORDS = (
    "a100",
    "h100",
    "h800",
    "h200",
    "v100",
    "a800",
    "b200",
    "gb200",
    "gh200",
    "tpu",
    "tensor processing",
    "gpu",
    "nvidia",
    "rtx",
    "3090",
    "4090",
    "gaudi",
    "habana",
    "trainium",
    "mi250",
    "mi300",
    "mi210",
    "mi50",
    "ascend",
    "昇腾",
    "dgx",
    "a6000",
    "a40",
    "a10",
    "l40",
    "p100",
    "k80",
    "t4",
    "titan",
    "cerebras",
    "cs-2",
    "cs-3",
    "v3-",
    "v4-",
    "hpu",
    "quadro",
    "h20 ",
    "hardware",
    "trn1",
    "andromeda",
    "supercomputer",
    "super computer",
    "rdu",
    "dataflow",
    "ponte vecchio",
    "biren",
    "mtt s",
)
TIME_WORDS = (
    "hour",
    "day",
    "week",
    "month",
    "minute",
    " min",
    "hrs",
    "hr)",
    "小时",
    "天",
    "training time",
    "6h",
)
ENERGY_WORDS = ("co2", "co₂", "carbon", "kwh", "mwh", "gwh", "energy", "megawatt")
SEEDS = (
    "gpu",
    "tpu",
    "100",
    "h800",
    "h200",
    "a800",
    "gaudi",
    "rtx",
    "090",
    "v3-",
    "trainium",
    "mi2",
    "mi3",
    "ascend",
    "昇腾",
    "dgx",
    "a6000",
    "hardware",
    "cs-2",
    "titan",
    "hour",
    "day",
    "week",
    "month",
    "co2",
    "carbon",
    "kwh",
    "mwh",
    "小时",
    "6h",
    "minutes",
    "tensor processing",
    "supercomputer",
    "super computer",
    "ponte vecchio",
    "mtt s",
)
"""One of these stands in every passage on compute."""
KEYS = (
    "gpu",
    "tpu",
    "hardware",
    "accelerator",
    "硬件",
    "hours used",
    "carbon",
    "comput",
    "infrastructure",
)
"""Words that tell of training, or are the keys of a list, where no word on training stands."""
TRAINING_WORDS = (
    "train",
    "tun",
    "distill",
    "hours used",
    "hardware type",
    "gpu hours",
    "gpu-hours",
    "carbon",
    "compute",
    "训练",
    "학습",
    "benefit",
)
DONE = re.compile(r"\btrain(?:ed|ing)\b|hours used|benefi\w+ from", re.IGNORECASE)
RUN_OF_OURS = re.compile(r"\bwe (?:used|rented|ran|spent|utili[sz]ed|needed)\b", re.IGNORECASE)
"""Of hardware and a duration, past and in the first person: what this release took."""
RUNNING_SECTION = re.compile(r"infer|requirement", re.IGNORECASE)
_TRAIN = r"train(?:ed|ing)?\b(?![- ]free)"
TRAINING = lettered(
    rf"\b{_TRAIN}|\bpre-?{_TRAIN}|\bpost-?{_TRAIN}|\bre{_TRAIN}|\bto train\b|fine-?tun(?:ed|ing)"
    r"|distill(?:ed|ation)|training (?:took|time|cost)|hours used|hardware type"
    r"|gpu[- ]hours|carbon|compute (?:resources|infrastructure)|训练|微调|entrenad|entra[iî]n"
    r"|trainiert|학습|benefit(?:s|ed|ted)? from (?:\w+ ){0,3}hardware"
)
TRAINING_SECTION = lettered(
    r"train|fine-?tun|environment|carbon|compute|\bco2|hyper-?param|technical spec|procedure"
    r"|infrastructure|how (?:was|is) .{0,40}(?:made|built|developed)"
    r"|hardware (?:and|&) software|optimi[sz]ation|训练|微调"
)
OTHER_SECTION = lettered(
    r"usage|how[- ]to|quick|inferen|deploy|demo|install|serv|\brun|\buse|using|evaluat"
    r"|benchmark|performance|throughput|latency|speed|memory|requirement"
    r"|quanti[sz]|example|supported|minimum|test hardware|integration|推理|部署|使用|评测"
)
INFERENCE = lettered(
    r"inferenc|deploy|\bserv(?:e[sd]?|ing)\b|throughput|latency|tokens? ?/ ?s|per second"
    r"|fits? (?:in|on|into)|\brequires?\b|minimum|recommended|at least|vram"
    r"|generation (?:speed|time)|benchmark|measured|quanti[sz]ed (?:on|using|with)|to run\b"
    r"|running (?:on|the model)|can (?:be )?run|推理|tested|free (?:colab|t4)|tensorrt|faster"
)
WITHHELD = re.compile(
    r"training (?:compute|cost|hardware|infrastructure)|gpu[- ]hours"
    r"|hardware (?:used )?for training",
    re.IGNORECASE,
)
KEY = re.compile(
    r"^\W*(?:infrastructure|gpus?|tpus?|hardware(?: type)?|accelerators?|gpu type|training (?:hardware"
    r"|infrastructure)|硬件)\W{0,4}[:|]",
    re.IGNORECASE,
)
