"""The engine: the Nemo API, served on this machine."""
