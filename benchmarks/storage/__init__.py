"""How small can the index be kept, and what would it cost? Codecs tried on encoded sets.

    python -m benchmarks.storage encode FOLDER --data ../shared/datasets
    python -m benchmarks.storage structure FOLDER
    python -m benchmarks.storage basis FOLDER
    python -m benchmarks.storage tokens FOLDER [--half reporting] [--only NAME …]
    python -m benchmarks.storage marks FOLDER --data ../shared/datasets
    python -m benchmarks.storage decoding FOLDER
    python -m benchmarks.storage vectors FOLDER [--half reporting]
    python -m benchmarks.storage first-pass FOLDER [--sizes 256000 1000000]
    python -m benchmarks.storage lexical FOLDER [--half reporting]

`encode` encodes the development sets once, by the program's own splitter and encoder, and keeps
what the program rounds away; the others try ways to store it, and print what each costs in bytes,
processor time and nDCG@10 of the whole ranking (both retrievers and late interaction, without the
reader). Choices are made on the questions of one half of the articles, and reported on the other.
"""
