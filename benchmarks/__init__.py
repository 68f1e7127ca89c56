"""Benchmarks: each file measures one claim, and is one command."""
