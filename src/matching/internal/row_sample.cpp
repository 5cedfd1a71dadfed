#include "matching/internal/row_sample.h"

#include <algorithm>

#include "matching/internal/coding.h"
#include "matching/internal/parallel.h"

namespace hutong::matching {

namespace {

// Of two tables, whose rows are chosen independently, a few fields will do.
constexpr size_t telling_fields = 3;

std::vector<uint64_t> hashes_of_rows(Tables const& tables, std::vector<Column> const& columns, int side, unsigned threads) {
  size_t const fields = tables.is_one() ? columns.size() : std::min(telling_fields, columns.size());
  std::vector<uint64_t> hashes(tables.side[side]->rows());
  in_runs(threads, hashes.size(), 1 << 14, [&](size_t, size_t first, size_t last) {
    for (size_t f = 0; f < fields; ++f) {
      auto const& codes = columns[f].codes(side);
      for (size_t row = first; row < last; ++row) hashes[row] = random_number(hashes[row] + columns[f].scattered(codes[row]) + (codes[row] ? 1 : 0));
    }
  });
  if (!tables.is_one()) return hashes;
  // In one table two rows with the same values are a pair: chosen together, they would count too often. So the second one is chosen for itself.
  Coder coder(hashes.size());
  std::vector<uint32_t> times;
  for (uint64_t& hash : hashes) {
    uint32_t const code = coder.code(hash | 1);
    times.resize(std::max<size_t>(times.size(), code), 0);
    hash += random_number(times[code - 1]++);
  }
  return hashes;
}

}  // namespace

RowSample sampled_rows(Tables const& tables, std::vector<Column> const& columns, int side, double most, unsigned threads) {
  RowSample sample;
  sample.share = std::min(1.0, most / std::max(1.0, tables.rows(side)));
  auto const hashes = hashes_of_rows(tables, columns, side, threads);
  auto const limit = static_cast<uint64_t>(std::min(sample.share * 0x1p64, 0x1p64 - 2048));
  uint64_t const salt = side == tables.shorter() ? 0 : 1;
  for (uint32_t row = 0; row < hashes.size(); ++row)
    if (sample.share >= 1 || random_number(hashes[row] + salt) < limit) sample.rows.push_back(row), sample.hashes.push_back(hashes[row]);
  return sample;
}

}  // namespace hutong::matching
