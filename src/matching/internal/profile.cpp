#include "matching/internal/profile.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>

#include "base/text.h"
#include "matching/internal/words.h"
#include "matching/strings.h"

namespace hutong::matching::internal {
namespace {

constexpr size_t cells_looked_at = 4'000;
constexpr size_t cells_hashed = 200'000, cells_cut_into_words = 20'000;
constexpr size_t values_kept = 2'000;  // the smallest hashes: the same values are kept on both sides, whatever their place in the file

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

int number_at(std::string_view text, size_t at, size_t size) {
  int value = 0;
  for (size_t i = at; i < at + size; ++i) value = value * 10 + (text[i] - '0');
  return value;
}

bool is_month_day(int month, int day) { return month >= 1 && month <= 12 && day >= 1 && day <= 31; }
bool is_year(int year) { return year >= 1850 && year <= 2100; }

struct Shape {  // of one cell
  size_t digits = 0, letters = 0, han = 0, others = 0, blanks = 0, words = 0, characters = 0;
};

Shape shape_of(std::string_view cell) {
  Shape shape;
  bool in_word = false;
  for (size_t i = 0; i < cell.size(); ++i) {
    unsigned char const c = static_cast<unsigned char>(cell[i]);
    if ((c & 0xC0) == 0x80) continue;
    ++shape.characters;
    bool is_blank = c == ' ' || c == '\n';
    if (is_blank) ++shape.blanks;
    else if (is_digit(cell[i])) ++shape.digits;
    else if (is_letter(cell[i])) ++shape.letters;
    else if (c >= 0xE3 && c <= 0xE9 && !(c == 0xE3 && static_cast<unsigned char>(cell[i + 1]) < 0x90)) ++shape.han;
    else if (c >= 0xF0) ++shape.han;
    else ++shape.others;
    if (!is_blank && !in_word) ++shape.words;
    in_word = !is_blank;
  }
  return shape;
}

bool is_resident_number(std::string_view cell, Shape const& shape) {
  if (shape.characters != cell.size()) return false;  // half width is enough to recognise a column
  if (cell.size() < 8) return false;
  if (cell.find_first_of("eE") != std::string_view::npos) return cell.size() <= 22 && cell[1] == '.' && (cell.ends_with("17") || cell.ends_with("14"));
  if (!std::all_of(cell.begin(), cell.begin() + static_cast<long>(std::min<size_t>(cell.size(), 14)), is_digit)) return false;
  if (cell.size() == 18 || cell.size() == 20) return is_year(number_at(cell, 6, 4)) && is_month_day(number_at(cell, 10, 2), number_at(cell, 12, 2));
  return cell.size() == 15 && is_digit(cell[14]) && is_month_day(number_at(cell, 8, 2), number_at(cell, 10, 2));
}

bool is_phone(std::string_view cell, Shape const& shape) {
  if (shape.letters + shape.han > 0 || shape.digits < 7 || shape.digits > 13) return false;
  if (shape.digits == cell.size()) return cell.size() == 11 && cell[0] == '1' && cell[1] >= '3';
  bool const is_only_marks = cell.find_first_not_of("0123456789 ()+-/.") == std::string_view::npos;
  size_t const groups = shape.digits >= 7 ? static_cast<size_t>(std::count_if(cell.begin(), cell.end(), [](char c) { return c == '-' || c == '/' || c == ' ' || c == '.'; })) : 0;
  return is_only_marks && groups > 0 && shape.digits != 8;
}

// Which digits stand between the marks.
bool is_date(std::string_view cell, Shape const& shape) {
  if (shape.digits == cell.size()) return cell.size() == 8 && is_year(number_at(cell, 0, 4)) && is_month_day(number_at(cell, 4, 2), number_at(cell, 6, 2));
  std::array<int, 3> parts{};
  size_t count = 0, digits_in_longest = 0;
  for (size_t at = 0; at < cell.size();) {
    if (!is_digit(cell[at])) {
      ++at;
      continue;
    }
    size_t end = at;
    while (end < cell.size() && is_digit(cell[end])) ++end;
    if (end - at > 4 || count == 3) return count == 3 && cell.find(':') != std::string_view::npos;  // a time of day may follow
    digits_in_longest = std::max(digits_in_longest, end - at);
    parts[count++] = number_at(cell, at, end - at);
    at = end;
  }
  bool const has_month_name = shape.letters >= 3 && shape.letters <= 11 && shape.han == 0;
  if (count == 2 && has_month_name) return shape.words <= 4 && (digits_in_longest == 4 || parts[1] < 100) && parts[0] >= 1;
  bool const has_year_sign = cell.find("年") != std::string_view::npos;
  if (count == 2) return (has_year_sign || cell.find_first_of("-/.") != std::string_view::npos) && shape.letters + shape.others <= 1 && shape.digits >= 5 && is_year(parts[0]) && parts[1] >= 1 && parts[1] <= 12;
  if (count != 3) return false;
  if (!has_year_sign && shape.letters + shape.han > 1) return false;
  if (digits_in_longest == 3) return false;
  bool const year_first = is_year(parts[0]) && is_month_day(parts[1], parts[2]);
  bool const year_last = (is_year(parts[2]) || parts[2] < 100) && (is_month_day(parts[0], parts[1]) || is_month_day(parts[1], parts[0]));
  return year_first || year_last || (parts[0] < 100 && is_month_day(parts[1], parts[2]));
}

bool is_amount(std::string_view cell, Shape const& shape) {
  if (shape.digits == 0 || shape.letters + shape.han > 3) return false;
  size_t first = 0;
  while (first < cell.size() && !is_digit(cell[first]) && cell[first] != '-' && cell[first] != '.') ++first;
  if (first > 4) return false;
  size_t last = cell.size();
  while (last > first && !is_digit(cell[last - 1])) --last;
  if (cell.size() - last > 4) return false;
  std::string_view const middle = cell.substr(first, last - first);
  return middle.find_first_not_of("0123456789.,-") == std::string_view::npos && std::count(middle.begin(), middle.end(), '.') <= 1 && middle.rfind('-') == (middle.starts_with('-') ? 0 : std::string_view::npos);
}

bool is_sex(std::string_view cell) {
  constexpr std::array<std::string_view, 14> words = {"男", "女", "男性", "女性", "M", "F", "m", "f", "male", "female", "Male", "Female", "MALE", "FEMALE"};
  return std::find(words.begin(), words.end(), cell) != words.end();
}

bool is_place(std::string_view cell, Shape const& shape) {
  if (shape.han >= 3)
    for (std::string_view word : {"省", "市", "县", "区", "镇", "乡", "街道", "村", "社区", "路", "号", "小区", "庄", "屯"})
      if (cell.find(word) != std::string_view::npos) return true;
  if (shape.letters < 3) return false;
  constexpr std::array<std::string_view, 22> ends = {"street", "st", "st.", "road", "rd", "rd.", "avenue", "ave", "ave.", "lane", "drive", "dr", "dr.", "blvd", "blvd.", "place", "court", "crescent", "way", "terrace", "circuit", "highway"};
  std::string lower;
  for (char c : cell) lower += is_letter(c) ? static_cast<char>(c | 0x20) : c;
  for (std::string_view end : ends)
    for (size_t at = lower.find(end); at != std::string::npos; at = lower.find(end, at + 1)) {
      bool const begins = at > 0 && lower[at - 1] == ' ';
      bool const stops = at + end.size() == lower.size() || !is_letter(lower[at + end.size()]);
      if (begins && stops) return true;
    }
  return false;
}

bool is_business(std::string_view cell, Shape const& shape) {
  if (shape.han >= 2)
    for (std::string_view word : {"公司", "商店", "超市", "酒店", "饭店", "餐厅", "有限", "工厂", "合作社", "中心", "商行", "经营部", "集团"})
      if (cell.find(word) != std::string_view::npos) return true;
  if (shape.letters < 3) return false;
  constexpr std::array<std::string_view, 44> words = {"restaurant", "cafe", "grill", "bar", "inn", "house", "the", "of", "and", "&", "co", "inc", "ltd", "gmbh", "llc", "corp", "company", "hotel", "shop", "store", "club", "kitchen",
                                                      "pizza", "deli", "bistro", "group", "university", "institute", "center", "centre", "international", "systems", "foods", "trattoria", "cantina", "ristorante", "on", "at", "la", "le",
                                                      "limited", "corporation", "plc", "with"};
  for (size_t at = 0; at < cell.size();) {
    size_t const end = std::min(cell.find(' ', at), cell.size());
    std::string word;
    for (char c : cell.substr(at, end - at))
      if (is_letter(c) || c == '&') word += is_letter(c) ? static_cast<char>(c | 0x20) : c;
    if (std::find(words.begin(), words.end(), word) != words.end() || cell.substr(at, end - at).ends_with("'s")) return true;
    at = end + 1;
  }
  return false;
}

bool is_han_name(std::string_view cell, Shape const& shape) {
  bool const has_dot = cell.find("·") != std::string_view::npos || cell.find("•") != std::string_view::npos;
  if (shape.digits + shape.letters > 0 || shape.han < 2) return false;
  return has_dot || (shape.han <= 4 && shape.others <= 1);
}

uint64_t mixed(uint64_t value) {
  value ^= value >> 32;
  value *= 0x9E3779B97F4A7C15u;
  value ^= value >> 29;
  return value;
}

}  // namespace

bool is_data(std::string_view cell) {
  Shape const shape = shape_of(cell);
  return is_resident_number(cell, shape) || is_phone(cell, shape) || (is_date(cell, shape) && shape.digits >= 6);
}

uint64_t hash_of(std::string_view text) {
  uint64_t state = 0x2545F4914F6CDD1Du ^ text.size();
  size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    uint64_t word;
    std::memcpy(&word, text.data() + at, 8);
    state = mixed(state ^ word) + word;
  }
  uint64_t rest = 0;
  if (at < text.size()) std::memcpy(&rest, text.data() + at, text.size() - at);
  return mixed(mixed(state ^ rest) + 0x9E3779B97F4A7C15u);
}

