#pragma once
// Some rows of a table, chosen by what stands in them: the order of the rows changes nothing.
#include <cstdint>
#include <vector>

#include "matching/internal/column.h"

namespace hutong::matching {

inline uint64_t random_number(uint64_t i) {  // SplitMix64 (Steele, Lea, Flood 2014)
  uint64_t x = i * 0x9E3779B97F4A7C15U + 0x1F83D9ABFB41BD6BU;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31);
}

struct RowSample {
  std::vector<uint32_t> rows;    // ascending
  std::vector<uint64_t> hashes;  // of each, from its values
  double share = 1;              // of the table's rows
};
// Every row with the same chance, so many on average; all, if there are no more.
RowSample sampled_rows(Tables const&, std::vector<Column> const&, int side, double most, unsigned threads);

}  // namespace hutong::matching
