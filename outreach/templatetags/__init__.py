"""What outreach gives to templates."""
