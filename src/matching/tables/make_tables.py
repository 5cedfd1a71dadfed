#!/usr/bin/env python3
"""make_tables.py UNICODE_DIR ICU_FACTS OUT.cpp: the constant arrays behind characters.h and lunar.h.

UNICODE_DIR is the folder of Debian's `unicode-data` (Unihan), ICU_FACTS what icu_tables printed. Which property serves what, and what was rejected, is told in
docs/decisions/0004-character-tables.md. The same sources give the same bytes.
"""
import bz2
import itertools
import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

WANTED = {
    "Readings": {"kMandarin", "kHanyuPinlu", "kTGHZ2013"},
    "Variants": {"kSimplifiedVariant", "kTraditionalVariant", "kSemanticVariant", "kSpecializedSemanticVariant", "kZVariant"},
    "DictionaryLikeData": {"kCangjie", "kFourCornerCode", "kPhonetic"},
    "OtherMappings": {"kTGH"},
    "IRGSources": {"kRSUnicode", "kTotalStrokes"},
}
# The end of the first and the second level of the 2013 table of standard characters; up to 8105 is the third: names and places.
FIRST_LEVEL, SECOND_LEVEL = 3500, 6500
LONGEST_CHAIN = 4
READINGS = 3


def read_unihan(folder):
    """{property: {character: value}}; the values as Unihan writes them."""
    found = defaultdict(dict)
    for file, properties in WANTED.items():
        with bz2.open(folder / f"Unihan_{file}.txt.bz2", "rt", encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("U+"):
                    point, name, value = line.rstrip("\n").split("\t")
                    if name in properties:
                        found[name][int(point[2:], 16)] = value
    return found


def read_icu(path):
    surnames, years = {}, []
    for line in path.read_text(encoding="utf-8").splitlines():
        words = line.split()
        if words[0] == "surname":
            surnames[int(words[1], 16)] = toneless(words[2])
        else:
            years.append([int(word) for word in words[1:]])
    return surnames, years


# ---- sounds -----------------------------------------------------------------------------------------------------------------------

def toneless(syllable):
    """lǜ → lv, ê̄ → e: letters a to z only."""
    decomposed = unicodedata.normalize("NFD", syllable)
    return re.sub("[^a-z]", "", re.sub("u[\u0300-\u0304\u030C]*\u0308", "v", decomposed))


def readings_of(unihan, point):
    """Main reading first: kMandarin's first is the one of the mainland."""
    found = [toneless(word) for word in unihan["kMandarin"].get(point, "").split()[:1]]
    found += [toneless(word) for entry in unihan["kTGHZ2013"].get(point, "").split() for word in entry.split(":")[1].split(",")]
    found += [toneless(word.split("(")[0]) for word in unihan["kHanyuPinlu"].get(point, "").split()]
    found += [toneless(word) for word in unihan["kMandarin"].get(point, "").split()[1:]]
    return list(dict.fromkeys(word for word in found if word))[:READINGS]


INITIALS = ["zh", "ch", "sh", *"bpmfdtnlgkhjqxzcsrwy"]


def merged(syllable):
    """The syllable as the dialects hear it that mix zh/z, ch/c, sh/s, n/l, r/l before u and o, f/hu, and -ng/-n."""
    initial = next((start for start in INITIALS if syllable.startswith(start)), "")
    final = syllable[len(initial):]
    final = re.sub("ng$", "n", final)
    initial = {"zh": "z", "ch": "c", "sh": "s", "n": "l"}.get(initial, initial)
    if initial == "r" and final[:1] in ("u", "o"):
        initial = "l"
    if initial == "h" and final[:1] == "u":  # hua/fa, huan/fan, huang/fang, hui/fei, hun/fen, hu/fu
        initial, final = "f", {"u": "u", "ui": "ei", "un": "en"}.get(final, final[1:])
    elif initial == "h" and syllable == "hong":
        initial, final = "f", "en"
    return initial + final


# ---- variants ---------------------------------------------------------------------------------------------------------------------

def points_in(value):
    return [int(word.split("<")[0][2:], 16) for word in value.split()]


class Variants:
    """Which character stands for which: traditional → simplified, rare → common spelling of the same word."""

    def __init__(self, unihan):
        self.unihan = unihan
        self.standard = {point: int(value.split(":")[1]) for point, value in unihan["kTGH"].items()}
        self.simplified = {point: points_in(value) for point, value in unihan["kSimplifiedVariant"].items()}
        self.traditional = {point: points_in(value) for point, value in unihan["kTraditionalVariant"].items()}
        self.alike = defaultdict(set)
        for name in ("kSemanticVariant", "kSpecializedSemanticVariant", "kZVariant"):
            for point, value in unihan[name].items():
                for other in points_in(value):
                    self.alike[point].add(other)
                    self.alike[other].add(point)

    def rank(self, point):
        return self.standard.get(point, 20000 + point)

    def sounds(self, point):
        return set(readings_of(self.unihan, point))

    def step(self, point):
        """One step nearer to the common spelling, or the point itself."""
        simplified = self.simplified.get(point, [])
        if point in simplified:  # 乾: simplified to 干 only in one of its senses, and a name of its own
            simplified = []
        if point not in self.standard and any(to in self.standard for to in simplified):
            return min(simplified, key=self.rank)
        if self.rank(point) <= SECOND_LEVEL:  # two common characters are two names, whatever the dictionaries say
            return point
        others = self.alike[point] | set(simplified)
        for other in self.alike[point]:  # 啓 is 啟, and that is 启
            others.update(self.simplified.get(other, []))
        for old in self.traditional.get(point, []):  # 锺 and 钟 both come from 鍾
            others.update(self.simplified.get(old, []))
        others = {other for other in others if self.rank(other) < self.rank(point) and self.sounds(other) & self.sounds(point)}
        return min(others, key=self.rank, default=min(simplified, key=self.rank, default=point))

    def folded(self, point):
        for _ in range(LONGEST_CHAIN):
            nearer = self.step(point)
            if nearer == point:
                break
            point = nearer
        return point


# ---- shapes -----------------------------------------------------------------------------------------------------------------------

def edit_distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        diagonal, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            diagonal, row[j] = row[j], min(diagonal + (x != y), row[j] + 1, row[j - 1] + 1)
    return row[-1]


class Shape:
    """Cangjie letters name the parts of a character from the left and the top, four-corner digits the strokes at its corners: top left, top right, bottom left,
    bottom right."""

    def __init__(self, unihan, point):
        self.letters = unihan["kCangjie"].get(point, "")[:5]
        corners = unihan["kFourCornerCode"].get(point, "").split()
        self.corners = corners[0][:4] if corners else ""
        self.strokes = int(unihan["kTotalStrokes"].get(point, "0").split()[0])
        self.radical = re.match(r"\d+", unihan["kRSUnicode"][point])[0]
        self.series = {group for group in phonetic_of(unihan, point) if group}

    def looks_like(self, other):
        a, b = self.letters, other.letters
        if not a or not b:
            return False
        distance, longest = edit_distance(a, b), max(len(a), len(b))
        strokes = abs(self.strokes - other.strokes)
        corners = sum(x != y for x, y in zip(self.corners, other.corners)) if self.corners and other.corners else 4
        if distance == 0:  # 己已, 日曰
            return True
        if corners == 0 and (distance <= 2 and strokes <= (1 if longest <= 3 else 2) or self.radical == other.radical and strokes <= 2):  # 未末, 宇字, 侯候
            return True
        if corners == 1 and strokes <= 1 and (distance == 1 and longest >= 3 or longest <= 2 and set(a) & set(b)):  # 千干, 今令
            return True
        if distance == 1 and (longest >= 4 and strokes <= 3 or longest == 3 and strokes <= 2 and corners <= 2):  # one part exchanged: 杨扬, 冷泠
            return True
        if self.series & other.series and distance <= 2 and longest >= 4 and strokes <= 3 and corners <= 2:  # 玲铃
            return True
        return self.radical != other.radical and self.shares_the_rest(other, strokes)

    def shares_the_rest(self, other, strokes):
        """Another radical before the same two parts or more: 祎袆."""
        a, b = self.letters, other.letters
        common = next((i for i, (x, y) in enumerate(zip(a[::-1], b[::-1])) if x != y), min(len(a), len(b)))
        if common < 2 or max(len(a), len(b)) - common > 2:
            return False
        if not self.corners or not other.corners:
            return strokes <= 1
        c, d = self.corners, other.corners
        return strokes <= 2 and (c[1] == d[1] and c[3] == d[3] or c[2:] == d[2:])

    def buckets(self):
        """Two shapes that look alike are together in one of these."""
        a, c = self.letters, self.corners
        yield a
        yield from (a[:i] + a[i + 1:] for i in range(len(a)))
        if len(a) >= 3:
            yield "end", a[-2:]
        if c:
            yield c
        if c and len(a) <= 3:
            yield from (c[:i] + "?" + c[i + 1:] for i in range(4))
        yield from self.series


def look_alikes(unihan, points):
    """[[place in points of what looks like the first], …]; ascending."""
    shapes = [Shape(unihan, point) for point in points]
    buckets = defaultdict(set)
    for i, shape in enumerate(shapes):
        for key in shape.buckets():
            buckets[key].add(i)
    pairs = {pair for bucket in buckets.values() for pair in itertools.combinations(sorted(bucket), 2)}
    found = [[] for _ in points]
    for i, j in sorted(pairs):
        if shapes[i].looks_like(shapes[j]):
            found[i].append(j)
            found[j].append(i)
    return [sorted(others) for others in found]


# ---- the tables -------------------------------------------------------------------------------------------------------------------

def cangjie_of(unihan, point):
    """Five letters of five bits, the first highest; 0 = no letter."""
    code = 0
    for letter in unihan["kCangjie"].get(point, "")[:5].ljust(5, "@"):
        code = code << 5 | (ord(letter) - 64)
    return code


def phonetic_of(unihan, point):
    groups = [int(number) for number in re.findall(r"\d+", unihan["kPhonetic"].get(point, ""))]
    return (groups + [0, 0])[:2]


def level_of(rank):
    return 1 if rank <= FIRST_LEVEL else 2 if rank <= SECOND_LEVEL else 3 if rank < 20000 else 4


def array(declaration, values, per_line=16):
    lines = [",".join(str(value) for value in values[i:i + per_line]) for i in range(0, len(values), per_line)]
    return f"{declaration} = {{\n" + ",\n".join(lines) + "};\n"


def paged(codes):
    """Two levels: block_of[point / 128] and the blocks; block 0 is empty."""
    blocks, numbers, block_of = [(0,) * 128], {(0,) * 128: 0}, []
    for start in range(0, 0x32000, 128):
        block = tuple(codes.get(point, 0) for point in range(start, start + 128))
        if block not in numbers:
            numbers[block] = len(blocks)
            blocks.append(block)
        block_of.append(numbers[block])
    return block_of, list(itertools.chain.from_iterable(blocks))


def compatible(point):
    normal = unicodedata.normalize("NFKC", chr(point))
    return ord(normal) if len(normal) == 1 and normal != chr(point) else None


def read_radicals(folder):
    """⺈ and ⼀ as somebody picked them from a character map: radical → ideograph."""
    found = {}
    for line in (folder / "EquivalentUnifiedIdeograph.txt").read_text(encoding="utf-8").splitlines():
        match = re.match(r"([0-9A-F]+)(?:\.\.([0-9A-F]+))?\s*;\s*([0-9A-F]+)", line)
        if match:
            for point in range(int(match[1], 16), int(match[2] or match[1], 16) + 1):
                found[point] = int(match[3], 16)
    return found


def main():
    folder, icu, out = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
    unihan = read_unihan(folder)
    surnames, lunar_years = read_icu(icu)
    variants = Variants(unihan)
    read = [point for point in unihan["kRSUnicode"] if readings_of(unihan, point) or point in variants.standard]
    folded = {point: variants.folded(point) for point in read}
    kept = sorted(set(folded.values()), key=variants.rank)
    code_of_kept = {point: code for code, point in enumerate(kept, 1)}
    assert len(kept) < 0xF000, "codes from 0xF000 are for characters without an entry"
    codes = {point: code_of_kept[to] for point, to in folded.items() if to in code_of_kept}
    for point in itertools.chain(range(0xF900, 0xFB00), range(0x2F800, 0x2FA20), range(0x2F00, 0x2FE0)):
        if point not in codes and compatible(point) in codes:
            codes[point] = codes[compatible(point)]
    for point, ideograph in read_radicals(folder).items():
        if point not in codes and ideograph in codes:
            codes[point] = codes[ideograph]

    syllables = [""] + sorted({word for point in kept for word in readings_of(unihan, point)} | set(surnames.values()))
    number = {word: i for i, word in enumerate(syllables)}
    classes = [""] + sorted({merged(word) for word in syllables[1:]})
    class_number = {word: i for i, word in enumerate(classes)}

    records = ["{}"]
    for point in kept:
        sounds = [number[word] for word in readings_of(unihan, point)] + [0] * READINGS
        radical = int(re.match(r"\d+", unihan["kRSUnicode"][point])[0])
        strokes = int(unihan["kTotalStrokes"].get(point, "0").split()[0])
        surname = number[surnames[point]] if point in surnames else sounds[0]
        records.append(f"{{{point},{{{sounds[0]},{sounds[1]},{sounds[2]}}},{surname},{cangjie_of(unihan, point)},{radical},{strokes},{level_of(variants.rank(point))}}}")

    alike = look_alikes(unihan, [point for point in kept if point in variants.standard])  # these have the lowest codes
    starts = list(itertools.accumulate((len(others) for others in alike), initial=0))

    block_of, blocks = paged(codes)
    first_year = lunar_years[0][0]
    assert [year[0] for year in lunar_years] == list(range(first_year, first_year + len(lunar_years)))
    years = [f"{{{year[1]},{sum((length == 30) << i for i, length in enumerate(year[3:]))},{year[2]}}}" for year in lunar_years]

    out.write_text(
        "// Made by make_tables.py from Unihan (unicode-data) and ICU.\n"
        '#include "matching/internal/tables.h"\n'
        "namespace hutong::matching::internal {\n"
        + array(f"extern uint16_t const block_of[{len(block_of)}]", block_of, 32)
        + array(f"extern uint16_t const code_blocks[{len(blocks)}]", blocks, 32)
        + f"extern size_t const character_count = {len(records)};\n"
        + array(f"extern Character const characters[{len(records)}]", records, 4)
        + f"extern size_t const syllable_count = {len(syllables)};\n"
        + array(f"extern constinit std::string_view const syllables[{len(syllables)}]", [f'{{"{word}",{len(word)}}}' for word in syllables])
        + array(f"extern uint16_t const merged_syllables[{len(syllables)}]", [class_number[merged(word)] if word else 0 for word in syllables])
        + f"extern size_t const shaped_count = {len(alike)};\n"
        + array(f"extern uint32_t const look_alike_starts[{len(starts)}]", starts)
        + array(f"extern CharacterCode const look_alike_codes[{starts[-1]}]", [other + 1 for others in alike for other in others], 32)
        + f"extern int const lunar_first_year = {first_year};\nextern size_t const lunar_year_count = {len(years)};\n"
        + array(f"extern LunarYear const lunar_years[{len(years)}]", years, 8)
        + "}  // namespace hutong::matching::internal\n", encoding="utf-8")


if __name__ == "__main__":
    main()
