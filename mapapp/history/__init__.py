"""What changed between releases, in words."""
