"""Job offers: work that can be done from a telecentre."""
