#pragma once
// A written name cut into its places: one character each, or what stands for one.
#include <array>
#include <cstdint>
#include <string_view>

#include "matching/name_form.h"

namespace hutong::matching::internal {

struct NameUnit {
  char32_t point = 0;  // as written; unreadable places have none
  CharacterCode code = 0;
  Sound sound = 0;
  bool starts_part = false;  // a dot stands before it
};

struct NameUnits {
  static constexpr size_t capacity = 48;  // of what is longer the rest is not read
  std::array<NameUnit, capacity> at;      // up to count
  size_t count = 0;
  size_t han = 0;          // Chinese characters among them, also unreadable ones
  size_t letters = 0;      // letters of other scripts met, whether or not they became a unit
  uint8_t annotation = 0;
  std::string_view other_name;  // 王伟（曾用名王卫）, 王伟、李芳; as written, in the text that was read
  bool has_unreadable = false;
  bool is_dotted = false;
  bool is_cut = false;

  NameUnit const* begin() const { return at.data(); }
  NameUnit const* end() const { return at.data() + count; }
};

// Blanks, dots, annotations and width are gone. Nothing is left of a name without a Chinese character but `letters`.
void read_name_units(std::string_view text, NameUnits&);

}  // namespace hutong::matching::internal
