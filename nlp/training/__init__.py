"""Training of the name tagger: from the weights of the LAC network and the corpus of this repository to one ONNX file.

Needs the optional packages of the `train` extra (jax, optax, onnx); nothing outside this folder imports them, and the
running program imports nothing from here.

Must stay true: equal corpus, options and seed give an equal model on one machine; only the corpus of this repository
and what a caller names by path is read.
"""
