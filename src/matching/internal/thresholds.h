#pragma once
// From when a pair needs nobody. The model's probability is not enough: it is learnt from pairs taken one by one, fields taken one by one, and mostly from
// people without a twin.
#include <vector>

#include "matching/internal/column.h"
#include "matching/linkage.h"

namespace hutong::matching {

struct Bands {
  double certain_from = 1, ask_from = 0.5;
};
// Of the pairs from certain_from on, at most one in four thousand is expected to be wrong. Pairs sorted, best first.
Bands thresholds_of(std::vector<ScoredPair> const&);

// A pair of which one of these is true is worth no more than so many bits, which is less than any certain_from. Among such pairs the likelier stays the likelier.
constexpr float doubtful_bits = 8.5F;
inline float doubted(float bits) { return doubtful_bits - 0.25F / (bits - doubtful_bits + 1); }  // bits ≥ doubtful_bits

// Which rule of experience speaks against taking the pair unseen? "" = none.
//   other_number  both numbers are known and are not the same, not even after a repair: brothers, twins, two licences at one address, or a number that
//                 somebody must correct
//   other_name    of persons: no number agrees and the names do not sound or look the same: whoever lives there and was born that day may be a twin. Or the
//                 number agrees and the name is quite another: the guardian's number. Of things: the titles are not alike
//   other_size    of things without a number of their own: one title has a number that the other lacks (title_numbers.h; the texts are needed, so company.cpp asks)
char const* doubt_of(std::vector<Column> const&, uint8_t const* levels, bool are_persons);

// An identifier agrees, or nearly.
bool has_number_of_its_own(std::vector<Column> const&, uint8_t const* levels);
// A number that nothing else has, equal in both.
bool has_equal_number(std::vector<Column> const&, uint8_t const* levels);
// What a thing is called.
bool is_title(Field const&);

// Two rows of one list of which the other list has the like only once: are they one person (or thing) listed twice? Only if nothing of their own differs:
// twins may have names that sound the same.
bool are_listed_twice(std::vector<Column> const&, uint8_t const* levels);

}  // namespace hutong::matching
