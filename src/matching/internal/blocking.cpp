#include "matching/internal/blocking.h"

#include <algorithm>

namespace hutong::matching {

void RowKeys::gather(Column::Atom const& atom, std::span<uint32_t const> codes) {
  width_ = atom.width;
  keys_.clear(), at_.clear();
  if (width_ == 1) {
    keys_.resize(codes.size());
    uint64_t const* const of_codes = atom.keys.data();
    for (size_t i = 0; i < codes.size(); ++i) keys_[i] = of_codes[codes[i]];
    return;
  }
  for (uint32_t code : codes) {
    if (width_ == 0) __builtin_prefetch(&atom.at[code]);
    else __builtin_prefetch(&atom.keys[code * width_]);
  }
  for (uint32_t code : codes)
    if (width_ == 0) __builtin_prefetch(atom.keys.data() + atom.at[code]);
  for (uint32_t code : codes) {
    if (width_ == 0) at_.push_back(static_cast<uint32_t>(keys_.size()));
    auto const keys = atom.of(code);
    keys_.insert(keys_.end(), keys.begin(), keys.end());
  }
  if (width_ == 0) at_.push_back(static_cast<uint32_t>(keys_.size()));
}

size_t keys_of(Rule const& rule, std::vector<Column> const& columns, int side, size_t row, uint64_t* out) {
  size_t count = 0;
  auto of_part = [&](size_t part) {
    auto const& column = columns[rule.parts[part].column];
    return column.atoms()[rule.parts[part].atom].of(column.codes(side)[row]);
  };
  for_keys(rule.parts.size(), of_part, [&](uint64_t key) {
    if (count < keys_per_row_max) out[count++] = key;
  });
  if (count <= 1) return count;
  std::sort(out, out + count);
  return static_cast<size_t>(std::unique(out, out + count) - out);
}

size_t keys_per_row(Rule const& rule, std::vector<Column> const& columns) {
  size_t keys = 1;
  for (auto part : rule.parts) keys *= std::max<size_t>(1, columns[part.column].atoms()[part.atom].width);
  return keys;
}

BlockingLimits limits_for(Tables const& tables, uint64_t memory_bytes) {
  double rows = tables.rows(0) + (tables.is_one() ? 0 : tables.rows(1));
  BlockingLimits limits;
  limits.pairs_per_rule = std::max(0.6 * rows, 400'000.0);
  limits.pairs_per_key = std::max(20'000.0, rows / 50);
  limits.pairs = std::max<uint64_t>(1'000'000, memory_bytes / 3 / 16);
  return limits;
}

std::string name_of(Rule const& rule, std::vector<Column> const& columns) {
  std::string name;
  for (auto part : rule.parts) {
    if (!name.empty()) name += " + ";
    name += columns[part.column].field().name;
    if (char const* atom = columns[part.column].atoms()[part.atom].name; *atom) name += std::string(".") + atom;
  }
  return name;
}

}  // namespace hutong::matching
