"""Who people are: the user, the roles, sign-in."""
