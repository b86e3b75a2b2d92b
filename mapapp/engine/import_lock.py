"""A lock for whoever imports while others may: two threads that import a package at once can break it."""

import threading

importing = threading.Lock()
"""Held by whoever imports what needs the engine, or what reads files."""
