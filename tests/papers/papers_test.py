#!/usr/bin/env python3
"""The papers of a list as others read them: the workbook with openpyxl, the PDFs with poppler, the bank file as bytes.

    papers_test.py HUTONG

A district of twenty children is paid for a month through the real command; what it exports is opened again.
"""
import os
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "kill"))
import payments_kill_test as payments  # noqa: E402: what makes a district of covered children

payments.CHILDREN = 20
MONTH, NUMBER = "2024-04", "HT-370114-202404-PAY"
CATEGORIES = ["社会散居孤儿", "事实无人抚养儿童", "重点困境儿童", "受艾滋病影响儿童", "孤儿", "困境", "艾滋", "感染"]


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def output_of(*command):
    return subprocess.run(command, capture_output=True, check=True).stdout


def check_workbook(path, rows, total_fen):
    values, formulas = openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)
    check(values.sheetnames == ["花名册", "分镇街汇总", "资金来源"], values.sheetnames)
    sheet = values["花名册"]
    people = [row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]
    check(len(people) == rows, f"{len(people)} children in the workbook")
    check([row[0] for row in people] == list(range(1, rows + 1)), "the numbers")
    check(round(sum(row[9] for row in people) * 100) == total_fen, "the sum of the rows")
    check(all(re.fullmatch(r"\d{17}[\dX]", row[3]) and re.fullmatch(r"\d{19}", row[12]) for row in people), "numbers of persons and accounts are whole texts")
    pages = [row for row in sheet.iter_rows(values_only=True) if str(row[0] or "").startswith("本页小计")]
    check(len(pages) == 2 and round(sum(row[9] for row in pages) * 100) == total_fen, "the pages' totals")
    totals = [cell.value for row in formulas["花名册"].iter_rows() for cell in row if str(cell.value or "").startswith("=")]
    check(totals and all(formula.startswith("=SUBTOTAL(9,") for formula in totals), "totals are formulas")
    check(len(formulas["花名册"].row_breaks.brk) == 1, "a page break")
    texts = [str(row[0]) for row in sheet.iter_rows(values_only=True) if row[0]]
    check(any("人民币(大写)" in text for text in texts), "the total in capitals")
    check(sum("制表人" in text for text in texts) == 2, "a line to sign on every page")
    for name, column in (("分镇街汇总", 7), ("资金来源", 5)):
        total = next(row for row in values[name].iter_rows(values_only=True) if str(row[0] or "").startswith("合计"))
        check(round(total[column] * 100) == total_fen, f"{name} has another total")


def check_pdf(path, pages, *texts):
    information = output_of("pdfinfo", path).decode()
    check(re.search(rf"^Pages:\s+{pages}$", information, re.M), information)
    check("A4" in information, information)
    said = output_of("pdftotext", "-layout", path, "-").decode()
    for text in texts:
        check(text in said, f"{os.path.basename(path)} does not say {text}")
    with tempfile.TemporaryDirectory() as folder:
        output_of("pdftoppm", "-r", "40", "-gray", path, os.path.join(folder, "page"))
        for picture in sorted(os.listdir(folder)):
            pixels = Path(folder, picture).read_bytes().split(b"\n255\n", 1)[1]
            dark = sum(pixel < 128 for pixel in pixels) / len(pixels)
            check(0.002 < dark < 0.3, f"{picture}: {dark:.4f} of the page is dark")  # neither blank nor boxes all over
    fonts = output_of("pdffonts", path).decode()
    check("NotoSansCJK" in fonts and " yes yes yes " in fonts, fonts)  # embedded, a subset, its text can be taken out


def main():
    hutong = os.path.abspath(sys.argv[1])
    chance = random.Random(4)
    with tempfile.TemporaryDirectory(prefix="hutong-papers-") as work:
        district = payments.District(hutong, work)
        children = payments.setup(chance, district)
        district.do(payments.account("2024-03-11T09:00:00+08:00", *children[0], 0))
        district.do(["2024-04-02T09:00:00+08:00", "benefits", "run", MONTH])
        district.do(["2024-04-02T10:00:00+08:00", "benefits", "freeze", MONTH, "--reason", "按月发放", *payments.TWO])
        for out in ("发放", "再一次"):
            district.do(["2024-04-02T11:00:00+08:00", "benefits", "export", MONTH, "--out", out])
        for name in os.listdir(os.path.join(work, "发放")):
            check(Path(work, "发放", name).read_bytes() == Path(work, "再一次", name).read_bytes(), f"{name} differs when it is exported again")
        total_fen, capitals, count = district.database().execute("SELECT total_fen, total_capitals, entry_count FROM payment_list").fetchone()
        check(count == payments.CHILDREN, count)
        path = lambda name: os.path.join(work, "发放", f"{NUMBER}-{name}")
        check_workbook(path("发放表.xlsx"), count, total_fen)
        yuan = f"{total_fen // 100:,}.{total_fen % 100:02}"
        check_pdf(path("花名册.pdf"), 2, "困难儿童基本生活费发放花名册", yuan, capitals, "第2页 共2页", children[3][0], children[3][1])
        check_pdf(path("分镇街汇总.pdf"), 1, "不得公示", yuan)
        check_pdf(path("资金来源.pdf"), 1, "2081001", yuan)
        bank = Path(path("银行.csv")).read_bytes()
        text = bank.decode("gb18030")
        check(text.count("\r\n") == count + 1 and text.count("\n") == count + 1, "one line a child, CR LF")
        check(not [word for word in CATEGORIES if word in text], "the bank learns what a child is")
        check(len({line.split(",")[-1] for line in text.splitlines()[1:]}) == 1, "one remark for all")
        check(all(Path(work, "发放", name).stat().st_mode & 0o077 == 0 for name in os.listdir(os.path.join(work, "发放"))), "others may read the papers")
    print(f"papers: {count} children, {yuan} yuan, the same on every paper")
    return 0


if __name__ == "__main__":
    sys.exit(main())
