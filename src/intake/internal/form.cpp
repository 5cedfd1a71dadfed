#include "intake/internal/form.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "intake/internal/content.h"
#include "intake/internal/row_kinds.h"

namespace hutong::intake {
namespace {

constexpr size_t rows_looked_at = 60;
constexpr size_t longest_label = 90;

// A label and the place of its value.
struct Pair {
  HeaderColumn label;
  int row = 0;          // of the label
  int value_row = 0;
  uint16_t value_column = 0;
  std::string_view value;      // a part of the label's own cell for “姓名:王小明”
  bool is_inside = false;
  std::vector<uint16_t> further;  // columns of further values behind the first: persons side by side (项目, 第一名, 第二名)
};

bool says_what(LabelReading const& reading) { return reading.is_known && !reading.meanings.empty() && reading.meanings.front().concept_id != kNone; }

// “姓名:王小明” in one cell.
struct SplitCell {
  std::string_view label, value;
};
SplitCell split_at_colon(std::string_view text) {
  for (std::string_view const colon : {":", "\uFF1A"})
    if (size_t const at = text.find(colon); at != std::string_view::npos && at > 0) return {trimmed_fast(text.substr(0, at)), trimmed_fast(text.substr(at + colon.size()))};
  return {text, {}};
}

class FormReader {
 public:
  FormReader(Grid const& grid, ReportSpec const& spec, CatalogueData const& data) : grid_(grid), data_(data), labels_(spec, data), headers_(grid, labels_) {}

  bool is_form() const;
  std::vector<Pair> pairs() const;

 private:
  LabelReading label_at(sheets::Cell const& cell) const {
    std::string_view const text = grid_.text(cell);
    return text.size() <= longest_label ? labels_.read(text) : LabelReading();
  }
  uint16_t column_behind(int row, uint16_t column) const {
    sheets::Merge const* merge = grid_.merge_at(row, column);
    return static_cast<uint16_t>((merge ? merge->last_column : column) + 1);
  }
  // An owner alone (父亲, 祖父) directly behind a label is its answer, hence no label here.
  bool is_label_at(int row, uint16_t column) const {
    std::string_view const text = grid_.merged_text(row, column);
    return !text.empty() && text.size() <= longest_label && says_what(labels_.read(text));
  }
  bool is_relation(LabelReading const& reading) const { return says_what(reading) && data_.concepts[reading.meanings.front().concept_id].name == "relation"; }
  bool heads_columns(sheets::Row const& row) const;
  std::vector<uint16_t> values_behind(int row, uint16_t column) const;

