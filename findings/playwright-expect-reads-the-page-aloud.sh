#!/usr/bin/env bash
# playwright 1.65.0, with 1.59.0 for comparison; a Chromium on the PATH (observed with Debian's 156.0).
#
# Expected: an `expect` that waits, for example for a text that appears two seconds later, checks its element and little
#   else.
# Actual: from 1.60 on, each check that finds the condition unmet also describes the whole page as a screen reader
#   would, for a message that is shown only after a timeout. A large page can't run meanwhile, so waiting for it slows
#   it down. 1.59 calls nothing of the kind.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
cat > "$folder/wait.py" <<'PYTHON'
import importlib.metadata
import sys

from playwright.sync_api import expect, sync_playwright

PAGE = """
<p id=late></p>
<ul></ul>
<script>
  for (let n = 0; n < 5000; n++) document.querySelector("ul").append(document.createElement("li"));
  setTimeout(() => { document.querySelector("#late").textContent = "here"; }, 2000);
</script>
"""
with sync_playwright() as driver:
    page = driver.chromium.launch(executable_path=sys.argv[1], args=["--no-sandbox"]).new_page()
    counting = page.context.new_cdp_session(page)
    counting.send("Profiler.enable")
    counting.send("Profiler.startPreciseCoverage", {"callCount": True, "detailed": False})
    page.set_content(PAGE)
    expect(page.locator("#late")).to_have_text("here")
    taken = counting.send("Profiler.takePreciseCoverage")["result"]
    functions = [function for script in taken for function in script["functions"]]
    counts = [one["ranges"][0]["count"] for one in functions if one["functionName"] == "generateAriaTree"]
    print("playwright", importlib.metadata.version("playwright"), "descriptions of the page:", sum(counts))
    if sys.argv[2] == "none":
        assert sum(counts) == 0, "this has changed"
    else:
        assert sum(counts) >= 3, "this has changed"
PYTHON
for asked in "1.59.0 none" "1.65.0 some"; do
  read -r version descriptions <<< "$asked"
  python3 -m venv "$folder/$version"
  "$folder/$version/bin/pip" install --quiet --disable-pip-version-check "playwright==$version"
  "$folder/$version/bin/python" "$folder/wait.py" "$browser" "$descriptions"
done
