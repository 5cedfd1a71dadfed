#include "usecases/internal/known_pairs.h"

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/text.h"
#include "usecases/internal/csv_cells.h"

namespace hutong::usecases::internal {

namespace {

using sheets::CsvTable;
using Problems = std::vector<base::Problem>;

constexpr size_t problems_max = 20;

class RowsById {
 public:
  RowsById(CsvTable const& table, std::optional<size_t> column) : rows_count_(table.rows()), has_column_(column.has_value()) {
    if (!column) return;
    rows_.reserve(table.rows());
    for (size_t row = 0; row < table.rows(); ++row) rows_.emplace(table.cell(row, *column), static_cast<uint32_t>(row));
  }
  std::optional<uint32_t> row(std::string_view id) const {
    if (!has_column_) return row_numbered(id, rows_count_);
    auto found = rows_.find(as_it_was(id));
    if (found == rows_.end()) found = rows_.find(id);
    return found == rows_.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  size_t rows_count_;
  bool has_column_;
  std::unordered_map<std::string_view, uint32_t> rows_;
};

std::optional<bool> yes_or_no(std::string_view text) {
  for (std::string_view yes : {"1", "true", "True", "TRUE", "yes", "Y", "y", "是", "1.0"})
    if (text == yes) return true;
  for (std::string_view no : {"0", "false", "False", "FALSE", "no", "N", "n", "否", "0.0"})
    if (text == no) return false;
  return std::nullopt;
}

struct Told {  // once of each pair
  matching::KnownPair pair;
  size_t line = 0;
};

class Reader {
 public:
  Reader(CsvTable const& labels, LinkTables const& tables, matching::LinkOptions const& options)
      : labels_(labels), tables_(tables), options_(options), left_(tables.left, tables.plan.left_id), right_(tables.other(), tables.plan.right_id) {}

  OrProblems<std::vector<matching::KnownPair>> read() {
    if (labels_.columns() < 2) return tl::unexpected(Problems{base::problem("labels_not_two_columns", {{"path", labels_.file()}})});
    bool const has_no_titles = left_.row(labels_.title(0)) || right_.row(labels_.title(1));
    if (has_no_titles) return tl::unexpected(Problems{base::problem("labels_no_titles", {{"value", labels_.title(0) + "," + labels_.title(1)}}, place(1))});
    for (size_t i = 0; i < labels_.rows(); ++i) read_row(i);
    if (problems_.empty()) refuse_second_partners();
    if (problems_.empty()) refuse_chains();
    if (!problems_.empty()) return tl::unexpected(std::move(problems_));
    std::vector<matching::KnownPair> known;
    for (Told const& one : told_) known.push_back(one.pair);
    return known;
  }

 private:
  void read_row(size_t i) {
    size_t const line = labels_.line_of(i);
    auto const a = left_.row(labels_.cell(i, 0)), b = right_.row(labels_.cell(i, 1));
    if (labels_.columns() > 2 && labels_.cell(i, 2).empty()) return;  // nobody has looked at it yet
    auto const is_match = labels_.columns() > 2 ? yes_or_no(labels_.cell(i, 2)) : std::optional(true);
    if (!a) refuse("label_row_unknown", line, {{"value", std::string(labels_.cell(i, 0))}});
    if (!b) refuse("label_row_unknown", line, {{"value", std::string(labels_.cell(i, 1))}});
    if (!is_match) refuse("label_not_yes_or_no", line, {{"value", std::string(labels_.cell(i, 2))}});
    if (!a || !b || !is_match) return;
    matching::KnownPair pair{{*a, *b}, *is_match};
    if (is_one_table() && *a == *b) return refuse("label_itself", line, {{"value", tables_.left_id(*a)}});
    if (is_one_table() && pair.rows.left > pair.rows.right) std::swap(pair.rows.left, pair.rows.right);
    auto const [earlier, is_new] = told_at_.emplace(pair.rows, told_.size());
    if (is_new) return told_.push_back({pair, line});
    Told const& before = told_[earlier->second];
    if (before.pair.is_match != pair.is_match) refuse("label_contradicts", line, {{"value", words_of(pair.rows)}, {"line", std::to_string(before.line)}});
  }

