#!/usr/bin/env python3
"""things.py SET FOLDER [--size N] [--seed N]: invented lists of things, and of people in English, with the truth.

  products   two shops: brand, model, title, price; neighbours differ in capacity or colour only
  books      two libraries: authors, title, year, publisher, sometimes an ISBN; new editions are other books
  companies  two Chinese registers: name, credit code, address, legal person, phone; branches are other companies
  members    one list of customers with duplicates: names, date of birth, city, e-mail, much of it missing
  persons    one list drawn from old registers: each person up to fifteen times, two dates in ten wrong, women under two surnames

products, books and companies write left.csv, right.csv and truth.csv; members and persons file.csv and truth.csv (every pair of one person).
"""
import argparse
import csv
import datetime
import itertools
import random
from pathlib import Path

import words

ADJECTIVES = "Ultra Pro Compact Classic Digital Portable Wireless Advanced Premium Smart Mini Slim Turbo Studio Active Urban".split()
BRANDS = "Norvik Kestrel Altona Bryce Sunfold Tamura Ostra Helion Pinnock Verano Quill Marlow Jansson Okada Brightwater Lumo".split()
KINDS = {"camera": ["12 MP", "16 MP", "20 MP", "24 MP"], "headphones": ["black", "white", "silver"], "hard drive": ["500 GB", "1 TB", "2 TB", "4 TB"], "printer": ["A4", "A3"],
         "coffee maker": ["1.2 L", "1.5 L", "1.8 L"], "monitor": ["22 inch", "24 inch", "27 inch"], "keyboard": ["US", "UK", "DE"], "router": ["AC1200", "AC1900", "AX3000"],
         "vacuum cleaner": ["700 W", "900 W"], "memory card": ["16 GB", "32 GB", "64 GB", "128 GB"]}
WORDS = ("river night garden winter stone shadow light bridge summer silent house road letter island glass field harbour mirror storm song memory forest year door mountain stranger paper north "
         "machine theory history practice introduction systems analysis design modern advanced principles handbook data language society nature economy water art science energy city").split()
FIRST = ("Oliver George Harry Jack Jacob Noah Charlie Thomas Oscar William James Henry Alfie Joshua Freddie Arthur Ethan Isaac Alexander Joseph Edward Samuel Max Daniel Lucas Robert John Mary Amelia Olivia Emily Isla "
         "Ava Jessica Isabella Lily Ella Mia Sophia Charlotte Grace Poppy Evie Scarlett Ruby Alice Florence Sophie Matilda Evelyn Elizabeth Margaret Anne Catherine Sarah Jane Eleanor Frances Agnes Martha").split()
LAST = ("Smith Jones Taylor Williams Brown Davies Evans Wilson Thomas Roberts Johnson Lewis Walker Robinson Wood Thompson White Watson Jackson Wright Green Harris Cooper King Lee Martin Clarke James Morgan Hughes Edwards "
        "Hill Moore Clark Harrison Scott Young Morris Hall Ward Turner Carter Phillips Mitchell Patel Adams Campbell Anderson Allen Cook Bailey Parker Miller Davis Murphy Price Bell Baker Griffiths Kelly Simpson Marshall "
        "Collins Bennett Cox Richardson Fox Gray Rose Chapman Hunt Robertson Shaw Reynolds Lloyd Ellis Richards Russell Wilkinson Khan Graham Stewart Reid Murray Powell Palmer Holmes Rogers Stevens Walsh Hunter Thomson "
        "Matthews Ross Owen Mason Knight Kennedy Butler Saunders Cole Pearce Dean Foster Harvey Hudson Gibson Mills Berry Barnes Pearson Kaur Booth Dixon Grant Gordon Lane Harper Ali Hart Mcdonald Brooks Carr Macdonald").split()
SHORT = {"William": "Bill", "Robert": "Bob", "James": "Jim", "Thomas": "Tom", "Edward": "Ted", "Elizabeth": "Liz", "Margaret": "Peggy", "Catherine": "Kate", "Joseph": "Joe", "Samuel": "Sam", "Charles": "Charlie",
         "Alexander": "Alex", "Daniel": "Dan", "Joshua": "Josh", "Matilda": "Tilly", "Frances": "Fanny", "Henry": "Harry", "John": "Jack", "Martha": "Patty", "Jacob": "Jake", "Eleanor": "Nell"}
