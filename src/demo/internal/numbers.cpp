#include "demo/internal/numbers.h"

#include <cstdio>
#include <string>
#include <string_view>

#include "base/check.h"
#include "demo/internal/names.h"

namespace hutong::demo {
namespace {

// Where people of the district came to their number: itself (before and after 2016), Jinan's other districts, its neighbours, some of the west.
constexpr std::string_view areas[] = {
    "370181", "370114", "370122", "370101", "370102", "370103", "370104", "370105", "370112", "370113", "370115", "370116", "370117", "370121",
    "370123", "370124", "370125", "370126", "370302", "370303", "370304", "370305", "370306", "370321", "370322", "370323", "370902", "370911",
    "370921", "370923", "370982", "370983", "371202", "371203", "371402", "371424", "371425", "371482", "371502", "371602", "371621", "371622",
    "371625", "371626", "372330", "372331", "371702", "371728", "130983", "410926", "510722", "522601", "530625", "653125"};
constexpr size_t area_count = std::size(areas);
constexpr uint8_t codes_per_sex = 5;

values::Date first_birth() { return *values::Date::of(1900, 1, 1); }
values::Date last_birth() { return *values::Date::of(2060, 1, 1); }

size_t preferred_area(base::Random& random, values::Date birth) {
  constexpr int per_mille_home = 560, per_mille_old_county = 60;
  auto const drawn = static_cast<int>(random.below(1000));
  if (drawn < per_mille_home) return birth < *values::Date::of(2016, 12, 1) ? 0 : 1;
  if (drawn < per_mille_home + per_mille_old_county && birth < *values::Date::of(1992, 8, 1)) return 2;
  return 3 + random.below(area_count - 3);
}

std::string number_text(std::string_view area, values::Date birth, int sequence) {
  char tail[16];
  std::snprintf(tail, sizeof tail, "%04d%02u%02u%03d", birth.year(), birth.month(), birth.day(), sequence);
  std::string text = std::string(area) + tail;
  text.push_back(values::id_check_character(text));
  return text;
}

}  // namespace

Numbers::Numbers() : used_(static_cast<size_t>(values::days_between(first_birth(), last_birth())) * 2 * area_count) {}

values::IdNumber Numbers::draw(base::Random& random, values::Date birth, values::Sex sex) {
  size_t const start = preferred_area(random, birth);
  for (;; birth = birth.plus_days(-1)) {
    CHECK(first_birth() <= birth && birth < last_birth());
    bool const male = sex == values::Sex::male;
    size_t const row = (static_cast<size_t>(values::days_between(first_birth(), birth)) * 2 + (male ? 1 : 0)) * area_count;
    for (size_t step = 0; step < area_count; ++step) {
      size_t const area = (start + step) % area_count;
      uint8_t& used = used_[row + area];
      if (used == codes_per_sex) continue;
      int const sequence = 990 + 2 * used + (male ? 1 : 0);
      ++used;
      auto number = values::IdNumber::parse(number_text(areas[area], birth, sequence));
      CHECK(number.has_value() && number->is_synthetic());
      return *number;
    }
  }
}

}  // namespace hutong::demo
