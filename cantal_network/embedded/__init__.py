"""
PostgreSQL and the broker from wheels, and the command that starts and stops everything.

Its sentences are in French in the code: they are said before Django and its translations are there.
"""
