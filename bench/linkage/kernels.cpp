// kernels: how many millions a second of each operation that the linkage engine does for every row or pair, on one processor, beside what the best
// code for the same thing reached on the development machine (an EPYC of the fourth generation, 2 processors). Rows and pairs are drawn from a fixed
// seed and are of the lengths that lists have. Best of seven runs.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "matching/date_form.h"
#include "matching/lunar.h"
#include "matching/name_form.h"
#include "matching/number_form.h"
#include "matching/strings.h"
#include "values/id_number.h"

namespace {

using namespace hutong::matching;

std::mt19937_64 random_bits(20260901);
int up_to(int from, int until) { return from + static_cast<int>(random_bits() % static_cast<uint64_t>(until - from)); }

uint64_t kept = 0;  // what is computed must not be thrown away

// Nanoseconds of one call: `many` calls a run.
template <class F>
double nanoseconds(size_t many, F run) {
  double best = 1e18;
  for (int i = 0; i < 7; ++i) {
    auto begun = std::chrono::steady_clock::now();
    kept += run();
    best = std::min(best, std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - begun).count());
  }
  return best / static_cast<double>(many);
}

void print(char const* what, double ns, char const* limit) { std::printf("%-58s %8.1f ns %8.1f M/s   %s\n", what, ns, 1e3 / ns, limit); }

std::string latin_word(int letters) {
  std::string word;
  for (int i = 0; i < letters; ++i) word.push_back("aeiounrstlmdkhgbcpyw"[random_bits() % 20]);
  return word;
}

std::string han_text(int characters) {
  std::string text;
  for (int i = 0; i < characters; ++i) {
    char32_t c = 0x4E00 + static_cast<char32_t>(random_bits() % 400);
    text += static_cast<char>(0xE0 | c >> 12);
    text += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    text += static_cast<char>(0x80 | (c & 0x3F));
  }
  return text;
}

// A typist's version of a text of single bytes.
std::string slipped(std::string text, int slips) {
  for (int i = 0; i < slips && text.size() > 2; ++i) {
    size_t at = random_bits() % (text.size() - 1);
    switch (random_bits() % 4) {
      case 0: text[at] = text[random_bits() % text.size()]; break;
      case 1: std::swap(text[at], text[at + 1]); break;
      case 2: text.erase(at, 1); break;
      default: text.insert(at, 1, text[random_bits() % text.size()]);
    }
  }
  return text;
}

std::string number() {
  char text[32];
  std::snprintf(text, sizeof text, "3701%02d%04d%02d%02d99%d", up_to(1, 30), up_to(1940, 2026), up_to(1, 13), up_to(1, 29), up_to(0, 10));
  return std::string(text) + hutong::values::id_check_character(text);
}

std::string iso_date() {
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", up_to(1940, 2026), up_to(1, 13), up_to(1, 29));
  return text;
}

struct TextPair {
  std::string left, right;
};

// Half of the pairs alike, half strangers: what blocking leaves.
template <class Make>
std::vector<TextPair> pairs_of(size_t count, Make make) {
  std::vector<TextPair> pairs;
  for (size_t i = 0; i < count; ++i) {
    std::string left = make();
    pairs.push_back({left, i % 2 ? slipped(left, 1 + static_cast<int>(random_bits() % 2)) : make()});
  }
  return pairs;
}

template <class F>
double per_pair(std::vector<TextPair> const& pairs, F compare) {
  return nanoseconds(pairs.size() * 16, [&] {
    uint64_t sum = 0;
    for (int round = 0; round < 16; ++round)
      for (TextPair const& pair : pairs) sum += static_cast<uint64_t>(compare(pair.left, pair.right));
    return sum;
  });
}

template <class F>
double per_row(std::vector<std::string> const& rows, F read) {
  return nanoseconds(rows.size() * 4, [&] {
    uint64_t sum = 0;
    for (int round = 0; round < 4; ++round)
      for (std::string const& row : rows) sum += read(row);
    return sum;
  });
}

template <class Make>
std::vector<std::string> rows_of(size_t count, Make make) {
  std::vector<std::string> rows;
  for (size_t i = 0; i < count; ++i) rows.push_back(make());
  return rows;
}

