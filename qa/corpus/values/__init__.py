"""The numbers, dates and identifiers of a text, each in one spelling however it is written."""

from qa.corpus.values.finding import Value, ValueKind, implied, values_of

__all__ = ["Value", "ValueKind", "implied", "values_of"]
