"""The files that say who may come in."""

import pytest
from argon2 import PasswordHasher

from qa.web.access.tokens import token_digest

WORDS = {"viewer": "viewers only", "editor": "editors ônly ١٢٣"}
TOKENS = {"viewer": "v" * 40, "editor": "e" * 40}


@pytest.fixture(scope="session")
def passwords(tmp_path_factory):
    """A password of each role, `WORDS`."""
    file = tmp_path_factory.mktemp("access") / "passwords"
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # tests log in often
    lines = [f"{role}:{quick.hash(word)}" for role, word in WORDS.items()]
    file.write_text("# who may come in\n\n" + "\n".join(lines))
    return file


@pytest.fixture(scope="session")
def tokens(passwords):
    """A token of each role, `TOKENS`: one as it is, one as its digest."""
    file = passwords.with_name("tokens")
    digest = token_digest(TOKENS["editor"])
    file.write_text(f"viewer:{TOKENS['viewer']}\neditor:sha256:{digest}\n")
    return file
