"""output_test.py HUTONG: what cannot be written to standard output is said, and is no success."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HUTONG = Path(sys.argv[1]).resolve()


class Output(unittest.TestCase):
    def test_that_does_not_arrive_is_a_failure_of_every_command(self):
        for words in (["--help"], ["--version"], ["help", "list"], ["link", "--help"], ["link", "--format", "json"]):
            with self.subTest(words=words), open("/dev/full", "wb") as full:
                done = subprocess.run([HUTONG, *words], stdout=full, stderr=subprocess.PIPE, check=False)
                self.assertEqual(done.returncode, 4)
                self.assertIn("标准输出写不进去", done.stderr.decode())

    def test_that_arrives_is_none(self):
        done = subprocess.run([HUTONG, "--version"], capture_output=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, b""))

    def test_that_is_a_file_keeps_what_is_said_after_the_pairs(self):
        # A new file was put in the place of the shell's: the pairs were in it, and what the program said went to the old one, which nobody sees.
        rows = "编号,姓名,出生日期\n" + "".join(f"{i},王小{c},2015-03-{i:02}\n" for i, c in enumerate("明红军", 1))
        with tempfile.TemporaryDirectory() as folder:
            left, right, out = Path(folder, "left.csv"), Path(folder, "right.csv"), Path(folder, "out.txt")
            left.write_text(rows), right.write_text(rows)
            for name in ("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"):
                with self.subTest(name=name), open(out, "wb") as file:
                    done = subprocess.run([HUTONG, "link", left, right, "--out", name], stdout=file, check=False)
                    self.assertEqual(done.returncode, 0)
                    self.assertIn("left_id,right_id,probability\n1,1,", out.read_text())
                    self.assertIn(f"写在 {name}", out.read_text())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
