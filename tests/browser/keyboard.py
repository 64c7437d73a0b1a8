"""A reader without a mouse: every key is a key that a keyboard has, and after each the focus must be seen."""

from __future__ import annotations

from playwright.sync_api import Page, expect

__all__ = ["Keyboard", "caught_up"]

MOST = 400
"""Steps after which a reader has given up."""
# Where the focus is: seen if it has an outline, lies in the window, and nothing is painted over its middle.
_FOCUS = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return { seen: true, words: "", at: "" };
  const style = getComputedStyle(node), boxes = [...node.getClientRects()].filter(box => box.width > 0 && box.height > 0);
  const box = boxes.find(each => each.bottom > 0 && each.top < innerHeight && each.right > 0 && each.left < innerWidth);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  let covered = false;
  if (box) {
    const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2;
    const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
    const top = document.elementFromPoint(x, y);
    covered = !!top && !node.contains(top) && !top.contains(node) && !(node.labels && [...node.labels].some(label => label.contains(top)));
  }
  const label = node.getAttribute("aria-label") || (node.labels && node.labels[0] ? node.labels[0].textContent : "") || node.textContent;
  const words = label.replace(/[\\u2068\\u2069]/g, "").replace(/\\s+/g, " ").trim();
  return { seen: outlined && !!box && !covered, words, at: node.tagName,
    why: `outlined ${outlined}, in the window ${!!box}, covered ${covered}` };
}"""


class Keyboard:
    """One page, worked by keys alone."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def press(self, key: str) -> str:
        """Press one key and return the words of what has the focus then; the focus must be seen."""
        self.page.keyboard.press(key)
        self.pressed += 1
        return self.focused()

    def focused(self) -> str:
        """Return the words of what has the focus, which must be seen."""
        # Smooth scrolling and a page that is still being laid out move what has the focus for some frames.
        for _ in range(400):
            found = self.page.evaluate(_FOCUS)
            if found["seen"]:
                return str(found["words"])
            self.page.wait_for_timeout(25)
        message = f"the focus on {found['at']} {found['words'][:80]!r} is not seen: {found['why']}"
        raise AssertionError(message)

    def reach(self, words: str, inside: str = "*", *, back: bool = False) -> None:
        """Go on with Tab until the focus is on something with these words, inside what a selector names."""
        for _ in range(MOST):
            found = self.press("Shift+Tab" if back else "Tab")
            if words in found and self.page.evaluate("inside => !!document.activeElement.closest(inside)", inside):
                return
        message = f"{words!r} cannot be reached with Tab"
        raise AssertionError(message)

    def follow(self) -> None:
        """Open the link, or send the form, that has the focus, and wait for the page."""
        with self.page.expect_event("framenavigated"):
            self.page.keyboard.press("Enter")
        self.pressed += 1
        self.page.wait_for_load_state("load")

    def write(self, text: str) -> None:
        """Write into what has the focus."""
        self.page.keyboard.type(text)
        self.pressed += len(text)

    def expect_notice(self, words: str) -> None:
        """Wait for what the app tells of the last form."""
        expect(self.page.locator(".notice")).to_contain_text(words)


def caught_up(page: Page) -> None:
    """Load the page anew until what was recorded is worked out; as long as it is not, the page says so."""
    for _ in range(120):
        page.goto(page.url.partition("#")[0])
        if "It is being worked out" not in page.inner_text("body"):
            return
        page.wait_for_timeout(1000)
    message = "what was recorded is never worked out"
    raise AssertionError(message)
