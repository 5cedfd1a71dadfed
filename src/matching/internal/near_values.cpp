#include "matching/internal/near_values.h"

#include <algorithm>
#include <string_view>

namespace hutong::matching {

namespace {

constexpr size_t rows_wanted = 1000;
constexpr size_t comparisons_max = 250'000;

// Keys that nearly every pair of the better levels shares, and few others do.
bool is_near_key(FieldKind kind, std::string_view atom) {
  switch (kind) {
    case FieldKind::person_name: return atom == "pinyin" || atom == "given_pinyin" || atom == "one_wild";
    case FieldKind::given_name:
    case FieldKind::surname: return atom == "sound" || atom == "beginning";
    case FieldKind::date: return atom == "sorted_digits" || atom == "month_day" || atom == "month";
    case FieldKind::resident_number:
    case FieldKind::identifier:
    case FieldKind::category:
    case FieldKind::phone:
    case FieldKind::place:
    case FieldKind::number:
    case FieldKind::text: return false;
  }
  return false;
}

}  // namespace

NearValues::NearValues(Column const& column, int left, int right) : column_(column), left_(left), right_(right) {
  for (auto const& atom : column.atoms())
    if (is_near_key(column.field().kind, atom.name)) atoms_.push_back(&atom);
}

bool NearValues::are_near(uint32_t a, uint32_t b) const {
  return std::any_of(atoms_.begin(), atoms_.end(), [&](Column::Atom const* atom) {
    auto const of_b = atom->of(b);
    for (uint64_t key : atom->of(a))
      if (key != 0 && std::find(of_b.begin(), of_b.end(), key) != of_b.end()) return true;
    return false;
  });
}

std::vector<double> NearValues::levels(std::vector<uint32_t> const& sample) const {
  std::vector<double> pairs(column_.levels().size() + 1, 0);
  if (atoms_.empty() || sample.empty()) return pairs;
  size_t const rows = std::min(rows_wanted, sample.size());
  // Keys of the sampled rows, each under a number; then the right values under each.
  std::vector<uint64_t> keys;
  for (size_t i = 0; i < rows; ++i)
    for (auto const* atom : atoms_)
      for (uint64_t key : atom->of(sample[i]))
        if (key != 0) keys.push_back(key);
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  std::vector<uint64_t> may_be_a_key(1 << 14, 0);  // a bit each: most keys are nobody's in the sample
  auto bit_of = [&](uint64_t key) { return std::pair(key * 0x9E3779B97F4A7C15U >> 50, uint64_t{1} << (key & 63)); };
  for (uint64_t key : keys) {
    auto const [word, bit] = bit_of(key);
    may_be_a_key[word] |= bit;
  }
  auto number_of = [&](uint64_t key) {
    auto const [word, bit] = bit_of(key);
    if (key == 0 || (may_be_a_key[word] & bit) == 0) return keys.size();
    auto const at = std::lower_bound(keys.begin(), keys.end(), key);
    return at != keys.end() && *at == key ? static_cast<size_t>(at - keys.begin()) : keys.size();
  };
  std::vector<std::vector<uint32_t>> values(keys.size());
  for (uint32_t code = 1; code <= column_.values(); ++code) {
    if (column_.count(right_, code) == 0) continue;
    for (auto const* atom : atoms_)
      for (uint64_t key : atom->of(code))
        if (size_t const number = number_of(key); number < keys.size()) values[number].push_back(code);
  }
  size_t compared = 0, used = 0;
  std::vector<uint32_t> partners;
  for (; used < rows && compared < comparisons_max; ++used) {
    uint32_t const of_left = sample[used];
    partners.clear();
    for (auto const* atom : atoms_)
      for (uint64_t key : atom->of(of_left))
        if (size_t const number = number_of(key); number < keys.size()) partners.insert(partners.end(), values[number].begin(), values[number].end());
    std::sort(partners.begin(), partners.end());
    partners.erase(std::unique(partners.begin(), partners.end()), partners.end());
    for (uint32_t partner : partners)
      if (partner != of_left) pairs[column_.level(of_left, partner)] += column_.count(right_, partner);
    compared += partners.size();
  }
  pairs.back() = 0;
  double const rows_each = column_.present(left_) / static_cast<double>(used) / (left_ == right_ ? 2 : 1);
  for (double& of_level : pairs) of_level *= rows_each;
  return pairs;
}

}  // namespace hutong::matching
