"""The pages that people see: each asks graph/ one question or two and hands the answer to a template."""
