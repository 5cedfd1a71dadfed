// Identity numbers, cards of disabled persons and account numbers. Digits are never repaired: what a spreadsheet has rounded away, or a clerk has
// starred out, is asked for again.
#include <algorithm>

#include "base/text.h"
#include "intake/internal/cell_text.h"

namespace hutong::intake {
namespace {

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }

// x, the multiplication sign, Cyrillic and Greek letters: whatever was at hand for an X. (Ｘ and Ⅹ have become X by NFKC.)
bool is_like_x(char32_t c) { return std::u32string_view(U"xX×✕✖╳ХхΧχ").find(c) != std::u32string_view::npos; }

bool is_like_star(char32_t c) { return std::u32string_view(U"*∗⁎✱✲★☆●○■□▇█•#?").find(c) != std::u32string_view::npos; }

// Half width, without blanks and strokes; only digits, X, * and what else was written remain.
std::u32string skeleton(std::string_view text) {
  std::u32string kept;
  for (char32_t const c : base::to_utf32(compact(text))) {
    if (is_like_x(c)) kept += U'X';
    else if (is_like_star(c)) kept += U'*';
    else if (std::u32string_view(U"-‐‑‒–—―−_\"'“”‘’`=").find(c) == std::u32string_view::npos) kept += c;
  }
  return kept;
}

bool belongs_to_number(char32_t c) { return is_digit(c) || c == 'X' || c == '*'; }

// Cuts words in front and behind: 身份证号:3701…, 3701…(已核), 3701…本人. Digits inside such words stay, so nothing is cut that could count.
std::u32string core_of(std::u32string const& text) {
  auto const first = std::find_if(text.begin(), text.end(), belongs_to_number);
  auto const last = std::find_if(text.rbegin(), text.rend(), belongs_to_number).base();
  return first < last ? std::u32string(first, last) : std::u32string();
}

// 3.70114E+17, 3.70114201503e17, 370114201503019000.0
bool is_rounded_number(std::string_view text) {
  std::string const t = compact(text);
  size_t const whole = std::min(t.find_first_not_of("0123456789"), t.size());
  if (whole == 0 || whole == t.size()) return false;
  size_t at = whole;
  if (t[at] == '.') at = std::min(t.find_first_not_of("0123456789", at + 1), t.size());
  if (at == t.size()) return whole > 15;
  if (t[at] != 'E' && t[at] != 'e') return false;
  size_t const exponent = t[at + 1] == '+' ? at + 2 : at + 1;
  return exponent < t.size() && t.find_first_not_of("0123456789", exponent) == std::string::npos;
}

// 3701**********12, 3701XXXXXXXX0012: stars, or more X than a number can have. A lone ? is damage, not a mask.
bool is_masked(std::u32string const& core) {
  if (core.find(U'*') != std::u32string::npos) return true;
  size_t const x = static_cast<size_t>(std::count(core.begin(), core.end(), U'X'));
  return x >= 2 && core.find(U"XX") != std::u32string::npos;
}

bool is_lossy(CellInput const& cell) { return cell.is_lossy || is_rounded_number(cell.text); }

std::string shown(CellInput const& cell) { return std::string(base::trimmed(cell.text)); }

size_t count_of_digits(std::u32string const& core) {
  return static_cast<size_t>(std::count_if(core.begin(), core.end(), [](char32_t c) { return is_digit(c) || c == 'X'; }));
}

// Neither digits nor a mask, and it says so: 户口未上, 没办身份证, 无证.
bool tells_there_is_none(std::u32string const& text) {
  return std::none_of(text.begin(), text.end(), is_digit) && text.find_first_of(U"未无没缺") != std::u32string::npos;
}

// Excel keeps 15 digits and writes zeros for the rest, and a later “format as text” does not bring them back. A number whose last three are
// zeros and whose check digit is wrong is such a one, not a slip of the pen.
bool was_rounded_before(std::u32string const& core, std::string_view problem) {
  return core.size() == 18 && problem == "id_checksum" && core.substr(15) == U"000";
}

// 17 figures and one more character, as nearly every number comes: nothing to clean.
bool is_clean(CellInput const& cell, size_t size) {
  if (cell.text.size() != size || cell.kind != sheets::CellKind::text || cell.is_lossy) return false;
  return cell.text.substr(0, 17).find_first_not_of("0123456789") == std::string_view::npos;
}

struct NumberOrProblem {
  std::optional<values::IdNumber> id;
  std::string_view problem;
};

NumberOrProblem number_of(std::u32string const& core, values::Date received_on) {
  size_t const x = core.find(U'X');
  bool const is_well_formed = std::all_of(core.begin(), core.end(), [](char32_t c) { return is_digit(c) || c == 'X'; }) &&
                              (x == std::u32string::npos || x == core.size() - 1);
  if (!is_well_formed) return {std::nullopt, "id_length"};
  auto id = values::IdNumber::parse(base::to_utf8(core));
  if (!id) {
    std::string_view const problem = id.error().code == "id_checksum" ? "id_checksum" : id.error().code == "id_bad_date" ? "id_bad_date" : "id_length";
    return {std::nullopt, was_rounded_before(core, problem) ? "id_precision_lost" : problem};
  }
  if (id->birth_date() > received_on) return {std::nullopt, "date_in_future"};
  return {*id, ""};
}

}  // namespace

std::string cleaned_number(std::string_view text) { return base::to_utf8(core_of(skeleton(text))); }

