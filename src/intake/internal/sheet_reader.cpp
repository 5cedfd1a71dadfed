#include "intake/internal/sheet_reader.h"

#include <algorithm>

#include "base/text.h"
#include "intake/internal/row_kinds.h"

namespace hutong::intake {
namespace {

constexpr size_t rows_before_a_table = 300;
constexpr int most_blank_rows = 20'000;  // a file that ends in row 1,000,000 with nothing between is not worth a million lines of report

bool is_name_like(std::string_view text) {
  std::u32string const characters = base::to_utf32(base::without_blanks(text));
  bool const has_dot = std::count(characters.begin(), characters.end(), U'·') > 0;
  return characters.size() >= 2 && characters.size() <= (has_dot ? 15 : 3) && std::all_of(characters.begin(), characters.end(), [](char32_t c) { return base::is_han(c) || c == U'·'; });
}

}  // namespace

SheetReader::SheetReader(Grid const& grid, uint32_t sheet_index, Context const& context, Duplicates& duplicates, base::Deadline const& deadline, CheckResult& result)
    : grid_(grid), sheet_index_(sheet_index), context_(context), duplicates_(duplicates), deadline_(deadline), result_(result), labels_(context.spec, context.data), headers_(grid, labels_), merges_(grid) {
  note_facts_from(grid.sheet().name, facts_, context);
}

SheetOutcome SheetReader::read() {
  auto const& rows = grid_.sheet().rows;
  int last_row = 0;
  int last_used = 0;
  for (auto const& row : rows)
    if (!grid_.is_blank(row)) last_used = row.number;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (i % 4096 == 0 && deadline_.passed()) break;
    ignore_gap(last_row + 1, std::min(rows[i].number, last_used));
    last_row = rows[i].number;
    read_row(i);
  }
  for (auto& table : tables_) table.above.clear();
  return outcome_;
}

SheetOutcome SheetReader::read_without_header() {
  auto const header = header_from_content(grid_, context_.data);
  if (!header || !start_table(*header)) return {};
  return read();
}

void SheetReader::ignore_gap(int from, int until) {
  for (int row = from; row < until && row - from < most_blank_rows; ++row) ignore(row, "blank");
}

void SheetReader::ignore(int row, std::string_view as) { result_.ignored.push_back({sheet_index_, row, std::string(as)}); }

void SheetReader::read_row(size_t row_index) {
  sheets::Row const& row = grid_.sheet().rows[row_index];
  merges_.move_to(row.number);
  if (row.number <= header_until_) {
    bool const is_number_row = std::any_of(tables_.begin(), tables_.end(), [&](Table const& table) {
      auto const& numbers = table.plan.header.number_rows;
      return std::find(numbers.begin(), numbers.end(), row.number) != numbers.end();
    });
    return ignore(row.number, is_number_row ? "column_numbers" : "header");
  }
  if (!tables_.empty() && outcome_.has_person_table && read_data(row)) return;
  auto const filled = grid_.filled(row);
  if (filled.empty()) return ignore(row.number, "blank");
  ignore(row.number, kind_of(row_index, filled));
}

