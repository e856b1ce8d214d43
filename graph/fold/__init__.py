"""The fold: evidence and judgements in, knowledge (entities, names, attributes, relations) out.

Must stay true: knowledge depends on evidence and judgements alone, so it can be thrown away and folded again; folding
what changed gives
the same graph as folding everything; cost follows what changed; nothing folded knows today.
"""