Profile profile_of(sheets::CsvTable const& table, size_t column) {
  Profile profile;
  size_t const step = std::max<size_t>(1, table.rows() / cells_looked_at);
  size_t filled = 0;
  double words = 0, characters = 0;
  std::vector<uint64_t> hashes;
  for (size_t row = 0; row < table.rows(); row += step) {
    ++profile.looked_at;
    std::string_view const cell = table.cell(row, column);
    if (cell.empty()) continue;
    ++filled;
    hashes.push_back(hash_of(cell));
    Shape const shape = shape_of(cell);
    words += static_cast<double>(shape.words);
    characters += static_cast<double>(shape.characters);
    profile.resident_number += is_resident_number(cell, shape);
    bool const is_day = is_date(cell, shape);
    profile.date += is_day;
    profile.phone += !is_day && is_phone(cell, shape);
    profile.year += cell.size() == 4 && shape.digits == 4 && is_year(number_at(cell, 0, 4));
    profile.number += is_amount(cell, shape);
    profile.whole_number += shape.digits == cell.size();
    profile.sex += is_sex(cell);
    profile.han += shape.han * 2 >= shape.characters;
    profile.han_name += is_han_name(cell, shape);
    profile.place += is_place(cell, shape);
    profile.email += cell.find('@') != std::string_view::npos && shape.words == 1;
    profile.code += shape.words == 1 && shape.digits > 0 && shape.letters > 0;
    profile.digits += shape.digits >= 5;
    profile.few_words += shape.words == 2 || shape.words == 3;
    profile.business += is_business(cell, shape);
    profile.capitalised_words += shape.digits == 0 && shape.letters > 1 && shape.words >= 1 && shape.words <= 4 && shape.others <= 2;
  }
  if (filled == 0) return profile;
  profile.filled = static_cast<double>(filled) / static_cast<double>(profile.looked_at);
  for (double* share : {&profile.resident_number, &profile.phone, &profile.date, &profile.year, &profile.number, &profile.whole_number, &profile.sex, &profile.han, &profile.han_name,
                        &profile.place, &profile.email, &profile.code, &profile.capitalised_words, &profile.digits, &profile.few_words, &profile.business})
    *share /= static_cast<double>(filled);
  profile.mean_words = words / static_cast<double>(filled);
  profile.mean_characters = characters / static_cast<double>(filled);
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  profile.distinct_count = hashes.size();
  profile.distinct = static_cast<double>(hashes.size()) / static_cast<double>(filled);
  return profile;
}

