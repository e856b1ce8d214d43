"""The vocabulary of the domain as checked data, and the plain frozen types that every room shares."""
