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

BELOW = "MATCH (d:Department) WHERE d.parent <> '' RETURN d.name AS name, d.parent AS parent"

AUDIENCES = "MATCH (a:Audience) WHERE a.share_class IN $shown OR a.department IN $own RETURN a.uid AS uid"

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

# Tries to log in: `times` are those within the window, `level` says how long the next wait is

COUNT_TRY = """
MERGE (a:Attempt {uid: $uid})
SET a.at = $now
WITH a, coalesce(a.until, 0) AS until, coalesce(a.level, 0) AS level, coalesce(a.times, []) AS before
WITH a, until, level, before, [t IN before WHERE t > $now - $window] + [$now] AS times, until > $now AS waiting
WITH a, until, before, times, waiting, CASE
    WHEN waiting THEN level
    WHEN level > 0 AND $now < until + $window THEN CASE WHEN level < $longest THEN level + 1 ELSE level END
    WHEN size(times) >= $most THEN 1
    ELSE 0
END AS level
SET a.level = level,
    a.times = CASE WHEN waiting THEN before ELSE times END,
    a.until = CASE WHEN waiting THEN until ELSE $now + $waits[level] END
RETURN CASE WHEN waiting THEN until - $now ELSE 0 END AS wait
"""
"""Counts a try, unless it has to wait: then it says how long and counts nothing."""

WAIT = "MATCH (a:Attempt {uid: $uid}) WHERE a.until > $now RETURN a.until - $now AS wait"

FORGIVE = "MATCH (a:Attempt {uid: $uid}) DELETE a"

SWEEP_TRIES = "MATCH (a:Attempt) WHERE a.at < $before WITH a LIMIT 1000 DELETE a"

# The audit log

WRITE_ENTRIES = "UNWIND $rows AS row MERGE (e:AuditEntry {uid: row.uid}) SET e += row.props"

WRITE_CHAIN = """
MERGE (c:AuditChain {uid: $process})
SET c.process = $process, c.length = $length, c.hash = $hash
"""

WRITE_LATEST = """
MERGE (c:AuditChain {uid: 'latest'})
ON CREATE SET c.began = $at
SET c.process = $process, c.length = $length, c.hash = $hash
"""

LATEST = "MATCH (c:AuditChain {uid: 'latest'}) RETURN c.process AS process, c.length AS length, c.hash AS hash"

CHAINS = "MATCH (c:AuditChain) WHERE c.uid <> 'latest' RETURN c.process AS process, c.length AS length ORDER BY c.uid"

_ENTRY = """
e.sequence AS sequence, e.at AS at, e.who AS who, e.via AS via, e.act AS act, e.object AS object,
e.purpose AS purpose, e.outcome AS outcome, e.process AS process, e.previous AS previous, e.hash AS hash
"""

ENTRIES = f"MATCH (e:AuditEntry) RETURN e.hour AS hour, {_ENTRY} ORDER BY e.process, e.sequence"

ENTRY_HASHES = "UNWIND $entries AS uid MATCH (e:AuditEntry {uid: uid}) RETURN uid, e.hash AS hash"

_WANTED = """
e.at >= $since AND e.at < $until
    AND ($who = '' OR e.who = $who) AND ($act = '' OR e.act = $act) AND ($object = '' OR e.object = $object)
"""

ENTRY_PAGE = f"""
UNWIND $hours AS hour
MATCH (e:AuditEntry {{hour: hour}})
WHERE {_WANTED}
    AND (e.at < $at OR (e.at = $at AND (e.process > $process OR (e.process = $process AND e.sequence < $sequence))))
WITH e ORDER BY e.at DESC, e.process, e.sequence DESC LIMIT $limit
RETURN {_ENTRY}
"""
"""A look-up for each hour: the embedded server sorts a whole log for seconds."""

BEGAN = "MATCH (c:AuditChain {uid: 'latest'}) RETURN c.began AS began"

ENTRY_STREAM = f"MATCH (e:AuditEntry) WHERE {_WANTED} RETURN {_ENTRY} ORDER BY e.at, e.process, e.sequence"

# Backup

KEPT = ("Department", "Account", "ApiKey", "AuditEntry", "AuditChain")
"""What a backup holds of the office. Sessions are not among it: a restored one would be a revoked one come back."""


def records(label: str) -> str:
    """All records of this label, by id."""
    return f"MATCH (n:{label}) RETURN properties(n) AS props ORDER BY n.uid"


def restore(label: str) -> str:
    """Writes records of this label."""
    return f"UNWIND $rows AS row MERGE (n:{label} {{uid: row.uid}}) SET n += row.props"
