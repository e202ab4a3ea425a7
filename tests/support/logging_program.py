"""`qa serve` over the stand-in, whose errors repeat what was asked.

python logging_program.py FLAGS...
"""

import sys
import warnings

from qa.cli import main
from qa.errors import ModelError
from qa.web.opening import Opening
from support.web_stand_in import StandIn


class Repeating(StandIn):
    """Fails in the words of the question, in every way that a program can."""

    def ask(self, question, **options):
        words = question.split()
        if words[:1] == ["bug"]:
            warnings.warn(f"a warning on {question}", stacklevel=1)
            sys.stderr.write(f"a library prints {question}\n")
            try:
                raise KeyError(question)
            except KeyError as error:
                raise RuntimeError(f"it repeats {question}") from error
        if words[:1] == ["broken"]:
            raise ModelError("The model cannot be run.")
        return super().ask(question, **options)

    def search(self, question, **options):
        if "bug" in question:
            raise ValueError(question)
        return super().search(question, **options)


if __name__ == "__main__":
    Opening.open = lambda *_: Repeating()
    sys.exit(main(["serve", "--seeds", "seeds", "--index", "index", "--port", "0", *sys.argv[1:]]))
