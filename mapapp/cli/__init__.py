"""The commands, one file each; `mapapp.cli.main` imports the one requested."""
