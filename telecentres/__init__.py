"""The places: territories, telecentres, desks, opening hours, closures, specialities."""
