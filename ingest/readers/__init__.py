"""One module a file format, behind the contract of `ingest.readers.contract`."""
