#!/usr/bin/env python3
"""Kills the real command at random moments, and fills its disk; nothing acknowledged may be lost, nothing doubled, nothing half done (SECURITY A1, A3).

    kill_test.py HUTONG [--cycles N] [--seed N]

One history of submissions and rounds is played twice: once undisturbed, once with kill -9 at a random moment of every step, after which the step is
done again. Both histories must end in the same database, row by row. Every clock is fixed and the keys are the same, so the same means the same bytes.
"""
import argparse
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
FAMILY_NAMES, GIVEN_NAMES = "王李张刘陈杨赵黄周吴", "伟芳娜敏静丽强磊军洋勇艳杰涛明超"


def check(condition, what):
    if not condition:
        raise AssertionError(what)


# --- material ---------------------------------------------------------------------------------------------------------

def id_number(chance, first_year, last_year):
    """Synthetic: sequence codes 990-999 are never registered."""
    body = f"370114{chance.randint(first_year, last_year)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}{chance.randint(990, 999)}"
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, WEIGHTS)) % 11]


def name(chance):
    return chance.choice(FAMILY_NAMES) + chance.choice(GIVEN_NAMES) + chance.choice(GIVEN_NAMES)


def court_rows(chance, month, count):
    """宣告失踪、宣告死亡: a parent and a child each, and now and then a wrong check digit."""
    rows = []
    for _ in range(count):
        child = id_number(chance, 2010, 2020)
        if chance.random() < 0.1:
            child = child[:17] + ("1" if child[17] != "1" else "2")
        rows.append([name(chance), id_number(chance, 1975, 1990), chance.choice(["父子", "母子"]), chance.choice(["宣告失踪", "宣告死亡"]),
                     f"{month}-{chance.randint(1, 28):02}", name(chance), child])
    return ["序号,被申请人姓名,被申请人身份证号,与儿童关系,案件类型,判决日期,儿童姓名,儿童身份证号"] + \
           [",".join([str(n + 1), *row]) for n, row in enumerate(rows)]


def disabled_rows(chance, count):
    rows = []
    for _ in range(count):
        person = id_number(chance, 1970, 1992)
        category, digit = chance.choice([("肢体", 4), ("视力", 1), ("智力", 5), ("精神", 6)])
        grade = chance.choice([1, 2])
        rows.append([name(chance), person, f"{person}{digit}{grade}", category, "一二"[grade - 1] + "级"])
    return ["序号,姓名,身份证号,残疾人证号,残疾类别,残疾等级"] + [",".join([str(n + 1), *row]) for n, row in enumerate(rows)]


def write_csv(path, lines, encoding="gb18030"):
    with open(path, "wb") as out:
        out.write(("\r\n".join(lines) + "\r\n").encode(encoding))


def history(chance, folder, months):
    """Steps: arguments after `hutong --data DIR`, in the order in which a district would see them."""
    steps = []

    def submit(lines, report, month, agency):
        path = os.path.join(folder, f"{len(steps):03}.csv")
        write_csv(path, lines)
        steps.append(["list", "submit", path, "--report", report, "--period", month, "--agency", agency])
        return lines

    for month in months:
        court = submit(court_rows(chance, month, chance.randint(3, 40)), "court.monthly", month, "court")
        submit(disabled_rows(chance, chance.randint(20, 300)), "dpf.severe", month, "dpf")
        steps.append(["list", "nil", "--report", "procuratorate.monthly", "--period", month, "--agency", "procuratorate"])
        # A corrected file: one row changed, one added, the order turned round.
        again = [court[0]] + [row.replace("宣告失踪", "宣告死亡") if n == 0 else row for n, row in enumerate(reversed(court[1:]))]
        submit(again + court_rows(chance, month, 1)[1:], "court.monthly", month, "court")
        steps.append(["round", "run", month])
    return steps


# --- running ----------------------------------------------------------------------------------------------------------

# A round that was killed after its commit is held once more, and each is written down; what it proposed must be the same.
WHAT_COUNTS = {
    "round": "SELECT DISTINCT month, day, rules_version FROM round",
    "proposal_event": "SELECT proposal_event.id, proposal_id, month, event FROM proposal_event JOIN round ON round.id = round_id",
}


