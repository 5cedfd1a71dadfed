#!/usr/bin/env python3
"""browser_test.py HUTONG FOLDER: the page of `hutong link --report` in Debian's Chromium, without a network: every chart is drawn, nothing from the
files becomes markup, nothing is asked of the network, the console stays silent. Leaves FOLDER/link_report_wide.png and _narrow.png to look at."""
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HUTONG, FOLDER = (Path(argument).resolve() for argument in sys.argv[1:3])
HOSTILE = "联系电话</script><img src=x onerror=document.title=1>"


def id_number(born, sequence):
    body = "370114" + born + str(990 + sequence % 10)
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights)) % 11]


def tables():
    surnames, given = "王李张刘陈杨赵孙", ["子涵", "浩宇", "欣然", "明哲", "若曦", "宇轩", "诗晨", "俊杰", "一诺", "思远"]
    titles = "编号,姓名,身份证号,出生日期,性别,%s,村居"
    left, right = [titles % HOSTILE], [titles % "电话"]
    for i in range(80):
        born = f"20{6 + i % 13:02}{1 + i % 12:02}{1 + i * 7 % 28:02}"
        name = surnames[i % 8] + given[i // 8]
        rest = ["男" if i % 2 else "女", str(13910000000 + i * 7919), "枣园刁庄相公官庄文祖普集"[i % 6 * 2:][:2] + "村"]
        left.append(",".join([f"L{i}", name, id_number(born, i), born, *rest]))
        if i < 60:
            other_name = surnames[i % 8] + "梓涵" if i % 9 == 4 else name
            right.append(",".join([f"R{i}", other_name, "" if i % 5 == 3 else id_number(born, i), born, *rest]))
    return "\n".join(left) + "\n", "\n".join(right) + "\nR99,,,,男,,\n"


def chromium(page, *options):
    """What the page became, and what the browser had to say."""
    command = shutil.which("chromium")
    if not command:
        raise unittest.SkipTest("没有 chromium / no chromium: tools/install test")
    with tempfile.TemporaryDirectory() as profile:
        done = subprocess.run([command, "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--hide-scrollbars", "--enable-logging=stderr", "--virtual-time-budget=2000",
                               "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={profile}", *(["--no-sandbox"] if os.geteuid() == 0 else []), *options, page.as_uri()],
                              capture_output=True, timeout=60, env={**os.environ, "HOME": profile, "XDG_CONFIG_HOME": profile, "XDG_CACHE_HOME": profile})
    return done.stdout.decode(), [line for line in done.stderr.decode(errors="replace").splitlines() if "CONSOLE" in line]


class Page(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "model.html"
            for name, text in zip(("left.csv", "right.csv"), tables()):
                (Path(folder) / name).write_text(text, encoding="utf-8")
            subprocess.run([HUTONG, "link", "left.csv", "right.csv", "--out", "pairs.csv", "--report", "model.html"], cwd=folder, check=True, capture_output=True)
            FOLDER.mkdir(exist_ok=True)
            cls.pictures = [FOLDER / "link_report_wide.png", FOLDER / "link_report_narrow.png"]
            for picture in cls.pictures:
                picture.unlink(missing_ok=True)
            views = [["--dump-dom", f"--screenshot={cls.pictures[0]}", "--window-size=1366,7000"],
                     [f"--screenshot={cls.pictures[1]}", "--window-size=500,9000", "--blink-settings=preferredColorScheme=0"]]
            with ThreadPoolExecutor(2) as two:
                seen = list(two.map(lambda options: chromium(page, *options), views))
            cls.dom = re.sub(r"<(script|style)\b.*?</\1>", "", seen[0][0], flags=re.S)
            cls.complaints = [line for _, console in seen for line in console]

    def test_draws_every_chart(self):
        charts = re.findall(r'<div class="chart (\w+)"[^>]*>(.*?)</svg>', self.dom, re.S)
        self.assertTrue(all("<svg" in drawn and drawn.count("<path") > 3 for _, drawn in charts))
        kinds = [kind for kind, _ in charts]
        self.assertGreaterEqual(kinds.count("weights"), 5)
        self.assertEqual((kinds.count("histogram"), kinds.count("waterfall"), kinds.count("reach")), (1, 10, 1))
        self.assertTrue(f'data-drawn="{len(kinds)}"' in self.dom)

    def test_shows_what_stands_in_the_files_as_text(self):
        self.assertTrue("联系电话&lt;/script&gt;&lt;img src=x" in self.dom)
        self.assertFalse("<img" in self.dom)
        self.assertTrue("<title>比对模型:left.csv 与 right.csv</title>" in self.dom)

    def test_shows_both_thresholds_and_no_whole_number(self):
        for words in ("直接认定", "请人看", "370114********"):
            self.assertTrue(words in self.dom, words)
        self.assertEqual(re.findall(r"\b\d{17}[\dX]\b|\b139\d{8}\b", re.sub(r' d="[^"]*"', "", self.dom)), [])

    def test_leaves_the_console_silent(self):
        self.assertEqual(self.complaints, [])

    def test_paints_pictures(self):
        for picture, width in zip(self.pictures, (1366, 500)):
            data = picture.read_bytes()
            self.assertEqual(struct.unpack(">I", data[16:20])[0], width)
            self.assertGreater(len(data), 100_000)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
