"""Linting: what a draft of a model card would earn, and the cheapest steps up. Pure, whoever reads the draft."""