bool looks_like_id_number(std::string_view text) {
  std::u32string const core = core_of(skeleton(text));
  if (core.size() != 15 && core.size() != 18) return false;
  if (!std::all_of(core.begin(), core.end() - 1, is_digit) || !(is_digit(core.back()) || core.back() == 'X')) return false;
  std::u32string const birth = core.size() == 18 ? core.substr(6, 8) : U"19" + core.substr(6, 6);
  int const year = std::stoi(base::to_utf8(birth.substr(0, 4)));
  int const month = std::stoi(base::to_utf8(birth.substr(4, 2))), day = std::stoi(base::to_utf8(birth.substr(6, 2)));
  return year >= 1850 && year <= 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

IdReading read_id_number(CellInput const& cell, values::Date received_on) {
  IdReading reading;
  Reading& outcome = reading;
  if (is_clean(cell, 18)) {  // what is refused here takes the long way, which knows why
    auto const id = values::IdNumber::parse(cell.text);
    if (id && id->birth_date() <= received_on) return outcome = value_reading(std::string(cell.text)), reading.id = *id, reading;
  }
  std::string const text = plain(cell.text);
  if (text.empty()) return reading;
  if (is_word_for_none(text)) return outcome = none_reading(), reading;
  std::u32string const bones = skeleton(cell.text);
  std::u32string const core = core_of(bones);
  if (is_cell_error(cell)) outcome = bad_reading("cell_error", {{"text", shown(cell)}});
  else if (tells_there_is_none(bones)) outcome = none_reading();
  else if (is_lossy(cell)) outcome = bad_reading("id_precision_lost");
  else if (is_masked(core)) outcome = bad_reading("id_masked");
  else {
    NumberOrProblem const number = number_of(core, received_on);
    if (number.id) {
      outcome = value_reading(number.id->reveal());
      reading.id = number.id;
      if (number.id->was_15_digits()) reading.warnings.push_back("id15_upgraded");
    } else {
      outcome = bad_reading(number.problem, {{"count", std::to_string(count_of_digits(core))}, {"date", received_on.to_string()}});
    }
  }
  return reading;
}

CardReading read_disability_card(CellInput const& cell, values::Date received_on) {
  CardReading reading;
  Reading& outcome = reading;
  if (is_clean(cell, 20) && cell.text[18] >= '1' && cell.text[18] <= '7' && cell.text[19] >= '1' && cell.text[19] <= '4') {
    auto const id = values::IdNumber::parse(cell.text.substr(0, 18));
    if (id && id->birth_date() <= received_on) {
      outcome = value_reading(std::string(cell.text));
      reading.id = *id;
      reading.category = read_disability_category({cell.text.substr(18, 1)}).value;
      reading.grade = cell.text[19] - '0';
      return reading;
    }
  }
  std::string const text = plain(cell.text);
  if (text.empty()) return reading;
  if (is_cell_error(cell)) return outcome = bad_reading("cell_error", {{"text", shown(cell)}}), reading;
  std::u32string const bones = skeleton(text);
  if (is_word_for_none(text) || tells_there_is_none(bones)) return outcome = none_reading(), reading;
  if (is_lossy(cell)) return outcome = bad_reading("id_precision_lost"), reading;

  std::u32string core = core_of(bones);
  std::u32string suffix;  // a reissued card: B1, B2 …
  if (size_t const b = core.find_first_of(U"Bb"); b != std::u32string::npos) suffix = core.substr(b + 1), core.erase(b);
  if (is_masked(core)) return outcome = bad_reading("id_masked"), reading;
  bool const suffix_is_digits = std::all_of(suffix.begin(), suffix.end(), is_digit) && suffix.size() <= 2;
  if (core.size() != 20 || !suffix_is_digits) return outcome = bad_reading("card_length", {{"count", std::to_string(count_of_digits(core))}}), reading;

  NumberOrProblem const number = number_of(core.substr(0, 18), received_on);
  if (!number.id) return outcome = bad_reading(number.problem, {{"count", "18"}, {"date", received_on.to_string()}}), reading;
  std::string const kind = base::to_utf8(core.substr(18));
  Reading const category = read_disability_category({std::string_view(kind).substr(0, 1)});
  Reading const grade = read_disability_grade({std::string_view(kind).substr(1)});
  if (category.is_bad()) return outcome = category, reading;
  if (grade.is_bad()) return outcome = grade, reading;
  outcome = value_reading(base::to_utf8(core) + (suffix.empty() ? "" : "B" + base::to_utf8(suffix)));
  reading.id = number.id;
  reading.category = category.value;
  reading.grade = std::stoi(grade.value);
  return reading;
}

Reading read_account_number(CellInput const& cell) {
  std::string const text = plain(cell.text);
  if (text.empty()) return blank_reading();
  if (is_cell_error(cell)) return bad_reading("cell_error", {{"text", shown(cell)}});
  if (is_word_for_none(text)) return none_reading();
  if (is_lossy(cell)) return bad_reading("id_precision_lost");
  std::u32string const core = core_of(skeleton(cell.text));
  if (is_masked(core)) return bad_reading("id_masked");
  // Cards have 16 to 19 digits, passbooks of rural banks fewer and some accounts more; a shorter or longer one is a slip.
  bool const is_account = core.size() >= 8 && core.size() <= 32 && std::all_of(core.begin(), core.end(), is_digit);
  return is_account ? value_reading(base::to_utf8(core)) : bad_reading("account_length", {{"count", std::to_string(count_of_digits(core))}});
}

}  // namespace hutong::intake
