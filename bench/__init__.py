"""Benchmarks: ratios against a named baseline measured in the same run, because machines are noisy.

Must stay true: no figure without its baseline; made corpora have a fixed seed and invented names.
"""