namespace {

// The smallest hashes, ascending, each once.
std::vector<uint64_t> kept(std::vector<uint64_t> hashes) {
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  if (hashes.size() > values_kept) hashes.resize(values_kept);
  return hashes;
}

// Visits about so many filled cells, spread over the column.
template <class F>
void for_cells(sheets::CsvTable const& table, size_t column, size_t most, F&& visit) {
  size_t const rows = std::min(table.rows(), most);
  for (size_t i = 0; i < rows; ++i)
    if (std::string_view const cell = table.cell(i * table.rows() / rows, column); !cell.empty()) visit(cell);
}

double overlap_of(std::vector<uint64_t> const& one, std::vector<uint64_t> const& other) {
  if (one.empty() || other.empty()) return 0;
  // Beyond the smaller of the two largest hashes one side may have dropped what the other kept.
  uint64_t const until = std::min(one.size() < values_kept ? UINT64_MAX : one.back(), other.size() < values_kept ? UINT64_MAX : other.back());
  auto count_until = [&](std::vector<uint64_t> const& values) { return static_cast<size_t>(std::upper_bound(values.begin(), values.end(), until) - values.begin()); };
  size_t const ones = count_until(one), others = count_until(other);
  if (ones == 0 || others == 0) return 0;
  std::vector<uint64_t> both;
  std::set_intersection(one.begin(), one.begin() + static_cast<long>(ones), other.begin(), other.begin() + static_cast<long>(others), std::back_inserter(both));
  return static_cast<double>(both.size()) / static_cast<double>(std::min(ones, others));
}

}  // namespace