  // Everybody has one partner at most, and two were told.
  void refuse_second_partners() {
    if (!options_.one_to_one && !options_.many_to_one) return;
    std::unordered_map<uint32_t, size_t> line_of_left, line_of_right;
    auto& line_of_other = is_one_table() ? line_of_left : line_of_right;
    for (Told const& one : told_) {
      if (!one.pair.is_match) continue;
      auto take = [&](std::unordered_map<uint32_t, size_t>& lines, uint32_t row, std::string const& id) {
        auto const [earlier, is_first] = lines.emplace(row, one.line);
        if (is_first) return;
        refuse("label_second_partner", one.line, {{"value", id}, {"line", std::to_string(earlier->second)}, {"option", options_.one_to_one ? "--one-to-one" : "--many-to-one"}});
      };
      if (options_.one_to_one) take(line_of_left, one.pair.rows.left, tables_.left_id(one.pair.rows.left));
      take(line_of_other, one.pair.rows.right, tables_.right_id(one.pair.rows.right));
    }
  }

  // A is B, and B is C: then A is C, whatever another line says.
  void refuse_chains() {
    std::unordered_map<uint64_t, std::vector<size_t>> told_of;  // by row: the lines that call it the same as another
    for (size_t i = 0; i < told_.size(); ++i)
      if (told_[i].pair.is_match)
        for (uint64_t node : {left_node(told_[i]), right_node(told_[i])}) told_of[node].push_back(i);
    for (Told const& one : told_) {
      if (one.pair.is_match) continue;
      auto const lines = lines_between(left_node(one), right_node(one), told_of);
      if (!lines.empty()) refuse("label_contradicts_chain", one.line, {{"value", words_of(one.pair.rows)}, {"lines", base::join(lines, "、")}});
    }
  }

  // The shortest chain, breadth first; nothing if there is none.
  std::vector<std::string> lines_between(uint64_t from, uint64_t to, std::unordered_map<uint64_t, std::vector<size_t>> const& told_of) const {
    std::unordered_map<uint64_t, size_t> reached_by = {{from, 0}};
    std::deque<uint64_t> next = {from};
    for (; !next.empty() && !reached_by.contains(to); next.pop_front()) {
      auto const found = told_of.find(next.front());
      if (found == told_of.end()) continue;
      for (size_t i : found->second)
        for (uint64_t node : {left_node(told_[i]), right_node(told_[i])})
          if (reached_by.emplace(node, i).second) next.push_back(node);
    }
    std::vector<size_t> lines;
    for (uint64_t node = to; reached_by.contains(to) && node != from;) {
      Told const& one = told_[reached_by.at(node)];
      lines.push_back(one.line);
      node = left_node(one) == node ? right_node(one) : left_node(one);
    }
    std::sort(lines.begin(), lines.end());
    std::vector<std::string> words;
    for (size_t line : lines) words.push_back(std::to_string(line));
    return words;
  }

  bool is_one_table() const { return !tables_.right; }
  static uint64_t left_node(Told const& one) { return one.pair.rows.left; }
  uint64_t right_node(Told const& one) const { return one.pair.rows.right + (is_one_table() ? 0 : uint64_t{1} << 32); }
  std::string words_of(matching::RowPair rows) const { return tables_.left_id(rows.left) + " / " + tables_.right_id(rows.right); }

  base::Place place(size_t line) const {
    base::Place place;
    place.file = labels_.file();
    place.row = static_cast<int>(line);
    return place;
  }
  void refuse(std::string_view code, size_t line, std::map<std::string, std::string> values) {
    if (problems_.size() < problems_max) problems_.push_back(base::problem(code, std::move(values), place(line)));
  }

  CsvTable const& labels_;
  LinkTables const& tables_;
  matching::LinkOptions const& options_;
  RowsById left_, right_;
  std::vector<Told> told_;
  std::map<matching::RowPair, size_t> told_at_;
  Problems problems_;
};

}  // namespace

OrProblems<std::vector<matching::KnownPair>> known_pairs(CsvTable const& labels, LinkTables const& tables, matching::LinkOptions const& options) {
  return Reader(labels, tables, options).read();
}

}  // namespace hutong::usecases::internal
