#!/usr/bin/env python3
"""district.py PEOPLE FOLDER [--profiles NAME…] [--twice SHARE] [--seed N]: an invented district for measuring linkage.

Writes FOLDER/<profile>/left.csv (a register as the police keep it: everybody), right.csv (lists of a dozen agencies put together: about 63 % of the
people, one in a hundred twice, and some who are not in the register) and truth.csv (left_id,right_id).

People live in households: couples, children, the old; brothers and sisters share surname, parents, phone, address and sometimes a character of the
name; one birth in a hundred is a pair of twins; people move and change phones. The errors come from how lists are made (an input method that offers
characters of one sound, a spreadsheet that rounds numbers, a guardian's number in the child's column), not from the program measured: its tables are
not used here, and it must not know these.

Numbers begin with county codes that were never given out (…97, …98), so that no number can be a living person's.

Profiles: typical, dirty (about three times the errors), withheld (typical without number, phone, address and guardian), withheld_dirty,
minimal (name, sex and date of birth only, typical errors). The same PEOPLE and seed give the same files.
"""
import argparse
import bisect
import csv
import datetime
import itertools
import os
import random
import sys
from pathlib import Path

from lunardate import LunarDate
from opencc import OpenCC
from pypinyin import Style, lazy_pinyin

import words

TODAY = datetime.date(2026, 9, 1)
COVERED = 0.63        # of the people in the register stand in some agency's list
TWICE = 0.01          # of those, in two lists
UNREGISTERED = 0.028  # people who live here and are not in the register
PROFILES = ["typical", "dirty", "withheld", "withheld_dirty", "minimal"]


class Draw:
    """Draws from weighted values, quickly."""

    def __init__(self, values, weights):
        self.values = list(values)
        self.sums = list(itertools.accumulate(weights))

    def __call__(self, rng):
        return self.values[bisect.bisect(self.sums, rng.random() * self.sums[-1])]


def falling(values, exponent):
    distinct = list(dict.fromkeys(values))
    return Draw(distinct, [(rank + 4) ** -exponent for rank in range(len(distinct))])


class Person:
    __slots__ = ("surname", "given", "kind", "sex", "born", "number", "phone", "village", "door", "father", "mother", "guardian", "registered", "twin", "spouse")

    def __init__(self):
        self.phone = ""
        self.father = self.mother = self.guardian = self.twin = self.spouse = None
        self.registered = True
        self.kind = "han"

    def name(self):
        return self.surname + self.given


# ---------------------------------------------------------------------------------------------------------------------- the people

