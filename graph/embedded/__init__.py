"""The database that Tieline brings along: one private server a data folder, shared by all processes that use it."""
