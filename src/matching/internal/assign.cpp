#include "matching/internal/assign.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <span>

#include "matching/internal/components.h"

namespace hutong::matching {

namespace {

constexpr size_t exact_rows_max = 60;

bool is_decided(ScoredPair const& pair) { return pair.bits >= decided_bits; }

struct Rows {  // how many there are, or up to which
  uint32_t left = 0, right = 0;
};
Rows rows_of(std::vector<ScoredPair> const& pairs) {
  Rows rows;
  for (auto const& pair : pairs) rows.left = std::max(rows.left, pair.left + 1), rows.right = std::max(rows.right, pair.right + 1);
  return rows;
}

void take_best_first(std::span<ScoredPair> pairs, std::vector<ScoredPair>& taken) {
  std::sort(pairs.begin(), pairs.end(), is_before);
  std::vector<uint32_t> lefts, rights;
  for (auto const& pair : pairs) lefts.push_back(pair.left), rights.push_back(pair.right);
  std::sort(lefts.begin(), lefts.end()), std::sort(rights.begin(), rights.end());
  std::vector<bool> is_left_taken(lefts.size()), is_right_taken(rights.size());
  auto place = [](std::vector<uint32_t> const& rows, uint32_t row) { return static_cast<size_t>(std::lower_bound(rows.begin(), rows.end(), row) - rows.begin()); };
  for (auto const& pair : pairs) {
    size_t const left = place(lefts, pair.left), right = place(rights, pair.right);
    if (is_left_taken[left] || is_right_taken[right]) continue;
    is_left_taken[left] = is_right_taken[right] = true;
    taken.push_back(pair);
  }
}

// The assignment of least cost, one column for each row (rows ≤ columns), by shortest augmenting paths with potentials (Kuhn 1955; Munkres 1957; in this form
// Jonker and Volgenant 1987). Returns the column of each row.
std::vector<size_t> cheapest(std::vector<std::vector<double>> const& cost) {
  size_t const rows = cost.size(), columns = cost[0].size(), none = columns;
  std::vector<double> of_row(rows + 1, 0), of_column(columns + 1, 0);
  std::vector<size_t> row_of(columns + 1, rows), before(columns + 1, none);  // column `none` is where a search starts
  for (size_t row = 0; row < rows; ++row) {
    row_of[none] = row;
    size_t at = none;
    std::vector<double> least(columns, std::numeric_limits<double>::infinity());
    std::vector<bool> is_reached(columns + 1, false);
    do {
      is_reached[at] = true;
      size_t const from = row_of[at];
      size_t next = none;
      double step = std::numeric_limits<double>::infinity();
      for (size_t column = 0; column < columns; ++column) {
        if (is_reached[column]) continue;
        double const reduced = cost[from][column] - of_row[from] - of_column[column];
        if (reduced < least[column]) least[column] = reduced, before[column] = at;
        if (least[column] < step) step = least[column], next = column;
      }
      for (size_t column = 0; column <= columns; ++column)
        if (is_reached[column]) of_row[row_of[column]] += step, of_column[column] -= step;
        else if (column < columns) least[column] -= step;
      at = next;
    } while (row_of[at] != rows);
    for (; at != none; at = before[at]) row_of[at] = row_of[before[at]];
  }
  std::vector<size_t> column_of(rows, none);
  for (size_t column = 0; column < columns; ++column)
    if (row_of[column] < rows) column_of[row_of[column]] = column;
  return column_of;
}

void take_likeliest(std::span<ScoredPair> pairs, std::vector<uint32_t> const& lefts, std::vector<uint32_t> const& rights, std::vector<ScoredPair>& taken) {
  // Below even odds (if the caller asked for such pairs) a partner is still better than none.
  float floor = 0;
  for (auto const& pair : pairs) floor = std::min(floor, pair.bits);
  constexpr double better_than_none = 1e-6;
  bool const is_turned = lefts.size() > rights.size();
  auto const &rows = is_turned ? rights : lefts, &columns = is_turned ? lefts : rights;
  std::vector<std::vector<double>> cost(rows.size(), std::vector<double>(columns.size(), 0));
  std::vector<std::vector<size_t>> pair_at(rows.size(), std::vector<size_t>(columns.size(), pairs.size()));
  auto place = [](std::vector<uint32_t> const& of, uint32_t row) { return static_cast<size_t>(std::lower_bound(of.begin(), of.end(), row) - of.begin()); };
  for (size_t i = 0; i < pairs.size(); ++i) {
    size_t const row = place(rows, is_turned ? pairs[i].right : pairs[i].left), column = place(columns, is_turned ? pairs[i].left : pairs[i].right);
    cost[row][column] = -(static_cast<double>(pairs[i].bits) - static_cast<double>(floor) + better_than_none);
    pair_at[row][column] = i;
  }
  auto const column_of = cheapest(cost);
  for (size_t row = 0; row < rows.size(); ++row)
    if (size_t i = pair_at[row][column_of[row]]; i < pairs.size()) taken.push_back(pairs[i]);
}

// Keeps what people decided, and of the rest what does not touch it.
std::vector<ScoredPair> take_decided(std::vector<ScoredPair>& pairs, bool also_left) {
  std::vector<ScoredPair> taken;
  std::copy_if(pairs.begin(), pairs.end(), std::back_inserter(taken), is_decided);
  if (taken.empty()) return taken;
  Rows const rows = rows_of(pairs);
  std::vector<bool> is_left_taken(rows.left), is_right_taken(rows.right);
  for (auto const& pair : taken) is_left_taken[pair.left] = also_left, is_right_taken[pair.right] = true;
  std::erase_if(pairs, [&](ScoredPair const& pair) { return is_left_taken[pair.left] || is_right_taken[pair.right]; });
  return taken;
}

}  // namespace

bool is_before(ScoredPair const& a, ScoredPair const& b) {
  if (a.bits != b.bits) return a.bits > b.bits;
  return a.left != b.left ? a.left < b.left : a.right < b.right;
}

std::vector<ScoredPair> assigned_one_to_one(std::vector<ScoredPair> pairs) {
  auto taken = take_decided(pairs, true);
  Rows const rows = rows_of(pairs);
  Components components(rows.left + rows.right);
  for (auto const& pair : pairs) components.join(pair.left, rows.left + pair.right);
  std::sort(pairs.begin(), pairs.end(), [&](ScoredPair const& a, ScoredPair const& b) {
    uint32_t const of_a = components.of(a.left), of_b = components.of(b.left);
    if (of_a != of_b) return of_a < of_b;
    return a.left != b.left ? a.left < b.left : a.right < b.right;
  });
  std::vector<uint32_t> lefts, rights;
  for (size_t first = 0, end; first < pairs.size(); first = end) {
    uint32_t const component = components.of(pairs[first].left);
    lefts.clear(), rights.clear();
    for (end = first; end < pairs.size() && components.of(pairs[end].left) == component; ++end) lefts.push_back(pairs[end].left), rights.push_back(pairs[end].right);
    std::span<ScoredPair> const group(pairs.data() + first, end - first);
    if (group.size() == 1) {
      taken.push_back(group[0]);
      continue;
    }
    for (auto* side : {&lefts, &rights}) std::sort(side->begin(), side->end()), side->erase(std::unique(side->begin(), side->end()), side->end());
    if (lefts.size() + rights.size() <= exact_rows_max) take_likeliest(group, lefts, rights, taken);
    else take_best_first(group, taken);
  }
  return taken;
}

std::vector<ScoredPair> assigned_many_to_one(std::vector<ScoredPair> pairs) {
  auto taken = take_decided(pairs, false);
  std::vector<ScoredPair const*> best(rows_of(pairs).right, nullptr);
  for (auto const& pair : pairs)
    if (auto& of_row = best[pair.right]; !of_row || is_before(pair, *of_row)) of_row = &pair;
  for (auto const* pair : best)
    if (pair) taken.push_back(*pair);
  return taken;
}

}  // namespace hutong::matching