class District:
    def __init__(self, people, rng):
        self.rng = rng
        self.surnames = Draw(words.SURNAMES, words.SURNAMES.values())
        self.firsts = {key: falling(value[0], 0.6) for key, value in words.GIVEN.items()}
        self.seconds = {key: falling(value[1], 0.6) for key, value in words.GIVEN.items()}
        wide = list(dict.fromkeys("".join(first + second for first, second in words.GIVEN.values()) + words.SELDOM))
        self.seldom = lambda rng: rng.choice(wide)
        self.singles = {key: falling(value, 0.7) for key, value in words.SINGLE.items()}
        self.sequences = {}
        self.villages = self.make_villages(people)
        self.people = []
        while len(self.people) < people * (1 + UNREGISTERED):
            self.make_household()
        del self.people[int(people * (1 + UNREGISTERED)):]
        self.leave_some_out(people)

    def make_villages(self, people):
        rng = self.rng
        towns = []
        while len(towns) < max(8, min(40, people // 25_000)):
            town = rng.choice(words.TOWN_FIRST) + rng.choice(words.TOWN_SECOND) + rng.choice(["镇", "镇", "镇", "街道", "乡"])
            if town[:2] not in {other[:2] for other in towns}:
                towns.append(town)
        villages = []
        for _ in range(max(40, people // 1_100)):
            lords = [self.surnames(rng) for _ in range(rng.choice([1, 2, 2, 3, 4]))]
            if rng.random() < 0.3:
                name, urban = rng.choice(words.ESTATES) + rng.choice(words.ESTATE_SECOND), True
            elif rng.random() < 0.5:
                name, urban = lords[0] + rng.choice(words.VILLAGE_SECOND), False
            else:
                name, urban = rng.choice(words.TOWN_FIRST) + rng.choice(words.VILLAGE_PLACE), False
            villages.append((rng.choice(towns), name, urban, lords, rng.choice("德志传庆继世兆延宗洪士振")))
        return villages

    def make_household(self):
        rng = self.rng
        village = rng.choice(self.villages)
        door = self.door(village)
        first = len(self.people)
        kind = "han" if rng.random() > 0.011 else rng.choices(["uyghur", "tibetan", "yi", "mongol"], [6, 2, 2, 2])[0]
        oldest = rng.random()
        if oldest < 0.16:
            born_year = rng.randint(1930, 1955)   # an old couple, the children gone
        elif oldest < 0.44:
            born_year = rng.randint(1955, 1974)
        elif oldest < 0.95:
            born_year = rng.randint(1974, 1999)
        else:
            born_year = rng.randint(1999, 2005)
        father = self.adult("m", born_year, village, kind)
        mother = self.adult("f", born_year + rng.choice([-3, -2, -1, -1, 0, 0, 1, 1, 2, 3, 4]), village, kind)
        father.spouse, mother.spouse = mother, father
        father.phone, mother.phone = self.phone(), self.phone() if rng.random() < 0.8 else ""
        if not mother.phone:
            mother.phone = father.phone
        alone = rng.random()
        others = [father, mother]
        members = [father, mother] if alone > 0.16 else [father] if alone > 0.08 else [mother]
        year = born_year + rng.randint(20, 31)
        generation = rng.random() < 0.35
        shared = self.firsts["m", self.era(min(year, 2026))](rng)
        for _ in range(rng.choices([0, 1, 2, 3, 4], [16, 38, 36, 8, 2])[0] if alone > 0.06 else 0):
            if year > 2026:
                break
            twins = 2 if rng.random() < 0.01 else 1
            born = self.day(year)
            pair = []
            same_sex = rng.random() < 0.66
            for _ in range(twins):
                child = Person()
                child.sex = pair[0].sex if pair and same_sex else rng.choice("mmmff" if rng.random() < 0.12 else "mf")
                child.born, child.kind = born, kind
                child.father, child.mother = father, mother
                self.child_name(child, village, shared if generation or (twins == 2 and rng.random() < 0.6) else None)
                child.phone = father.phone if rng.random() < 0.6 else mother.phone
                pair.append(child)
            if twins == 2:
                pair[0].twin, pair[1].twin = pair[1], pair[0]
            others += pair
            grown = self.years(born) >= 18
            for child in pair:
                if grown and rng.random() < 0.75:
                    continue  # moved out: another household
                if grown:
                    child.phone = self.phone()
                members.append(child)
            year += rng.choice([1, 2, 2, 3, 3, 4, 5, 6, 8])
        if any(self.years(child.born) < 18 for child in members) and rng.random() < 0.22:
            old = self.adult("m", born_year - rng.randint(22, 30), village, kind)
            if kind == "han":
                old.surname = father.surname
            wife = self.adult("f", born_year - rng.randint(21, 29), village, kind)
            old.phone = wife.phone = self.phone() if rng.random() < 0.6 else father.phone
            old.spouse, wife.spouse = wife, old
            members += [old, wife] if rng.random() < 0.7 else [wife]
            others += [old, wife]
        for person in members:
            person.village, person.door = village, door
            if self.years(person.born) < 18:
                draw = rng.random()
                elder = next((other for other in members if self.years(other.born) > 45 and other.father is None), None)
                person.guardian = elder if draw < 0.08 and elder else mother if draw < 0.3 else father
                if person.guardian not in members:
                    person.guardian = father if father in members else mother
        self.number(members)
        self.people += members
        self.number([other for other in others if other not in members])  # away or dead, but stands on somebody's line
        assert len(self.people) > first

    def adult(self, sex, year, village, kind):
        rng = self.rng
        person = Person()
        person.sex, person.kind = sex, kind
        person.born = self.day(min(year, 2006))
        lords = village[3]
        person.surname = rng.choice(lords) if rng.random() < (0.55 if sex == "m" and not village[2] else 0.1) else self.surnames(rng)
        if rng.random() < 0.0009:
            person.surname = rng.choice(words.COMPOUND_SURNAMES)
        self.name(person, village[4] if sex == "m" and rng.random() < 0.12 and person.surname in lords else None)
        return person

    def child_name(self, child, village, shared):
        rng = self.rng
        child.surname = child.father.surname if rng.random() > 0.06 else child.mother.surname
        if rng.random() < 0.012 and len(child.surname) == 1:
            child.surname = child.father.surname + child.mother.surname  # a new double surname
            if len(child.surname) > 2:
                child.surname = child.father.surname
        self.name(child, shared)

    def name(self, person, shared):
        rng = self.rng
        if person.kind != "han":
            return self.other_name(person)
        era = self.era(person.born.year)
        if shared and rng.random() < 0.9:
            person.given = shared + self.seconds[person.sex, era](rng)
        elif rng.random() < words.SINGLE_SHARE[era]:
            person.given = self.singles[person.sex](rng) if rng.random() < 0.8 else self.seldom(rng)
        elif rng.random() < 0.03:
            person.given = rng.choice(words.WHOLE_NAMES[era])
        elif era >= 2 and rng.random() < 0.03:
            person.given = self.seconds[person.sex, era](rng) * 2
        else:
            first = self.firsts[person.sex, era] if rng.random() < 0.72 else self.seldom
            second = self.seconds[person.sex, era] if rng.random() < 0.72 else self.seldom
            person.given = first(rng) + second(rng)
        if rng.random() < 0.005:
            person.given = (person.given[0] if len(person.given) > 1 else "") + rng.choice(list(words.RARE))

    def other_name(self, person):
        rng = self.rng
        if person.kind == "uyghur":
            own = rng.choice(words.UYGHUR_MALE if person.sex == "m" else words.UYGHUR_FEMALE)
            fathers = person.father.surname if person.father else rng.choice(words.UYGHUR_MALE)
            person.surname, person.given = own, "·" + fathers
        elif person.kind == "tibetan":
            person.surname, person.given = "", rng.choice(words.TIBETAN[0]) + rng.choice(words.TIBETAN[1])
        elif person.kind == "yi":
            clan = person.father.surname if person.father else rng.choice(words.YI[0])
            person.surname, person.given = clan, ("·" if rng.random() < 0.3 else "") + rng.choice(words.YI[1])
        else:
            person.surname, person.given = "", rng.choice(words.MONGOL)

    @staticmethod
    def era(year):
        return 0 if year < 1958 else 1 if year < 1978 else 2 if year < 2000 else 3

    @staticmethod
    def years(born):
        return TODAY.year - born.year - ((TODAY.month, TODAY.day) < (born.month, born.day))

    def day(self, year):
        first = datetime.date(year, 1, 1)
        return first + datetime.timedelta(days=self.rng.randrange(243 if year == 2026 else 365))

    def phone(self):
        return f"1{self.rng.choice([3, 3, 5, 5, 7, 8, 8, 9])}{self.rng.randrange(10 ** 9):09d}"

    def door(self, village):
        rng = self.rng
        if village[2]:
            return f"{rng.randint(1, 30)}号楼{rng.randint(1, 4)}单元{rng.randint(1, 18)}0{rng.randint(1, 4)}"
        return f"{rng.randint(1, 500)}号"

    def number(self, members):
        """The county where one was first registered; children mostly all in one, mothers often in another; twins get numbers one after another."""
        rng = self.rng
        here = rng.choices(["370197", "370198", "370196"], [6, 3, 1])[0]
        for person in members:
            if rng.random() < (0.08 if person.sex == "m" or person.father else 0.3):
                area = f"{rng.choice([37, 37, 37, 41, 13, 34, 32, 23, 22, 51, 53, 65])}{rng.randint(1, 17):02d}{rng.choice([97, 98])}"
            else:
                area = here
            key = (area, person.born)
            used = self.sequences.setdefault(key, set())
            male = person.sex == "m"
            if person.twin and person.twin.twin is person and getattr(person.twin, "number", None):
                start = int(person.twin.number[14:17])
                area = person.twin.number[:6]
                used = self.sequences.setdefault((area, person.born), set())
                sequence = start + 1 + (((start + 1) % 2 == 1) != male)
            else:
                sequence = 2 * rng.randint(0, 40 if rng.random() < 0.7 else 440) + male
            while sequence in used or sequence > 989 or sequence == 0:
                sequence = 2 * rng.randint(1, 490) + male
            used.add(sequence)
            person.number = with_check(f"{area}{person.born:%Y%m%d}{sequence:03d}")

    def leave_some_out(self, people):
        """Some who live here are not in the register: single members of families, and whole ones."""
        leave = len(self.people) - people
        chosen = set()
        while len(chosen) < leave:
            at = self.rng.randrange(len(self.people))
            chosen.add(at)
            if self.rng.random() < 0.5:
                while len(chosen) < leave and at + 1 < len(self.people) and self.people[at + 1].door == self.people[at].door:
                    at += 1
                    chosen.add(at)
        for at in chosen:
            self.people[at].registered = False


def with_check(body):
    total = sum(int(digit) * weight for digit, weight in zip(body, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)))
    return body + "10X98765432"[total % 11]


# ---------------------------------------------------------------------------------------------------------------------- the clerks

class Sounds:
    """What an input method offers for a sound: the characters of one syllable, those common in names first."""

    def __init__(self):
        level_1 = [bytes([high, low]).decode("gb2312") for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF) if (high, low) < (0xD7, 0xFA)]
        in_names = set("".join("".join(pair) for pair in words.GIVEN.values()) + "".join(words.SINGLE.values()) + words.SELDOM + "".join(words.SURNAMES))
        self.syllable, self.characters = {}, {}
        for character in list(dict.fromkeys(level_1 + sorted(in_names))):
            syllable = lazy_pinyin(character, style=Style.NORMAL)[0]
            self.syllable[character] = syllable
            self.characters.setdefault(syllable, []).append(character)
        self.draws = {syllable: Draw(all_of, [9 if c in in_names else 1 for c in all_of]) for syllable, all_of in self.characters.items()}

    def same(self, rng, character):
        syllable = self.syllable.get(character)
        return self.other(rng, syllable, character) if syllable else character

    def near(self, rng, character):
        """As one hears or types who does not tell zh from z, n from l, -ng from -n."""
        syllable = self.syllable.get(character, "")
        changes = [("zh", "z"), ("ch", "c"), ("sh", "s"), ("z", "zh"), ("c", "ch"), ("s", "sh"), ("l", "n"), ("n", "l"), ("h", "f"), ("f", "h"), ("r", "l"), ("j", "q"), ("b", "p")]
        made = [new + syllable[len(old):] for old, new in changes if syllable.startswith(old)]
        made += [syllable[:-1]] if syllable.endswith("ng") else [syllable + "g"] if syllable.endswith("n") else []
        made = [one for one in made if one in self.draws]
        return self.other(rng, rng.choice(made), character) if made else character

    def other(self, rng, syllable, character):
        for _ in range(8):
            got = self.draws[syllable](rng)
            if got != character:
                return got
        return character


def chance(rng, p):
    return rng.random() < p


class Agency:
    """How one agency's list looks: its spellings of dates and sexes, what it asks for, what its software spoils."""

    def __init__(self, name, takes, **habits):
        self.name, self.takes = name, takes
        self.date = habits.get("date", "%Y-%m-%d")
        self.sexes = habits.get("sexes", ("男", "女"))
        self.address = habits.get("address", "full")
        self.number_habit = habits.get("number")
        self.date_from_number = habits.get("date_from_number", False)
        self.lunar = habits.get("lunar", 0.004)
        self.upper_name = habits.get("traditional", False)
        self.width = habits.get("width", 40)
        self.dot = habits.get("dot", "·")
        self.guardian = habits.get("guardian", True)


AGENCIES = [
    Agency("教育", lambda years: 3 <= years < 18, date="%Y%m%d", date_from_number=True, address="village", dot="·"),
    Agency("卫健", lambda years: years < 7, date="%Y-%m-%d", address="full", lunar=0.006, dot="•"),
    Agency("民政", lambda years: True, date="%Y年%-m月%-d日", address="village", lunar=0.012, dot="."),
    Agency("残联", lambda years: True, date="%Y.%-m.%-d", number="card", address="full", guardian=False, dot="．"),
    Agency("医保", lambda years: True, date="%Y-%m-%d", date_from_number=True, sexes=("1", "2"), address="full", width=15),
    Agency("人社", lambda years: years >= 16, date="%Y%m%d", sexes=("男", "女"), address="short", guardian=False, dot=""),
    Agency("妇联", lambda years: years < 18, date="%Y/%-m/%-d", sexes=("男", "女"), address="village", number="spreadsheet"),
    Agency("乡镇", lambda years: True, date="%Y.%m", address="short", lunar=0.03, number="spreadsheet", dot="・"),
    Agency("司法", lambda years: years >= 18, date="%Y-%-m-%-d", address="full", sexes=("男性", "女性"), guardian=False),
    Agency("法院", lambda years: years >= 18, date="%-m/%-d/%Y", address="full", guardian=False),
    Agency("团委", lambda years: 6 <= years < 30, date="serial", address="short", number="spreadsheet"),
]
AGENCY_WEIGHTS = [30, 14, 14, 5, 30, 20, 4, 5, 3, 2, 2]


class Clerk:
    def __init__(self, rng, sounds, district, dirt):
        self.rng, self.sounds, self.dirt = rng, sounds, dirt
        self.district = district
        self.traditional = OpenCC("s2t")
        self.mask_of_rare = {}

    def odds(self, typical):
        return chance(self.rng, min(0.6, typical * self.dirt))

    def row(self, person, agency):
        rng = self.rng
        years = District.years(person.born)
        number, number_as_entered = self.number(person, agency, years)
        date = self.date(person, agency, number_as_entered)
        sex = "" if self.odds(0.015) else agency.sexes[(person.sex == "f") != self.odds(0.003)]
        moved = chance(rng, 0.09)
        village, door = (rng.choice(self.district.villages), None) if moved else (person.village, person.door)
        if moved:
            door = self.district.door(village)
        address = "" if self.odds(0.07) else self.address(village, door, agency)
        guardian_name = guardian_number = ""
        if years < 18 and agency.guardian and not self.odds(0.15):
            guardian = person.guardian
            if chance(rng, 0.25):
                guardian = rng.choice([person.father or guardian, person.mother or guardian])
            guardian_name = self.name(guardian, agency)
            if not self.odds(0.12):
                guardian_number = self.spoil(guardian.number, agency, 70)
        town, village_name = ("", "") if self.odds(0.05) else (village[0], village[1])
        if town and self.odds(0.05):
            town = town.rstrip("镇乡街道") + rng.choice(["", "镇", "街道", "街道办", "街道办事处", "办事处"])
        if village_name and self.odds(0.12):
            village_name = self.village_as_said(village_name)
        return {"agency": agency.name, "name": self.name(person, agency), "number": number, "sex": sex, "date": date, "phone": self.phone(person),
                "town": town, "village": village_name, "address": address, "guardian": guardian_name, "guardian_number": guardian_number}

    # ---- names

    def name(self, person, agency):
        rng = self.rng
        surname, given = person.surname, person.given
        if person.kind != "han":
            return self.other_name(person, agency)
        years = District.years(person.born)
        if years < 1 and person.guardian and chance(rng, 0.15):
            whose = rng.choice([person.father, person.mother, person.mother])
            return whose.name() + ("之子" if person.sex == "m" else rng.choice(["之女", "之女", "之子"]))
        given = "".join(self.rare(character, agency) if character in words.RARE else character for character in given)
        draw = rng.random() / self.dirt
        if draw < 0.0060:
            surname, given = self.change_one(surname, given, self.sounds.same, 0.1)
        elif draw < 0.0075:
            surname, given = self.change_one(surname, given, self.sounds.near, 0.15)
        elif draw < 0.0100:
            surname, given = self.change_one(surname, given, self.alike, 0.2)
        elif draw < 0.0110 and len(given) > 1:
            given = rng.choice(given)
        elif draw < 0.0117 and len(given) > 1:
            given = given[::-1]
        elif draw < 0.0147:
            given = rng.choice(words.MILK_NAMES) if years < 18 and chance(rng, 0.5) else self.another_given(person)
        elif draw < 0.0157 and person.mother:
            surname = person.mother.surname if surname == person.father.surname else person.father.surname
        elif draw < 0.0164:
            surname, given = self.change_one(surname, given, lambda rng, _: rng.choice("小大文明伟玉春华金国志红"), 0.05)
        elif draw < 0.0169 and len(given) > 1:
            given = given[0] + given[0] if chance(rng, 0.5) else given + rng.choice("儿子")
        elif draw < 0.0173:
            return " ".join(part.capitalize() for part in lazy_pinyin(surname + given)) if chance(rng, 0.5) else "".join(lazy_pinyin(surname + given)).upper()
        elif draw < 0.0178 and person.twin:
            given = person.twin.given
        if self.odds(0.03):
            for written, said in words.SURNAME_SPELLINGS:
                if surname == written:
                    surname = said
                    break
        whole = surname + given
        if self.odds(0.002):
            whole = self.traditional.convert(whole)
        if len(whole) == 2 and self.odds(0.04):
            whole = whole[0] + rng.choice([" ", "  ", "　", "\u3000\u3000"]) + whole[1]
        elif self.odds(0.003):
            whole = rng.choice([" " + whole, whole + " ", whole + "\u200b"])
        if self.odds(0.004):
            whole += rng.choice(words.ANNOTATIONS)
        return whole

    def change_one(self, surname, given, change, in_surname):
        rng = self.rng
        if chance(rng, in_surname) or not given:
            return change(rng, surname[0]) + surname[1:], given
        at = rng.randrange(len(given))
        return surname, given[:at] + change(rng, given[at]) + given[at + 1:]

    def alike(self, rng, character):
        return rng.choice(words.ALIKE[character]) if character in words.ALIKE else self.sounds.same(rng, character)

    def another_given(self, person):
        other = Person()
        other.sex, other.born, other.surname = person.sex, person.born, person.surname
        self.district.name(other, None)
        return other.given

    def rare(self, character, agency):
        rng = self.rng
        draw = rng.random()
        same_sound, spelled_out, capitals = words.RARE[character]
        if draw < 0.35:
            return character
        if draw < 0.5:
            return rng.choice("?？□*")
        if draw < 0.62:
            return self.mask_of_rare.setdefault((agency.name, character), chr(0xE000 + rng.randrange(1800)))
        if draw < 0.74:
            return capitals
        if draw < 0.9:
            return same_sound
        if draw < 0.96:
            return spelled_out
        return ""

    def other_name(self, person, agency):
        rng = self.rng
        name = person.name()
        spellings = words.TIBETAN_SPELLINGS if person.kind == "tibetan" else words.UYGHUR_SPELLINGS
        if chance(rng, min(0.5, 0.14 * self.dirt)):
            fitting = [pair for pair in spellings if pair[0] in name]
            if fitting:
                name = name.replace(*rng.choice(fitting), 1)
        if "·" in name:
            if chance(rng, 0.05):
                return name.split("·")[0]
            name = name.replace("·", agency.dot if chance(rng, 0.7) else rng.choice(words.DOTS))
        if self.odds(0.01):
            at = rng.randrange(len(name))
            name = name[:at] + self.sounds.same(rng, name[at]) + name[at + 1:]
        return name[:rng.choice([5, 6, 8])] if chance(rng, 0.06) else name

    # ---- numbers

    def number(self, person, agency, years):
        """What stands in the column, and the number the clerk had before him (from which some programs fill in the date of birth)."""
        rng = self.rng
        if self.odds(0.2 if years < 1 else 0.11 if years < 18 else 0.07):
            return "", None
        number = person.number
        if years < 18 and self.odds(0.005):
            number = person.guardian.number
        elif person.twin and self.odds(0.01):
            number = person.twin.number
        elif person.spouse and self.odds(0.0008):
            number = person.spouse.number
        elif self.odds(0.0004):
            number = rng.choice(self.district.people).number
        return self.spoil(number, agency, years), number

    def spoil(self, number, agency, years):
        rng = self.rng
        draw = rng.random() / self.dirt
        if draw < 0.0060:
            at = rng.randrange(17)
            number = number[:at] + self.wrong_digit(number[at]) + number[at + 1:]
        elif draw < 0.0085:
            at = rng.randrange(16)
            number = number[:at] + number[at + 1] + number[at] + number[at + 2:]
        elif draw < 0.0098:
            at = rng.randrange(18)
            number = number[:at] + number[at + 1:]
        elif draw < 0.0108:
            at = rng.randrange(17)
            number = number[:at] + number[at] + number[at:]
        elif draw < 0.0114:
            number = number[:17] + rng.choice("0123456789X")
        elif draw < 0.0120:
            number = with_check(number[:rng.choice([6, 14])] .ljust(17, "0")) if chance(rng, 0.2) else number[:14] + f"{rng.randrange(1, 900):03d}" + number[17]
        elif draw < 0.0126:
            number = number[:rng.randint(10, 17)]
        if years >= 27 and number[6:8] == "19" and self.odds(0.006) and len(number) == 18:
            number = number[:6] + number[8:17]
        if agency.number_habit == "card" and len(number) == 18 and chance(rng, 0.7):
            number += f"{rng.randint(1, 7)}{rng.randint(1, 4)}"
        elif agency.number_habit == "spreadsheet" and number.isdigit() and len(number) == 18 and self.odds(0.08):
            number = f"{float(number):.5E}".replace("E+", "E+") if chance(rng, 0.4) else number[:15] + "000"
        elif self.odds(0.0015) and number.isdigit() and len(number) == 18:
            number = number[:15] + "000" if chance(rng, 0.6) else f"{float(number):.5E}"
        if number[-1:] == "X" and chance(rng, 0.25):
            number = number[:-1] + rng.choice(["x", "x", "x", "Ｘ", "×", "*", "ｘ"])
        look = rng.random() / self.dirt
        if look < 0.004:
            number = "'" + number
        elif look < 0.008:
            number = number[:6] + " " + number[6:14] + " " + number[14:]
        elif look < 0.010:
            number = "".join(chr(ord(c) + 0xFEE0) if c.isascii() else c for c in number)
        elif look < 0.013:
            number = rng.choice(["\u202d" + number + "\u202c", number + "\u200b", "\t" + number, number + " ", "\ufeff" + number])
        elif look < 0.0135:
            number = number.replace("0", "O", 1) if chance(rng, 0.5) else number.replace("1", "l", 1)
        return number

    def wrong_digit(self, digit):
        rng = self.rng
        near = {"0": "968", "1": "247", "2": "135", "3": "8265", "4": "157", "5": "2468", "6": "0359", "7": "148", "8": "3579", "9": "0678"}
        return rng.choice(near[digit]) if digit.isdigit() and chance(rng, 0.7) else rng.choice("0123456789".replace(digit, ""))

    # ---- dates, phones, places

    def date(self, person, agency, number_as_entered):
        rng = self.rng
        born = person.born
        if self.odds(0.008):
            return ""
        if agency.date_from_number and number_as_entered and not chance(rng, 0.02):
            born = datetime.date(int(number_as_entered[6:10]), int(number_as_entered[10:12]), int(number_as_entered[12:14]))
        draw = rng.random() / self.dirt
        if chance(rng, agency.lunar * min(self.dirt, 2)):
            lunar = LunarDate.from_solar_date(born.year, born.month, born.day)
            return self.written(agency, lunar.year, lunar.month, lunar.day)
        year, month, day = born.year, born.month, born.day
        if draw < 0.0030:
            digits = f"{year:04d}{month:02d}{day:02d}"
            at = rng.randrange(2, 8)
            digits = digits[:at] + self.wrong_digit(digits[at]) + digits[at + 1:]
            year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
        elif draw < 0.0040 and day <= 12:
            month, day = day, month
        elif draw < 0.0060:
            year += rng.choice([-1, -1, 1, 1, -2, 2, 10, -10])
        elif draw < 0.0075:
            day = rng.choice([1, 1, 1, 15])
        elif draw < 0.0085:
            month, day = 1, 1
        elif draw < 0.0095:
            day = max(1, day + rng.choice([-1, 1, -10, 10]))
        elif draw < 0.0105:
            month = month % 12 + 1 if chance(rng, 0.5) else (month + 10) % 12 + 1
        elif draw < 0.0112:
            year, month, day = year + rng.randint(-3, 3), rng.randint(1, 12), rng.randint(1, 28)
        elif draw < 0.0116 and person.guardian:
            other = person.guardian.born
            year, month, day = other.year, other.month, other.day
        return self.written(agency, year, month, day)

    def written(self, agency, year, month, day):
        form = agency.date
        if self.odds(0.01):
            form = self.rng.choice(["%Y-%m-%d", "%Y.%-m.%-d", "%Y年%-m月%-d日", "%Y/%-m/%-d", "%Y%m%d", "%Y-%m", "%Y年%-m月", "%Y"])
        if form == "serial":
            try:
                return str((datetime.date(year, month, day) - datetime.date(1899, 12, 30)).days)
            except ValueError:
                form = "%Y-%m-%d"
        return (form.replace("%Y", f"{year:04d}").replace("%-m", str(month)).replace("%-d", str(day)).replace("%m", f"{month:02d}")
                .replace("%d", f"{day:02d}"))

    def phone(self, person):
        rng = self.rng
        if self.odds(0.16):
            return ""
        phone = person.phone
        draw = rng.random()
        if draw < 0.07:
            phone = self.district.phone()  # a new one
        elif draw < 0.14:
            home = [other for other in (person.father, person.mother, person.spouse, person.guardian) if other and other.phone]
            phone = rng.choice(home).phone if home else phone
        if self.odds(0.006) and phone:
            at = rng.randrange(11)
            phone = phone[:at] + self.wrong_digit(phone[at]) + phone[at + 1:]
        elif self.odds(0.002):
            phone = phone[:-1]
        if self.odds(0.02):
            phone = rng.choice([f"{phone[:3]} {phone[3:7]} {phone[7:]}", f"{phone[:3]}-{phone[3:7]}-{phone[7:]}", "+86" + phone, "86-" + phone, phone + "/0531-8321" + str(rng.randint(1000, 9999)), phone + ".0"])
        return phone

    def village_as_said(self, name):
        rng = self.rng
        draw = rng.random()
        if draw < 0.3:
            return name.rstrip("村")
        if draw < 0.6:
            return name + rng.choice(["村", "村委会", "居委会", "村民委员会"])
        if draw < 0.8 and "家" in name:
            return name.replace("家", "", 1)
        at = rng.randrange(len(name))
        return name[:at] + self.sounds.same(rng, name[at]) + name[at + 1:]

    def address(self, village, door, agency):
        rng = self.rng
        town, name = village[0], village[1]
        if self.odds(0.06):
            name = self.village_as_said(name)
        if agency.address == "village" or chance(rng, 0.15):
            return town + name
        if agency.address == "short" or chance(rng, 0.15):
            return name + door
        if self.odds(0.05):
            door = door.replace("号楼", "-").replace("单元", "-")
        return rng.choice(["山东省济南市青河区", "济南市青河区", "青河区", "青河区", ""]) + town + name + door


# ---------------------------------------------------------------------------------------------------------------------- the files

def write_left(path, people, titles, ids, rng_seed):
    rng = random.Random(rng_seed)
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(titles)
        for person in people:
            known = rng.random() < 0.8
            minor = person.guardian is not None
            sex = ("男" if person.sex == "m" else "女")
            town, village = person.village[0], person.village[1]
            writer.writerow([ids[id(person)], person.name(), person.number, sex, person.born.isoformat(), person.phone if known else "", town, village,
                             f"山东省济南市青河区{town}{village}{person.door}", person.guardian.name() if minor else "", person.guardian.number if minor else ""])


def write_district(people, folder, profiles, seed, twice):
    rng = random.Random(seed)
    district = District(people, rng)
    sounds = Sounds()
    registered = [person for person in district.people if person.registered]
    rng.shuffle(registered)
    left_ids = {id(person): f"P{at:07d}" for at, person in enumerate(registered, 1)}
    for profile in profiles:
        rng = district.rng = random.Random(f"{seed} {profile}")  # a profile's files do not depend on the others asked for
        clerk = Clerk(rng, sounds, district, 3.0 if "dirty" in profile else 1.0)
        rows = []
        for person in district.people:
            if not chance(rng, COVERED):
                continue
            years = District.years(person.born)
            agencies = [agency for agency in rng.choices(AGENCIES, AGENCY_WEIGHTS, k=6) if agency.takes(years)] or [AGENCIES[4]]
            for agency in agencies[:2 if chance(rng, twice) else 1]:
                rows.append((person, clerk.row(person, agency)))
        rng.shuffle(rows)
        titles = words.RIGHT_TITLES[profile]
        here = folder / profile
        here.mkdir(parents=True, exist_ok=True)
        write_left(here / "left.csv", registered, words.LEFT_TITLES["english" if profile in words.ENGLISH else "chinese"], left_ids, seed)
        pairs = []
        with open(here / "right.csv", "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(titles.values())
            for at, (person, row) in enumerate(rows, 1):
                row["id"] = str(at)
                writer.writerow([row[key] for key in titles])
                if person.registered:
                    pairs.append((left_ids[id(person)], str(at)))
        with open(here / "truth.csv", "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["left_id", "right_id"])
            writer.writerows(sorted(pairs))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("people", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--profiles", nargs="+", choices=PROFILES, default=PROFILES)
    parser.add_argument("--twice", type=float, default=TWICE, help="share of the listed people who stand in two lists")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    write_district(arguments.people, arguments.folder, arguments.profiles, arguments.seed, arguments.twice)


if __name__ == "__main__":
    main()
