#!/usr/bin/env python3
"""with_splink.py SET FOLDER PAIRS [--setup NAME]: Splink on DuckDB, two threads, on one of our inputs. Runs inside the virtual environment that bench/linkage/run makes.

Writes PAIRS (left_id,right_id,probability) and prints one line of JSON: seconds by phase, pairs scored, versions. SET chooses the columns, comparisons and
blocking rules: for FEBRL, customers (members) and old registers (persons) those of Splink's own demonstrations; for the Chinese district `tuned` has what
one would write who knows the data (cleaned numbers and dates, several blocking rules, levels for a number with one digit wrong) and `plain` what the
documentation leads to. Works with Splink 4 and 5.
"""
import argparse
import importlib.metadata
import json
import logging
import time
import warnings
from pathlib import Path

import duckdb
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

import words

VERSION = importlib.metadata.version("splink")
MAJOR = int(VERSION.split(".")[0])
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


class Setup:
    """What Splink is told about one input. `columns` are SQL expressions over the file's columns, for left and right."""

    def __init__(self, left, right, comparisons, predict, deterministic, recall, train, u_pairs=1e6):
        self.left, self.right = left, right
        self.comparisons, self.predict, self.deterministic, self.recall, self.train, self.u_pairs = comparisons, predict, deterministic, recall, train, u_pairs


# ---------------------------------------------------------------------------------------------------------------------- people in English

def blank(column):
    return f"nullif(trim(\"{column}\"), '')"


def same(*columns):
    return {column: blank(column) for column in columns}


def febrl(dedupe):
    columns = same("given_name", "surname", "street_number", "address_1", "suburb", "postcode", "state", "date_of_birth", "soc_sec_id")
    born = cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d", invalid_dates_as_null=True)
    comparisons = [cl.NameComparison("given_name"), cl.NameComparison("surname"), born, cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
                   cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
                   cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True)]
    deterministic = [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth"),
                     "l.given_name = r.surname and l.surname = r.given_name and l.date_of_birth = r.date_of_birth"]
    if dedupe:
        return Setup(columns, None, comparisons, [block_on(column) for column in ("soc_sec_id", "given_name", "surname", "date_of_birth", "postcode")], deterministic, 0.6,
                     [block_on("date_of_birth"), block_on("postcode")])
    predict = [block_on("given_name", "surname"), "l.given_name = r.surname and l.surname = r.given_name", block_on("date_of_birth"), block_on("soc_sec_id"),
               block_on("state", "address_1"), block_on("street_number", "address_1"), block_on("postcode")]
    return Setup(columns, columns, comparisons, predict, deterministic, 0.9, [block_on("substr(date_of_birth, 1, 3)"), block_on("substr(postcode, 1, 2)")])


def members():
    comparisons = [cl.NameComparison("first_name"), cl.NameComparison("surname"), cl.DateOfBirthComparison("dob", input_is_string=True), cl.ExactMatch("city").configure(term_frequency_adjustments=True),
                   cl.EmailComparison("email")]
    return Setup(same("first_name", "surname", "dob", "city", "email"), None, comparisons, [block_on("first_name", "city"), block_on("surname"), block_on("dob"), block_on("email"), block_on("first_name", "dob")],
                 ["l.first_name = r.first_name and levenshtein(r.dob, l.dob) <= 1", "l.surname = r.surname and levenshtein(r.dob, l.dob) <= 1", "l.first_name = r.first_name and levenshtein(r.surname, l.surname) <= 2", block_on("email")],
                 0.7, [block_on("first_name", "surname"), block_on("dob")])


def persons():
    comparisons = [cl.ForenameSurnameComparison("first_name", "surname"), cl.DateOfBirthComparison("dob", input_is_string=True), cl.PostcodeComparison("postcode_fake"),
                   cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True), cl.ExactMatch("occupation").configure(term_frequency_adjustments=True)]
    predict = [block_on("substr(first_name,1,3)", "substr(surname,1,4)"), block_on("surname", "dob"), block_on("first_name", "dob"), block_on("postcode_fake", "first_name"), block_on("postcode_fake", "surname"),
               block_on("dob", "birth_place"), block_on("substr(postcode_fake,1,3)", "dob"), block_on("substr(postcode_fake,1,3)", "first_name"), block_on("substr(postcode_fake,1,3)", "surname"),
               block_on("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)")]
    return Setup(same("first_name", "surname", "dob", "birth_place", "postcode_fake", "occupation"), None, comparisons, predict,
                 ["l.first_name = r.first_name and l.surname = r.surname and l.dob = r.dob", "substr(l.first_name,1,2) = substr(r.first_name,1,2) and l.surname = r.surname and substr(l.postcode_fake,1,2) = substr(r.postcode_fake,1,2)",
                  "l.dob = r.dob and l.postcode_fake = r.postcode_fake"], 0.6, [block_on("first_name", "surname"), block_on("dob")], 5e6)