  Grid const& grid_;
  CatalogueData const& data_;
  LabelReader labels_;
  HeaderFinder headers_;
};

// Labels whose right neighbour is no label, in several rows: a form. One row of labels with data below: a table.
bool FormReader::is_form() const {
  auto const& rows = grid_.sheet().rows;
  std::set<std::string> seen;
  int pair_rows = 0;
  bool names_somebody = false;  // an explanation (姓名:按证件填写) has the same shape, but nobody in it
  for (size_t i = 0; i < rows.size() && i < rows_looked_at; ++i) {
    bool has_pair = false;
    auto const cells = grid_.filled(rows[i]);
    for (sheets::Cell const* cell : cells) {
      SplitCell const parts = split_at_colon(grid_.text(*cell));
      bool const is_inside = !parts.value.empty();
      if (parts.label.size() > longest_label) continue;
      LabelReading const reading = labels_.read(parts.label);
      if (!says_what(reading) || reading.is_ending) continue;
      if (!is_inside && is_label_at(rows[i].number, column_behind(rows[i].number, cell->column))) continue;
      if (is_inside && is_signature_text(grid_.text(*cell), data_)) continue;
      has_pair = true;
      std::string const label = normalised_label(parts.label);
      if (seen.insert(label).second) {
        Concept const& what = data_.concepts[reading.meanings.front().concept_id];
        std::string_view const value = is_inside ? parts.value : grid_.merged_text(rows[i].number, column_behind(rows[i].number, cell->column));
        names_somebody = names_somebody || (what.name == "name" && looks_like_name(value)) || (what.name == "id" && value.size() <= 32 && cleaned_number(value).size() >= 15);
      }
    }
    pair_rows += has_pair;
    if (pair_rows > 1 || !headers_.at(i, false)) continue;
    // Data below labels, no labels among them: a table.
    for (size_t below = i + 1; below < rows.size() && below <= i + 3; ++below) {
      RowLabels const found = headers_.labels_of(rows[below]);
      if (found.data > 0 && found.known == 0) return false;
    }
  }
  return pair_rows >= 2 && seen.size() >= 4 && names_somebody;
}

// Labels in a row with their values below them, inside a form.
bool FormReader::heads_columns(sheets::Row const& row) const {
  RowLabels const labels = headers_.labels_of(row);
  return labels.known >= 3 && labels.others == 0 && labels.data == 0 && labels.neighbours >= labels.known - 1;
}

// What stands behind a value up to the next label.
std::vector<uint16_t> FormReader::values_behind(int row, uint16_t column) const {
  std::vector<uint16_t> columns;
  for (uint16_t at = column_behind(row, column); at < grid_.sheet().column_count() && !grid_.merged_text(row, at).empty() && !is_label_at(row, at); at = column_behind(row, at)) columns.push_back(at);
  return columns;
}

std::vector<Pair> FormReader::pairs() const {
  std::vector<Pair> all;
  auto const& rows = grid_.sheet().rows;
  Owner section = Owner::none;  // of a line of its own: 父亲基本情况
  std::string section_text;
  int section_number = 0;
  for (size_t i = 0; i < rows.size(); ++i) {
    sheets::Row const& row = rows[i];
    auto const cells = grid_.filled(row);
    bool const is_below = heads_columns(row) && i + 1 < rows.size();
    if (cells.size() == 1 && !all.empty() && split_at_colon(grid_.text(*cells.front())).value.empty()) {
      if (Owner const owner = labels_.group_owner(grid_.text(*cells.front())); owner != Owner::none && !says_what(label_at(*cells.front()))) {
        section = owner;
        section_text = base::without_blanks(grid_.text(*cells.front()));
        ++section_number;
        continue;
      }
    }
    // A cell merged downward at the left names whose rows these are.
    Owner side = Owner::none;
    std::string side_text;
    int side_number = 0;
    for (uint16_t column = 0; column < grid_.sheet().column_count() && side == Owner::none; ++column) {
      std::string_view const text = grid_.merged_text(row.number, column);
      if (text.empty()) continue;
      sheets::Merge const* merge = grid_.merge_at(row.number, column);
      LabelReading const reading = text.size() <= longest_label ? labels_.read(text) : LabelReading();
      bool const leads_label = is_label_at(row.number, column_behind(row.number, column));
      if (merge && merge->last_row > merge->first_row && leads_label) {
        side = labels_.group_owner(text);
        side_text = base::without_blanks(text);
        side_number = 1000 + merge->first_row;
      } else if (reading.names_owner_alone() && leads_label) {
        side = reading.owner;
        side_text = base::without_blanks(text);
        side_number = 100000 + row.number;
      }
      break;
    }
    int answered_until = -1;  // columns up to here hold the answer to the last label
    for (sheets::Cell const* cell : cells) {
      if (static_cast<int>(cell->column) <= answered_until) continue;
      SplitCell const parts = split_at_colon(grid_.text(*cell));
      if (parts.label.size() > longest_label) continue;
      LabelReading const reading = labels_.read(parts.label);
      bool const names_owner = reading.names_owner_alone();
      if (!reading.is_known || (!says_what(reading) && !names_owner)) continue;
      if (!parts.value.empty() && is_signature_text(grid_.text(*cell), data_)) continue;
      Pair pair;
      pair.row = row.number;
      pair.label.column = cell->column;
      pair.label.label = base::without_blanks(parts.label);
      pair.label.reading = reading;
      pair.label.group_owner = side != Owner::none ? side : section;
      pair.label.group = side != Owner::none ? side_number : section_number;
      if (pair.label.group_owner != Owner::none) pair.label.groups.push_back(side != Owner::none ? side_text : section_text);
      if (!parts.value.empty()) {
        pair.is_inside = true;
        pair.value = parts.value;
        pair.value_row = row.number;
        pair.value_column = cell->column;
      } else if (is_below) {
        pair.value_row = rows[i + 1].number;
        pair.value_column = cell->column;
        if (is_label_at(pair.value_row, pair.value_column)) continue;
      } else {
        pair.value_row = row.number;
        pair.value_column = column_behind(row.number, cell->column);
        if (is_label_at(pair.value_row, pair.value_column) && !is_relation(reading)) continue;  // an owner before its labels, or a title
        answered_until = pair.value_column;
        pair.further = values_behind(row.number, pair.value_column);
      }
      all.push_back(std::move(pair));
    }
  }
  return all;
}

class FormRecords {
 public:
  FormRecords(Grid const& grid, uint32_t sheet_index, Context const& context, Duplicates& duplicates, CheckResult& result)
      : grid_(grid), sheet_index_(sheet_index), context_(context), duplicates_(duplicates), result_(result) {}

  // One person's pairs → one record (or several, where a cell lists children). Returns the rows used; empty if nothing is filled in.
  int add(std::vector<Pair> const& pairs, SheetFacts const& facts, bool with_layout, bool shares_row = false);

