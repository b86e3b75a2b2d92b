"""A lock for imports in threads: two that import a package at the same time can break it."""

import threading

importing = threading.Lock()
"""Held while importing what needs the engine, or what reads files."""