def germans():
    columns = {"first_name": blank("fname_c1"), "surname": blank("lname_c1"), "dob": "printf('%04d-%02d-%02d', \"by\"::int, \"bm\"::int, \"bd\"::int)"}
    return Setup(columns, None, [cl.NameComparison("first_name"), cl.NameComparison("surname"), cl.DateOfBirthComparison("dob", input_is_string=True)],
                 [block_on("first_name", "surname"), block_on("dob"), block_on("surname", "substr(dob,1,4)"), block_on("first_name", "substr(dob,1,4)")], [block_on("first_name", "dob"), block_on("surname", "dob"), block_on("first_name", "surname", "substr(dob,1,4)")], 0.9,
                 [block_on("dob"), block_on("first_name", "surname")])


# ---------------------------------------------------------------------------------------------------------------------- things

def text(column):
    """A free text: words in common and likeness as a whole."""
    return cl.CustomComparison(output_column_name=column, comparison_levels=[
        cll.NullLevel(column), cll.ExactMatchLevel(column, term_frequency_adjustments=True),
        cll.CustomLevel(f"jaccard({column}_l, {column}_r) >= 0.9 and jaro_winkler_similarity({column}_l, {column}_r) >= 0.92", "alike"),
        cll.CustomLevel(f"len(list_intersect({column}_words_l, {column}_words_r)) >= 0.6 * least(len({column}_words_l), len({column}_words_r))", "most words"),
        cll.CustomLevel(f"len(list_intersect({column}_words_l, {column}_words_r)) >= 0.3 * least(len({column}_words_l), len({column}_words_r))", "some words"), cll.ElseLevel()])


def low(column):
    return f"nullif(trim(regexp_replace(lower(\"{column}\"), '[^a-z0-9]+', ' ', 'g')), '')"


def bag(column):
    return f"list_distinct(string_split(trim(regexp_replace(lower(\"{column}\"), '[^a-z0-9]+', ' ', 'g')), ' '))"


def digits(column):
    return f"nullif(regexp_replace(\"{column}\", '[^0-9]', '', 'g'), '')"


def restaurants(with_phone):
    columns = {"name": low("name"), "name_words": bag("name"), "addr": low("addr"), "addr_words": bag("addr"), "city": low("city")} | ({"phone": digits("phone")} if with_phone else {})
    phones = [cl.LevenshteinAtThresholds("phone", 2)] if with_phone else []
    return Setup(columns, columns, [text("name"), text("addr"), cl.JaroWinklerAtThresholds("city", 0.88), *phones],
                 [block_on("city"), block_on("substr(name,1,4)"), block_on("substr(addr,1,5)")] + ([block_on("phone")] if with_phone else []), [block_on("name")], 0.5, [block_on("city"), block_on("name")])


def products():
    model = "nullif(regexp_replace(regexp_extract({}, '[a-z]{{2}} ?[0-9]{{3}}'), ' ', ''), '')"
    left = {"title": low("name"), "title_words": bag("name"), "brand": low("manufacturer"), "model": model.format(low("name")), "price": "try_cast(\"price\" as double)"}
    right = {"title": low("title"), "title_words": bag("title"), "brand": low("brand"), "model": model.format(low("title")), "price": "try_cast(replace(\"list_price\", '$', '') as double)"}
    return Setup(left, right, [text("title"), cl.ExactMatch("brand"), cl.ExactMatch("model").configure(term_frequency_adjustments=True), cl.CustomComparison(output_column_name="price", comparison_levels=[cll.NullLevel("price"), cll.PercentageDifferenceLevel("price", 0.02),
                 cll.PercentageDifferenceLevel("price", 0.12), cll.ElseLevel()])], [block_on("brand"), block_on("model"), block_on("substr(title,1,8)")],
                 ["l.model = r.model and len(list_intersect(l.title_words, r.title_words)) >= 4"], 0.7, [block_on("brand"), block_on("model")])


