"""The commands, a file each; `mapapp.cli` imports the one that is asked for."""
