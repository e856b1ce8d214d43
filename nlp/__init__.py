"""Text to mentions and claims: pure, no input or output but loading its models and vocabulary."""
