"""The register as YAML files, one per kind: written so that reading them gives the same back."""

from collections.abc import Iterable, Mapping

import yaml

from voordeur.adapters.files.yaml_source import read_yaml
from voordeur.domain.region.parsing.data import PackData
from voordeur.domain.region.parsing.register import REGISTER_FILES, read_register
from voordeur.domain.region.problems import PackProblem, in_order
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.checks import Key
from voordeur.domain.register.entry import Entry, plain
from voordeur.domain.register.fields import Value


class _Writer(yaml.SafeDumper):
    """Writes without anchors and quotes every text that could be read as something else."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  the signature of PyYAML
        """Write everything in full."""
        return True


def _text(writer: yaml.SafeDumper, value: str) -> yaml.Node:
    return writer.represent_scalar("tag:yaml.org,2002:str", value, style='"')


_Writer.add_representer(str, _text)


class YamlRegister:
    """Meets the need of register files (see services.ports.RegisterFiles)."""

    def write(self, entries: Iterable[Entry]) -> Mapping[str, str]:
        """Return one file per kind by relative name; the same text for the same entries."""
        grouped: dict[str, list[Value]] = {}
        for entry in sorted(entries, key=lambda one: one.code):
            grouped.setdefault(entry.kind, []).append(plain(KINDS[entry.kind], entry))
        return {
            file: _yaml(grouped[kind.code])
            for file, kind in REGISTER_FILES.items()
            if kind.code in grouped
        }

    def read(self, documents: Mapping[str, str]) -> Mapping[Key, Entry] | list[PackProblem]:
        """Return the entries in files of the register, or everything that cannot be read."""
        findings = [
            read_yaml(name, documents[name]) for name in REGISTER_FILES if name in documents
        ]
        problems = [problem for finding in findings for problem in finding.problems]
        data = PackData(
            {finding.name: finding.value for finding in findings if not finding.problems},
            {finding.name: finding.lines for finding in findings},
        )
        entries, unreadable = read_register(data)
        return in_order([*problems, *unreadable]) or entries


def _yaml(entries: list[Value]) -> str:
    return yaml.dump(
        {"entries": entries},
        Dumper=_Writer,
        sort_keys=False,
        allow_unicode=True,
        width=10**6,
        default_flow_style=False,
    )
