#!/usr/bin/env python3
"""memory_test.py HUTONG: two lists in which everybody shares a name and a birth date with hundreds. --memory bounds what comparing them takes, and what was
not compared for it is said."""
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HUTONG = Path(sys.argv[1]).resolve()
ROWS = 100_000


def rows():
    yield "编号,姓名,出生日期\n"
    for i in range(ROWS):
        name = "王李张"[i % 3] + chr(0x4E00 + i // 3 % 10) + "明"
        yield f"{i},{name},{2014 + i // 30 % 2}-{1 + i // 60 % 12:02}-{1 + i // 720 % 2:02}\n"


def linked_within(folder, megabytes):
    """Peak of the process in MB, and what it said."""
    command = [HUTONG, "link", "left.csv", "right.csv", "--out", "pairs.csv", "--memory", str(megabytes)]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    words = process.stdout.read().decode()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    return process.returncode, used.ru_maxrss / 1024, words


class Memory(unittest.TestCase):
    def test_of_candidates_is_bounded_by_the_flag(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("left.csv", "right.csv"):
                Path(folder, name).write_text("".join(rows()), encoding="utf-8")
            status, unbounded, words = linked_within(folder, 2048)
            self.assertEqual(status, 0, words)
            self.assertGreater(unbounded, 400)  # else the flag is not what keeps the others small
            self.assertNotIn("没有比较(", words)
            tables = 90  # both lists, their values and keys
            for megabytes in (16, 64, 128):
                with self.subTest(megabytes=megabytes):
                    status, peak, words = linked_within(folder, megabytes)
                    self.assertEqual(status, 0, words)
                    self.assertLess(peak, tables + 1.5 * megabytes)
                    self.assertIn("对因为值太常见没有比较", words)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