class District:
    def __init__(self, hutong, folder):
        self.hutong, self.folder = hutong, folder
        self.acknowledged = {}  # receipt number -> receipt
        self.base = [hutong, "--data", folder, "--format", "json", "--clock", "2026-10-20T09:00:00+08:00"]

    def start(self, step, **options):
        return subprocess.Popen(self.base + step, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)

    def finish(self, step, **options):
        process = self.start(step, **options)
        out, err = process.communicate(timeout=120)
        return process.returncode, out.decode(), err.decode()

    def do(self, step):
        status, out, err = self.finish(step)
        check(status == 0, f"{step} gave {status}\n{out}\n{err}")
        self.acknowledge(step, out)
        return out

    def acknowledge(self, step, out):
        if step[0] != "list":
            return None
        receipt = json.loads(out)
        known = self.acknowledged.get(receipt["number"])
        if known:
            check(receipt["already_received"], f"{receipt['number']} was given twice")
            check(known["file"] == receipt["file"] and known["counts"] == receipt["counts"], f"{receipt['number']} changed")
        else:
            self.acknowledged[receipt["number"]] = receipt
        return receipt

    def database(self):
        return sqlite3.connect(os.path.join(self.folder, "hutong.db"))

    def verify(self):
        """What must hold after any crash, before anything else is done."""
        db = self.database()
        check(db.execute("PRAGMA integrity_check").fetchall() == [("ok",)], "integrity_check")
        check(db.execute("PRAGMA foreign_key_check").fetchall() == [], "foreign_key_check")
        present = {row[0]: row[1:] for row in db.execute("SELECT number, file_digest, accepted_count, returned_count FROM submission")}
        for number, receipt in self.acknowledged.items():
            check(number in present, f"{number} was acknowledged and is gone")
            digest, accepted, returned = present[number]
            check(digest == (receipt["file"] or {}).get("digest"), f"{number} has another file")
            check((accepted, returned) == (receipt["counts"]["accepted"], receipt["counts"]["rejected"]), f"{number} has other counts")
        for number, (digest, *_) in present.items():
            if digest:
                check(os.path.getsize(os.path.join(self.folder, "files", number + ".sealed")) > 28, f"the original of {number} is gone")
        doubled = db.execute("SELECT COUNT(*) FROM (SELECT 1 FROM submission GROUP BY agency, report, period, file_digest "
                             "HAVING COUNT(*) > 1 AND file_digest IS NOT NULL)").fetchone()[0]
        check(doubled == 0, "a file is there twice")
        doubled = db.execute("SELECT COUNT(*) FROM (SELECT 1 FROM submission_row JOIN submission ON submission.id = submission_id "
                             "WHERE state IN ('accepted', 'returned') GROUP BY agency, report, period, row_digest HAVING COUNT(*) > 1)").fetchone()[0]
        check(doubled == 0, "a row is in force twice")
        db.close()

    def contents(self):
        db = self.database()
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")]
        return {table: sorted(map(repr, db.execute(WHAT_COUNTS.get(table, f"SELECT * FROM {table}")))) for table in tables}


def signs_of_writing(folder):
    files = os.path.join(folder, "files")
    log = os.path.join(folder, "hutong.db-wal")
    return os.stat(files).st_mtime_ns, os.path.getsize(log) if os.path.exists(log) else -1


