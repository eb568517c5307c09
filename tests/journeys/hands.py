"""The ways a person works a page: with a mouse, or with nothing but the keyboard."""

from typing import Protocol

from playwright.sync_api import Locator, Page

MOST_TABS = 200
SEES_FOCUS = """element => {
    const shown = getComputedStyle(element.matches('input[type=radio], input[type=checkbox]')
        ? element : element.closest('a, button, summary, input, select, textarea') || element);
    const ringed = style => (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
        || style.boxShadow !== 'none';
    const around = element.closest('label, .vd-choice, .vd-door');
    return element.matches(':focus-visible')
        && (ringed(shown) || (around !== null && ringed(getComputedStyle(around))));
}"""


class Hands(Protocol):
    """What every pair of hands can do."""

    def press(self, target: Locator) -> None:
        """Follow a link, press a button, open a summary."""

    def write(self, target: Locator, text: str) -> None:
        """Fill in a field."""

    def tick(self, target: Locator) -> None:
        """Choose a radio button or tick a box."""


class Mouse:
    """Points and clicks."""

    def press(self, target: Locator) -> None:
        target.click()

    def write(self, target: Locator, text: str) -> None:
        target.fill(text)

    def tick(self, target: Locator) -> None:
        target.check()


class Keyboard:
    """Never touches a mouse: Tab, Enter, Space and the arrows; and must see where it is."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        self._reach(target)
        self.page.keyboard.press("Enter")

    def write(self, target: Locator, text: str) -> None:
        self._reach(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def tick(self, target: Locator) -> None:
        if target.get_attribute("type") == "checkbox":
            self._reach(target)
            if not target.is_checked():
                self.page.keyboard.press("Space")
            assert target.is_checked()
            return
        self._reach_group(target)
        for _ in range(MOST_TABS):
            if self._on(target):
                break
            self.page.keyboard.press("ArrowDown")
        assert self._on(target)
        if not target.is_checked():
            self.page.keyboard.press("Space")
        assert target.is_checked()

    def _on(self, target: Locator) -> bool:
        return bool(target.evaluate("element => element === document.activeElement"))

    def _reach(self, target: Locator) -> None:
        target.wait_for(state="attached")
        for _ in range(MOST_TABS):
            if self._on(target):
                self._sees(target)
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {target}")

    def _reach_group(self, target: Locator) -> None:
        target.wait_for(state="attached")
        for _ in range(MOST_TABS):
            if target.evaluate(
                "element => document.activeElement.type === 'radio'"
                " && document.activeElement.name === element.name"
            ):
                self._sees(self.page.locator(":focus"))
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches the group of {target}")

    def _sees(self, target: Locator) -> None:
        assert target.evaluate(SEES_FOCUS), f"the focus cannot be seen on {target}"
