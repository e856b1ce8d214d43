"""The relation rules, one family a file; each is a function of a line and what is known when it is read.

Must stay true: a rule reads the text; it makes only relations that the ontology allows, and names itself.
"""
