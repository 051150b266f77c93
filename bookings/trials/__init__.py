"""Trials of the whole portal from outside: `manage.py race`, `manage.py benchmark` and the tests of races share them."""