 private:
  RawCell value_of(Pair const& pair) const;
  Grid const& grid_;
  uint32_t sheet_index_;
  Context const& context_;
  Duplicates& duplicates_;
  CheckResult& result_;
  int next_sub_ = 0;
};

RawCell FormRecords::value_of(Pair const& pair) const {
  sheets::Cell const* cell = grid_.sheet().cell_at(pair.value_row, pair.value_column);
  int row = pair.value_row;
  uint16_t column = pair.value_column;
  if (!cell)
    if (sheets::Merge const* merge = grid_.merge_at(row, column)) {
      row = merge->first_row;
      column = merge->first_column;
      cell = grid_.sheet().cell_at(row, column);
    }
  if (!cell) return {};
  std::string_view const text = pair.is_inside ? pair.value : grid_.text(*cell);
  if (text.empty()) return {};
  return {text, cell->kind, cell->is_lossy, grid_.book().text(*cell), row, column};
}

int FormRecords::add(std::vector<Pair> const& pairs, SheetFacts const& facts, bool with_layout, bool shares_row) {
  TablePlan plan;
  plan.is_form = true;
  for (Pair const& pair : pairs) plan.header.columns.push_back(pair.label);
  plan.columns = plan_columns(plan.header.columns, grid_, context_.spec, context_.data, context_.request.as_of);
  for (Pair const& pair : pairs)
    if (plan.header.rows.empty() || plan.header.rows.back() != pair.row) plan.header.rows.push_back(pair.row);
  RecordBuilder builder(context_, plan);
  std::vector<RawCell> cells;
  int record_row = 0, first_row = pairs.front().row;
  FieldId const subject_name = builder.subject_name_column() == RecordBuilder::npos ? kNone : builder.columns()[builder.subject_name_column()].field;
  Layout layout{sheet_index_, plan.header.rows, {}};
  for (size_t i = 0; i < pairs.size(); ++i) {
    ColumnPlan const& column = plan.columns[i];
    layout.columns.push_back({sheets::column_name(pairs[i].value_column), column.label, column.field == kNone ? "" : context_.data.fields[column.field].name, std::string(column.why), column.why_value});
    if (column.field == kNone) continue;
    cells.push_back(value_of(pairs[i]));
    if (column.field == subject_name) record_row = pairs[i].row;
  }
  if (with_layout) result_.layout.push_back(std::move(layout));
  if (std::all_of(cells.begin(), cells.end(), [](RawCell const& cell) { return cell.is_empty(); })) return 0;
  if (!shares_row) next_sub_ = 0;
  int const row = record_row ? record_row : first_row;
  for (Draft& draft : builder.build(cells)) {
    draft.record.sheet = sheet_index_;
    draft.record.row = row;
    draft.record.sub = next_sub_++;
    if (draft.record.reasons.empty() || draft.record.reasons.front().code != "children_count_mismatch") {
      apply_rules(draft, plan, context_, facts);
      duplicates_.check(draft);
    }
    (draft.record.reasons.empty() ? result_.accepted : result_.rejected).push_back(std::move(draft.record));
  }
  return row;
}

// The persons beside the first one, where most labels have an answer for them too; a photograph's place or a remark behind one answer is nobody.
std::vector<std::vector<Pair>> persons_beside(std::vector<Pair> const& first) {
  std::vector<std::vector<Pair>> persons;
  for (size_t k = 0;; ++k) {
    std::vector<Pair> person;
    for (Pair pair : first) {
      if (pair.further.size() <= k) continue;
      pair.value_column = pair.further[k];
      person.push_back(std::move(pair));
    }
    if (person.size() < 3 || person.size() * 5 < first.size() * 3) return persons;
    persons.push_back(std::move(person));
  }
}

}  // namespace

bool is_form(Grid const& grid, ReportSpec const& spec, CatalogueData const& data) { return FormReader(grid, spec, data).is_form(); }

SheetOutcome read_form(Grid const& grid, uint32_t sheet_index, Context const& context, SheetFacts facts, Duplicates& duplicates, CheckResult& result) {
  std::vector<Pair> const pairs = FormReader(grid, context.spec, context.data).pairs();
  SheetOutcome outcome;
  outcome.has_header = outcome.has_person_table = !pairs.empty();
  // The first label once more: another person's form on the same sheet.
  std::vector<std::vector<Pair>> persons;
  for (Pair const& pair : pairs) {
    bool const begins = persons.empty() || (pair.label.path() == persons.front().front().label.path() && pair.row > persons.back().back().row);
    if (begins) persons.emplace_back();
    persons.back().push_back(pair);
  }
  FormRecords records(grid, sheet_index, context, duplicates, result);
  std::set<int> record_rows, label_rows;
  for (auto const& person : persons) {
    for (Pair const& pair : person) label_rows.insert({pair.row, pair.value_row});
    if (int const row = records.add(person, facts, &person == &persons.front())) {
      record_rows.insert(row);
      ++outcome.records;
    }
    for (auto const& other : persons_beside(person))
      if (records.add(other, facts, false, true)) ++outcome.records;
  }
  for (auto const& row : grid.sheet().rows) {
    if (record_rows.contains(row.number)) continue;
    auto const filled = grid.filled(row);
    std::string_view as = "header";  // its cells are labels and values of the record above
    if (filled.empty()) as = "blank";
    else if (label_rows.empty() || row.number < *label_rows.begin()) as = "title";
    else if (!label_rows.contains(row.number) && std::any_of(filled.begin(), filled.end(), [&](auto const* cell) { return is_signature_text(grid.text(*cell), context.data); })) as = "signature";
    else if (row.number > *label_rows.rbegin()) as = "note";
    if (as == "signature") outcome.is_signed = true;
    result.ignored.push_back({sheet_index, row.number, std::string(as)});
  }
  return outcome;
}

}  // namespace hutong::intake
