"""A real browser for the tests of pages: headless Chromium with an empty profile, which asks the network nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from conftest import need_tool
from selenium.webdriver import Chrome
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-ipc-flooding-protection",  # the tests click more links a second than a person can
    "--window-size=1280,900",
)

# Every visible text against what lies behind it, as WCAG 2 counts contrast; returns what is under 4.5.
LOW_CONTRAST = """
const channel = (v) => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; };
const light = ([r, g, b]) => .2126 * channel(r) + .7152 * channel(g) + .0722 * channel(b);
const parse = (c) => (c.match(/[\\d.]+/g) || []).map(Number);
const low = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node; (node = walker.nextNode());) {
  const element = node.parentElement;
  if (!node.textContent.trim() || !element.checkVisibility() || element.closest('script, style, select')) continue;
  let behind = element, back = [];
  for (; behind; behind = behind.parentElement) {
    back = parse(getComputedStyle(behind).backgroundColor);
    if (back.length === 3 || back[3] > 0) break;
  }
  const [a, b] = [light(parse(getComputedStyle(element).color)), light(behind ? back : [255, 255, 255])];
  const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
  if (ratio < 4.5) low.push([ratio.toFixed(2), element.className, node.textContent.trim().slice(0, 40)]);
}
return low;
"""


@contextmanager
def open_browser(folder: Path) -> Iterator[Any]:
    """Open a browser whose profile and downloads stand in ``folder``; CI fails where there is none."""
    options = Options()
    options.binary_location = need_tool("chromium")
    for flag in (*FLAGS, f"--user-data-dir={folder / 'profile'}"):
        options.add_argument(flag)
    options.add_experimental_option("prefs", {"download.default_directory": str(folder / "downloads")})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = Chrome(options=options, service=Service(need_tool("chromedriver")))
    browser.set_page_load_timeout(20)
    try:
        yield browser
    finally:
        browser.quit()


def console(browser: Any) -> list[str]:
    """Return what the page wrote to the console since the last call: errors, warnings, refusals of the policy."""
    return [entry["message"] for entry in browser.get_log("browser")]


@contextmanager
def phone(browser: Any) -> Iterator[None]:
    """Show pages as a phone of 390 points width does."""
    metrics = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        yield
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
