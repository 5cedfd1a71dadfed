"""tools/tidy refuses what it says it refuses, and nothing else. Every sample is made here: the repository itself must stay clean."""
import io
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

TIDY = Path(__file__).resolve().parents[2] / "tools" / "tidy"

CMAKE = """
hutong_module(base FLOOR 0 LIBRARIES nlohmann_json::nlohmann_json)
hutong_module(values FLOOR 1 USES base)
hutong_module(policy FLOOR 2 USES base values)
hutong_module(cli FLOOR 5 USES base)
"""
MESSAGES = '{"base": {"id_length": "身份证号不是18位。", "unused": {"text": "没人用。", "fix": "删掉。"}}}'


def id_number(sequence, born="20150301", area="370114"):
    body = area + born + sequence
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights)) % 11]


class Tidy(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        subprocess.run(["git", "init", "-q", str(self.root)], check=True)
        self.write("src/CMakeLists.txt", CMAKE)
        self.write("messages/zh-CN.json", MESSAGES)
        for module in ("base", "values", "policy", "cli"):
            self.write(f"src/{module}/README.md", f"# {module}\n")

    def write(self, name, content):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def tidy(self, *only):
        done = subprocess.run([sys.executable, str(TIDY), "--root", str(self.root), *(["--only", *only] if only else [])], capture_output=True,
                              text=True, encoding="utf-8")
        return done.returncode, done.stdout

    def assert_refused(self, *words):
        status, said = self.tidy()
        self.assertEqual(status, 1, said)
        for word in words:
            self.assertIn(word, said)

    def assert_clean(self):
        status, said = self.tidy()
        self.assertEqual(status, 0, said)

    def test_a_clean_tree_passes(self):
        self.write("src/base/a.cpp", '#include <nlohmann/json.hpp>\n#include "base/a.h"\nauto p = fail("id_length");\n')
        self.write("src/base/a.h", "#include <tl/expected.hpp>\n#include <vector>\n")
        self.assert_clean()

    # ---- identity numbers

    def test_numbers_no_registry_gives_out_are_welcome(self):
        self.write("a.md", f"{id_number('991')} {id_number('990')}12 {id_number('999')}\n")
        self.assert_clean()

    def test_a_number_that_is_no_number_is_welcome(self):
        good = id_number("123")
        wrong_digit = good[:17] + ("0" if good[17] != "0" else "1")
        self.write("a.md", f"{wrong_digit} {id_number('123', born='20150230')} {'1' * 18}\n")
        self.assert_clean()

    def test_a_real_number_is_refused_in_any_text(self):
        real = id_number("123")
        full_width = "".join(chr(ord(c) + 0xFEE0) for c in real)
        for number, data in enumerate([real.encode(), real.lower().encode(), ("姓名," + real + ",").encode("gb18030"), real.encode("utf-16"),
                                       real.encode("utf-16-be"), (real + "42").encode(), full_width.encode(),
                                       (real[:6] + " " + real[6:14] + " " + real[14:]).encode()]):
            with self.subTest(number):
                self.write("list.csv", data)
                self.assert_refused("list.csv:1", "身份证号")

    def test_a_real_number_is_refused_inside_a_workbook(self):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet1.xml", f"<c><v>{id_number('123')}</v></c>")
        self.write("list.xlsx", packed.getvalue())
        self.assert_refused("list.xlsx:1")

    def test_the_finding_does_not_repeat_the_number(self):
        self.write("a.md", id_number("123"))
        self.assertNotIn(id_number("123"), self.tidy()[1])

    def test_a_damaged_archive_is_no_reason_to_stop(self):
        self.write("seed.xlsx", b"PK\x03\x04 and nothing that follows")
        self.assert_clean()

    # ---- paths

    def test_paths_outside_are_refused(self):
        for text in ["see /" + "work/x", "cat /" + "tmp/x", "/" + "home/me", "`../" + "shared/DESIGN.md`", "[a](../x.md)", "source ../../lib.sh"]:
            with self.subTest(text):
                self.write("docs.md", text + "\n")
                self.assert_refused("docs.md:1")

    def test_paths_inside_are_welcome(self):
        self.write("README.md", "[there](docs/b.md#part) [web](https://x.example/)\n")
        self.write("docs/b.md", "```\n[in code](nowhere.md)\n```\n")
        self.write("docs/guide/a.md", "[a](../../README.md) [b](../b.md) src/work/ build/tmp/ https://x.example/home/a\n")
        self.assert_clean()

    def test_a_link_that_leads_nowhere_is_refused(self):
        self.write("docs/a.md", "line\n[gone](b.md)\n")
        self.assert_refused("docs/a.md:2", "b.md")

    def test_a_hostile_name_in_a_test_is_not_a_path_of_ours(self):
        self.write("src/base/zip_test.cpp", 'auto evil = "' + "../" * 4 + 'etc/passwd";\n')
        self.assert_clean()

    def test_a_link_that_leaves_is_refused(self):
        (self.root / "out").symlink_to("/etc")
        self.assert_refused("out")

    # ---- text

    def test_unfinished_work_tabs_and_carriage_returns_are_refused(self):
        for text, word in [("// FIX" + "ME: later\n", "FIX" + "ME"), ("\tint a;\n", "制表符"), ("int a;\r\n", "回车符")]:
            with self.subTest(word):
                self.write("src/base/a.cpp", text)
                self.assert_refused("src/base/a.cpp:1", word)

    def test_tabs_are_the_point_of_files_as_sent(self):
        self.write("tests/fuzz/corpus/csv/a.txt", "姓名\t身份证号\r\n")
        self.assert_clean()

    # ---- structure

    def test_includes_must_be_declared(self):
        for file, text in [
            ("src/values/a.cpp", '#include "policy/a.h"\n'),           # upward and undeclared
            ("src/cli/a.cpp", '#include "values/a.h"\n'),              # downward, yet undeclared
            ("src/values/a.cpp", '#include "elsewhere/a.h"\n'),        # of no module
            ("src/values/a.cpp", '#include "base/internal/a.h"\n'),    # private
            ("src/values/a.cpp", "#include <sqlite3.h>\n"),            # a library nobody declared for it
            ("src/values/a.cpp", "#include <curl/curl.h>\n"),          # a library nobody declared at all
            ("src/values/a.cpp", "#include <toml.hpp>\n"),            # the same without a folder
            ("src/values/a.h", "#include <nlohmann/json.hpp>\n"),      # heavy, in a header
            ("src/values/a.cpp", "#include <fstream>\n"),              # a core module that opens files
            ("src/values/a.cpp", "#include <gtest/gtest.h>\n"),        # test code outside a test
        ]:
            with self.subTest(text):
                self.write(file, text)
                self.assert_refused(file + ":1")
                (self.root / file).unlink()

    def test_tests_may_use_test_libraries_and_files(self):
        self.write("src/values/a_test.cpp", "#include <gtest/gtest.h>\n#include <rapidcheck.h>\n#include <fstream>\n")
        self.assert_clean()

    def test_an_upward_edge_is_refused(self):
        self.write("src/CMakeLists.txt", CMAKE.replace("values FLOOR 1 USES base", "values FLOOR 1 USES base policy"))
        self.assert_refused("使用了上层")

    def test_a_cycle_is_refused(self):
        self.write("src/CMakeLists.txt", "hutong_module(base FLOOR 2 USES values)\nhutong_module(values FLOOR 2 USES base)\n"
                                         "hutong_module(policy FLOOR 2 USES base)\nhutong_module(cli FLOOR 5)\n")
        self.assert_refused("循环")

    def test_a_module_is_declared_and_explained(self):
        self.write("src/secret/a.cpp", "int a;\n")
        (self.root / "src/policy/README.md").unlink()
        self.write("src/policy/a.cpp", "int a;\n")
        self.assert_refused("src/secret", "src/policy")

    # ---- messages

    def test_a_code_needs_a_sentence(self):
        for line in ['return fail("nobody_wrote_me");', 'throw base::OutsideFailure("nobody_wrote_me", {});', 'out(label("nobody_wrote_me"));',
                     'p = problem(is_late ? "id_length" : "nobody_wrote_me", {{"a", b}});', 'OutsideFailure failure("nobody_wrote_me");',
                     'reading.problem = "nobody_wrote_me";', 'r.warnings.push_back("nobody_wrote_me");']:
            with self.subTest(line):
                self.write("src/base/a.cpp", "int a;\n" + line + "\n")
                self.assert_refused("src/base/a.cpp:2", "nobody_wrote_me")

    def test_a_code_needs_a_sentence_also_when_handed_on(self):
        self.write("src/base/a.cpp", 'std::string line(std::string_view label_code, int n) { return label(label_code); }\n'
                                     'auto category = category_from("orphan");\nauto said = line("nobody_wrote_me", 3);\n')
        self.assert_refused("src/base/a.cpp:3", "nobody_wrote_me")

    def test_values_comments_and_tests_are_no_codes(self):
        self.write("src/base/a.cpp", '// fail("not_a_code")\nreturn fail("id_length", {{"value", "not_a_code"}});\n'
                                       'if (p.code == "not_a_code") out(label(why != "not_a_code" ? "id_length" : "id_length"));\n'
                                       'refuse(fail(problem("id_length", {{"not_a_code", "x"}})));\n')
        self.write("src/base/a_test.cpp", 'EXPECT_FALSE(has_sentence("not_a_code")); fail("not_a_code");\n')
        self.assert_clean()

    def test_a_sentence_without_user_is_only_noted(self):
        status, said = self.tidy("messages")
        self.assertEqual(status, 0)
        self.assertIn("unused", said)

    def test_sentences_neither_blame_nor_shout_nor_repeat(self):
        for messages in ['{"a": {"x": "导入失败。"}}', '{"a": {"x": "请改正!"}}', '{"a": {"x": " "}}', '{"a": {"x": "一。"}, "b": {"x": "二。"}}',
                         '{"a": {"x": "一。", "x": "二。"}}']:
            with self.subTest(messages):
                self.write("messages/zh-CN.json", messages)
                self.assert_refused("messages/zh-CN.json", "x")


if __name__ == "__main__":
    unittest.main()
