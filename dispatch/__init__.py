"""The ground: what leaves the portal by mail and what runs without a person."""
