"""neomodel classes of the records and documents that people handle one at a time.

Must stay true: they describe what the named queries write (a test holds them to it); reads that a viewer may ask for
in bulk go
through graph.read.
"""

from neomodel import (
    ArrayProperty,
    BooleanProperty,
    IntegerProperty,
    StringProperty,
    StructuredNode,
)


class Job(StructuredNode):
    """A long task that a person started: its progress, and how it ended."""

    uid = StringProperty(unique_index=True, required=True)
    kind = StringProperty(required=True)
    subject = StringProperty()
    owner = StringProperty(default="")
    state = StringProperty(choices={s: s for s in ("waiting", "running", "done", "failed")}, default="waiting")
    done = IntegerProperty(default=0)
    total = IntegerProperty(default=0)
    zh = StringProperty()
    en = StringProperty()
    documents = ArrayProperty(StringProperty(), default=[])
    created_at = IntegerProperty()
    updated_at = IntegerProperty()


class StoredDocument(StructuredNode):
    """A document as the evidence store keeps it."""

    __label__ = "Document"

    uid = StringProperty(unique_index=True, required=True)
    sha256 = StringProperty(required=True)
    title = StringProperty()
    department = StringProperty(required=True)
    share_class = StringProperty()
    audience = StringProperty()
    media_type = StringProperty()
    date = StringProperty()
    language = StringProperty()
    locality = StringProperty()
    invented = BooleanProperty()
    stamp = StringProperty()
    complete = BooleanProperty()
    source_path = StringProperty()
    passages = IntegerProperty()
    mentions = IntegerProperty()
    claims = IntegerProperty()
    created_at = IntegerProperty()
    ingested_at = IntegerProperty()


class StoredDepartment(StructuredNode):
    """A department of the office; `parent` is the name of the one above it, "" at the top."""

    __label__ = "Department"

    uid = StringProperty(unique_index=True, required=True)
    name = StringProperty(required=True)
    kind = StringProperty(required=True)
    parent = StringProperty(default="")


class StoredAccount(StructuredNode):
    """A person who may log in; `password` is an argon2id hash."""

    __label__ = "Account"

    uid = StringProperty(unique_index=True, required=True)
    login = StringProperty(required=True)
    name = StringProperty(required=True)
    department = StringProperty(required=True)
    role = StringProperty(required=True)
    active = BooleanProperty(default=True)
    password = StringProperty(required=True)
    one_time = BooleanProperty(default=False)
    generation = IntegerProperty(default=0)
    created_at = IntegerProperty()


class StoredSession(StructuredNode):
    """A login that holds; `uid` is the sha256 of its token."""

    __label__ = "Session"

    uid = StringProperty(unique_index=True, required=True)
    account = StringProperty(required=True)
    generation = IntegerProperty(default=0)
    agent = StringProperty(default="")
    address = StringProperty(default="")
    created_at = IntegerProperty()
    seen_at = IntegerProperty()


class StoredKey(StructuredNode):
    """A key of an account; `uid` is the sha256 of the key."""

    __label__ = "ApiKey"

    uid = StringProperty(unique_index=True, required=True)
    account = StringProperty(required=True)
    label = StringProperty(default="")
    scope = StringProperty(required=True)
    expires = IntegerProperty(default=0)
    created_at = IntegerProperty()
    used_at = IntegerProperty(default=0)