CITIES = ["London", "Birmingham", "Leeds", "Glasgow", "Sheffield", "Manchester", "Bristol", "Leicester", "Coventry", "Hull", "Cardiff", "Stoke-on-Trent", "Wolverhampton", "Plymouth", "Derby", "Swansea", "Southampton"]
PLACES = ["Lewisham", "Stepney", "Bath and North East Somerset", "East Lindsey", "Kensington and Chelsea", "Camden", "Salford", "Rochdale", "Cheshire East", "Cornwall", "North Devon", "Wiltshire", "Calderdale", "Kirklees"]
PUBLISHERS = ["Marlow Press", "Penhallow & Sons", "Northgate University Press", "Quarto House", "Blue Heron Books", "Academic Verlag", "Elm Street", "Stanhope"]
TRADES = ["科技", "商贸", "建材", "机械", "食品", "物流", "教育咨询", "餐饮管理", "农业开发", "电子", "医药", "环保工程", "建筑装饰", "文化传播", "劳务"]
ENDS = ["有限公司", "有限公司", "有限公司", "有限责任公司", "股份有限公司", "经营部", "合作社", "厂"]


def typo(rng, text):
    if len(text) < 3:
        return text
    at = rng.randrange(len(text) - 1)
    return rng.choice([text[:at] + text[at + 1:], text[:at] + text[at + 1] + text[at] + text[at + 2:], text[:at] + rng.choice("aeiourstln") + text[at + 1:], text[:at] + text[at] + text[at:]])


def sometimes(rng, share, change, value):
    return change(value) if value and rng.random() < share else value


# ---------------------------------------------------------------------------------------------------------------------- two lists

def products(rng, size):
    left, right = [], []
    for at in range(size):
        brand, kind = rng.choice(BRANDS), rng.choice(list(KINDS))
        line = f"{rng.choice('ABCDEFGHKLMNPRSTX')}{rng.choice('ABCDEFGHKLMNPRSTX')}-{rng.randint(10, 99) * 10}"
        adjective, price = rng.choice(ADJECTIVES), rng.randint(15, 900)
        for variant in rng.sample(KINDS[kind], rng.randint(1, min(3, len(KINDS[kind])))):
            model = line + rng.choice(["", "S", "i", variant[0].upper()])
            price += rng.randint(0, 60)
            key = (at, variant)
            if rng.random() < 0.8:
                left.append((key, {"name": f"{brand} {adjective} {line} {kind.title()} ({variant})", "description": f"{brand} {model} {adjective} {kind}, {variant}, {rng.choice(WORDS)} {rng.choice(WORDS)}",
                                   "manufacturer": brand, "price": f"{price}.{rng.choice(['99', '00', '95'])}"}))
            if rng.random() < 0.7:
                parts = [brand if rng.random() < 0.85 else "", model.replace("-", rng.choice(["", "-", " "])), adjective if rng.random() < 0.5 else "", kind if rng.random() < 0.8 else kind[:4],
                         variant.replace(" ", rng.choice(["", " "])) if rng.random() < 0.85 else ""]
                rng.random() < 0.4 and rng.shuffle(parts)
                title = sometimes(rng, 0.12, lambda text: typo(rng, text), " ".join(part for part in parts if part).lower())
                right.append((key, {"title": title, "brand": brand.upper() if rng.random() < 0.6 else "", "list_price": f"$ {price * rng.choice([1, 1, 1, 0.95, 0.9, 1.1]):.2f}" if rng.random() < 0.75 else ""}))
    return left, right


def books(rng, size):
    left, right = [], []
    for at in range(size):
        authors = [(rng.choice(FIRST), rng.choice(LAST)) for _ in range(rng.choice([1, 1, 2, 2, 3, 4]))]
        title = " ".join(rng.choice(WORDS) for _ in range(rng.randint(2, 6))).capitalize() + (f": {rng.choice(['an introduction', 'a novel', 'essays', 'proceedings', 'theory and practice'])}" if rng.random() < 0.3 else "")
        year, publisher = rng.randint(1965, 2024), rng.choice(PUBLISHERS)
        for edition in range(1, rng.choice([2, 2, 2, 3, 4])):
            isbn = f"978{rng.randrange(10 ** 10):010d}"
            year += (edition - 1) * rng.randint(2, 5)
            key = (at, edition)
            if rng.random() < 0.8:
                left.append((key, {"title": title, "authors": ", ".join(f"{first} {last}" for first, last in authors), "publisher": publisher, "year": str(year), "isbn": isbn if rng.random() < 0.7 else "",
                                   "edition": f"{edition}. ed." if edition > 1 else ""}))
            if rng.random() < 0.75:
                short = title.split(":")[0] if rng.random() < 0.35 else title
                names = [f"{last}, {first[0]}." for first, last in authors][:rng.choice([1, 3, 9])]
                right.append((key, {"Title": sometimes(rng, 0.15, lambda text: typo(rng, text), short).lower() if rng.random() < 0.3 else sometimes(rng, 0.15, lambda text: typo(rng, text), short),
                                    "Author": " and ".join(sometimes(rng, 0.06, lambda text: typo(rng, text), name) for name in names), "Pub": publisher.split()[0] if rng.random() < 0.6 else "",
                                    "Year": str(year + (rng.choice([-1, 1]) if rng.random() < 0.06 else 0)) if rng.random() < 0.9 else "",
                                    "ISBN": f"{isbn[:3]}-{isbn[3]}-{isbn[4:8]}-{isbn[8:12]}-{isbn[12]}" if rng.random() < 0.4 else "", "Note": f"edition {edition}" if edition > 1 and rng.random() < 0.6 else ""}))
    return left, right