def books():
    left = {"title": low("title"), "title_words": bag("title"), "author": f"list_sort({bag('authors')})[-1]", "author_words": bag("authors"), "year": blank("year"), "isbn": digits("isbn")}
    right = {"title": low("Title"), "title_words": bag("Title"), "author": f"list_sort({bag('Author')})[-1]", "author_words": bag("Author"), "year": blank("Year"), "isbn": digits("ISBN")}
    authors = cl.CustomComparison(output_column_name="author", comparison_levels=[cll.NullLevel("author"), cll.CustomLevel("len(list_intersect(author_words_l, author_words_r)) >= 2", "two words"),
                                  cll.CustomLevel("len(list_intersect(author_words_l, author_words_r)) = 1", "one word"), cll.ElseLevel()])
    return Setup(left, right, [text("title"), authors, cl.LevenshteinAtThresholds("year", 1), cl.ExactMatch("isbn")], [block_on("substr(title,1,10)"), block_on("isbn"), block_on("author", "year"), block_on("year", "substr(title,1,3)")],
                 [block_on("isbn")], 0.4, [block_on("year"), block_on("title")])


def papers():
    columns = {"title": low("title"), "title_words": bag("title"), "author": low("authors"), "author_words": bag("authors"), "year": blank("year")}
    return Setup(columns, columns, [text("title"), text("author"), cl.ExactMatch("year")], [block_on("substr(title,1,8)"), block_on("substr(author,1,8)", "year"), block_on("author")], [block_on("title", "year")], 0.8,
                 [block_on("year"), block_on("substr(title,1,8)")])


def companies():
    plain = "nullif(regexp_replace(\"{}\", '有限责任公司|股份有限公司|有限公司|公司|[()（）]', '', 'g'), '')"
    left = {"name": plain.format("企业名称"), "code": blank("统一社会信用代码"), "person": blank("法定代表人"), "address": "nullif(replace(\"注册地址\", '青河区', ''), '')", "phone": digits("联系电话")}
    right = {"name": plain.format("单位"), "code": blank("信用代码"), "person": blank("负责人"), "address": blank("地址"), "phone": digits("电话")}
    return Setup(left, right, [cl.LevenshteinAtThresholds("name", [1, 3]).configure(term_frequency_adjustments=True), cl.DamerauLevenshteinAtThresholds("code", [2]), cl.ExactMatch("person"), cl.LevenshteinAtThresholds("address", [1]), cl.ExactMatch("phone")],
                 [block_on("name"), block_on("code"), block_on("person"), block_on("phone"), block_on("address"), block_on("substr(name,1,4)")], [block_on("code")], 0.45, [block_on("person"), block_on("name")])


# ---------------------------------------------------------------------------------------------------------------------- the district

def cleaned(titles):
    """SQL columns for the district: number, date, year, phone and so on from what clerks wrote."""
    columns = {}
    name = f"nullif(regexp_replace(regexp_replace(\"{titles['name']}\", '[（(].*$', ''), '[ 　·•．・.‧∙\\x{{200B}}*-]', '', 'g'), '')"
    columns["name"], columns["given"], columns["surname"] = name, f"substr({name}, 2)", f"substr({name}, 1, 1)"
    date = f"\"{titles['date']}\""
    compact = f"case when regexp_full_match({date}, '[0-9]{{8}}') then {date}[1:4] || '-' || {date}[5:6] || '-' || {date}[7:8] end"
    y_m_d = f"regexp_extract({date}, '^([0-9]{{4}})[-./年]([0-9]{{1,2}})[-./月]([0-9]{{1,2}})日?$', ['y','m','d'])"
    m_d_y = f"regexp_extract({date}, '^([0-9]{{1,2}})/([0-9]{{1,2}})/([0-9]{{4}})$', ['m','d','y'])"
    y_m = f"regexp_extract({date}, '^([0-9]{{4}})[-./年]([0-9]{{1,2}})月?$', ['y','m'])"
    serial = f"case when regexp_full_match({date}, '[0-9]{{5}}') then strftime(date '1899-12-30' + {date}::int, '%Y-%m-%d') end"
    columns["date"] = (f"coalesce({serial}, {compact}, case when {y_m_d}.y <> '' then {y_m_d}.y || '-' || lpad({y_m_d}.m, 2, '0') || '-' || lpad({y_m_d}.d, 2, '0') end, "
                       f"case when {m_d_y}.y <> '' then {m_d_y}.y || '-' || lpad({m_d_y}.m, 2, '0') || '-' || lpad({m_d_y}.d, 2, '0') end, case when {y_m}.y <> '' then {y_m}.y || '-' || lpad({y_m}.m, 2, '0') end)")
    sex = f"\"{titles['sex']}\""
    columns["sex"] = f"case when {sex} in ('男', '男性', '1') then 'm' when {sex} in ('女', '女性', '2') then 'f' end"
    for key in ("number", "guardian_number"):
        if key in titles:
            kept = f"regexp_replace(upper(translate(\"{titles[key]}\", '０１２３４５６７８９Ｘｘ×*Ol', '0123456789XXXX01')), '[^0-9X]', '', 'g')"
            columns[key] = f"resident_number(case when contains(\"{titles[key]}\", 'E+') then '' else {kept} end)"
    if "phone" in titles:
        columns["phone"] = f"nullif(regexp_extract(regexp_replace(\"{titles['phone']}\", '[^0-9/.]', '', 'g'), '(1[0-9]{{10}})', 1), '')"
    if "village" in titles:
        columns["village"] = f"nullif(regexp_replace(regexp_replace(\"{titles['village']}\", '村委会|居委会|村民委员会', ''), '村$', ''), '')"
    if "address" in titles:
        columns["address"] = f"nullif(regexp_replace(\"{titles['address']}\", '山东省|济南市|青河区', '', 'g'), '')"
    if "town" in titles:
        columns["town"] = f"nullif(regexp_replace(\"{titles['town']}\", '镇|乡|街道办事处|街道办|街道|办事处', '', 'g'), '')"
    if "guardian" in titles:
        columns["guardian"] = f"nullif(regexp_replace(\"{titles['guardian']}\", '[ 　]', '', 'g'), '')"
    return columns