void strings() {
  auto names = pairs_of(4096, [] { return latin_word(up_to(5, 12)); });
  auto titles = pairs_of(4096, [] { return latin_word(up_to(6, 12)) + " " + latin_word(up_to(4, 9)) + " " + latin_word(up_to(10, 24)); });
  auto han = pairs_of(4096, [] { return han_text(up_to(8, 16)); });
  auto codes = pairs_of(4096, [] { return std::to_string(random_bits() % 9000000 + 1000000); });
  auto winkler = [](std::string const& a, std::string const& b) { return jaro_winkler(a, b) * 1000; };
  auto edit = [](size_t limit) { return [limit](std::string const& a, std::string const& b) { return levenshtein(a, b, limit); }; };
  auto aligned = [](std::string const& a, std::string const& b) { return damerau(a, b, 99); };
  print("Jaro-Winkler, 5-11 letters", per_pair(names, winkler), "32 M/s");
  print("Jaro-Winkler, 20-45 letters", per_pair(titles, winkler), "");
  print("Jaro-Winkler, 8-15 Chinese characters", per_pair(han, winkler), "");
  print("Levenshtein, 5-11 letters", per_pair(names, edit(99)), "25 M/s");
  print("Levenshtein, 5-11 letters, limit 2", per_pair(names, edit(2)), "");
  print("Levenshtein, 20-45 letters", per_pair(titles, edit(99)), "");
  print("Damerau (alignment), 5-11 letters", per_pair(names, aligned), "");
  print("identifiers, 7 characters", per_pair(codes, compare_identifiers), "");
}

