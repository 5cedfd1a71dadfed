#include "matching/internal/join.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <numeric>
#include <optional>

#include "matching/internal/coding.h"
#include "matching/internal/key_entries.h"
#include "matching/internal/parallel.h"

namespace hutong::matching {

namespace {

using Block = KeyEntries::Block;
constexpr size_t refined_at_most = 2;  // times
constexpr size_t rows_together = 512;

// Rules wait for the rules before them, so that what is left over for each does not depend on who was quick. Passed on also when the work fails.
class Turn {
 public:
  Turn(std::atomic<size_t>& turns, size_t mine) : turns_(turns), mine_(mine) {}
  Turn(Turn const&) = delete;
  ~Turn() { wait(), turns_ = mine_ + 1, turns_.notify_all(); }
  void wait() const {
    for (size_t now = turns_; now != mine_; now = turns_) turns_.wait(now);
  }

 private:
  std::atomic<size_t>& turns_;
  size_t mine_;
};

// The large arrays of a join; the next rule works in the same ones.
struct Workplace {
  std::vector<uint64_t> entries;
  SortRoom room;
};
class Workplaces {
 public:
  Workplace take() {
    std::lock_guard const lock(mutex_);
    if (free_.empty()) return {};
    Workplace place = std::move(free_.back());
    free_.pop_back();
    return place;
  }
  void put_back(Workplace place) {
    std::lock_guard const lock(mutex_);
    free_.push_back(std::move(place));
  }

 private:
  std::mutex mutex_;
  std::vector<Workplace> free_;
};

class RuleJoin {
 public:
  RuleJoin(Tables const& tables, std::vector<Column> const& columns, Rule const& rule, Workplace& place)
      : tables_(tables), columns_(columns), rule_(rule), room_(place.room), entries_(tables.is_one(), std::move(place.entries)) {
    report.name = name_of(rule, columns);
    size_t rows = 0;
    for (int side = 0; side < tables.sides(); ++side) rows += tables.side[side]->rows();
    entries_.reserve(rows * keys_per_row(rule, columns));
    for (int side = 0; side < tables.sides(); ++side) {
      std::vector<RowKeys> keys(rule.parts.size());
      for (size_t first = 0; first < tables.side[side]->rows(); first += rows_together) {
        size_t const count = std::min(rows_together, tables.side[side]->rows() - first);
        for (size_t p = 0; p < keys.size(); ++p) {
          auto const& column = columns[rule.parts[p].column];
          keys[p].gather(column.atoms()[rule.parts[p].atom], std::span(column.codes(side)).subspan(first, count));
        }
        for (size_t i = 0; i < count; ++i)
          for_keys(keys.size(), [&](size_t part) { return keys[part].of(i); }, [&](uint64_t key) { entries_.add(key, side, static_cast<uint32_t>(first + i)); });
      }
    }
    entries_.sort(room_);
  }

  void refine(BlockingLimits const& limits) {
    std::vector<uint16_t> refiners;  // fields that the rule does not use, most telling first
    for (uint16_t c = 0; c < columns_.size() && refiners.size() < refined_at_most; ++c)
      if (std::none_of(rule_.parts.begin(), rule_.parts.end(), [&](auto part) { return part.column == c; })) refiners.push_back(c);
    auto is_too_common = [&](Block const& block) { return static_cast<double>(entries_.pairs_of(block)) > limits.pairs_per_key; };
    entries_.for_blocks([&](Block const& block) {
      report.pairs += entries_.pairs_of(block), report.largest_block = std::max(report.largest_block, entries_.pairs_of(block));
      report.refined_keys += is_too_common(block) && !refiners.empty();
    });
    if (report.largest_block <= limits.pairs_per_key) return;
    for (uint16_t refiner : refiners) {
      KeyEntries refined(tables_.is_one());
      entries_.for_blocks([&](Block const& block) {
        bool const is_refined = is_too_common(block);
        for (size_t i = block.first; i < block.end; ++i) {
          uint64_t key = uint64_t{entries_.key(i)} << 32;
          if (is_refined) key = mixed(key + 1, columns_[refiner].codes(entries_.side(i))[entries_.row(i)]);
          if (key != 0 || !is_refined) refined.add(key, entries_.side(i), entries_.row(i));
        }
      });
      refined.sort(room_);
      entries_ = std::move(refined);
    }
    entries_.keep([&](Block const& block) {
      if (!is_too_common(block)) return true;
      report.skipped_pairs += entries_.pairs_of(block);
      return false;
    });
  }

  // Drops the largest blocks until no more than so many pairs are left, and reports them as skipped. Returns how many are left.
  uint64_t keep_within(uint64_t most) {
    uint64_t all = report.skipped_pairs == 0 && report.refined_keys == 0 ? report.pairs : entries_.pairs();
    if (all <= most) return all;
    std::vector<std::pair<uint64_t, size_t>> largest_first;  // pairs, first entry
    entries_.for_blocks([&](Block const& block) { largest_first.emplace_back(entries_.pairs_of(block), block.first); });
    std::sort(largest_first.begin(), largest_first.end(), [](auto const& a, auto const& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
    std::vector<size_t> dropped;
    for (auto [pairs, first] : largest_first) {
      if (all <= most) break;
      all -= pairs, report.skipped_pairs += pairs;
      dropped.push_back(first);
    }
    std::sort(dropped.begin(), dropped.end());
    entries_.keep([&](Block const& block) { return !std::binary_search(dropped.begin(), dropped.end(), block.first); });
    return all;
  }

  RulePairs pairs(size_t rows_per_run) const {
    RulePairs made;
    made.at.assign((tables_.side[0]->rows() + rows_per_run - 1) / rows_per_run + 1, 0);
    entries_.for_left_rows([&](uint32_t left, size_t first, size_t end) { made.at[left / rows_per_run + 1] += end - first; });
    std::partial_sum(made.at.begin(), made.at.end(), made.at.begin());
    made.pairs.resize(made.at.back());
    std::vector<uint64_t> next(made.at.begin(), made.at.end());
    entries_.for_left_rows([&](uint32_t left, size_t first, size_t end) {
      uint64_t& to = next[left / rows_per_run];
      for (size_t i = first; i < end; ++i) made.pairs[to++] = uint64_t{left} << 32 | entries_.row(i);
    });
    return made;
  }

  std::vector<uint64_t> memory() && { return std::move(entries_).memory(); }
  RuleReport report;

 private:
  Tables const& tables_;
  std::vector<Column> const& columns_;
  Rule const& rule_;
  SortRoom& room_;
  KeyEntries entries_;
};

}  // namespace

Joined joined(Tables const& tables, std::vector<Column> const& columns, std::vector<Rule> const& rules, BlockingLimits const& limits, size_t rows_per_run, unsigned threads) {
  Joined all;
  all.pairs.resize(rules.size()), all.reports.resize(rules.size());
  uint64_t pairs_left = limits.pairs;
  std::atomic<size_t> turns{0};
  Workplaces places;
  in_parallel(threads, rules.size(), [&](size_t r) {
    Workplace place = places.take();
    std::optional<RuleJoin> join;
    {
      Turn const turn(turns, r);
      join.emplace(tables, columns, rules[r], place);
      join->refine(limits);
      turn.wait();
      pairs_left -= join->keep_within(pairs_left);
    }
    all.pairs[r] = join->pairs(rows_per_run);
    all.reports[r] = std::move(join->report);
    place.entries = std::move(*join).memory();
    places.put_back(std::move(place));
  });
  return all;
}

}  // namespace hutong::matching