RESIDENT_NUMBER = ("create macro resident_number(k) as case when length(k) = 20 then k[1:18] when length(k) = 15 then (k[1:6] || '19' || k[7:15]) || "
                   "substr('10X98765432', 1 + (" + " + ".join(f"{weight} * coalesce(try_cast((k[1:6] || '19' || k[7:15])[{at}:{at}] as int), 0)" for at, weight in enumerate(WEIGHTS, 1)) + ") % 11, 1) when k = '' then null else k end")


def district(folder, setup):
    profile = folder.name
    english = profile in words.ENGLISH
    keys = ["id", "name", "number", "sex", "date", "phone", "town", "village", "address", "guardian", "guardian_number"]
    left_titles = dict(zip(keys, words.LEFT_TITLES["english" if english else "chinese"]))
    right_titles = words.RIGHT_TITLES[profile]
    shared = {key for key in right_titles if key not in ("id", "agency")}
    left, right = cleaned({key: title for key, title in left_titles.items() if key in shared}), cleaned(right_titles)
    if setup == "plain":
        comparisons = [cl.JaroWinklerAtThresholds("name", [0.9, 0.7]).configure(term_frequency_adjustments=True), cl.DateOfBirthComparison("date", input_is_string=True), cl.ExactMatch("sex")]
    else:
        comparisons = [
            cl.CustomComparison(output_column_name="name", comparison_levels=[
                cll.NullLevel("name"), cll.ExactMatchLevel("name", term_frequency_adjustments=True), cll.CustomLevel("given_l = given_r", "given name"), cll.LevenshteinLevel("name", 1),
                cll.CustomLevel("surname_l = surname_r", "surname"), cll.ElseLevel()]),
            cl.CustomComparison(output_column_name="date", comparison_levels=[
                cll.NullLevel("date"), cll.ExactMatchLevel("date"), cll.CustomLevel("length(date_l) < 8 and starts_with(date_r, date_l) or length(date_r) < 8 and starts_with(date_l, date_r)", "as far as known"),
                cll.DamerauLevenshteinLevel("date", 1), cll.CustomLevel("date_l[1:7] = date_r[1:7] or date_l[6:] = date_r[6:]", "month"), cll.CustomLevel("date_l[1:4] = date_r[1:4]", "year"), cll.ElseLevel()]),
            cl.ExactMatch("sex")]
    predict = [block_on("name", "substr(date,1,4)"), block_on("given", "date"), block_on("surname", "date")]
    deterministic, recall, train = [block_on("name", "date")], 0.85, [block_on("date"), block_on("name")]
    if "number" in left:
        if setup == "plain":
            comparisons.append(cl.DamerauLevenshteinAtThresholds("number", [1, 2]))
        else:
            comparisons.append(cl.CustomComparison(output_column_name="number", comparison_levels=[
                cll.NullLevel("number"), cll.ExactMatchLevel("number"), cll.DamerauLevenshteinLevel("number", 1), cll.CustomLevel("number_l[1:15] = number_r[1:15]", "first fifteen"),
                cll.CustomLevel("number_l[7:14] = number_r[7:14]", "birth date"), cll.ElseLevel()]))
        predict += [block_on("number"), block_on("substr(number,1,12)", "name"), block_on("substr(number,7,12)"), "l.number[1:6] = r.number[1:6] and l.number[13:18] = r.number[13:18]"]
        deterministic, recall = [block_on("number")], 0.9
        train = [block_on("name", "date"), block_on("number")]
    if "phone" in left:
        comparisons.append(cl.ExactMatch("phone") if setup == "plain" else cl.DamerauLevenshteinAtThresholds("phone", [1]))
        predict.append(block_on("phone", "substr(date,1,4)"))
    place = "village" if "village" in left else "town" if "town" in left else None
    if place:
        comparisons.append(cl.ExactMatch(place).configure(term_frequency_adjustments=True))
        predict.append(block_on("date", place))
    if "address" in left:
        comparisons.append(cl.LevenshteinAtThresholds("address", [2]))
    if "guardian" in left:
        comparisons += [cl.LevenshteinAtThresholds("guardian", [1]), cl.DamerauLevenshteinAtThresholds("guardian_number", [1])]
        predict.append(block_on("guardian_number", "date"))
    return Setup(left, right, comparisons, predict, deterministic, recall, train)


