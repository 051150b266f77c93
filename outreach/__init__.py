"""How people hear of the network: campaigns, events and their registrations, and the leads who become residents."""
