// Any text as an identity number, a date, a text or an identifier: never a crash; forms keep what their headers promise, and comparing does not
// depend on the side. The input is cut in two at its first line end.
#include <cstdint>
#include <limits>

#include "base/check.h"
#include "matching/date_form.h"
#include "matching/number_form.h"
#include "matching/strings.h"

namespace {

using namespace hutong::matching;

void judge_numbers(std::string_view left, std::string_view right) {
  NumberForm a = number_form(left), b = number_form(right);
  CHECK(a.is_valid() == hutong::values::IdNumber::parse(a.reveal()).has_value() || a.reveal().size() != 18 || a.state() == NumberState::masked);
  if (a.is_valid()) {
    CHECK(number_form(a.reveal()).has_same_digits(a));
    CHECK(a.birth_day() == hutong::values::IdNumber::parse(a.reveal())->birth_date().days_since_epoch());
  }
  CHECK(a.masked().size() == a.reveal().size());
  CHECK(compare(a, b) == compare(b, a));
  NumberKeys keys;
  number_keys(a, keys);
  std::array<uint64_t, repair_keys_max> repairs;
  size_t count = repair_keys(a, repairs);
  CHECK(count <= repair_keys_max && (count == 0 || !a.is_valid()));
  if (a.is_empty()) CHECK(keys == NumberKeys{});
}

void judge_dates(std::string_view left, std::string_view right) {
  DateForm a = date_form(left), b = date_form(right);
  CHECK(compare(a, b) == compare(b, a));
  CHECK(date_form(a.to_string()) == a);
  CHECK(a.other_reading().other_reading() == a);
  if (a.exists()) CHECK(a.date() ? a.date()->to_string() == a.to_string() : a.year() < 1800);
  date_keys(a);
}

void judge_texts(std::string_view left, std::string_view right) {
  if (left.size() + right.size() > 4000) return;  // plain dynamic programming is quadratic
  double similarity = jaro_winkler(left, right);
  CHECK(similarity >= 0.0 && similarity <= 1.0);
  CHECK(jaro(left, left) == 1.0);
  size_t edits = levenshtein(left, right, 100000), aligned = damerau(left, right, 100000);
  CHECK(aligned <= edits && edits == levenshtein(right, left, 100000));
  CHECK(levenshtein(left, right, 3) == (edits > 3 ? 4 : edits) && damerau(left, right, 3) == (aligned > 3 ? 4 : aligned));
  std::string folded = fold_latin(left);
  CHECK(fold_latin(folded) == folded);
  std::string a = clean_identifier(left), b = clean_identifier(right);
  CHECK(clean_identifier(a) == a);
  CHECK(compare_identifiers(a, b) == compare_identifiers(b, a));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(uint8_t const* data, size_t size) {
  std::string_view text(reinterpret_cast<char const*>(data), size);
  size_t line_end = text.find('\n');
  std::string_view left = text.substr(0, line_end), right = line_end == std::string_view::npos ? std::string_view() : text.substr(line_end + 1);
  judge_numbers(left, right);
  judge_dates(left, right);
  judge_texts(left, right);
  return 0;
}
