"""Wires ports to adapters when Django starts."""

from django.apps import AppConfig


class WiringConfig(AppConfig):
    """Runs the wiring once."""

    name = "voordeur.config"
    label = "wiring"

    def ready(self) -> None:
        """Meet every port with its adapter."""
        from voordeur.config.wiring import wire  # noqa: PLC0415 (adapters need the apps)

        wire()
