"""output_test.py HUTONG: what cannot be written to standard output is said, and is no success."""
import subprocess
import sys
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


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