def companies(rng, size):
    left, right = [], []
    surnames = list(words.SURNAMES)
    for at in range(size):
        trade_name = rng.choice(words.TOWN_FIRST + "宏鑫博瑞恒盛金泰华信诚达") + rng.choice("达源通泰丰盛华远创辉和翔") + rng.choice(["", "", "隆", "祥", "润"])
        trade, end = rng.choice(TRADES), rng.choice(ENDS)
        place = rng.choice(["济南", "章丘", "山东", "青河", ""])
        person = rng.choice(surnames[:80]) + rng.choice(words.GIVEN["m", 1][0]) + rng.choice(words.GIVEN["m", 1][1])
        town = rng.choice(words.TOWN_FIRST) + rng.choice(words.TOWN_SECOND)
        phone = f"0531-8{rng.randrange(10 ** 7):07d}"
        for branch in range(rng.choice([1, 1, 1, 1, 2, 3])):
            code = "91370196MA" + "".join(rng.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(8))
            address = f"{town}{rng.choice(['路', '大街', '工业园', '村'])}{rng.randint(1, 300)}号"
            name = f"{place}{trade_name}{trade}{end}" + (f"第{'一二三'[branch]}分公司" if branch else "")
            key = (at, branch)
            if rng.random() < 0.85:
                left.append((key, {"企业名称": name, "统一社会信用代码": code, "法定代表人": person, "注册地址": f"青河区{address}", "联系电话": phone if rng.random() < 0.7 else ""}))
            if rng.random() < 0.7:
                said = name
                draw = rng.random()
                if draw < 0.15:
                    said = name.replace("有限责任公司", "有限公司").replace("股份有限公司", "公司").replace("有限公司", "公司")
                elif draw < 0.3:
                    said = (place or "") + trade_name + trade
                elif draw < 0.37:
                    said = f"{trade_name}({place or '山东'}){trade}{end}"
                elif draw < 0.42:
                    spot = rng.randrange(len(name))
                    said = name[:spot] + rng.choice(words.TOWN_FIRST) + name[spot + 1:]
                right.append((key, {"单位": said, "信用代码": sometimes(rng, 0.05, lambda text: typo(rng, text), code) if rng.random() < 0.5 else "", "负责人": person if rng.random() < 0.75 else "",
                                    "地址": address if rng.random() < 0.8 else town, "电话": phone.replace("-", rng.choice(["-", "", " "])) if rng.random() < 0.5 else ""}))
    return left, right


# ---------------------------------------------------------------------------------------------------------------------- one list

