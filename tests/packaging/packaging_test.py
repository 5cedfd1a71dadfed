"""packaging_test.py HUTONG: the man page names every command and option that the program has, and no other command; completion offers them."""
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HUTONG = Path(sys.argv[1]).resolve()
EVERYWHERE = {"--help", "--version", "--data", "--format", "--clock"}


def help_of(words):
    return subprocess.run([HUTONG, *words, "--help"], check=True, capture_output=True, text=True, encoding="utf-8").stdout


def commands(words=()):
    """{("list", "check"): {"--report", …}} by walking the help texts."""
    text = help_of(words)
    verbs = re.findall(r"^  ([a-z][a-z-]*)\b", text.partition("\n命令:")[2], re.M)
    options = set(re.findall(r"--[a-z][a-z-]*", text.partition("\n选项:")[2]))
    if not verbs:
        return {words: options}
    found = {words: options} if "\n要写明的:" in text else {}  # `link` links, and has verbs besides
    for verb in verbs:
        found.update(commands((*words, verb)))
    return found


class Packaging(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.commands = commands()
        roff = (ROOT / "packaging" / "hutong.1").read_text(encoding="utf-8")
        cls.page = re.sub(r"\\f.", "", roff.replace("\\-", "-"))
        cls.sections = {heading: body for heading, body in re.findall(r"^\.SH (.+?)\n(.*?)(?=^\.SH|\Z)", cls.page, re.M | re.S)}

    def test_the_man_page_names_every_command_and_no_other(self):
        entries = re.findall(r"^\.TP\n\.\w+ \"?([a-z]+(?: [a-z][a-z-]*)?)\b", self.sections["COMMANDS"], re.M)
        said = {tuple(entry.split()) for entry in entries}
        self.assertEqual(said, set(self.commands))

    def test_the_man_page_names_every_option(self):
        for words, options in self.commands.items():
            for option in options | EVERYWHERE:
                with self.subTest(" ".join(words) + " " + option):
                    self.assertIn(option, self.page)

    def test_groff_reads_the_man_page_without_complaint(self):
        if subprocess.run(["which", "groff"], capture_output=True).returncode != 0:
            return  # only where man pages are read at all
        done = subprocess.run(["groff", "-man", "-Tutf8", "-Kutf8", "-ww", "-z", ROOT / "packaging" / "hutong.1"], capture_output=True, text=True)
        complaints = [line for line in done.stderr.splitlines() if "cannot adjust" not in line and "can't break" not in line]
        self.assertEqual((done.returncode, complaints), (0, []))

    def complete(self, line):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "hutong").symlink_to(HUTONG)
            script = f'. "{ROOT}/packaging/hutong.bash-completion"; COMP_WORDS=({line} ""); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); '
            if line.endswith("-"):
                script = f'. "{ROOT}/packaging/hutong.bash-completion"; COMP_WORDS=({line}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); '
            done = subprocess.run(["bash", "-c", script + '_hutong; printf "%s\\n" "${COMPREPLY[@]}"'], check=True, capture_output=True, text=True,
                                  env={**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}, cwd=folder)
            return set(done.stdout.split())

    def test_completion_offers_nouns_verbs_and_options(self):
        self.assertEqual(self.complete("hutong"), {words[0] for words in self.commands})
        self.assertEqual(self.complete("hutong list"), {words[1] for words in self.commands if words[0] == "list"})
        self.assertEqual(self.complete("hutong link") - {"hutong"}, {"dedupe", "explain", "index"})
        self.assertTrue(self.commands[("list", "check")] - {"--help"} <= self.complete("hutong list check --"))
        self.assertEqual(self.complete("hutong --format"), {"text", "json"})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
