"""Races about events, over HTTP, on the stage that bookings give."""
