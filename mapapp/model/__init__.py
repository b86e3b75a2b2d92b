"""What the data mean: tables, vocabularies, the Query, reports; pure values."""
