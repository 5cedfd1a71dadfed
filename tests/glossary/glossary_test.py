"""Every word of ours is in docs/glossary.md: enumerators that have a code, tables and columns of the store, reports and fields of lists/."""
import re
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def read(path):
    return path.read_text(encoding="utf-8")


def without_comments(cpp):
    return re.sub(r"//[^\n]*|/\*.*?\*/", "", cpp, flags=re.S)


def enumerators():
    """{"policy::Outcome": ["eligible", …]}: enums with code_of() or name_of(), that is, with a spelling outside C++; the others speak to nobody."""
    found = {}
    for header in sorted(ROOT.glob("src/*/*.h")):
        text = without_comments(read(header))
        spelled = set(re.findall(r"\b(?:code|name)_of\(\s*(?:\w+::)*(\w+)\b", text))
        for name, body in re.findall(r"enum\s+class\s+(\w+)[^{;]*\{([^}]*)\}", text):
            words = [word.split("=")[0].strip().rstrip("_") for word in body.split(",")]
            if name in spelled:
                found[f"{header.parent.name}::{name}"] = [word for word in words if word]
    return found


def tables():
    """{"submission": ["number", …]} from the CREATE TABLE statements of the store, with the words a column may hold: IN ('rows', 'nil_return')."""
    found = {}
    for migration in sorted(path for path in ROOT.glob("src/store/**/*") if path.suffix in (".h", ".cpp", ".sql") and "_test" not in path.stem):
        sql = re.sub(r"--[^\n]*", "", read(migration))
        for name, body in re.findall(r"CREATE TABLE (?:IF NOT EXISTS )?(\w+)\s*\((.*?)\n\s*\)", sql, re.S):
            columns = found.setdefault(name, [])
            for line in body.split("\n"):
                word = re.match(r"\s*([a-z_][a-z0-9_]*)\s+[A-Z]", line)
                if word:
                    columns.append(word.group(1))
            for words in re.findall(r" IN \(('[^)]*')\)", body):
                columns.extend(re.findall(r"'(\w+)'", words))
        for name, column in re.findall(r"ALTER TABLE (\w+)\s+ADD COLUMN (\w+)", sql):
            found.setdefault(name, []).append(column)
    return found


def reports():
    return [path.stem for path in sorted(ROOT.glob("lists/*.yaml")) if "." in path.stem]


def fields():
    """The keys one level below `fields:` in lists/fields.yaml."""
    path = ROOT / "lists" / "fields.yaml"
    if not path.exists():
        return []
    words, inside = [], False
    for line in read(path).splitlines():
        if re.match(r"\S", line) and not line.startswith("#"):
            inside = line.startswith("fields:")
        elif inside:
            key = re.match(r"  ([a-z][a-z0-9_]*):", line)
            if key:
                words.append(key.group(1))
    return words


def events():
    """The codes of `events: [declared_missing, …]` in every report."""
    lines = [line for path in ROOT.glob("lists/*.yaml") for line in read(path).splitlines() if line.startswith("events:")]
    return re.findall(r"[a-z_]+", " ".join(line.split(":", 1)[1] for line in lines))


class Glossary(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.words = set(re.findall(r"`([^`]+)`", read(ROOT / "docs" / "glossary.md")))

    def assert_listed(self, kind, words):
        self.assertTrue(words, f"no {kind} found: has this test lost its source?")
        missing = sorted({word for word in words if word not in self.words})
        self.assertEqual(missing, [], f"{kind} missing from docs/glossary.md")

    def test_knows_every_enumerator(self):
        for name, words in enumerators().items():
            with self.subTest(name):
                self.assert_listed(name, words)

    def test_knows_every_table(self):
        self.assert_listed("tables", list(tables()))

    def test_knows_every_column(self):
        for table, columns in tables().items():
            with self.subTest(table):
                self.assert_listed(f"columns of {table}", columns)

    def test_knows_every_report(self):
        self.assert_listed("reports", reports())

    def test_knows_every_field(self):
        self.assert_listed("fields", fields())

    def test_knows_every_event(self):
        self.assert_listed("events", events())


if __name__ == "__main__":
    unittest.main()
