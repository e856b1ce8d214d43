"""Cypher of the office's records: departments, accounts, sessions, keys, tries to log in, the audit log.

Must stay true: every write may be repeated; what two requests may count at once is counted in one statement that
writes first, so that the second one sees what the first one left.
"""

# Departments

DEPARTMENT = "MATCH (d:Department {name: $name}) RETURN d.name AS name, d.kind AS kind, d.parent AS parent"

DEPARTMENTS = "MATCH (d:Department) RETURN d.name AS name, d.kind AS kind, d.parent AS parent ORDER BY d.name"

ENSURE_DEPARTMENTS = """
UNWIND $rows AS row
MERGE (d:Department {uid: row.uid})
ON CREATE SET d.name = row.name, d.kind = row.kind, d.parent = row.parent
"""

UNKNOWN_DEPARTMENTS = """
MATCH (a:Audience)
WHERE NOT EXISTS { MATCH (d:Department {name: a.department}) }
RETURN DISTINCT a.department AS name
"""

CARRIED = "MATCH (a:Audience) WHERE a.department = $name RETURN a.uid AS uid LIMIT 1"
"""A document carries the name, or once did."""

LOCK_DEPARTMENTS = "MERGE (l:Lease {uid: 'departments'}) SET l.asked = timestamp()"

RENAME_DEPARTMENT = (
    "MATCH (d:Department {parent: $name}) SET d.parent = $new",
    "MATCH (a:Account {department: $name}) SET a.department = $new",
    "MATCH (d:Department {name: $name}) SET d.name = $new, d.uid = $uid",
)

AUDIENCES = "MATCH (a:Audience) RETURN a.uid AS uid, a.department AS department, a.share_class AS share_class"

# Accounts

ANY_ACCOUNT = "MATCH (a:Account) RETURN 1 AS one LIMIT 1"

_ACCOUNT = """
a.uid AS uid, a.login AS login, a.name AS name, a.department AS department, a.role AS role, a.active AS active,
a.created_at AS created_at, a.one_time AS one_time, a.generation AS generation
"""

ACCOUNT = f"MATCH (a:Account {{uid: $uid}}) RETURN {_ACCOUNT}"

ACCOUNTS = f"MATCH (a:Account) RETURN {_ACCOUNT} ORDER BY a.login"

SECRET = f"MATCH (a:Account {{uid: $uid}}) RETURN {_ACCOUNT}, a.password AS password"

REHASH = "MATCH (a:Account {uid: $uid}) WHERE a.password = $before SET a.password = $password"

# Sessions: `generation` is the account's when it began

SESSION = f"""
MATCH (s:Session {{uid: $uid}})
WHERE s.created_at > $born AND s.seen_at > $idle
MATCH (a:Account {{uid: s.account}})
WHERE a.active AND a.generation = s.generation
RETURN s.seen_at AS seen_at, {_ACCOUNT}
"""

SEEN = "MATCH (s:Session {uid: $uid}) SET s.seen_at = $now"

SESSIONS = """
MATCH (a:Account {uid: $account})
MATCH (s:Session {account: a.uid})
WHERE s.created_at > $born AND s.seen_at > $idle AND a.active AND a.generation = s.generation
RETURN s.uid AS uid, s.agent AS agent, s.address AS address, s.created_at AS created_at, s.seen_at AS seen_at
ORDER BY s.seen_at DESC, s.uid
"""

END_SESSION = "MATCH (s:Session {uid: $uid, account: $account}) DELETE s RETURN count(*) AS ended"

END_SESSIONS = "MATCH (s:Session {account: $account}) DELETE s"

SWEEP_SESSIONS = "MATCH (s:Session {account: $account}) WHERE s.created_at <= $born OR s.seen_at <= $idle DELETE s"

# Keys

KEY = f"""
MATCH (k:ApiKey {{uid: $uid}})
WHERE k.expires = 0 OR k.expires > $now
MATCH (a:Account {{uid: k.account}})
WHERE a.active
RETURN k.scope AS scope, k.used_at AS used_at, {_ACCOUNT}
"""

USED = "MATCH (k:ApiKey {uid: $uid}) SET k.used_at = $now"

KEYS = """
MATCH (k:ApiKey {account: $account})
RETURN k.uid AS uid, k.label AS label, k.scope AS scope, k.expires AS expires, k.created_at AS created_at,
    k.used_at AS used_at
ORDER BY k.created_at DESC, k.uid
"""

REVOKE_KEY = "MATCH (k:ApiKey {uid: $uid, account: $account}) DELETE k RETURN count(*) AS ended"
