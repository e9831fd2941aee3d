"""Presidio on requests of `perde detect`: JSON lines in, JSON lines out.

    python presidio_detect.py [--model en_core_web_lg]

Without a model: every rule that the package has (pattern recognisers of all countries, checksums, phone numbers by
libphonenumber, context words) and no names, since Presidio finds names by a model only. The language is set to English
for all of them, as the rules of other countries are otherwise asked for texts in those languages alone; a word's lemma
is the word itself. With a model: the same rules and the model's named entities, Presidio's default pipeline.
"""

import argparse
import json
import logging
import sys
from collections import Counter

import spacy
from presidio_analyzer import AnalyzerEngine, LocalRecognizer, RecognizerRegistry, predefined_recognizers
from presidio_analyzer.nlp_engine import SpacyNlpEngine

# Answered by models or by services, not by rules.
NOT_RULES = ("Spacy", "Stanza", "Transformers", "GLiNER", "HuggingFace", "Medical", "Azure", "LangExtract", "Basic", "AHDS")
BACKGROUND = {"DATE_TIME", "LOCATION", "NRP", "ORGANIZATION", "URL", "UUID"}


class BlankEngine(SpacyNlpEngine):
    """Words without a model."""

    def __init__(self):
        super().__init__()
        language = spacy.blank("en")
        language.max_length = 10**8

        @spacy.Language.component("word_as_lemma")
        def word_as_lemma(doc):
            for token in doc:
                token.lemma_ = token.lower_
            return doc

        language.add_pipe("word_as_lemma")
        self.nlp = {"en": language}

    def load(self):
        pass


def rules():
    for name in predefined_recognizers.__all__:
        kind = getattr(predefined_recognizers, name)
        if name.startswith(NOT_RULES) or not isinstance(kind, type) or not issubclass(kind, LocalRecognizer):
            continue
        try:
            yield kind(supported_language="en")
        except Exception as error:  # some need what a plain install has not
            print(f"presidio: left out {name}: {error}", file=sys.stderr)


def engine(model):
    registry = RecognizerRegistry(supported_languages=["en"])
    for rule in rules():
        registry.add_recognizer(rule)
    if model is None:
        return AnalyzerEngine(registry=registry, nlp_engine=BlankEngine(), supported_languages=["en"])
    if not spacy.util.is_package(model):
        sys.exit(f"the spaCy model {model} is not installed")
    nlp = SpacyNlpEngine(models=[{"lang_code": "en", "model_name": model}])
    nlp.load()
    registry.add_nlp_recognizer(nlp)
    return AnalyzerEngine(registry=registry, nlp_engine=nlp, supported_languages=["en"])


def detections(analyzer, text):
    """Offsets turned from code points into UTF-16 units."""
    found = analyzer.analyze(text=text, language="en", score_threshold=0)
    wide = [0]
    for char in text:
        wide.append(wide[-1] + (2 if ord(char) > 0xFFFF else 1))
    return [
        {"start": wide[r.start], "end": wide[r.end], "entity": r.entity_type, "score": round(r.score, 3)} for r in found
    ]


def as_text(value):
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def column(analyzer, values):
    """What most values hold, as presidio-structured decides it; nothing where fewer than half hold it."""
    counts, filled = Counter(), 0
    for text in map(as_text, values):
        if text.strip() == "":
            continue
        filled += 1
        counts.update({d["entity"] for d in detections(analyzer, text) if d["score"] >= 0.5})
    entity, count = counts.most_common(1)[0] if counts else ("", 0)
    if count == 0 or count * 2 < filled:
        return {"entity": "", "role": "insensitive", "confidence": 0}
    role = "quasi-identifier" if entity in BACKGROUND else "identifier"
    return {"entity": entity, "role": role, "confidence": count / filled}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model")
    logging.disable(logging.WARNING)
    analyzer = engine(parser.parse_args().model)
    for line in sys.stdin:
        request = json.loads(line)
        text = request.get("text")
        answer = {"detections": detections(analyzer, text)} if text is not None else column(analyzer, request["values"])
        print(json.dumps({"id": request["id"], **answer}))


main()