void folding() {
  auto latin = rows_of(20'000, [] { return latin_word(up_to(5, 10)) + ", " + latin_word(up_to(4, 8)); });
  auto addresses = rows_of(20'000, [] { return han_text(12) + std::to_string(up_to(1, 900)) + han_text(3); });
  auto accents = latin;
  for (std::string& name : accents) name.insert(2, "é");
  auto fold = [](std::string const& row) { return fold_latin(row).size(); };
  print("fold_latin, a name in ASCII", per_row(latin, fold), "");
  print("fold_latin, an address of 15 Chinese characters", per_row(addresses, fold), "");
  print("fold_latin, a name with an accent", per_row(accents, fold), "");
}

void numbers() {
  auto rows = rows_of(100'000, number);
  auto read = [](std::string const& row) { return static_cast<uint64_t>(number_form(row).state()); };
  print("number_form, plain", per_row(rows, read), "16.7 M/s (60 ns)");
  auto dirty = rows;
  for (size_t i = 0; i < dirty.size(); ++i) {
    std::string& row = dirty[i];
    if (i % 4 == 0) row = " " + row;
    if (i % 4 == 1) row = slipped(row, 1);
    if (i % 4 == 2) row = row.substr(0, 15) + "000";
    if (i % 4 == 3) row = row.substr(0, 6) + row.substr(8, 9);
  }
  print("number_form, a blank, a slip, lost ends, 15 digits", per_row(dirty, read), "");
  std::vector<NumberForm> forms;
  for (std::string const& row : rows) forms.push_back(number_form(row));
  std::vector<std::pair<NumberForm, NumberForm>> alike, strange;
  for (size_t i = 0; i < 8192; ++i) {
    alike.push_back({forms[i], i % 2 ? number_form(slipped(rows[i], 1)) : forms[i]});
    strange.push_back({forms[i], forms[forms.size() - 1 - i]});
  }
  auto compared = [](std::vector<std::pair<NumberForm, NumberForm>> const& pairs) {
    return nanoseconds(pairs.size() * 16, [&] {
      uint64_t sum = 0;
      for (int round = 0; round < 16; ++round)
        for (auto const& [left, right] : pairs) sum += static_cast<uint64_t>(compare(left, right));
      return sum;
    });
  };
  print("numbers compared, equal or one slip", compared(alike), "67 M/s (15 ns)");
  print("numbers compared, strangers", compared(strange), "67 M/s (15 ns)");
  print("number_keys", nanoseconds(forms.size(), [&] {
          uint64_t sum = 0;
          NumberKeys keys;
          for (NumberForm const& form : forms) {
            number_keys(form, keys);
            sum += keys[0] ^ keys[1] ^ keys[2] ^ keys[3];
          }
          return sum;
        }), "");
  std::vector<NumberForm> wrong;
  for (std::string const& row : rows)
    if (NumberForm form = number_form(slipped(row, 1)); !form.is_valid()) wrong.push_back(form);
  print("repair_keys of a wrong number", nanoseconds(wrong.size(), [&] {
          uint64_t sum = 0;
          std::array<uint64_t, repair_keys_max> keys;
          for (NumberForm const& form : wrong) sum += repair_keys(form, keys);
          return sum;
        }), "");
}

void dates() {
  auto rows = rows_of(100'000, iso_date);
  auto read = [](std::string const& row) { return static_cast<uint64_t>(date_form(row).is_full()); };
  auto written = [&](char const* what, std::string (*change)(std::string const&), char const* limit) {
    std::vector<std::string> changed;
    for (std::string const& row : rows) changed.push_back(change(row));
    print(what, per_row(changed, read), limit);
  };
  written("date_form, 2015-03-05", [](std::string const& d) { return d; }, "25 M/s (40 ns)");
  written("date_form, 20150305", [](std::string const& d) { return d.substr(0, 4) + d.substr(5, 2) + d.substr(8); }, "25 M/s (40 ns)");
  written("date_form, 2015/3/5", [](std::string const& d) {
    return d.substr(0, 4) + "/" + std::to_string(std::atoi(d.substr(5, 2).c_str())) + "/" + std::to_string(std::atoi(d.substr(8).c_str()));
  }, "");
  written("date_form, 2015年3月5日", [](std::string const& d) { return d.substr(0, 4) + "年" + d.substr(5, 2) + "月" + d.substr(8) + "日"; }, "");
  written("date_form, 05/03/2015", [](std::string const& d) { return d.substr(8) + "/" + d.substr(5, 2) + "/" + d.substr(0, 4); }, "");
  std::vector<DateForm> forms;
  for (std::string const& row : rows) forms.push_back(date_form(row));
  print("dates compared", nanoseconds(8192 * 16, [&] {
          uint64_t sum = 0;
          for (int round = 0; round < 16; ++round)
            for (size_t i = 0; i < 8192; ++i) sum += static_cast<uint64_t>(compare(forms[i], i % 2 ? forms[i + 7] : forms[i]));
          return sum;
        }), "100 M/s (10 ns)");
  print("date_keys", nanoseconds(forms.size(), [&] {
          uint64_t sum = 0;
          for (DateForm form : forms) sum += date_keys(form).sorted_digits;
          return sum;
        }), "");
}

// Surname, and one or two characters of which each is among four hundred.
std::string chinese_name() {
  static constexpr std::string_view surnames = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗";
  return std::string(surnames.substr(random_bits() % (surnames.size() / 3) * 3, 3)) + han_text(random_bits() % 5 == 0 ? 1 : 2);
}

std::string dotted_name() { return han_text(up_to(3, 6)) + "·" + han_text(up_to(2, 5)); }

std::string latin_name() { return latin_word(up_to(3, 8)) + " " + latin_word(up_to(4, 10)); }

void names() {
  struct Named {
    std::string text;
    NameForm form;
  };
  auto named = [](std::vector<std::string> const& rows) {
    std::vector<Named> all;
    for (std::string const& row : rows) all.push_back({row, name_form(row)});
    return all;
  };
  auto read = [](std::string const& row) { return name_form(row).folded; };
  auto compared = [](std::vector<Named> const& all, size_t apart) {
    return nanoseconds(8192 * 16, [&] {
      uint64_t sum = 0;
      for (int round = 0; round < 16; ++round)
        for (size_t i = 0; i < 8192; ++i) {
          Named const &a = all[i], &b = all[i + apart];
          sum += static_cast<uint64_t>(compare(a.form, b.form, a.text, b.text));
        }
      return sum;
    });
  };
  auto rows = rows_of(100'000, chinese_name);
  std::vector<Named> chinese = named(rows);
  print("name_form, 2-3 characters", per_row(rows, read), "3.3 M/s (300 ns)");
  print("names compared, strangers", compared(chinese, 1), "33 M/s (30 ns)");
  std::sort(chinese.begin(), chinese.end(), [](Named const& a, Named const& b) { return a.text < b.text; });
  print("names compared, same surname", compared(chinese, 9), "33 M/s (30 ns)");
  print("name_keys", nanoseconds(chinese.size(), [&] {
          uint64_t sum = 0;
          for (Named const& name : chinese) {
            NameKeys keys = name_keys(name.form, name.text);
            sum += keys.written ^ keys.pinyin ^ keys.given ^ keys.one_wild[0] ^ keys.one_wild[2];
          }
          return sum;
        }), "");
  auto dotted = rows_of(10'000, dotted_name), latin = rows_of(10'000, latin_name);
  print("name_form, dotted names", per_row(dotted, read), "");
  print("names compared, dotted", compared(named(dotted), 1), "");
  print("name_form, Latin names of two words", per_row(latin, read), "");
  print("names compared, Latin", compared(named(latin), 1), "");
  print("is_lunar_pair", nanoseconds(1'000'000, [] {
          uint64_t sum = 0;
          for (int32_t i = 0; i < 1'000'000; ++i) sum += is_lunar_pair(10'000 + i % 4000, 10'030 + i % 3977);
          return sum;
        }), "");
}

}  // namespace

int main() {
  std::printf("%-58s %11s %12s   %s\n", "one processor", "one", "many", "to reach");
  strings();
  folding();
  numbers();
  dates();
  names();
  return kept == 1 ? 1 : 0;
}
