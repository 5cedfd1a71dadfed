#pragma once
// What stands in a column, from some thousand of its cells.
#include <cstdint>
#include <string_view>
#include <vector>

#include "sheets/csv_table.h"

namespace hutong::matching::internal {

struct Profile {
  size_t looked_at = 0;
  double filled = 0;            // share of the cells
  // Shares of the filled cells.
  double distinct = 0;
  double resident_number = 0;   // 18 characters with a possible date, 15 digits, 20 of a disability card, 3.70181E+17
  double phone = 0;
  double date = 0;              // written as one: 2015-03-03, 20150303, 3/3/2015, 2015年3月3日
  double year = 0;              // 1850–2100
  double number = 0;            // an amount: 12, -3.50, $1,299.00
  double whole_number = 0;      // digits only
  double sex = 0;               // 男, female, M …
  double han = 0;               // mostly Chinese
  double han_name = 0;          // 2 to 4 Chinese characters, or longer with a dot
  double place = 0;             // words of addresses
  double email = 0;
  double code = 0;              // letters and digits mixed in one word
  double capitalised_words = 0; // 1 to 4 Latin words without digits
  double digits = 0;            // five digits or more
  double few_words = 0;         // two or three words
  double business = 0;          // words of firms, shops and restaurants: ltd, cafe, &, 公司
  double mean_words = 0, mean_characters = 0;
  size_t distinct_count = 0;    // in the sample
  std::vector<uint64_t> values; // ascending hashes of the sampled values, without case and blanks at the ends
  std::vector<uint64_t> words;  // ascending hashes of the sampled words that are no numbers
};

Profile profile_of(sheets::CsvTable const&, size_t column);

// Fills Profile::values (up to 200,000 cells are read) and, where several words stand in a cell, Profile::words (up to 20,000); overlap() needs them.
void add_values(Profile&, sheets::CsvTable const&, size_t column);

// Share of the smaller side's values that stand in the other column too. Both samples were taken by value, so it estimates the share in the tables.
double overlap(Profile const&, Profile const&);
double overlap_of_words(Profile const&, Profile const&);  // 0 where there are few

// A date, a telephone or a resident number: no title of a column.
bool is_data(std::string_view cell);

uint64_t hash_of(std::string_view);

}  // namespace hutong::matching::internal