// Rows above the first header are titles; a new header starts a new table.
std::string_view SheetReader::kind_of(size_t row_index, std::vector<sheets::Cell const*> const& filled) {
  sheets::Row const& row = grid_.sheet().rows[row_index];
  if (repeats_header(row, filled)) return "header";
  // The group row of a header is met first: look one and two rows ahead.
  for (size_t ahead = 0; ahead <= 2 && row_index + ahead < grid_.sheet().rows.size(); ++ahead) {
    auto const header = headers_.at(row_index + ahead, !tables_.empty());
    if (!header) continue;
    if (header->rows.front() != row.number) break;
    if (start_table(row_index + ahead, !tables_.empty())) return "header";
    break;
  }
  // A leaf that has shown no table for so long is no list: a program's log, say. Its words are not weighed any more.
  if (tables_.empty() && row_index > rows_before_a_table) return "note";
  if (!tables_.empty() && is_only_sequence(filled)) return "blank";
  if (headers_.is_number_row(row) && !tables_.empty()) return "column_numbers";
  std::string_view const first = grid_.text(*filled.front());
  for (sheets::Cell const* cell : filled) {
    std::string_view const text = grid_.text(*cell);
    if (says_nil(text, context_.data) && text.size() < 600) outcome_.says_nil = true;
  }
  if (tables_.empty()) {
    for (sheets::Cell const* cell : filled)
      if (grid_.text(*cell).size() < 300) note_facts_from(grid_.text(*cell), facts_, context_);
    if (is_note_text(first, context_.data)) return "note";
    titles_.insert(base::without_blanks(first));
    return "title";
  }
  if (titles_.contains(base::without_blanks(first))) return "title";
  for (size_t i = 0; i < filled.size() && i < 3; ++i)
    if (is_total_word(grid_.text(*filled[i]), context_.data)) return "total";
  bool const is_nil = std::all_of(filled.begin(), filled.end(), [&](auto const* cell) {
    return is_nil_mark(grid_.text(*cell)) || says_nil(grid_.text(*cell), context_.data) || is_only_sequence({cell});
  });
  if (is_nil) {
    outcome_.says_nil = true;
    return "note";
  }
  for (sheets::Cell const* cell : filled)
    if (is_signature_text(grid_.text(*cell), context_.data) || (filled.size() == 1 && is_bare_date(grid_.text(*cell)))) {
      outcome_.is_signed = true;
      return "signature";
    }
  if (is_note_text(first, context_.data)) return "note";
  // A line of its own between the rows: 明水街道, 一、宣告失踪. It speaks for the rows below.
  if (filled.size() == 1 && first.size() < 120) note_facts_from(first, facts_, context_);
  return "note";
}

bool SheetReader::start_table(size_t row_index, bool strict) {
  auto const header = headers_.at(row_index, strict);
  return header && start_table(*header);
}

bool SheetReader::start_table(Header const& header) {
  std::vector<TablePlan> plans = plan_tables(header, grid_, context_.spec, context_.data, context_.request.as_of);
  bool const names_persons = std::any_of(plans.begin(), plans.end(), [](auto const& plan) { return plan.names_persons; });
  if (!names_persons && outcome_.has_person_table) return false;
  header_until_ = header.last_row();
  outcome_.has_header = true;
  outcome_.has_person_table = outcome_.has_person_table || names_persons;
  // 父母被撤销监护资格情况 over the parents' columns says what no column says.
  for (auto const& column : header.columns)
    for (auto const& group : column.groups)
      if (context_.spec.event_from_title && !facts_.event.size()) note_facts_from(group, facts_, context_);
  Layout layout;
  layout.sheet = sheet_index_;
  layout.header_rows = header.rows;
  tables_.clear();
  for (auto& plan : plans) {
    for (auto const& column : plan.columns) {
      std::string const letter = sheets::column_name(column.column);
      if (std::any_of(layout.columns.begin(), layout.columns.end(), [&](auto const& listed) { return listed.column == letter; })) continue;
      layout.columns.push_back({letter, column.label, column.field == kNone ? "" : context_.data.fields[column.field].name, std::string(column.why), column.why_value});
    }
    Table table;
    table.plan = std::move(plan);
    tables_.push_back(std::move(table));
  }
  for (auto& table : tables_) table.builder = std::make_unique<RecordBuilder>(context_, table.plan);
  result_.layout.push_back(std::move(layout));
  return true;
}

bool SheetReader::repeats_header([[maybe_unused]] sheets::Row const& row, std::vector<sheets::Cell const*> const& filled) const {
  if (tables_.empty() || filled.size() < 2) return false;
  for (int const header_row : tables_.front().plan.header.rows) {
    size_t same = 0;
    for (sheets::Cell const* cell : filled)
      if (base::without_blanks(grid_.text(*cell)) == base::without_blanks(grid_.text(header_row, cell->column))) ++same;
    if (same >= 2 && same * 10 >= filled.size() * 6) return true;
  }
  return false;
}

