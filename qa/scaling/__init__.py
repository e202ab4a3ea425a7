"""Beyond one machine: building and asking on the nodes of a Ray cluster."""
