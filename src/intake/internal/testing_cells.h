#pragma once
// What the tests of the cell parsers share. Every person of the tests carries a sequence code (99x) that registration does not reach.
#include <string>
#include <vector>

#include "intake/internal/cells.h"

namespace hutong::intake::testing {

inline values::Date const received = *values::Date::of(2026, 10, 5);

inline CellInput number(std::string_view text) { return {text, sheets::CellKind::number}; }

// 370114 20150301 99x + check character.
inline std::string id_of(std::string_view birth, std::string_view sequence = "991", std::string_view area = "370114") {
  std::string const first = std::string(area) + std::string(birth) + std::string(sequence);
  return first + values::id_check_character(first);
}

// One whose check character is X.
inline std::string id_with_x() {
  for (int birth = 20150301; birth <= 20150328; ++birth)
    for (int sequence = 990; sequence <= 999; ++sequence)
      if (std::string const id = id_of(std::to_string(birth), std::to_string(sequence)); id.back() == 'X') return id;
  return "";
}

// "370114…", "none", "blank", "!id_length", with " ~id15_upgraded" for each warning.
inline std::string tell(Reading const& reading) {
  std::string told = reading.is_value() ? reading.value : reading.is_bad() ? "!" + std::string(reading.problem) : reading.found == Found::none ? "none" : "blank";
  for (auto const warning : reading.warnings) told += " ~" + std::string(warning);
  return told;
}

struct Case {
  std::string_view written;
  std::string_view expected;
};

}  // namespace hutong::intake::testing
