"""What the observatory costs in a large network, measured beside raw SQL of the same sums."""
