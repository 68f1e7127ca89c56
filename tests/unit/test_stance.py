"""Stance: whether a sentence states, denies or only promises the thing in [brackets]."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.readers.stance import Stance, stance

STATED = """
The [training data] is available on the Hub.
We release the [training code] under Apache-2.0.
[Weights] are no longer gated.
It is trained on not only English but also German [web text].
The [data] includes, but is not limited to, Wikipedia and books.
The [dataset] was collected without human annotation.
The [code] is open, but the data is not released.
The data is not released, but the [code] is open.
While the weights are proprietary, the [code] is public.
We not only release the [weights] but also the data.
The [data] is not proprietary.
There is no doubt that the [data] is open.
Not just the weights: we publish the [training data] too.
The [checkpoints] are not gated.
You do not need to ask to get the [weights].
We trained it on [Dolma]; the tokenizer is not included.
The [evaluation code] has been released.
No registration is needed to download the [data].
Nothing is withheld: the [data] is all there.
The [paper] describes how the model was trained.
The model was not trained from scratch; it starts from [Llama].
All [intermediate checkpoints] are published, without restrictions.
我们开源了[训练数据]。
Les [données] sont disponibles.
Die [Daten] sind öffentlich verfügbar.
Los [datos] son públicos.
""".strip().splitlines()

DENIED = """
The [training data] is not available.
The [training data] will not be released.
We do not release the [training code].
We are unable to share the [data].
The [weights] are proprietary.
Details of the [training data] are undisclosed.
The [dataset] has not been made public.
The [data] is confidential.
The [reward model] remains closed-source.
There is no information on the [data].
We have no plans to release the [data].
We don't disclose the [datasets] that were used.
The [data] isn't public.
The [training code] won't be published.
We cannot share the [dataset] for legal reasons.
Neither the [data] nor the code is released.
The [data] is no longer available.
[学習データ]は非公開です。
[데이터]는 공개되지 않았습니다.
[Данные] не опубликованы.
[Training data]: not disclosed.
[Data]: undisclosed
[Training data]: unknown
We decline to reveal the [data mixture].
The weights are open, but the [data] is not released.
The [data] is kept private.
The [data] is internal and will never be published.
We release the weights without disclosing the [data].
[训练数据]未公开。
[数据]暂不开源。
我们没有公开[训练代码]。
Les [données] ne sont pas publiques.
Les [données] ne sont pas disponibles.
Die [Daten] sind nicht öffentlich.
Die [Daten] werden nicht veröffentlicht.
Los [datos] no están disponibles.
No se publica el [código].
I [dati] non sono disponibili.
[学習データ]は公開されていません。
""".strip().splitlines()

PROMISED = """
The [training code] will be released soon.
[Training code]: coming soon.
We plan to release the [data].
We will open-source the [training code] in the near future.
The [paper] is going to be published later.
Stay tuned for the [technical report]!
The [dataset] is to be announced.
We intend to share the [checkpoints].
[Data] (soon)
The [report] is work in progress.
We are planning to publish the [code].
The [code] has not been released yet, but will be soon.
The [data] is not yet available.
[训练数据]即将开源。
[数据]后续会开源。
El [código] estará disponible próximamente.
Le [code] sera bientôt disponible.
""".strip().splitlines()

CASES = [
    *((Stance.STATED, text) for text in STATED),
    *((Stance.DENIED, text) for text in DENIED),
    *((Stance.PROMISED, text) for text in PROMISED),
]


@pytest.mark.parametrize(("expected", "marked"), CASES, ids=[text for _, text in CASES])
def test_stance(expected: Stance, marked: str):
    start, end = marked.index("["), marked.index("]") - 1
    assert stance(marked.replace("[", "").replace("]", ""), start, end) is expected


def test_without_a_span_the_whole_text_counts():
    assert stance("The data is not released.") is Stance.DENIED


@given(st.text(max_size=100), st.integers(0, 100), st.integers(0, 100))
def test_it_never_raises(text: str, start: int, end: int):
    stance(text, min(start, end), max(start, end))
