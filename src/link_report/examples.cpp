// The linkage keeps only pairs above the threshold. Those below are found again for a few hundred rows that have no partner: whatever shares a value with
// them is explained. One look at each cell of the other table, however large it is.
#include "link_report/internal/examples.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>

namespace hutong::link_report {
namespace {

using matching::RowPair;
using matching::Waterfall;

constexpr size_t examples_max = 10;
constexpr size_t lonely_rows_max = 250;
constexpr size_t sharers_max = 4;       // of one value of one row
constexpr size_t returned_tried_max = 4000;

struct Tried {
  RowPair rows;
  double bits = 0;
  Standing standing = Standing::below;
  std::vector<std::string> levels;  // what it looks like
};

std::vector<std::string> levels_of(Waterfall const& waterfall) {
  std::vector<std::string> levels;
  for (Waterfall::Step const& step : waterfall.steps) levels.push_back(step.level);
  return levels;
}

sheets::CsvTable const& other(Input const& input) { return input.right ? *input.right : input.left; }

// Evenly spread over the ranks, and all around the thresholds: there the differences are worth seeing.
std::vector<Tried> returned(Input const& input) {
  auto const& pairs = input.linkage.pairs;
  std::set<size_t> ranks;
  size_t const step = std::max<size_t>(1, pairs.size() / (returned_tried_max / 2));
  for (size_t i = 0; i < pairs.size(); i += step) ranks.insert(i);
  auto const certain_end = static_cast<size_t>(std::count_if(pairs.begin(), pairs.end(), [&](auto const& pair) { return is_certain(pair, input.linkage.model); }));
  auto add_around = [&](size_t middle) {
    size_t const around = returned_tried_max / 8;
    for (size_t i = middle > around ? middle - around : 0; i < std::min(pairs.size(), middle + around); ++i) ranks.insert(i);
  };
  add_around(certain_end);
  add_around(pairs.size());
  std::vector<Tried> tried;
  for (size_t rank : ranks) {
    auto const& pair = pairs[rank];
    RowPair const rows{pair.left, pair.right};
    std::vector<std::string> levels;
    for (uint8_t level : input.linkage.patterns[pair.pattern]) levels.push_back(std::to_string(level));
    tried.push_back({rows, static_cast<double>(pair.bits), is_certain(pair, input.linkage.model) ? Standing::certain : Standing::ask, std::move(levels)});
  }
  return tried;
}

std::vector<uint32_t> lonely_rows(Input const& input) {
  std::vector<bool> has_partner(input.left.rows(), false);
  for (auto const& pair : input.linkage.pairs) {
    has_partner[pair.left] = true;
    if (!input.right) has_partner[pair.right] = true;
  }
  std::vector<uint32_t> lonely;
  for (uint32_t row = 0; row < input.left.rows(); ++row)
    if (!has_partner[row]) lonely.push_back(row);
  size_t const step = std::max<size_t>(1, lonely.size() / lonely_rows_max);
  std::vector<uint32_t> some;
  for (size_t i = 0; i < lonely.size() && some.size() < lonely_rows_max; i += step) some.push_back(lonely[i]);
  return some;
}

// What a row is found again by: its cell, and of free text each longer word.
template <class Use>
void for_each_key(matching::FieldKind kind, std::string_view cell, Use const& use) {
  if (cell.empty()) return;
  use(cell);
  if (kind != matching::FieldKind::text) return;
  constexpr size_t word_bytes_min = 4;
  for (size_t at = 0; at < cell.size();) {
    size_t const end = std::min(cell.find(' ', at), cell.size());
    if (end - at >= word_bytes_min && end - at < cell.size()) use(cell.substr(at, end - at));
    at = end + 1;
  }
}

std::vector<Tried> not_returned(Input const& input) {
  std::vector<uint32_t> const lonely = lonely_rows(input);
  std::set<RowPair> pairs;
  for (matching::Field const& field : input.plan.fields) {
    std::unordered_map<std::string_view, std::vector<uint32_t>> sharers;
    for (uint32_t row : lonely) for_each_key(field.kind, input.left.cell(row, field.left_column), [&](std::string_view key) { sharers[key]; });
    for (uint32_t row = 0; row < other(input).rows(); ++row)
      for_each_key(field.kind, other(input).cell(row, field.right_column), [&](std::string_view key) {
        auto const found = sharers.find(key);
        if (found != sharers.end() && found->second.size() < sharers_max) found->second.push_back(row);
      });
    for (uint32_t row : lonely)
      for_each_key(field.kind, input.left.cell(row, field.left_column), [&](std::string_view key) {
        for (uint32_t sharer : sharers.at(key)) {
          if (input.right) pairs.insert({row, sharer});
          else if (row != sharer) pairs.insert({std::min(row, sharer), std::max(row, sharer)});
        }
      });
  }
  double const asked = bits_of_probability(input.threshold);
  std::vector<Tried> tried;
  for (RowPair const& rows : pairs) {
    Waterfall const waterfall = input.explain(rows);
    Standing const standing = waterfall.bits < asked ? Standing::below : input.is_one_to_one ? Standing::yielded : Standing::missed;
    tried.push_back({rows, waterfall.bits, standing, levels_of(waterfall)});
  }
  return tried;
}

// The bits to look for, the most instructive first.
std::vector<double> wanted_bits(Input const& input) {
  auto const& pairs = input.linkage.pairs;
  double const asked = bits_of_probability(input.threshold);
  if (pairs.empty()) return {asked, asked - 2, asked - 4, asked - 7, asked - 11, asked - 16};
  double const certain = certain_bits(input);
  double const top = static_cast<double>(pairs.front().bits), ordinary = static_cast<double>(pairs[pairs.size() / 2].bits);
  return {top, ordinary, certain + 0.01, certain - 0.01, asked + 0.01, asked - 0.01, (certain + asked) / 2, asked - 3, asked - 8, asked + (certain - asked) / 4, asked - 15};
}

}  // namespace

bool is_certain(matching::ScoredPair const& pair, matching::Model const& model) { return static_cast<double>(pair.probability) >= model.certain_from; }

double bits_of_probability(double probability) { return std::clamp(std::log2(probability / (1 - probability)), -60.0, 60.0); }

double certain_bits(Input const& input) {
  double lowest = 60;
  for (auto const& pair : input.linkage.pairs) {
    if (!is_certain(pair, input.linkage.model)) break;
    lowest = static_cast<double>(pair.bits);
  }
  if (lowest < 60 || input.linkage.pairs.empty()) return std::min(lowest, bits_of_probability(input.linkage.model.certain_from));
  return static_cast<double>(input.linkage.pairs.front().bits);
}

std::vector<Example> examples_of(Input const& input) {
  std::vector<Tried> tried = returned(input);
  for (Tried& one : not_returned(input)) tried.push_back(std::move(one));
  std::set<std::vector<std::string>> looks;
  std::set<RowPair> taken;
  auto take_nearest = [&](double bits, bool is_new_look) {
    Tried const* best = nullptr;
    for (Tried const& one : tried) {
      if (taken.contains(one.rows) || (is_new_look && looks.contains(one.levels))) continue;
      if (!best || std::abs(one.bits - bits) < std::abs(best->bits - bits)) best = &one;
    }
    if (!best) return;
    taken.insert(best->rows);
    looks.insert(best->levels);
  };
  auto const wanted = wanted_bits(input);
  for (bool is_new_look : {true, false})
    for (double bits : wanted)
      if (taken.size() < examples_max) take_nearest(bits, is_new_look);
  std::vector<Example> examples;
  for (Tried const& one : tried)
    if (taken.erase(one.rows) > 0) examples.push_back({one.rows, one.standing, input.explain(one.rows)});
  std::stable_sort(examples.begin(), examples.end(), [](Example const& a, Example const& b) { return a.waterfall.bits > b.waterfall.bits; });
  return examples;
}

}  // namespace hutong::link_report
