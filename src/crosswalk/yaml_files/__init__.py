"""Files that people write and review: YAML as plain data, held against a layout, every mistake with its line."""

from crosswalk.yaml_files.entries import Entry, Number, Text
from crosswalk.yaml_files.mistakes import shaped
from crosswalk.yaml_files.source import Data, Document, parse_yaml, read_yaml

__all__ = ["Data", "Document", "Entry", "Number", "Text", "parse_yaml", "read_yaml", "shaped"]
