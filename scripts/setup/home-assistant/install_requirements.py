"""Installs what Core needs to set up the integrations named, and those it always sets up."""

import importlib.util
import json
import pathlib
import subprocess
import sys

from homeassistant.bootstrap import DEFAULT_INTEGRATIONS

package = importlib.util.find_spec("homeassistant")
folder = pathlib.Path(package.submodule_search_locations[0])

names = [*sys.argv[1:], *DEFAULT_INTEGRATIONS]
seen = set()
requirements = set()
while names:
    name = names.pop()
    manifest = folder / "components" / name / "manifest.json"
    # Some are newer than this Core.
    if name in seen or not manifest.exists():
        continue
    seen.add(name)
    facts = json.loads(manifest.read_text())
    requirements.update(facts.get("requirements", []))
    names.extend(facts.get("dependencies", []))

pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-cache-dir", "--no-compile"]
constraints = str(folder / "package_constraints.txt")
sys.exit(subprocess.call([*pip, "--constraint", constraints, *sorted(requirements)]))
