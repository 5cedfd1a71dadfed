#!/usr/bin/env python3
"""Kills the payments' commands at random moments: nobody is paid twice, no list is half there, and what is done again is done once (SECURITY I2, A1).

    payments_kill_test.py HUTONG [--cycles N] [--seed N]

One history of months (prepare, freeze, export, the bank's return, accounts put right, late deaths, 低保 learnt afterwards and
deducted by agreement, payments that come back late) is played twice: undisturbed, and with
kill -9 at a random moment of every step, after which the step is done again, sometimes by two clerks in the same moment. Both must end in the same database, row by row, with the same exported bytes.
After every kill the invariants must hold before anything else is done. A cycle is a step.
"""
import argparse
import csv
import io
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

from kill_test import WHAT_COUNTS, check, id_number, killed, name, write_csv

try:
    import openpyxl
except ImportError:  # the figures of the workbook are then left to the scenario test
    openpyxl = None

MONTHS = [f"2024-{month:02}" for month in range(4, 11)]
CHILDREN = 9
TWO = ["--by", "张三", "--approved-by", "李四"]


class District:
    def __init__(self, hutong, folder):
        self.hutong, self.folder = hutong, folder

    def start(self, step):
        clock, *words = step
        return subprocess.Popen([self.hutong, "--data", os.path.join(self.folder, "data"), "--format", "json", "--clock", clock, *words], cwd=self.folder,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def do(self, step):
        process = self.start(step)
        out, err = process.communicate(timeout=120)
        check(process.returncode in (0, 1), f"{step} gave {process.returncode}\n{out.decode()}\n{err.decode()}")  # 1: the bank could not pay somebody

    def do_twice_at_once(self, step):
        for process in [self.start(step) for _ in range(2)]:
            out, err = process.communicate(timeout=120)
            check(process.returncode in (0, 1), f"{step} beside itself gave {process.returncode}\n{out.decode()}\n{err.decode()}")

    def database(self):
        return sqlite3.connect(os.path.join(self.folder, "data", "hutong.db"))

    def contents(self):
        db = self.database()
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")]
        return {table: sorted(map(repr, db.execute(WHAT_COUNTS.get(table, f"SELECT * FROM {table}")))) for table in tables}

    def exported(self):
        found = {}
        for folder, _, files in os.walk(os.path.join(self.folder, "发放")):
            for file in files:
                with open(os.path.join(folder, file), "rb") as bytes_of:
                    found[file] = bytes_of.read()
        return found

    def verify(self):
        """What must hold after any crash, before anything else is done."""
        db = self.database()
        check(db.execute("PRAGMA integrity_check").fetchall() == [("ok",)], "integrity_check")
        check(db.execute("PRAGMA foreign_key_check").fetchall() == [], "foreign_key_check")
        twice = db.execute("SELECT child_id, month, SUM(CASE WHEN kind IN ('normal', 'arrears') THEN amount_fen ELSE -amount_fen END) AS net, MAX(standard_fen) AS standard "
                           "FROM payment_line GROUP BY child_id, month HAVING net > standard OR net < 0").fetchall()
        check(not twice, f"paid twice, or less than nothing: {twice}")
        check(not db.execute("SELECT 1 FROM payment_line WHERE kind = 'normal' GROUP BY child_id, month HAVING COUNT(*) > 1").fetchall(), "two normal lines for one month")
        for id_, month, entries, lines, total in db.execute("SELECT id, month, entry_count, line_count, total_fen FROM payment_list"):
            found = db.execute("SELECT COUNT(*), COALESCE(SUM(amount_fen), 0) FROM payment_entry WHERE list_id = ?", (id_,)).fetchone()
            check(found == (entries, total), f"list of {month}: {found} in the rows, {(entries, total)} on the list")
            found = db.execute("SELECT COUNT(*), COALESCE(SUM(amount_fen), 0) FROM payment_line WHERE list_id = ?", (id_,)).fetchone()
            kept_back = db.execute("SELECT COUNT(*), COALESCE(SUM(amount_fen), 0) FROM payment_line JOIN payment_deduction ON deducted_line_id = id WHERE deducted_list_id = ?", (id_,)).fetchone()
            check((found[0] + kept_back[0], found[1] - kept_back[1]) == (lines, total), f"list of {month}: {found} less {kept_back} in the lines, {(lines, total)} on the list")
        came_back = db.execute("SELECT recovery_step.id FROM recovery_step WHERE deed = 'repay' AND amount_fen <> (SELECT SUM(amount_fen) FROM payment_line WHERE recovery_step_id = recovery_step.id)").fetchall()
        check(not came_back, f"repaid, and not on the months: {came_back}")
        unreversed = db.execute("SELECT payment_line.id FROM payment_line JOIN bank_result ON bank_result.entry_id = payment_line.entry_id "
                                "AND (outcome = 'failed' OR bank_result.entry_id IN (SELECT late_entry_id FROM bank_late_failure)) "
                                "LEFT JOIN payment_line AS reversal ON reversal.reverses_id = payment_line.id WHERE reversal.id IS NULL").fetchall()
        check(not unreversed, f"the bank sent back {unreversed}, and the months still count as paid")
        reversed_in_vain = db.execute("SELECT reversal.id FROM payment_line AS reversal JOIN payment_line AS paid ON paid.id = reversal.reverses_id "
                                      "LEFT JOIN bank_result ON bank_result.entry_id = paid.entry_id AND (outcome = 'failed' OR bank_result.entry_id IN (SELECT late_entry_id FROM bank_late_failure)) "
                                      "WHERE bank_result.entry_id IS NULL").fetchall()
        check(not reversed_in_vain, f"undone without the bank's word: {reversed_in_vain}")
        uncovered = db.execute("SELECT payment_line.id FROM payment_line LEFT JOIN coverage ON coverage.id = coverage_id "
                               "WHERE coverage.id IS NULL OR coverage.child_id <> payment_line.child_id OR citation = ''").fetchall()
        check(not uncovered, f"paid without a coverage or a rule: {uncovered}")
        db.close()

    def verify_files(self, month):
        """List = bank file = budget line."""
        total, entries = self.database().execute("SELECT total_fen, entry_count FROM payment_list WHERE month = ?", (month,)).fetchone()
        number = f"HT-370114-{month.replace('-', '')}-PAY"
        folder = os.path.join(self.folder, "发放", month)
        rows = read_bank_file(os.path.join(folder, f"{number}-银行.csv"))
        check(len(rows) == entries and sum(fen(row["金额"]) for row in rows) == total, f"the bank file of {month} is not the list")
        if openpyxl:
            book = openpyxl.load_workbook(os.path.join(folder, f"{number}-发放表.xlsx"), data_only=True)
            more = 1 if any(cell.value == "抵扣多发" for row in book["花名册"].iter_rows() for cell in row) else 0
            for sheet, column in (("花名册", 10 + more), ("分镇街汇总", 8 + more), ("资金来源", 6 + more)):
                labels = [row for row in book[sheet].iter_rows() if str(row[0].value or "").startswith("合计")]
                check(round(labels[0][column - 1].value * 100) == total, f"{sheet} of {month} is not the list")


def fen(text):
    yuan, _, rest = text.partition(".")
    return int(yuan) * 100 + int(rest or 0)


def read_bank_file(path):
    with open(path, "rb") as file:
        return list(csv.DictReader(io.StringIO(file.read().decode("gb18030"))))


def setup(chance, district):
    """Children of the household register, covered and with accounts; one begins without an account."""
    folder = district.folder
    children = [(name(chance), id_number(chance, 2010, 2019)) for _ in range(CHILDREN)]
    write_csv(os.path.join(folder, "户籍.csv"), ["姓名,身份证号,镇街"] + [f"{who},{number},{chance.choice(['明水街道', '绣惠街道'])}" for who, number in children])
    done = subprocess.run([district.hutong, "init", os.path.join(folder, "data")], capture_output=True)
    check(done.returncode == 0, done.stderr.decode())
    district.do(["2024-03-01T09:00:00+08:00", "list", "submit", "户籍.csv", "--report", "police.households", "--period", "2024-02", "--agency", "police"])
    district.do(["2024-03-02T09:00:00+08:00", "round", "run", "2024-02"])
    for place, (who, number) in enumerate(children):
        category = ["community_orphan", "de_facto_unattended", "priority_hardship"][place % 3]
        district.do([f"2024-03-0{3 + place % 6}T09:00:00+08:00", "case", "confirm", number, "--on", "2024-03-03", "--category", category, "--reason", "查验属实", *TWO])
        if place:
            district.do(account("2024-03-10T09:00:00+08:00", who, number, place))
    return children


def account(clock, who, number, place):
    return [clock, "case", "account", number, "--holder", who, "--number", f"62284800000000{10000 + place}", "--bank", "某某银行", "--relation", "本人", *TWO]


def history(chance, calm, children, count):
    """Yields the steps. They are decided by what the undisturbed district has, so the calm one goes first, step by step."""
    arrived = []  # what the last return said was paid, and may come back yet
    for place, month in enumerate(MONTHS):
        if place == 1:
            yield account(f"{month}-01T08:00:00+08:00", *children[0], 0)
        if place == 2:
            yield [f"{month}-01T08:10:00+08:00", "case", "end", children[1][1], "--on", "2024-04-20", "--end-reason", "child_died", "--reason", "火化名单,核实", *TWO]
            lines = ["姓名,身份证号,低保类别,金额,起始月份", f"{children[2][0]},{children[2][1]},农村低保,400,2024-04"]
            for folder in (calm.folder, calm.folder.replace("calm", "stormy")):
                write_csv(os.path.join(folder, "低保.csv"), lines)
            yield [f"{month}-01T08:20:00+08:00", "list", "submit", "低保.csv", "--report", "civil.dibao", "--period", month, "--agency", "civil_affairs"]
            yield [f"{month}-01T08:30:00+08:00", "round", "run", month]
        yield [f"{month}-02T09:00:00+08:00", "benefits", "run", month]
        yield [f"{month}-02T10:00:00+08:00", "benefits", "freeze", month, "--reason", "按月发放", *TWO]
        if place == 2:  # 低保 learnt late: agreed to be deducted from the next lists
            found = calm.database().execute("SELECT recovery.id FROM recovery JOIN person ON person.id = child_id WHERE id_number = ?", (children[2][1],)).fetchone()
            if found:
                yield [f"{month}-02T10:10:00+08:00", "recovery", "decide", str(found[0]), "--on", f"{month}-02", "--reason", "登记晚到", *TWO]
                yield [f"{month}-02T10:20:00+08:00", "recovery", "agree", str(found[0]), "--on", f"{month}-02", "--means", "deduction", "--instalment", "300", "--first", month,
                       "--document", "还款协议1号", *TWO]
        yield [f"{month}-02T11:00:00+08:00", "benefits", "export", month, "--out", f"发放/{month}"]
        rows = read_bank_file(os.path.join(calm.folder, "发放", month, f"HT-370114-{month.replace('-', '')}-PAY-银行.csv"))
        failed = {row["流水号"] for row in rows if chance.random() < 0.2}
        late = [row for row in arrived if chance.random() < 0.1]  # 退票
        arrived = [row for row in rows if row["流水号"] not in failed]
        failed |= {row["流水号"] for row in late}
        rows += late
        chance.shuffle(rows)
        lines = ["流水号,账号,户名,金额,结果,失败原因"] + [",".join([row["流水号"], row["账号"], row["户名"], row["金额"], *(["失败", "账号已销户"] if row["流水号"] in failed else ["成功", ""])])
                                            for row in rows]
        for folder in (calm.folder, calm.folder.replace("calm", "stormy")):
            write_csv(os.path.join(folder, f"回盘{month}.csv"), lines)
        yield [f"{month}-10T09:00:00+08:00", "benefits", "import-result", f"回盘{month}.csv"]
        for row in rows:
            if row["流水号"] in failed:
                which = int(row["账号"][-4:])
                yield account(f"{month}-12T09:00:00+08:00", *children[which], which)


def play(hutong, work, chance, count):
    calm, stormy = District(hutong, os.path.join(work, "calm")), District(hutong, os.path.join(work, "stormy"))
    os.makedirs(calm.folder)
    children = setup(chance, calm)
    shutil.copytree(calm.folder, stormy.folder)
    durations, kills, survivals, steps = {}, 0, 0, 0
    for step in history(chance, calm, children, count):
        if steps == count:
            break
        steps += 1
        began = time.monotonic()
        calm.do(step)
        durations.setdefault(step[2], []).append(time.monotonic() - began)
        calm.verify()
        status, _ = killed(stormy.start(step), os.path.join(stormy.folder, "data"), chance, max(durations[step[2]]))
        if status is None:
            kills += 1
        else:
            check(status in (0, 1), f"{step} gave {status}")
            survivals += 1
        stormy.verify()
        if chance.random() < 0.4:
            stormy.do_twice_at_once(step)  # two clerks in the same moment
        else:
            stormy.do(step)
        stormy.verify()
        if step[2] == "export":
            stormy.verify_files(step[3])
    before, after = calm.contents(), stormy.contents()
    check(before.keys() == after.keys(), "the tables differ")
    for table, rows in before.items():
        differing = [pair for pair in zip(rows, after[table]) if pair[0] != pair[1]]
        check(rows == after[table], f"{table} differs: {len(rows)} and {len(after[table])} rows; first {differing[:1]}")
    check(calm.exported() == stormy.exported(), "the exported files differ")
    return kills, survivals, steps


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("hutong")
    parser.add_argument("--cycles", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}", flush=True)
    chance = random.Random(arguments.seed)
    totals, left = [0, 0, 0], arguments.cycles
    while left > 0:
        with tempfile.TemporaryDirectory(prefix="hutong-payments-kill-") as work:
            played = play(os.path.abspath(arguments.hutong), work, chance, left)
        totals = [sum(pair) for pair in zip(totals, played)]
        left -= played[2]
    check(totals[0] > 0, "nothing was killed in time: the delays are wrong")
    print(f"payments kill: {totals[0]} killed, {totals[1]} finished first; nobody paid twice", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
