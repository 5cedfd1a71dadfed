#include "intake/internal/header.h"

#include <algorithm>

#include "base/text.h"
#include "intake/internal/content.h"

namespace hutong::intake {
namespace {

constexpr size_t longest_label = 90;  // bytes; 30 Chinese characters
constexpr size_t longest_group = 24;  // what is longer over most of a table is its title, also when it names persons

bool is_data(Grid const& grid, sheets::Cell const& cell) {
  if (cell.kind == sheets::CellKind::date || cell.kind == sheets::CellKind::boolean) return true;
  std::string_view const text = grid.text(cell);
  if (cell.kind == sheets::CellKind::number) return true;
  int digits = 0;
  for (char const c : text) digits += c >= '0' && c <= '9';
  return digits >= 6;
}

// "填报单位:区法院" belongs to the lines around a table, never into its header.
bool is_filled_line(std::string_view text) {
  for (std::string_view const colon : {":", "\uFF1A"})
    if (size_t const at = text.find(colon); at != std::string_view::npos && at + colon.size() < text.size()) return true;
  return false;
}

// “填报单位(盖章):” beside “所属月份:”, still to be filled in: each asks for an answer behind it, not below.
bool asks_for_answers(Grid const& grid, std::vector<sheets::Cell const*> const& cells) {
  return std::all_of(cells.begin(), cells.end(), [&](sheets::Cell const* cell) {
    std::string_view const text = base::trimmed(grid.text(*cell));
    return base::ends_with(text, ":") || base::ends_with(text, "\uFF1A");
  });
}

bool says_person(LabelReading const& reading, CatalogueData const& data) {
  for (Meaning const& meaning : reading.meanings) {
    if (meaning.concept_id == kNone) return true;
    Concept const& what = data.concepts[meaning.concept_id];
    if (what.is_personal || what.name == "disability_card" || what.name == "account_name" || what.name == "account_no") return true;
  }
  return false;
}

// 甲 乙 丙, 1 2 3, (1) (2) (3), ①: what stands in a row that counts the columns.
std::optional<int> column_number(std::string_view text) {
  std::string const plain = normalised_label(text);
  constexpr std::string_view stems[] = {"甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"};
  for (std::string_view const stem : stems)
    if (plain == stem || plain == "(" + std::string(stem) + ")") return 0;
  std::string digits = plain;
  if (digits.size() > 2 && digits.front() == '(' && digits.back() == ')') digits = digits.substr(1, digits.size() - 2);
  if (size_t const sum = digits.find('='); sum != std::string::npos) digits = digits.substr(0, sum);  // 3=1+2
  if (digits.size() >= 2 && base::ends_with(digits, "栏")) digits.resize(digits.size() - std::string_view("栏").size());
  if (digits.empty() || digits.size() > 3 || digits.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  return std::stoi(digits);
}

std::string shown(std::string_view text) { return base::without_blanks(text); }

}  // namespace

std::string HeaderColumn::path() const {
  std::string all;
  for (auto const& group : groups) all += group + "/";
  return all + label;
}

RowLabels HeaderFinder::labels_of(sheets::Row const& row) const {
  RowLabels found;
  int expected_column = -1;
  bool was_known = false;
  for (sheets::Cell const* cell : grid_.filled(row)) {
    std::string_view const text = grid_.text(*cell);
    LabelReading const reading = text.size() <= longest_label && !is_filled_line(text) ? reader_.read(text) : LabelReading();
    // 祖父 or 本人 alone are what people write in cells, not above columns.
    bool const is_answer = reading.names_owner_alone() && (reading.owner == Owner::other || reading.owner == Owner::self);
    bool const is_known = reading.is_known && !is_answer && cell->kind != sheets::CellKind::date;
    if (is_known) {
      ++found.known;
      if (!reading.meanings.empty() && reading.meanings.front().concept_id != kNone) ++found.concepts;
      if (says_person(reading, reader_.data())) ++found.persons;
      if (was_known && cell->column == expected_column) ++found.neighbours;
    } else if (is_data(grid_, *cell)) {
      ++found.data;
    } else {
      ++found.others;
    }
    sheets::Merge const* merge = grid_.merge_at(row.number, cell->column);
    expected_column = (merge ? merge->last_column : cell->column) + 1;
    was_known = is_known;
  }
  return found;
}

bool HeaderFinder::is_number_row(sheets::Row const& row) const {
  auto const cells = grid_.filled(row);
  if (cells.size() < 2) return false;
  int last = 0, stems = 0;
  for (sheets::Cell const* cell : cells) {
    auto const number = column_number(grid_.text(*cell));
    if (!number) return false;
    if (*number == 0) {
      if (last != 0) return false;
      ++stems;
      continue;
    }
    if (*number != last + 1) return false;
    last = *number;
  }
  return stems > 0 || last >= 2;
}

// An identity number below a label: proof of a table where the labels alone could be a form.
bool HeaderFinder::has_number_below(size_t row_index) const {
  auto const& rows = grid_.sheet().rows;
  for (sheets::Cell const* cell : grid_.filled(rows[row_index])) {
    if (is_data(grid_, *cell)) continue;
    for (size_t below = row_index + 1; below < rows.size() && below <= row_index + 5; ++below)
      if (looks_like_id_number(grid_.text(rows[below].number, cell->column))) return true;
  }
  return false;
}

bool HeaderFinder::may_be_header(sheets::Row const& row) const {
  int known = 0;
  for (auto const& cell : grid_.cells(row)) known += cell.kind == sheets::CellKind::text && reader_.knows(grid_.text(cell));
  return known >= 2;
}

bool HeaderFinder::begins_table(size_t row_index, bool strict) const {
  // A list of a million rows without numbers must not be searched for headers word by word.
  constexpr size_t rows_searched_thoroughly = 300;
  if (row_index > rows_searched_thoroughly && !may_be_header(grid_.sheet().rows[row_index])) return false;
  RowLabels const labels = labels_of(grid_.sheet().rows[row_index]);
  if (asks_for_answers(grid_, grid_.filled(grid_.sheet().rows[row_index]))) return false;
  if (labels.data > 0 && labels.known < 4) return false;
  if (labels.known < 2 || labels.concepts < 1 || labels.known < labels.others + labels.data) return false;
  if (strict) return labels.concepts >= 2 && labels.persons >= 1 && labels.known * 10 >= labels.cells() * 7 && labels.data == 0 && labels.neighbours * 2 >= labels.known - 1;
  if (labels.neighbours * 2 >= labels.known - 1) return true;
  return has_number_below(row_index);
}

// Groups over labels: 儿童信息 over 姓名, 性别 …; also the upper half of vertical merges (序号, 案号).
bool HeaderFinder::is_group_row_of(size_t row_index, size_t label_index) const {
  auto const& rows = grid_.sheet().rows;
  sheets::Row const& row = rows[row_index];
  if (row.number + 1 != rows[label_index].number) return false;
  auto const cells = grid_.filled(row);
  if (cells.empty()) return false;
  bool has_part_merge = false, names_owner = false, completes = false;
  auto const below = grid_.filled(rows[label_index]);
  if (below.empty() || asks_for_answers(grid_, cells)) return false;
  for (sheets::Cell const* cell : cells) {
    std::string_view const text = grid_.text(*cell);
    if (text.size() > longest_label || is_filled_line(text) || is_data(grid_, *cell)) return false;
    if (sheets::Merge const* merge = grid_.merge_at(row.number, cell->column)) {
      bool const spans_all = merge->first_column <= below.front()->column && merge->last_column >= below.back()->column;
      if (!spans_all) has_part_merge = true;
      // A title merged over the table as it was before somebody added columns to the right is still a title.
      auto const covered = std::count_if(below.begin(), below.end(), [&](sheets::Cell const* label) { return label->column >= merge->first_column && label->column <= merge->last_column; });
      bool const spans_most = merge->first_column <= below.front()->column && static_cast<size_t>(covered) * 4 >= below.size() * 3 &&
                              (text.size() > longest_group || reader_.group_owner(text) == Owner::none);
      if ((spans_all || spans_most) && cells.size() == 1) return false;
    }
    LabelReading const reading = reader_.read(text);
    if (reader_.group_owner(text) != Owner::none && text.size() <= 45) names_owner = true;
    if (reading.is_known && grid_.text(rows[label_index].number, cell->column).empty()) completes = true;
  }
  if (cells.size() == 1) return has_part_merge;  // a lone text without a merge is a title
  return has_part_merge || names_owner || completes;
}

// The row below belongs to the same header: its labels stand under groups, beside cells merged from above.
bool HeaderFinder::continues_header(size_t row_index, size_t below_index) const {
  auto const& rows = grid_.sheet().rows;
  sheets::Row const &upper = rows[row_index], &lower = rows[below_index];
  if (upper.number + 1 != lower.number) return false;
  RowLabels const labels = labels_of(lower);
  if (labels.known == 0 || labels.data > 0 || labels.known < labels.others) return false;
  bool has_group = false;
  for (sheets::Cell const* cell : grid_.filled(lower)) {
    sheets::Merge const* merge = grid_.merge_at(upper.number, cell->column);
    if (merge && merge->last_column > merge->first_column && merge->last_row == upper.number) has_group = true;
    // Without merges (CSV): an empty place above, or an owner above.
    std::string_view const above = grid_.text(upper.number, cell->column);
    if (!merge && (above.empty() || reader_.read(above).names_owner_alone())) has_group = true;
  }
  return has_group;
}

std::optional<Header> HeaderFinder::at(size_t row_index, bool strict) const {
  if (!begins_table(row_index, strict)) return std::nullopt;
  auto const& rows = grid_.sheet().rows;
  size_t first = row_index, last = row_index;
  while (first > 0 && row_index - first < 2 && is_group_row_of(first - 1, first)) --first;
  while (last + 1 < rows.size() && last - first < 3 && continues_header(last, last + 1)) ++last;
  Header header;
  for (size_t i = first; i <= last; ++i) header.rows.push_back(rows[i].number);
  for (size_t i = last + 1; i < rows.size() && i <= last + 2 && is_number_row(rows[i]); ++i) {
    // A first data row of figures only is improbable, yet a list of two columns may have one: half the columns must be counted.
    if (grid_.filled(rows[i]).size() * 2 < grid_.filled(rows[last]).size()) break;
    header.number_rows.push_back(rows[i].number);
  }
  read_columns(header);
  return header;
}

void HeaderFinder::read_columns(Header& header) const {
  bool const has_merges = std::any_of(header.rows.begin(), header.rows.end(), [&](int row) {
    return std::any_of(grid_.merges().begin(), grid_.merges().end(), [&](auto const& merge) { return merge.first_row == row && merge.last_column > merge.first_column; });
  });
  uint16_t const width = grid_.sheet().column_count();
  std::vector<std::string> carried(header.rows.size());  // group texts that reach to the right where merges were lost
  std::vector<int> carried_group(header.rows.size(), -1);
  int groups = 0;
  sheets::Merge const* last_group_merge = nullptr;
  for (uint16_t column = 0; column < width; ++column) {
    HeaderColumn made;
    made.column = column;
    std::vector<std::string> texts;  // from top to bottom, merges filled
    int group = -1;
    for (size_t i = 0; i < header.rows.size(); ++i) {
      std::string text = shown(grid_.merged_text(header.rows[i], column));
      sheets::Merge const* merge = grid_.merge_at(header.rows[i], column);
      if (merge && merge->last_column > merge->first_column && i + 1 < header.rows.size() && !text.empty()) {
        if (merge != last_group_merge) ++groups;
        last_group_merge = merge;
        group = groups;
      }
      bool const has_below = i + 1 < header.rows.size() && !grid_.text(header.rows[i + 1], column).empty();
      if (!has_merges && i + 1 < header.rows.size()) {
        if (!text.empty()) {
          carried[i] = has_below ? text : "";
          carried_group[i] = has_below ? ++groups : -1;
          group = carried_group[i];
        } else if (has_below && !carried[i].empty()) {
          text = carried[i];
          group = carried_group[i];
        }
      }
      if (!text.empty() && (texts.empty() || texts.back() != text)) texts.push_back(std::move(text));
    }
    if (texts.empty()) continue;
    made.label = texts.back();
    texts.pop_back();
    made.groups = std::move(texts);
    made.group = made.groups.empty() ? -1 : group != -1 ? group : ++groups;
    made.reading = reader_.read(made.label);
    for (auto above = made.groups.rbegin(); above != made.groups.rend() && made.group_owner == Owner::none; ++above) made.group_owner = reader_.group_owner(*above);
    header.columns.push_back(std::move(made));
  }
}

std::optional<Header> header_from_content(Grid const& grid, CatalogueData const& data) {
  constexpr uint16_t columns_looked_at = 60;
  Header header;
  uint16_t const width = std::min(grid.sheet().column_count(), columns_looked_at);
  auto add = [&](uint16_t column, std::string_view what) {
    HeaderColumn made;
    made.column = column;
    made.reading.is_known = true;
    made.reading.meanings = {Meaning{data.concept_named(what)}};
    header.columns.push_back(std::move(made));
  };
  bool has_numbers = false;
  for (uint16_t column = 0; column < width; ++column) {
    if (holds_id_numbers(grid, column, 0)) {
      has_numbers = true;
      add(column, "id");
    } else if (column + 1 < width && holds_names(grid, column, 0)) {
      // A name stands before its number, with at most two columns (sex, birth) between.
      for (uint16_t next = static_cast<uint16_t>(column + 1); next < width && next <= column + 3; ++next) {
        if (holds_names(grid, next, 0)) break;
        if (!holds_id_numbers(grid, next, 0)) continue;
        add(column, "name");
        break;
      }
    }
  }
  if (!has_numbers) return std::nullopt;
  return header;
}

}  // namespace hutong::intake
