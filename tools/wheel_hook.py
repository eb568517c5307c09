"""Make sure a built wheel carries the styles and fonts its pages need."""

import importlib.util
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AssetsHook(BuildHookInterface):
    """Runs tools/assets.py before a wheel is packed; a development install does that by ./run."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatch calls it so
        """Install what is missing; an error stops the build, a wheel without looks is no wheel."""
        if version == "editable":
            return
        place = Path(self.root) / "tools" / "assets.py"
        spec = importlib.util.spec_from_file_location("voordeur_assets", place)
        if spec is None or spec.loader is None:
            message = f"cannot read {place.name}"
            raise RuntimeError(message)
        assets = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(assets)
        if not assets.is_fresh(assets.VENDOR):
            assets.install()
