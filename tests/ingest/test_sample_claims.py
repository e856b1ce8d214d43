"""What is read from the shipped sample is what a reader of the documents holds for right, name by name and claim by
claim: nothing more, nothing less."""

from difflib import unified_diff

from tests.ingest.sample_claims import LISTED, listed


def test_the_sample_says_just_what_is_listed() -> None:
    right = LISTED.read_text(encoding="utf-8").splitlines()
    found = "\n".join(listed()).splitlines()
    assert not "\n".join(unified_diff(right, found, "right", "found", n=0, lineterm=""))