def killed(process, folder, chance, usual):
    """Half of the kills come at any moment, half a few milliseconds around the first sign of writing, where most can go wrong."""
    deadline = time.monotonic() + usual * chance.uniform(0, 1.1)
    if chance.random() < 0.5:
        before = signs_of_writing(folder)
        while process.poll() is None and signs_of_writing(folder) == before:
            time.sleep(0.0002)
        deadline = time.monotonic() + chance.uniform(0, min(usual, 0.03))
    try:
        out, _ = process.communicate(timeout=max(0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        out, _ = process.communicate()
    # It may have ended in the moment between: then what it said counts.
    return (process.returncode, out.decode()) if process.returncode >= 0 else (None, "")


# --- the tests --------------------------------------------------------------------------------------------------------

STEPS_OF_A_PLAY = 45  # nine months; a longer run plays again with other people


def play(hutong, work, chance, step_count):
    steps = history(chance, work, [f"2026-{month:02}" for month in range(1, 10)])[:step_count]
    calm, stormy = District(hutong, os.path.join(work, "calm")), District(hutong, os.path.join(work, "stormy"))
    status, out, err = calm.finish(["init", calm.folder])
    check(status == 0, out + err)
    shutil.copytree(calm.folder, stormy.folder)

    durations = {}
    for step in steps:
        began = time.monotonic()
        calm.do(step)
        durations.setdefault(step[1], []).append(time.monotonic() - began)

    kills = survivals = 0
    for step in steps:
        status, out = killed(stormy.start(step), stormy.folder, chance, max(durations[step[1]]))
        if status is None:
            kills += 1
        else:
            check(status == 0, f"{step} gave {status}")
            stormy.acknowledge(step, out)
            survivals += 1
        stormy.verify()
        stormy.do(step)
    stormy.verify()

    before, after = calm.contents(), stormy.contents()
    check(before.keys() == after.keys(), "the tables differ")
    for table, rows in before.items():
        differing = [pair for pair in zip(rows, after[table]) if pair[0] != pair[1]]
        check(rows == after[table], f"{table} differs: {len(rows)} and {len(after[table])} rows; first {differing[:1]}")
    return kills, survivals, sum(map(len, before.values()))


def test_kill(hutong, work, chance, cycles):
    totals = [0, 0, 0]
    while cycles > 0:
        with tempfile.TemporaryDirectory(dir=work) as place:
            totals = [sum(pair) for pair in zip(totals, play(hutong, place, chance, cycles))]
        cycles -= STEPS_OF_A_PLAY
    kills, survivals, rows = totals
    check(kills > 0, "nothing was killed in time: the delays are wrong")
    print(f"kill: {kills} killed, {survivals} finished first, {rows} database rows the same as without", flush=True)


def test_two_at_once(hutong, work, chance):
    """Two clerks hand in the same file in the same moment: one receipt, given twice."""
    district = District(hutong, os.path.join(work, "two"))
    status, out, err = district.finish(["init", district.folder])
    check(status == 0, out + err)
    for month in ("2026-07", "2026-08"):
        path = os.path.join(work, f"two-{month}.csv")
        write_csv(path, disabled_rows(chance, 200))
        step = ["list", "submit", path, "--report", "dpf.severe", "--period", month, "--agency", "dpf"]
        pair = [district.start(step) for _ in range(2)]
        receipts = []
        for process in pair:
            out, err = process.communicate(timeout=60)
            check(process.returncode == 0, err.decode())
            receipts.append(json.loads(out))
        check(receipts[0]["number"] == receipts[1]["number"], "two receipts for one file")
        check(sorted(r["already_received"] for r in receipts) == [False, True], "both or none say it was new")
    district.verify()
    print("two at once: one receipt")


def test_full_disk(hutong, work, chance):
    """A limit on the size of files stands for the full disk: whatever write meets it, exit status 4, a sentence, and nothing half there."""
    template = District(hutong, os.path.join(work, "full-template"))
    status, out, err = template.finish(["init", template.folder])
    check(status == 0, out + err)
    path = os.path.join(work, "full.csv")
    write_csv(path, disabled_rows(chance, 600))
    step = ["list", "submit", path, "--report", "dpf.severe", "--period", "2026-09", "--agency", "dpf"]
    told = finished = 0
    for limit in (0, 1000, 20_000, 33_000, 40_000, 60_000, 100_000, 200_000, 400_000, 10_000_000):
        district = District(hutong, os.path.join(work, f"full-{limit}"))
        shutil.copytree(template.folder, district.folder)

        def limited(size=limit):
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # the write fails, as on a full disk, instead of ending the process
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

        process = subprocess.Popen(district.base + step, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=limited, restore_signals=False)
        out, err = process.communicate(timeout=60)
        if process.returncode == 0:
            district.acknowledge(step, out.decode())
            finished += 1
        else:
            check(process.returncode == 4, f"limit {limit} gave {process.returncode}: {err.decode()}")
            check("写不进" in err.decode() or "磁盘" in err.decode() or "数据库" in err.decode(), err.decode())
            told += 1
        district.verify()
        rows = district.database().execute("SELECT COUNT(*) FROM submission").fetchone()[0]
        check(rows == (1 if process.returncode == 0 else 0), f"limit {limit}: {rows} submissions")
        district.do(step)
        check(list(district.acknowledged) == ["HT-370114-202609-DPF-0001"], f"limit {limit}: {list(district.acknowledged)}")
        district.verify()
    check(told >= 5 and finished >= 1, f"{told} refused, {finished} finished: the limits are wrong")
    print(f"full disk: {told} told, {finished} had room enough")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("hutong")
    parser.add_argument("--cycles", type=int, default=25)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}", flush=True)
    chance = random.Random(arguments.seed)
    hutong = os.path.abspath(arguments.hutong)
    with tempfile.TemporaryDirectory(prefix="hutong-kill-") as work:
        test_kill(hutong, work, chance, arguments.cycles)
        test_two_at_once(hutong, work, chance)
        test_full_disk(hutong, work, chance)
    return 0


if __name__ == "__main__":
    sys.exit(main())
