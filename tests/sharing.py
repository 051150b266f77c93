"""Deals the tests out to the workers of xdist; those that share a server stay together, one after the other."""

from xdist.scheduler import LoadScopeScheduling

# xdist's own mark for this, `xdist_group`, has no effect under pytest 9.2, whose node ids it cannot write on.
TOGETHER = ("tests/browser/", "tests/embedded/test_run.py")


class Sharing(LoadScopeScheduling):
    """Every other test is a unit of its own."""

    def _split_scope(self, nodeid: str) -> str:
        return next((place for place in TOGETHER if nodeid.startswith(place)), nodeid)