# ---------------------------------------------------------------------------------------------------------------------- the run

FIXED = {"febrl1": lambda: febrl(True), "febrl2": lambda: febrl(True), "febrl3": lambda: febrl(True), "febrl4": lambda: febrl(False), "members": members, "persons": persons, "persons_50k": persons, "rldata500": germans,
         "rldata10000": germans, "restaurants": lambda: restaurants(True), "restaurants_nophone": lambda: restaurants(False), "products": products, "books": books, "dblp_acm_silver": papers, "companies": companies}


def run(name, folder, out, chosen):
    setup = FIXED[name]() if name in FIXED else district(folder, chosen)
    dedupe = setup.right is None
    phases, begun = {}, time.monotonic()

    def phase(word):
        nonlocal begun
        now = time.monotonic()
        phases[word] = round(now - begun, 3)
        begun = now

    connection = duckdb.connect(config={"threads": 2})
    connection.execute(RESIDENT_NUMBER)
    files = {"left_table": (folder / ("file.csv" if dedupe else "left.csv"), setup.left)} | ({} if dedupe else {"right_table": (folder / "right.csv", setup.right)})
    for table, (path, columns) in files.items():
        with open(path, encoding="utf-8-sig") as file:
            first = file.readline().rstrip("\r\n").split(",")[0]
        expressions = ", ".join(f"{expression} as {column}" for column, expression in columns.items())
        connection.execute(f"create table {table} as select \"{first}\" as unique_id, {expressions} from read_csv('{path}', all_varchar=true, header=true, quote='\"')")
    phase("load")
    settings = SettingsCreator(link_type="dedupe_only" if dedupe else "link_only", comparisons=setup.comparisons, blocking_rules_to_generate_predictions=setup.predict, retain_matching_columns=False,
                               retain_intermediate_calculation_columns=False)
    api = DuckDBAPI(connection=connection)
    if MAJOR >= 5:
        tables = [api.register(table, dataset_display_name=table) for table in files]
        linker = Linker(tables[0] if dedupe else tables, settings)
    else:
        linker = Linker(list(files), settings, api, input_table_aliases=list(files))
    linker.training.estimate_probability_two_random_records_match(setup.deterministic, recall=setup.recall)
    phase("prior")
    linker.training.estimate_u_using_random_sampling(max_pairs=setup.u_pairs, seed=1)
    phase("u")
    for rule in setup.train:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    phase("em")
    pairs = linker.inference.predict(threshold_match_probability=0.001)
    phase("predict")
    table = pairs.physical_name
    swap = "" if dedupe else "case when source_dataset_l = 'left_table' then unique_id_l else unique_id_r end as left_id, case when source_dataset_l = 'left_table' then unique_id_r else unique_id_l end as right_id"
    connection.execute(f"copy (select {swap or 'unique_id_l as left_id, unique_id_r as right_id'}, match_probability as probability from {table} order by probability desc) to '{out}' (header, delimiter ',')")
    phase("write")
    return {"phases": phases, "pairs": connection.execute(f"select count(*) from {table}").fetchone()[0], "splink": VERSION, "duckdb": duckdb.__version__}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set")
    parser.add_argument("folder", type=Path)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--setup", choices=["tuned", "plain"], default="tuned")
    arguments = parser.parse_args()
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    print(json.dumps(run(arguments.set, arguments.folder, arguments.pairs, arguments.setup)))


if __name__ == "__main__":
    main()
