"""Walks a page with Tab, as somebody does who has no mouse."""

from typing import NamedTuple

from playwright.sync_api import Page

# Lists every control that is visible, and notes how it looks before it has the focus: its own edges and those of what
# stands for it, its label or the drawing inside. A group of radio buttons is one stop; what a frame holds is another page.
PREPARE = """() => {
  const edges = ["outline", "boxShadow", "border", "backgroundColor", "stroke", "strokeWidth", "left"];
  const inside = control => control.matches("select") ? [] : control.children;
  const looks = control => [control, control.closest("label"), control.parentElement, ...inside(control)]
    .filter(Boolean)
    .map(part => { const style = getComputedStyle(part); return edges.map(edge => style[edge]); })
    .join();
  const groups = new Set();
  const controls = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter(control => !control.disabled && control.type !== "hidden" && control.tabIndex >= 0
      && control.checkVisibility({checkVisibilityCSS: true}))
    .filter(control => control.type !== "radio" || !groups.has(control.name) && groups.add(control.name));
  const name = control => (control.labels?.[0] ?? control).textContent.trim().replace(/\\s+/g, " ").slice(0, 40)
    || control.getAttribute("aria-label") || control.name || control.tagName;
  const walk = window.walk = {stops: [], names: controls.map(name), unmarked: [], hidden: []};
  const before = new Map(controls.map(control => [control, looks(control)]));
  const isOneGroup = (one, other) => one.type === "radio" && other.type === "radio" && one.name === other.name;
  const index = control => controls.findIndex(one => one === control || isOneGroup(one, control));
  document.addEventListener("focusin", ({target}) => {
    const at = index(target);
    walk.stops.push(at);
    const stop = controls[at];
    if (!stop) return;
    if (target === stop && looks(stop) === before.get(stop)) walk.unmarked.push(name(stop));
    // Once the browser has scrolled to it; a page that still grew meanwhile is asked again at the end of the walk.
    setTimeout(() => { if (document.activeElement === target && !isShown(target)) doubtful.push(target); });
  });
  const doubtful = [];
  const isShown = target => {
    const box = target.getBoundingClientRect();
    return [0.5, 0.1, 0.9].some(share => {
      const seen = document.elementFromPoint(box.left + box.width * share, box.top + box.height / 2);
      return seen && (seen.contains(target) || target.contains(seen) || target.closest("label")?.contains(seen));
    });
  };
  walk.end = async () => {
    for (const target of doubtful.splice(0)) {
      target.focus();
      await new Promise(done => setTimeout(done, 200));
      if (!isShown(target)) walk.hidden.push(name(target));
    }
  };
  return controls.length;
}"""

# The drawn map gives way to the one of the script, and its links with it: before the walk, not in the middle of it.
MAP_IS_DRAWN = "() => ![...document.querySelectorAll('[data-map]')].some(map => map.hidden)"

# Wherever the page has put the focus, the walk begins above everything.
BEGIN = """() => {
  const top = document.createElement("i");
  top.tabIndex = -1;
  document.body.prepend(top);
  top.focus();
  top.remove();
}"""


class Walk(NamedTuple):
    """Names of controls: the first one met, those never met, those that look the same with focus, those behind something."""

    first: str
    missed: list[str]
    unmarked: list[str]
    hidden: list[str]


def walk(page: Page) -> Walk:
    """From the top of a page that has just been loaded, as far as its last control; the links inside a frame come between."""
    page.wait_for_function(MAP_IS_DRAWN)
    page.evaluate(BEGIN)
    dates, moments = (page.locator(f"input[type={kind}]").count() for kind in ("date", "datetime-local"))
    inside = 10 * (len(page.frames) - 1) + 3 * dates + 5 * moments  # day, month, year, hour, minute and the calendar
    for _ in range(page.evaluate(PREPARE) + 3 + inside):
        page.keyboard.press("Tab")
    found = page.evaluate("async () => { await window.walk.end(); return { ...window.walk, end: null }; }")
    names, stops = found["names"], found["stops"]
    missed = [name for number, name in enumerate(names) if number not in stops]
    return Walk(first=names[stops[0]] if stops else "", missed=missed, unmarked=found["unmarked"], hidden=found["hidden"])
