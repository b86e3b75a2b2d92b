"""Writing beside the data: releases, decided cells, the description of the data."""
