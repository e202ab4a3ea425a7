"""Small data sets for the tests of evaluation."""

import json

PASSAGES = [
    {
        "id": "lib/1",
        "lang": "en",
        "text": " The library was founded in 1998 by Salem. It lends books for two weeks.\r\n",
    },
    {"id": "gar#2", "lang": "en", "text": "The garden has nine old trees. A gardener works in it."},
    {"id": "مرفأ", "lang": "ar", "text": "بني المرفأ عام 1931. ترسو فيه السفن."},
    {"id": "copy", "lang": "en", "text": "Salem founded the library. In 1998 it opened."},
]
QUESTIONS = [
    {
        "id": "q1",
        "lang": "en",
        "question": "When was the library founded in?",
        "passage_id": "lib/1",
        "answers": [{"text": "1998", "start": 28}],
        "also_accept": ["copy"],
        "source": "one",
    },
    {
        "id": "q2",
        "lang": "en",
        "question": "How many old trees has the garden?",
        "passage_id": "gar#2",
        "answers": [{"text": "nine", "start": 999}],
        "source": "two",
    },
    {
        "id": "q3",
        "lang": "ar",
        "question": "- متى بني المرفأ؟ ال",
        "question_clean": "متى بني المرفأ؟",
        "passage_id": "مرفأ",
        "answers": [{"text": "1931", "start": -1}],
    },
    {"id": "q4", "lang": "en", "question": "Who sings?", "passage_id": None, "answerable": False},
    {"id": "q5", "lang": "en", "question": "Which ship?", "passage_id": None, "answerable": True},
]


def write_dataset(folder, passages=PASSAGES, questions=QUESTIONS, **others):
    folder.mkdir(parents=True, exist_ok=True)
    for name, some in ({"passages": passages, "questions": questions} | others).items():
        lines = [json.dumps(row, ensure_ascii=False) for row in some]
        (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def parallel_dataset(folder):
    """The same passage and question in two languages, with told sentences."""
    passages = [
        {"id": "p", "lang": "en", "text": "One came. Two left."},
        {"id": "p", "lang": "fr", "text": "Un arriva. Deux partirent."},
    ]
    asked = {"id": "q", "passage_id": "p"}
    questions = [
        asked | {"lang": "en", "question": "Who left?", "answers": [{"text": "Two", "start": 10}]},
        asked | {"lang": "fr", "question": "Qui ?", "answers": [{"text": "Deux", "start": 11}]},
    ]
    bounds = {"en": [(0, 9), (10, 19)], "fr": [(0, 10), (11, 26)]}
    sentences = [
        {"id": f"s{i}", "passage_id": "p", "lang": code, "start": start, "end": end}
        for code, spans in bounds.items()
        for i, (start, end) in enumerate(spans)
    ]
    right = [{"question_id": "q", "lang": code, "sentence_id": "s1"} for code in bounds]
    return write_dataset(folder, passages, questions, sentences=sentences, answer_sentences=right)
