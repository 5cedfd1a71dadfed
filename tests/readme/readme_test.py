"""readme_test.py HUTONG BUILD_FOLDER: the commands of README.md and of docs/guide/ do what the page says, in the order of the page, and
docs/formats/ names every member that the program writes.

Every ```sh block is run line by line in a folder that holds the practice lists of docs/guide/练习, with `hutong` on the PATH. ./run and ./check --build are run for real where that builds
nothing anew (the release tree); plain ./check is the command that runs this test.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HUTONG = Path(sys.argv[1]).resolve()
IS_RELEASE_TREE = Path(sys.argv[2]).resolve() == ROOT / "build" / "release"
# The page shows the demonstration at its usual size; a test needs only to see it work.
SMALL_DEMO = ["--people", "2000", "--months", "2"]


def commands_of(page):
    """(line number, command) of the ```sh blocks; a comment behind the command is dropped, a trailing backslash joins lines."""
    inside, begun, parts = False, 0, []
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("```"):
            inside = line.strip() == "```sh"
            continue
        if not inside or not line.strip() or line.lstrip().startswith("#"):
            continue
        begun = begun or number
        text = re.sub(r"\s+#.*", "", line).strip()
        parts.append(text.rstrip("\\").strip())
        if not text.endswith("\\"):
            yield begun, " ".join(parts)
            begun, parts = 0, []


class InPracticeFolder(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="hutong-readme-"))
        self.addCleanup(shutil.rmtree, self.folder)
        shutil.copytree(ROOT / "docs" / "guide" / "练习", self.folder, dirs_exist_ok=True)
        tools = self.folder / ".bin"
        tools.mkdir()
        (tools / "hutong").symlink_to(HUTONG)
        self.environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
        self.environment.pop("HUTONG_DATA", None)

    def run_line(self, page, number, command):
        done = subprocess.run(["bash", "-c", command], cwd=self.folder, env=self.environment, capture_output=True, text=True, encoding="utf-8", timeout=300)
        self.assertEqual(done.returncode, 0, f"{page.name}:{number}: {command}\n{done.stdout}{done.stderr}")
        return done.stdout


class Pages(InPracticeFolder):
    def run_page(self, page):
        count = 0
        for number, command in commands_of(page):
            with self.subTest(f"{page.name}:{number}"):
                if command == "./check":
                    self.assertTrue(os.access(ROOT / "check", os.X_OK))
                elif command.startswith("./"):
                    self.run_house_command(page, number, command)
                else:
                    self.run_line(page, number, command)
                count += 1
        self.assertGreater(count, 0, f"{page.name} shows no command")

    def run_house_command(self, page, number, command):
        words = command.split()
        self.assertIn(words[0], ["./run", "./check"])
        if words[0] == "./run":
            words += SMALL_DEMO
        if IS_RELEASE_TREE:
            self.run_line(page, number, " ".join([str(ROOT / words[0]), *words[1:]]))
        elif words[0] == "./run":
            self.run_line(page, number, " ".join(["hutong", "demo", *words[1:]]))

    def test_readme(self):
        self.run_page(ROOT / "README.md")

    def test_guides(self):
        for page in sorted((ROOT / "docs" / "guide").glob("*.md")):
            self.setUp()
            self.run_page(page)


# Below these the keys are data: codes of fields, kinds of proposals.
MAPS = {"fields", "source", "counts", "new_counts", "delays", "seconds"}


def members(value):
    if isinstance(value, list):
        return set().union(*map(members, value)) if value else set()
    if not isinstance(value, dict):
        return set()
    return set(value).union(*(members(below) for key, below in value.items() if key not in MAPS))


class Formats(InPracticeFolder):
    def assert_described(self, page, command):
        text = (ROOT / "docs" / "formats" / page).read_text(encoding="utf-8")
        document = json.loads(self.run_line(ROOT / "docs" / "formats" / page, 0, command + " --format json"))
        self.assertIn(document["schema"], text)
        undescribed = {member for member in members(document) - {"schema"} if not re.search(rf"[`\"]{member}[`\"]", text)}
        self.assertEqual(undescribed, set(), f"{page} does not tell of these members")

    def test_every_member_is_described(self):
        at = " --data data --clock 2026-10-09T09:00:00+08:00"
        request = " --period 2026-09 --agency dpf --report dpf.severe"
        for name, page in [("case.json", "decision.md"), ("benefit_case.json", "benefit.md")]:
            example = re.search(r"```json\n(.*?)```", (ROOT / "docs" / "formats" / page).read_text(encoding="utf-8"), re.S).group(1)
            (self.folder / name).write_text(example, encoding="utf-8")
        self.run_line(Path("init"), 0, "hutong init data --district 370114")
        self.assert_described("intake.md", "hutong list check 残联9月.csv --received-on 2026-10-03" + request)
        self.assert_described("receipt.md", "hutong list submit 残联9月.csv" + request + at)
        self.assert_described("decision.md", "hutong policy decide case.json")
        self.assert_described("benefit.md", "hutong benefits compute benefit_case.json")
        self.assert_described("benefit.md", "hutong benefits standards --on 2024-06-01")
        self.assert_described("round.md", "hutong round run 2026-09" + at)
        self.assert_described("round.md", "hutong round show 2026-09" + at)
        child, two = "370114201503039942", " --by 张三 --approved-by 李四 --data data --clock 2026-10-20T09:00:00+08:00"
        self.run_line(ROOT, 0, "hutong list submit 户籍底册.csv --report police.households --period 2026-09 --agency police" + at)
        self.run_line(ROOT, 0, "hutong round run 2026-09" + at)
        self.assert_described("payments.md", f"hutong case confirm {child} --on 2026-10-20 --category community_orphan --reason 查验属实" + two)
        self.assert_described("payments.md", f"hutong case account {child} --holder 刘桂兰 --number 6228480000000010001 --bank 某某银行" + two)
        self.assert_described("payments.md", "hutong case list" + at)
        self.assert_described("payments.md", "hutong case work" + at)
        november = " --data data --clock 2026-11-02T09:00:00+08:00"
        self.assert_described("payments.md", "hutong benefits run 2026-11" + november)
        self.assert_described("payments.md", "hutong benefits freeze 2026-11 --reason 按月发放 --by 张三 --approved-by 李四" + november)
        self.assert_described("payments.md", "hutong benefits export 2026-11 --out 发放" + november)
        self.assert_described("payments.md", "hutong audit trace 20261100001" + november)
        self.assert_described("payments.md", "hutong recovery list" + november)
        self.assert_described("link.md", "hutong link 在册儿童.csv 学籍.csv")
        self.assert_described("link.md", "hutong link 在册儿童.csv 学籍.csv --dry-run")
        self.assert_described("link.md", "hutong link explain 在册儿童.csv 学籍.csv --left E019 --right S2026008")
        self.assert_described("demo.md", "hutong demo --people 2000 --months 1")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