bool SheetReader::is_in_table(uint16_t column) const {
  return std::any_of(tables_.begin(), tables_.end(), [&](Table const& table) {
    return std::any_of(table.plan.columns.begin(), table.plan.columns.end(), [&](auto const& plan) { return plan.column == column && plan.field != kNone; });
  });
}

// 5 | | | |: a numbered line that nobody filled in.
bool SheetReader::is_only_sequence(std::vector<sheets::Cell const*> const& filled) const {
  FieldId const seq = context_.data.known.seq;
  return std::all_of(filled.begin(), filled.end(), [&](auto const* cell) {
    std::string_view const text = grid_.text(*cell);
    if (text.find_first_not_of("0123456789.") != std::string_view::npos) return false;
    return std::any_of(tables_.begin(), tables_.end(), [&](Table const& table) {
      return std::any_of(table.plan.columns.begin(), table.plan.columns.end(), [&](auto const& plan) { return plan.column == cell->column && plan.field == seq; });
    });
  });
}

// The table's cells in this row: its own, what a merge brings down, what 同上 repeats. False: the row has nothing of its own here.
bool SheetReader::fill_cells(Table& table, sheets::Row const& row, std::vector<RawCell>& cells) {
  auto const& columns = table.builder->columns();
  cells.assign(columns.size(), RawCell());
  auto const own = grid_.cells(row);
  size_t next = 0;
  bool has_own = false;
  for (size_t i = 0; i < columns.size(); ++i) {
    uint16_t const column = columns[i].column;
    while (next < own.size() && own[next].column < column) ++next;
    sheets::Cell const* cell = next < own.size() && own[next].column == column ? &own[next] : nullptr;
    int at_row = row.number;
    std::string_view text = cell ? grid_.text(*cell) : std::string_view();
    if (!text.empty()) {
      has_own = true;
    } else if (!merges_.is_empty()) {
      sheets::Merge const* merge = merges_.from_above(column);
      if (merge && merge->first_row > header_until_) {
        cell = grid_.sheet().cell_at(merge->first_row, merge->first_column);
        at_row = merge->first_row;
        text = cell ? grid_.text(*cell) : std::string_view();
      }
    }
    if (text.empty()) continue;
    cells[i] = {text, cell->kind, cell->is_lossy, grid_.book().text(*cell), at_row, column};
    if (is_ditto(text)) {
      RawCell const above = i < table.above.size() ? table.above[i] : RawCell();
      cells[i].text = above.text;
      cells[i].kind = above.kind;
      cells[i].is_lossy = above.is_lossy;
    }
  }
  return has_own;
}

bool SheetReader::has_number(std::vector<RawCell> const& cells, Table const& table) const {
  auto const& columns = table.builder->columns();
  for (size_t i = 0; i < cells.size(); ++i) {
    FieldType const type = context_.data.fields[columns[i].field].type;
    if ((type != FieldType::id && type != FieldType::card && type != FieldType::account && type != FieldType::name_and_id) || cells[i].row == 0) continue;
    int digits = 0;
    for (char const c : cells[i].text) digits += c >= '0' && c <= '9';
    if (digits >= 8) return true;
  }
  return false;
}

// True if the row is data of at least one table.
bool SheetReader::read_data(sheets::Row const& row) {
  int sub = 0;
  bool is_data = false;
  std::vector<RawCell> cells;
  for (Table& table : tables_) {
    if (!fill_cells(table, row, cells)) continue;
    if (table.plan.is_further_child ? !is_data || !names_child(cells, table) : !has_number(cells, table) && !is_data_without_number(table, row, cells)) continue;
    is_data = true;
    add_records(table, row, sub, cells);
  }
  return is_data;
}

