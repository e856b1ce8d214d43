"""The command line: `tieline …`, one file a group of commands."""
