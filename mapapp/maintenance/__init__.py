"""Writing next to the data: releases, decided cells, the description of the data."""