bool SheetReader::names_child(std::vector<RawCell> const& cells, Table const& table) const {
  auto const& columns = table.builder->columns();
  for (size_t i = 0; i < cells.size(); ++i)
    if (columns[i].owner == Owner::child && names_person(columns[i].field, context_.data) && !cells[i].is_empty() && !is_word_for_none(cells[i].text)) return true;
  return false;
}

// The cells that decide what a table's half of a row is: 合计 under the right table says nothing about the left one.
std::vector<sheets::Cell const*> SheetReader::filled_beside(Table const& table, sheets::Row const& row) const {
  auto all = grid_.filled(row);
  auto const halves = std::count_if(tables_.begin(), tables_.end(), [](Table const& one) { return !one.plan.is_further_child; });
  if (halves < 2) return all;
  uint16_t const first = table.plan.columns.front().column, last = table.plan.columns.back().column;
  std::erase_if(all, [&](sheets::Cell const* cell) { return cell->column < first || cell->column > last; });
  return all;
}

// Without a number the row must look like a person: a name in the name column, or several cells filled, and nothing that ends a table.
bool SheetReader::is_data_without_number(Table const& table, sheets::Row const& row, std::vector<RawCell> const& cells) {
  KnownFields const& known = context_.data.known;
  auto const& columns = table.builder->columns();
  int filled = 0;
  bool is_nil = true;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].row != row.number || columns[i].field == known.seq) continue;
    if (columns[i].field != known.remark) ++filled;
    is_nil = is_nil && (is_nil_mark(cells[i].cell_text) || says_nil(cells[i].cell_text, context_.data));
  }
  if (filled == 0 || is_nil) return false;
  auto const all = filled_beside(table, row);
  for (size_t i = 0; i < all.size(); ++i) {
    std::string_view const text = grid_.text(*all[i]);
    if (i < 3 && is_total_word(text, context_.data)) return false;
    if (is_signature_text(text, context_.data) && (i == 0 || !is_in_table(all[i]->column) || filled <= 2)) return false;
  }
  if (is_note_text(grid_.text(*all.front()), context_.data) || repeats_header(row, all) || headers_.is_number_row(row)) return false;
  if (all.size() == 1) {
    size_t const name = table.builder->subject_name_column();
    // 明水街道 or a repeated title in that column is a heading, not a person.
    std::string_view const text = grid_.text(*all.front());
    if (titles_.contains(base::without_blanks(text)) || context_.divisions.town_by_name(base::without_blanks(text))) return false;
    bool const has_name = name != RecordBuilder::npos && cells[name].row == row.number && is_name_like(cells[name].text);
    sheets::Merge const* merge = grid_.merge_at(row.number, all.front()->column);
    return has_name && !(merge && merge->last_column > merge->first_column);
  }
  // Could be the header of another table.
  if (!headers_.may_be_header(row)) return true;
  RowLabels const labels = headers_.labels_of(row);
  return !(labels.known >= 3 && labels.known * 10 >= labels.cells() * 7 && headers_.at(static_cast<size_t>(&row - grid_.sheet().rows.data()), true));
}

void SheetReader::add_records(Table& table, sheets::Row const& row, int& sub, std::vector<RawCell> const& cells) {
  for (Draft& draft : table.builder->build(cells)) {
    draft.record.sheet = sheet_index_;
    draft.record.row = row.number;
    draft.record.sub = sub++;
    if (row.is_hidden) draft.record.warnings.push_back("hidden_row");
    bool const is_whole_row_returned = !draft.record.reasons.empty() && draft.record.reasons.front().code == "children_count_mismatch";
    if (!is_whole_row_returned) {
      apply_rules(draft, table.plan, context_, facts_);
      duplicates_.check(draft);
    }
    ++outcome_.records;
    (draft.record.reasons.empty() ? result_.accepted : result_.rejected).push_back(std::move(draft.record));
  }
  table.above = cells;
}

}  // namespace hutong::intake
