"""The HTTP interface for programs: the frozen lists, version 1, their description."""
