"""What Sanad costs beside other ways to the same end: `make bench`, or `python -m bench`.

    task (documents, questions) → one process for each contestant → rounds in turn → report

Begin at `comparing`. `contestants` is what is compared, `cost_curve` what grows with the corpus.
"""
