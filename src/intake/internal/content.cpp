#include "intake/internal/content.h"

#include <algorithm>

#include "base/text.h"
#include "intake/internal/cells.h"

namespace hutong::intake {
namespace {

constexpr int sample_size = 40;
constexpr size_t longest_number = 32;  // with blanks and apostrophes; a sentence that mentions a number is longer

// Texts of a column below a row, up to the sample size.
std::vector<std::string_view> sample(Grid const& grid, uint16_t column, int below_row) {
  std::vector<std::string_view> texts;
  for (auto const& row : grid.sheet().rows) {
    if (row.number <= below_row) continue;
    if (texts.size() >= sample_size || row.number > below_row + 5 * sample_size) break;
    if (auto const text = grid.text(row.number, column); !text.empty()) texts.push_back(text);
  }
  return texts;
}

}  // namespace

bool looks_like_name(std::string_view text) {
  std::u32string const characters = base::to_utf32(base::without_blanks(text));
  if (characters.size() < 2 || characters.size() > 4) return false;
  return std::all_of(characters.begin(), characters.end(), base::is_han);
}

bool holds_id_numbers(Grid const& grid, uint16_t column, int below_row) {
  auto const texts = sample(grid, column, below_row);
  auto const hits = std::count_if(texts.begin(), texts.end(), [](auto const text) { return text.size() <= longest_number && looks_like_id_number(text); });
  return hits >= 1 && static_cast<size_t>(hits) * 10 >= texts.size() * 6;
}

bool holds_names(Grid const& grid, uint16_t column, int below_row) {
  auto const texts = sample(grid, column, below_row);
  auto const hits = std::count_if(texts.begin(), texts.end(), looks_like_name);
  return hits >= 1 && static_cast<size_t>(hits) * 10 >= texts.size() * 8;
}

AgeGroup age_group(Grid const& grid, uint16_t column, values::Date as_of) {
  int minors = 0, adults = 0;
  for (auto const text : sample(grid, column, 0)) {
    std::string const number = cleaned_number(text);
    if (number.size() != 18 || !looks_like_id_number(number)) continue;
    int const year = std::atoi(number.substr(6, 4).c_str());
    (as_of.year() - year < 18 ? minors : adults) += 1;
  }
  if (minors > 0 && adults == 0) return AgeGroup::minors;
  if (adults > 0 && minors == 0) return AgeGroup::adults;
  return AgeGroup::unclear;
}

}  // namespace hutong::intake
