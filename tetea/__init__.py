"""Tetea: sealed reporting and casework for sex-worker-led organisations."""

__version__ = "0.1.0"
