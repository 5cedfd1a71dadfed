"""bench/linkage/score: what it counts. A wrong measure would let a worse linker pass for a better one."""
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SCORE = Path(__file__).resolve().parents[2] / "bench" / "linkage" / "score"


class Score(unittest.TestCase):
    def score(self, pairs, truth, *options):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "pairs.csv").write_text("left_id,right_id,probability\n" + "".join(f"{a},{b},{p}\n" for a, b, p in pairs))
            (folder / "truth.csv").write_text("left_id,right_id\n" + "".join(f"{a},{b}\n" for a, b in truth))
            said = subprocess.run([sys.executable, SCORE, folder / "pairs.csv", folder / "truth.csv", "--json", *options], check=True, capture_output=True, text=True)
            return json.loads(said.stdout)

    def test_a_true_pair_that_is_not_given_is_missed(self):
        got = self.score([("1", "a", 0.9)], [("1", "a"), ("2", "b")])
        self.assertEqual(got["0.5"]["recall"], 0.5)
        self.assertEqual(got["0.5"]["precision"], 1.0)
        self.assertEqual(got["0.99"]["pairs"], 0)

    def test_the_best_threshold_does_not_part_equal_probabilities(self):
        got = self.score([("1", "a", 0.8), ("9", "z", 0.8), ("2", "b", 0.7)], [("1", "a"), ("2", "b")])
        self.assertEqual(got["best"]["threshold"], 0.7)
        self.assertAlmostEqual(got["best"]["f1"], 0.8)

    def test_in_one_file_the_order_of_the_two_ids_says_nothing(self):
        self.assertEqual(self.score([("2", "1", 1), ("1", "2", 0.6), ("3", "3", 1)], [("1", "2")], "--dedupe")["best"]["f1"], 1.0)
        self.assertEqual(self.score([("2", "1", 1)], [("1", "2")])["best"]["f1"], 0.0)

    def test_best_left_keeps_two_rows_of_one_person_and_one_to_one_does_not(self):
        pairs = [("1", "a", 0.9), ("1", "b", 0.8), ("2", "b", 0.7)]
        truth = [("1", "a"), ("1", "b")]
        self.assertEqual(self.score(pairs, truth, "--best-left")["0.5"]["f1"], 1.0)
        self.assertEqual(self.score(pairs, truth, "--one-to-one")["0.5"]["precision"], 0.5)

    def test_nothing_found_is_not_an_error(self):
        self.assertEqual(self.score([], [("1", "a")])["best"]["f1"], 0.0)


if __name__ == "__main__":
    unittest.main()
