// `list return`: the sender's own workbook, marked. A clerk corrects in place and sends it back; so nothing may move, and what we add must be
// recognisable (is_correction_column) and replaceable: on the second return the three columns are written over, not beside, the first ones.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/check.h"
#include "base/messages.h"
#include "base/text.h"
#include "intake/check.h"
#include "intake/internal/corrected.h"

namespace hutong::intake {
namespace {

using sheets::CellKind;
using sheets::Fill;
using sheets::OutCell;
using sheets::OutSheet;

constexpr std::array<std::string_view, 3> our_columns = {"return.result", "return.problem", "return.fix"};
// A row with one cell far to the right costs a thousand empty ones here; this many cells (some 400 MB) are written, then only returned rows are.
constexpr size_t cells_max = 3'000'000;
constexpr size_t cell_text_max = 32'000;  // Excel holds 32,767 characters
constexpr size_t comment_max = 500;

// ---- what is said of one row --------------------------------------------------------------------------------------------

struct RowVerdict {
  std::vector<std::string> problems, fixes;
  bool is_returned = false;
  bool is_accepted = false;
};

struct CellPlace {
  int row = 0;
  uint16_t column = 0;
  friend auto operator<=>(CellPlace const&, CellPlace const&) = default;
};

struct SheetVerdict {
  std::map<int, RowVerdict> rows;
  std::map<CellPlace, std::vector<std::string>> comments;  // yellow cells
  std::set<uint16_t> number_columns;                       // identity, card, account and telephone numbers: always text
  std::map<std::string, uint16_t> column_of_field;
  std::map<std::string, std::string> label_of_field;       // the sender's own word
  int header_row = 0;                                      // 0: a form without header
};

std::optional<CellPlace> place_from(std::string_view cell) {
  size_t letters = 0;
  int column = 0;
  while (letters < cell.size() && letters < 3 && cell[letters] >= 'A' && cell[letters] <= 'Z') column = column * 26 + (cell[letters++] - 'A' + 1);
  if (letters == 0 || letters == cell.size() || cell.size() - letters > 7) return std::nullopt;
  int row = 0;
  for (char const c : cell.substr(letters)) {
    if (c < '0' || c > '9') return std::nullopt;
    row = row * 10 + (c - '0');
  }
  return CellPlace{row, static_cast<uint16_t>(column - 1)};
}

std::string field_label(SheetVerdict const& sheet, std::string const& field) {
  auto const own = sheet.label_of_field.find(field);
  if (own != sheet.label_of_field.end()) return own->second;
  return base::has_sentence("field." + field) ? base::label("field." + field) : "";
}

// “身份证号”(C9)：身份证号最后一位校验不对
std::string problem_text(SheetVerdict const& sheet, Reason const& reason, std::string const& who) {
  std::string const label = field_label(sheet, reason.field);
  std::string where = label.empty() ? "" : base::label("return.column", {{"label", label}, {"cell", reason.cell.empty() ? "" : "(" + reason.cell + ")"}});
  return who + where + base::sentence(reason.code, reason.values).text;
}

void add_once(std::vector<std::string>& to, std::string text) {
  if (!text.empty() && std::find(to.begin(), to.end(), text) == to.end()) to.push_back(std::move(text));
}

// Several records in one row (children in one cell, tables side by side) are told apart by their number.
std::string who_of(Record const& record, std::set<std::pair<uint32_t, int>> const& shared_rows) {
  bool const is_shared = shared_rows.contains({record.sheet, record.row});
  return is_shared ? base::label("return.which", {{"number", std::to_string(record.sub + 1)}}) : "";
}

void judge_returned(SheetVerdict& sheet, Record const& record, std::string const& who) {
  RowVerdict& row = sheet.rows[record.row];
  row.is_returned = true;
  for (Reason const& reason : record.reasons) {
    base::Sentence const told = base::sentence(reason.code, reason.values);
    add_once(row.problems, problem_text(sheet, reason, who));
    add_once(row.fixes, told.fix);
    auto place = place_from(reason.cell);
    if (auto const column = sheet.column_of_field.find(reason.field); !place && column != sheet.column_of_field.end()) place = CellPlace{record.row, column->second};
    if (place) add_once(sheet.comments[*place], told.fix.empty() ? told.text : told.text + "。" + told.fix);
  }
}

void judge_accepted(SheetVerdict& sheet, Record const& record, std::string const& who) {
  RowVerdict& row = sheet.rows[record.row];
  row.is_accepted = true;
  for (auto const warning : record.warnings) {
    base::Sentence const told = base::sentence(warning);
    add_once(row.problems, who + told.text);
    add_once(row.fixes, told.fix);
  }
}

bool holds_numbers(std::string const& field) {
  return base::ends_with(field, "_id") || base::ends_with(field, "_phone") || field == "disability_card" || field == "account_no";
}

uint16_t column_number(std::string const& name) {
  auto const place = place_from(name + "1");
  return place ? place->column : 0;
}

std::vector<SheetVerdict> judge(size_t sheet_count, CheckResult const& result) {
  std::vector<SheetVerdict> sheets(sheet_count);
  for (Layout const& layout : result.layout) {
    if (layout.sheet >= sheet_count) continue;
    SheetVerdict& sheet = sheets[layout.sheet];
    if (sheet.header_row == 0 && !layout.header_rows.empty()) sheet.header_row = layout.header_rows.back();
    for (LayoutColumn const& column : layout.columns) {
      sheet.column_of_field.emplace(column.field, column_number(column.column));
      sheet.label_of_field.emplace(column.field, column.label.substr(column.label.rfind('/') + 1));
      if (holds_numbers(column.field)) sheet.number_columns.insert(column_number(column.column));
    }
  }
  std::set<std::pair<uint32_t, int>> shared_rows;
  for (auto const* records : {&result.accepted, &result.rejected})
    for (Record const& record : *records)
      if (record.sub > 0) shared_rows.insert({record.sheet, record.row});
  for (Record const& record : result.rejected)
    if (record.sheet < sheet_count) judge_returned(sheets[record.sheet], record, who_of(record, shared_rows));
  for (Record const& record : result.accepted)
    if (record.sheet < sheet_count) judge_accepted(sheets[record.sheet], record, who_of(record, shared_rows));
  // In a form the labels stand beside the answers, and the person begins among them: there is no header row to put our names into.
  for (SheetVerdict& sheet : sheets)
    if (!sheet.rows.empty() && sheet.rows.begin()->first <= sheet.header_row) sheet.header_row = 0;
  return sheets;
}

// ---- the sender's sheet, copied -----------------------------------------------------------------------------------------

std::string shortened(std::string_view text, size_t characters_max) {
  if (text.size() <= characters_max) return std::string(text);
  std::u32string const characters = base::to_utf32(text);
  return characters.size() <= characters_max ? std::string(text) : base::to_utf8(std::u32string_view(characters).substr(0, characters_max)) + "…";
}

OutCell copied(sheets::Workbook const& workbook, sheets::Cell const& cell, bool is_number_column) {
  OutCell out;
  std::string_view const text = workbook.text(cell);
  out.text = shortened(text, cell_text_max);
  // Identity numbers become text, digit by digit; one that has lost digits stays the number it is, or its zeros would pass for a slip of the pen.
  // A time of day has no place in a date cell of ours.
  bool const stays_number = cell.kind == CellKind::number && (cell.is_lossy || !is_number_column);
  bool const stays_date = cell.kind == CellKind::date && text.size() == 10;
  out.kind = stays_number || stays_date ? cell.kind : CellKind::text;
  return out;
}

// Where our three columns begin: where they were already, else behind everything the sender wrote.
uint16_t first_of_our_columns(sheets::Workbook const& workbook, sheets::Sheet const& sheet, SheetVerdict const& verdict) {
  std::string const result = base::label(our_columns[0]);
  for (uint16_t column = 0; column < sheet.column_count(); ++column) {
    bool const is_named = verdict.header_row > 0 && result == base::trimmed(workbook.text(sheet, verdict.header_row, column)) &&
                          is_correction_column(workbook.text(sheet, verdict.header_row, column + 1));
    bool const is_in_form = verdict.header_row == 0 && !verdict.rows.empty() && base::starts_with(workbook.text(sheet, verdict.rows.begin()->first, column), result + "：");
    if (is_named || is_in_form) return column;
  }
  uint16_t first = sheet.column_count();
  constexpr uint16_t widest_title = 200;  // a title merged over the whole sheet must not push us out of sight
  for (sheets::Merge const& merge : sheet.merges)
    if (merge.last_column < widest_title) first = std::max<uint16_t>(first, merge.last_column + 1);
  return first;
}

// Merges as the writer can take them: within the sheet, no two over one cell (damaged files have such).
std::vector<sheets::Merge> sound_merges(std::vector<sheets::Merge> merges, int rows, uint16_t columns) {
  std::stable_sort(merges.begin(), merges.end(), [](auto const& a, auto const& b) { return a.first_row < b.first_row; });
  std::vector<sheets::Merge> sound, open;
  for (sheets::Merge merge : merges) {
    merge.last_row = std::min(merge.last_row, rows);
    merge.last_column = std::min<uint16_t>(merge.last_column, columns - 1);
    bool const is_single = merge.first_row == merge.last_row && merge.first_column == merge.last_column;
    if (is_single || merge.first_row > merge.last_row || merge.first_column > merge.last_column) continue;
    std::erase_if(open, [&](auto const& other) { return other.last_row < merge.first_row; });
    bool const overlaps = std::any_of(open.begin(), open.end(), [&](auto const& other) { return other.first_column <= merge.last_column && merge.first_column <= other.last_column; });
    if (overlaps) continue;
    open.push_back(merge);
    sound.push_back(merge);
  }
  return sound;
}

// A comment on a covered cell of a merge would be lost: it goes to the cell that shows.
CellPlace shown_cell(std::vector<sheets::Merge> const& merges, CellPlace place) {
  for (sheets::Merge const& merge : merges)
    if (merge.first_row <= place.row && place.row <= merge.last_row && merge.first_column <= place.column && place.column <= merge.last_column)
      return {merge.first_row, merge.first_column};
  return place;
}

OutCell& cell_of(OutSheet& sheet, CellPlace place) {
  CHECK(place.row >= 1);
  if (sheet.rows.size() < static_cast<size_t>(place.row)) sheet.rows.resize(static_cast<size_t>(place.row));
  auto& row = sheet.rows[static_cast<size_t>(place.row - 1)];
  if (row.size() <= place.column) row.resize(place.column + 1u);
  return row[place.column];
}

std::string numbered(std::vector<std::string> const& texts) {
  if (texts.size() == 1) return texts.front();
  std::string out;
  for (size_t i = 0; i < texts.size(); ++i) out += (i ? "\n" : "") + std::to_string(i + 1) + ". " + texts[i];
  return out;
}

void write_verdict(OutSheet& out, int row, uint16_t first, RowVerdict const& verdict, bool has_header) {
  std::string_view const result = verdict.is_returned ? "return.returned" : verdict.problems.empty() ? "return.accepted" : "return.accepted_with_notes";
  std::array<std::string, 3> const texts = {base::label(result), numbered(verdict.problems), numbered(verdict.fixes)};
  for (uint16_t i = 0; i < 3; ++i) {
    if (texts[i].empty()) continue;
    OutCell cell;
    cell.text = has_header ? texts[i] : base::label(our_columns[i]) + "：" + texts[i];  // a form has no header row to name the column
    cell.fill = verdict.is_returned ? Fill::yellow : Fill::none;
    cell_of(out, {row, static_cast<uint16_t>(first + i)}) = std::move(cell);
  }
}

void set_widths(OutSheet& out, uint16_t first) {
  constexpr size_t rows_looked_at = 200;
  out.column_widths.assign(first + 3u, 0);
  for (size_t r = 0; r < out.rows.size() && r < rows_looked_at; ++r)
    for (size_t c = 0; c < out.rows[r].size() && c < first; ++c) out.column_widths[c] = std::max(out.column_widths[c], static_cast<double>(base::width_in_columns(out.rows[r][c].text)));
  for (uint16_t c = 0; c < first; ++c) out.column_widths[c] = std::clamp(out.column_widths[c] + 2, 6.0, 30.0);
  out.column_widths[first] = 14;
  out.column_widths[first + 1u] = 50;
  out.column_widths[first + 2u] = 50;
}

// The cells a whole copy would take.
size_t cells_of(sheets::Workbook const& workbook) {
  size_t cells = 0;
  for (sheets::Sheet const& sheet : workbook.sheets)
    for (sheets::Row const& row : sheet.rows)
      if (row.cell_count > 0) cells += sheet.cells[row.first_cell + row.cell_count - 1].column + 4u;
  return cells;
}

OutSheet copied_sheet(sheets::Workbook const& workbook, sheets::Sheet const& sheet, SheetVerdict const& verdict, bool only_returned, size_t& budget) {
  OutSheet out;
  uint16_t const first = first_of_our_columns(workbook, sheet, verdict);
  out.is_hidden = sheet.is_hidden && verdict.rows.empty();
  for (sheets::Row const& row : sheet.rows) {
    auto const judged = verdict.rows.find(row.number);
    bool const is_returned = judged != verdict.rows.end() && judged->second.is_returned;
    if (only_returned && judged != verdict.rows.end() && !is_returned) continue;
    size_t const needed = row.cell_count == 0 ? 0 : sheet.cells[row.first_cell + row.cell_count - 1].column + 4u;
    if (needed > budget) continue;
    budget -= needed;
    for (uint32_t i = 0; i < row.cell_count; ++i) {
      sheets::Cell const& cell = sheet.cells[row.first_cell + i];
      bool const is_ours = cell.column >= first && cell.column < first + 3;
      if (!is_ours) cell_of(out, {row.number, cell.column}) = copied(workbook, cell, verdict.number_columns.contains(cell.column));
    }
    if (row.is_hidden && !is_returned) out.hidden_rows.push_back(row.number);
    if (judged != verdict.rows.end()) write_verdict(out, row.number, first, judged->second, verdict.header_row > 0);
  }
  if (verdict.header_row > 0)
    for (uint16_t i = 0; i < 3; ++i) {
      OutCell& cell = cell_of(out, {verdict.header_row, static_cast<uint16_t>(first + i)});
      cell.text = base::label(our_columns[i]);
      cell.is_bold = true;
      cell.fill = Fill::grey;
    }
  out.merges = sound_merges(sheet.merges, static_cast<int>(out.rows.size()), first);
  std::set<uint16_t> marked_columns;
  for (auto const& [place, texts] : verdict.comments) {
    if (place.row < 1 || static_cast<size_t>(place.row) > out.rows.size()) continue;
    CellPlace const shown = shown_cell(out.merges, place);
    OutCell& cell = cell_of(out, shown);
    cell.fill = Fill::yellow;
    if (cell.kind == CellKind::empty) cell.kind = CellKind::text;
    cell.comment = shortened((cell.comment.empty() ? "" : cell.comment + "\n") + base::join(texts, "\n"), comment_max);
    marked_columns.insert(shown.column);
  }
  for (uint16_t const column : sheet.hidden_columns)
    if (!marked_columns.contains(column)) out.hidden_columns.push_back(column);
  out.text_columns.assign(verdict.number_columns.begin(), verdict.number_columns.end());  // what is typed over stays whole
  set_widths(out, first);
  constexpr int frozen_max = 8;
  if (verdict.header_row <= frozen_max) out.frozen_rows = verdict.header_row;
  return out;
}

// ---- sheet names and the last sheet -------------------------------------------------------------------------------------

// Excel: at most 31 characters, none of []:*?/\, no apostrophe at an end, no two alike.
std::string sheet_name(std::string_view name, std::set<std::string>& taken) {
  std::u32string clean;
  for (char32_t const c : base::to_utf32(name))
    if (c >= 0x20 && c != 0xFFFD) clean += std::u32string_view(U"[]:*?/\\'").find(c) == std::u32string_view::npos ? c : U'_';
  constexpr size_t longest = 28;  // room for a number behind
  std::string const stem = clean.empty() ? base::label("return.sheet") : base::to_utf8(std::u32string_view(clean).substr(0, longest));
  std::string unique = stem;
  for (int n = 2; !taken.insert(base::nfkc(unique)).second; ++n) unique = stem + std::to_string(n);
  return unique;
}

OutSheet notes_sheet(std::vector<std::string> const& lines) {
  OutSheet sheet;
  sheet.name = base::label("return.notes");
  for (std::string const& line : lines) {
    OutCell cell;
    cell.text = line;
    cell.is_bold = sheet.rows.empty();
    sheet.rows.push_back({cell});
  }
  sheet.column_widths = {110};
  return sheet;
}

std::vector<std::string> notes_of(CheckResult const& result) {
  std::vector<std::string> lines = {base::label("return.title")};
  if (result.why_unreadable) {
    base::Sentence const told = base::sentence(*result.why_unreadable);
    lines.push_back(told.text + "。");
    if (!told.fix.empty()) lines.push_back(told.fix + "。");
  } else if (result.file_result == FileResult::zero_report) {
    lines.push_back(base::label("return.zero_report"));
  } else if (result.file_result == FileResult::ok) {
    lines.push_back(base::label("return.counts", {{"accepted", std::to_string(result.accepted.size())}, {"returned", std::to_string(result.rejected.size())}}));
    if (!result.rejected.empty())
      for (std::string_view const code : {"return.how", "return.again", "return.kept"}) lines.push_back(base::label(code));
  }
  return lines;
}

}  // namespace

bool is_correction_column(std::string_view label) {
  std::string const bare = base::without_blanks(base::nfkc(label));
  return std::any_of(our_columns.begin(), our_columns.end(), [&](std::string_view code) { return bare == base::label(code); });
}

bool is_return_notes(sheets::Workbook const& workbook, sheets::Sheet const& sheet) {
  return sheet.name == base::label("return.notes") && workbook.text(sheet, 1, 0) == base::label("return.title");
}

sheets::OutWorkbook corrected(sheets::Workbook const& workbook, CheckResult const& result) {
  std::vector<SheetVerdict> const verdicts = judge(workbook.sheets.size(), result);
  bool const is_huge = cells_of(workbook) > cells_max;
  size_t budget = cells_max;
  sheets::OutWorkbook out;
  out.uses_1904 = workbook.uses_1904;
  std::set<std::string> taken = {base::label("return.notes")};
  std::vector<std::string> lines = notes_of(result);
  for (size_t i = 0; i < workbook.sheets.size(); ++i) {
    // The explanation of an earlier return is replaced, not kept beside the new one.
    if (is_return_notes(workbook, workbook.sheets[i])) continue;
    OutSheet sheet = copied_sheet(workbook, workbook.sheets[i], verdicts[i], is_huge, budget);
    sheet.name = sheet_name(workbook.sheets[i].name, taken);
    out.sheets.push_back(std::move(sheet));
  }
  if (is_huge) lines.push_back(base::label("return.huge"));
  out.sheets.push_back(notes_sheet(lines));
  return out;
}

sheets::OutWorkbook corrected_unreadable(CheckResult const& result) {
  sheets::OutWorkbook out;
  out.sheets.push_back(notes_sheet(notes_of(result)));
  return out;
}

std::string correction_workbook(std::string_view file_bytes, CheckResult const& result) {
  if (result.file_result == FileResult::unreadable) return sheets::write_xlsx(corrected_unreadable(result));
  auto const workbook = sheets::read_workbook(file_bytes);
  return sheets::write_xlsx(workbook ? corrected(*workbook, result) : corrected_unreadable(result));
}

}  // namespace hutong::intake
