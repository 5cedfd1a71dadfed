#pragma once
// What is known of each level of agreement before anything is learnt, and how numbers and words become levels. A level's prior is worth some pairs only
// (learn.h): with data it gives way.
#include <string_view>
#include <vector>

#include "matching/date_form.h"
#include "matching/fields.h"
#include "matching/internal/column.h"
#include "matching/internal/words.h"

namespace hutong::matching {

std::vector<LevelKind> const& levels_of(FieldKind);  // best first
uint8_t level_of_words(std::string_view a, std::string_view b);  // folded given names, surnames
constexpr uint8_t level_other_number = 10, level_other_size = 12;  // of texts: very like, but another model or house; the next one: like
constexpr uint8_t level_swapped = 7;  // of the given name: it is the other's surname, and the other way round
uint8_t level_of_dates(DateForm, DateForm);  // that differ
uint8_t level_of_amounts(double a, double b);
// Of texts, 0 … 1: by what they share of the weight of their words; letter by letter, for a slip in a short text spoils whole words.
float likeness_of(float cosine, float contained);
float likeness_of_letters(std::string_view a, std::string_view b);
uint8_t level_of_likeness(float, Numbers);

}  // namespace hutong::matching
