"""What shuts people out of a page, as axe finds it."""

from collections.abc import Sequence

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page as Tab

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def has_scripts(tab: Tab) -> bool:
    return tab.evaluate("() => !matchMedia('(scripting: none)').matches")


def barriers(tab: Tab, *, only: Sequence[str] = (), without: Sequence[str] = ()) -> list[str]:
    """
    The rule, and where it is broken; by the rules of WCAG 2.2 AA, those named alone or all but those named.

    Of a window with scripts alone: axe counts on their clock, and in any other it never answers.
    """
    assert has_scripts(tab)
    if not tab.evaluate("() => 'axe' in window"):
        tab.evaluate(AXE_SCRIPT)
    # Colours that are still changing from light to dark would be judged half-way.
    tab.evaluate("() => Promise.all(document.getAnimations().map(animation => animation.finished)).then(() => null)")
    chosen = {"type": "rule", "values": list(only)} if only else {"type": "tag", "values": WCAG}
    aside = {rule: {"enabled": False} for rule in without}
    options = {"resultTypes": ["violations"], "runOnly": chosen, "rules": aside}
    found = tab.evaluate("options => axe.run(options).then(found => found.violations)", options)
    return [f"{rule['id']}: {node['target']}" for rule in found for node in rule["nodes"]]
