#pragma once
// Which pairs are looked at at all. A rule is one key made of one to three fields ("pinyin of the name + birth year"); rows that share a key of any rule
// become a pair. Rules are chosen by counting, before anything is compared: for every two telling fields the loosest keys that stay within a budget, so
// that a slip in any one or two fields still leaves a rule. Keys that are too common get a further field, or are skipped and reported.
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "matching/internal/coding.h"
#include "matching/internal/column.h"
#include "matching/linkage.h"

namespace hutong::matching {

constexpr uint64_t rule_seed = 0x51ED270B;  // a row's key is mixed(mixed(rule_seed, key of the first field), key of the second) …
struct Rule {  // of one to three fields
  struct Part {
    uint16_t column, atom;
    friend bool operator==(Part const&, Part const&) = default;
  };
  std::vector<Part> parts;
};

struct BlockingLimits {
  double pairs_per_rule = 0;   // chosen rules stay within it (estimated)
  double pairs_per_key = 0;    // left × right of one key; above it the key is refined, then skipped
  uint64_t pairs = 0;          // over all rules
  size_t rules = 28;
};
BlockingLimits limits_for(Tables const&, uint64_t memory_bytes);

std::vector<Rule> choose_rules(Tables const&, std::vector<Column> const&, BlockingLimits const&, unsigned threads);
// The keys of a row under a rule: every combination of its values' keys, ascending; `out` has room for keys_per_row_max.
constexpr size_t keys_per_row_max = 64;
size_t keys_of(Rule const&, std::vector<Column> const&, int side, size_t row, uint64_t* out);
size_t keys_per_row(Rule const&, std::vector<Column> const&);  // at most, as a rule
// The keys of some rows in one field, row after row. Fetched for many rows at a time, the memory is asked for all of them at once.
class RowKeys {
 public:
  void gather(Column::Atom const&, std::span<uint32_t const> codes);
  std::span<uint64_t const> of(size_t at) const { return width_ ? std::span(keys_).subspan(at * width_, width_) : std::span(keys_).subspan(at_[at], at_[at + 1] - at_[at]); }

 private:
  size_t width_ = 1;
  std::vector<uint64_t> keys_;
  std::vector<uint32_t> at_;  // width 0: the keys of a row are [at, at of the next)
};

// The keys of a rule one by one, perhaps with repeats: add(key) for every combination of the keys in of_part(0), of_part(1) …; missing ones (0) make none.
template <class OfPart, class Add>
void for_keys(size_t parts, OfPart const& of_part, Add const& add) {
  auto with = [&](uint64_t before, size_t part, auto const& go_on) {
    for (uint64_t key : of_part(part)) {
      if (key == 0) continue;
      uint64_t const together = mixed(before, key);
      if (part + 1 == parts) add(together);
      else go_on(together, part + 1);
    }
  };
  auto third = [&](uint64_t before, size_t part) { with(before, part, [](uint64_t, size_t) {}); };
  auto second = [&](uint64_t before, size_t part) { with(before, part, third); };
  with(rule_seed, 0, second);
}
std::string name_of(Rule const&, std::vector<Column> const&);

}  // namespace hutong::matching