def members(rng, size):
    rows = []
    for at in range(size // 4):
        first, last = rng.choice(FIRST), rng.choice(LAST)
        born = datetime.date(1930, 1, 1) + datetime.timedelta(days=rng.randrange(32_000))
        city, mail = rng.choice(CITIES), f"{rng.choice([first[0], first]).lower()}{rng.choice(['', '.', '_'])}{last.lower()}{rng.choice(['', rng.randint(1, 99)])}@{rng.choice(['mail', 'post', 'inbox'])}.example"
        for _ in range(rng.choices([1, 2, 4, 6, 8], [20, 30, 30, 12, 8])[0]):
            names = [sometimes(rng, 0.2, lambda text: typo(rng, text), first), sometimes(rng, 0.2, lambda text: typo(rng, text), last)]
            rng.random() < 0.06 and names.reverse()
            other = born if rng.random() < 0.8 else born + datetime.timedelta(days=rng.choice([1, -1, 10, 31, 365, -365, 3650, 30, 60]))
            rows.append((at, {"first_name": names[0] if rng.random() < 0.82 else "", "surname": names[1] if rng.random() < 0.82 else "", "dob": other.isoformat(),
                              "city": sometimes(rng, 0.25, lambda text: typo(rng, text), city) if rng.random() < 0.8 else "",
                              "email": sometimes(rng, 0.2, lambda text: typo(rng, text), mail) if rng.random() < 0.78 else ""}))
    return rows


def persons(rng, size):
    rows = []
    occupations = "painter politician writer actor physician clergyman lawyer military engineer botanist architect".split()
    for at in range(size // 9):
        woman = rng.random() < 0.3
        first = rng.choice(FIRST[28:] if woman else FIRST[:28])
        middle, last, married = rng.choice(["", "", rng.choice(FIRST)]), rng.choice(LAST), rng.choice(LAST)
        born = datetime.date(1820, 1, 1) + datetime.timedelta(days=rng.randrange(40_000))
        place, occupation = rng.choice(PLACES), rng.choice(occupations)
        postcode = f"{rng.choice(['BA', 'SW', 'CW', 'OL', 'PL', 'EX', 'HX', 'N', 'SE'])}{rng.randint(1, 30)} {rng.randint(1, 9)}{rng.choice('ABDEFGHJ')}{rng.choice('LNPQRSTU')}"
        for _ in range(rng.choices(range(1, 16), [8, 8, 7, 7, 6, 6, 6, 6, 5, 5, 5, 4, 4, 4, 3])[0]):
            said = sometimes(rng, 0.12, lambda text: SHORT.get(text, text[0] + "."), first)
            said = sometimes(rng, 0.08, lambda text: typo(rng, text), said)
            family = sometimes(rng, 0.08, lambda text: typo(rng, text), married if woman and rng.random() < 0.35 else last)
            day = born
            if rng.random() < 0.12:
                day = datetime.date(born.year, 1, 1)
            elif rng.random() < 0.08:
                day = born + datetime.timedelta(days=rng.choice([365, -365, 1, 9, -30, 3652]))
            full = " ".join(part for part in (said, middle if rng.random() < 0.6 else "", family) if part)
            rows.append((at, {"full_name": full if rng.random() < 0.97 else "", "first_name": said, "surname": family if rng.random() < 0.96 else "", "dob": day.isoformat() if rng.random() < 0.85 else "",
                              "birth_place": sometimes(rng, 0.1, lambda text: rng.choice(PLACES), place) if rng.random() < 0.8 else "", "postcode_fake": (postcode if rng.random() < 0.75 else postcode[:-2] + "XX") if rng.random() < 0.8 else "",
                              "gender": "" if rng.random() < 0.3 else "female" if woman else "male", "occupation": occupation if rng.random() < 0.75 else ""}))
    return rows


# ---------------------------------------------------------------------------------------------------------------------- the files

def named(rng, rows, prefix):
    """Shuffled and numbered: neither the order nor the id says which rows belong together."""
    rng.shuffle(rows)
    return [(f"{prefix}{at:06d}", key, row) for at, (key, row) in enumerate(rows, 1)]


def write(path, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", *rows[0][2]])
        writer.writerows([row_id, *row.values()] for row_id, _, row in rows)


def write_truth(path, pairs):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["left_id", "right_id"])
        writer.writerows(sorted(pairs))


TWO = {"products": products, "books": books, "companies": companies}
ONE = {"members": members, "persons": persons}


def write_set(name, folder, size, seed):
    rng = random.Random(f"{name} {seed}")
    folder.mkdir(parents=True, exist_ok=True)
    if name in TWO:
        left, right = TWO[name](rng, size)
        left, right = named(rng, left, "a"), named(rng, right, "b")
        write(folder / "left.csv", left)
        write(folder / "right.csv", right)
        of = {key: row_id for row_id, key, _ in left}
        write_truth(folder / "truth.csv", [(of[key], row_id) for row_id, key, _ in right if key in of])
        return
    rows = named(rng, ONE[name](rng, size), "r")
    write(folder / "file.csv", rows)
    clusters = {}
    for row_id, key, _ in rows:
        clusters.setdefault(key, []).append(row_id)
    write_truth(folder / "truth.csv", [pair for ids in clusters.values() for pair in itertools.combinations(ids, 2)])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", choices=[*TWO, *ONE])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    write_set(arguments.set, arguments.folder, arguments.size, arguments.seed)


if __name__ == "__main__":
    main()
