"""`python -m qa` is `qa`."""

import sys

from qa.cli.program import main

if __name__ == "__main__":
    sys.exit(main())
