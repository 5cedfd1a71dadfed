#pragma once
// The arrays that tables/make_tables.py writes at build time. Only characters.cpp and lunar.cpp read them.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "matching/characters.h"

namespace hutong::matching::internal {

// The code of a point p is code_blocks[128 * block_of[p / 128] + p % 128]; 0 = no entry. Points from last_point on have none.
constexpr char32_t last_point = 0x32000;
extern uint16_t const block_of[];
extern uint16_t const code_blocks[];
extern size_t const character_count;
extern Character const characters[];  // by code
extern size_t const syllable_count;
extern std::string_view const syllables[];  // by sound; [0] is empty
extern uint16_t const merged_syllables[];   // by sound

// Codes from 1 to shaped_count: those of the characters that look like it are look_alike_codes from look_alike_starts[code - 1] to [code], ascending.
extern size_t const shaped_count;
extern uint32_t const look_alike_starts[];
extern CharacterCode const look_alike_codes[];

struct LunarYear {
  int32_t start = 0;          // days since 1970-01-01 of the first day of the first month
  uint16_t long_months = 0;   // bit i: the (i+1)th month of the year, the leap month counted in its place, has 30 days, not 29
  uint8_t leap_month = 0;     // the month after which one of the same number follows; 0 = none
};
extern int const lunar_first_year;
extern size_t const lunar_year_count;
extern LunarYear const lunar_years[];

}  // namespace hutong::matching::internal
