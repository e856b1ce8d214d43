"""The records of the office: departments, accounts, sessions, keys, rights and the audit log.

Must stay true: nothing here is folded, a rebuild touches none of it, every backup holds it and no export does; no
password, token or key is stored, only what it can be recognised by.
"""