void add_values(Profile& profile, sheets::CsvTable const& table, size_t column) {
  if (!profile.values.empty()) return;
  std::vector<uint64_t> hashes;
  std::string lower;
  for_cells(table, column, cells_hashed, [&](std::string_view cell) {
    lower.assign(cell);
    for (char& c : lower)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    hashes.push_back(hash_of(lower));
  });
  profile.values = kept(std::move(hashes));
  bool const has_words = profile.mean_words > 1.2 || profile.han >= 0.5;
  if (!has_words) return;
  hashes.clear();
  std::vector<uint64_t> words;
  for_cells(table, column, cells_cut_into_words, [&](std::string_view cell) {
    words_of(fold_latin(cell), words);
    std::copy_if(words.begin(), words.end(), std::back_inserter(hashes), [](uint64_t word) { return !is_number(word); });
  });
  profile.words = kept(std::move(hashes));
}

double overlap(Profile const& one, Profile const& other) { return overlap_of(one.values, other.values); }

double overlap_of_words(Profile const& one, Profile const& other) {
  constexpr size_t words_least = 30;  // fewer are in common by chance, or are the letters of initials
  return std::min(one.words.size(), other.words.size()) < words_least ? 0 : overlap_of(one.words, other.words);
}

}  // namespace hutong::matching::internal
