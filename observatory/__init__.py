"""What the network did, for whom, and what it cost: indicators, privacy, returns, reports and open data."""
