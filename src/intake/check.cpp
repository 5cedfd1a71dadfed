#include "intake/check.h"

#include <algorithm>

#include "base/check.h"
#include "base/text.h"
#include "intake/internal/corrected.h"
#include "intake/internal/form.h"
#include "intake/internal/row_kinds.h"
#include "intake/internal/sheet_reader.h"

namespace hutong::intake {
namespace {

// What the views in a CheckResult point into.
struct Texts {
  std::optional<sheets::Workbook> book;
  TextArena arena;
  std::shared_ptr<CatalogueData const> catalogue;
};

void ignore_all(sheets::Workbook const& book, uint32_t sheet_index, CheckResult& result) {
  sheets::Sheet const& sheet = book.sheets[sheet_index];
  Grid const grid(book, sheet);
  for (auto const& row : sheet.rows) result.ignored.push_back({sheet_index, row.number, grid.is_blank(row) ? "blank" : "note"});
}

// Takes back what a sheet gave when it turns out to hold no list.
struct Mark {
  size_t layout, accepted, rejected, ignored;
  static Mark of(CheckResult const& result) { return {result.layout.size(), result.accepted.size(), result.rejected.size(), result.ignored.size()}; }
  void rewind(CheckResult& result) const {
    result.layout.resize(layout);
    result.accepted.resize(accepted);
    result.rejected.resize(rejected);
    result.ignored.resize(ignored);
  }
};

// A letter instead of a list: 本月无…, or a leaf with little more on it than 无.
bool workbook_says_nil(sheets::Workbook const& book, CatalogueData const& data) {
  constexpr int cells_of_a_bare_leaf = 3, cells_of_a_letter = 500;
  int filled = 0;
  bool has_mark = false;
  for (auto const& sheet : book.sheets) {
    if (sheet.is_hidden || is_return_notes(book, sheet)) continue;
    Grid const grid(book, sheet);
    for (auto const& row : sheet.rows)
      for (auto const* cell : grid.filled(row)) {
        if (says_nil(grid.text(*cell), data)) return true;
        if (++filled > cells_of_a_letter) return false;
        has_mark = has_mark || is_nil_mark(grid.text(*cell));
      }
  }
  return has_mark && filled <= cells_of_a_bare_leaf;
}

}  // namespace

std::string_view code_of(FileResult file_result) {
  switch (file_result) {
    case FileResult::ok: return "ok";
    case FileResult::zero_report: return "zero_report";
    case FileResult::unreadable: return "unreadable";
    case FileResult::no_person_table: return "no_person_table";
  }
  return "";
}

std::string FieldValue::cell() const { return is_derived() ? "" : sheets::cell_name(cell_column, cell_row); }

FieldValue const* Record::find(std::string_view field) const {
  for (FieldValue const& value : fields)
    if (value.field == field) return &value;
  return nullptr;
}

std::string_view Record::text(std::string_view field) const {
  FieldValue const* value = find(field);
  return value && value->type != FieldValue::Type::null ? value->text : std::string_view();
}

CheckResult unreadable_list(CheckRequest const& request, Catalogue const& catalogue, base::Problem why) {
  CheckResult result;
  result.request = request;
  result.is_restricted = catalogue.is_restricted(request.report);
  result.file_result = FileResult::unreadable;
  result.why_unreadable = std::move(why);
  return result;
}

CheckResult check_list(std::string_view file_bytes, CheckRequest const& request, Catalogue const& catalogue, values::Divisions const& divisions, sheets::Limits const& limits,
                       base::Deadline const& deadline) {
  ReportSpec const* spec = catalogue.find(request.report);
  CHECK(spec != nullptr);
  auto book = sheets::read_workbook(file_bytes, limits, deadline);
  if (!book) return unreadable_list(request, catalogue, book.error());
  CheckResult result;
  result.request = request;
  result.is_restricted = spec->is_restricted;
  auto texts = std::make_shared<Texts>();
  texts->catalogue = catalogue.data();
  result.texts = texts;
  texts->book.emplace(std::move(*book));
  sheets::Workbook const& workbook = *texts->book;
  result.container = sheets::name_of(workbook.container);
  result.encoding = workbook.encoding;
  for (auto const& sheet : workbook.sheets) result.sheet_names.push_back(sheet.name);

  Context const context{request, *spec, *catalogue.data(), divisions, texts->arena, workbook.uses_1904};
  Duplicates duplicates(context);
  SheetOutcome whole;
  // Visible sheets first; hidden ones hold last month's rows or lists to choose from, and are read only where nothing else is there.
  for (bool const hidden : {false, true}) {
    bool const is_needed = !hidden || !whole.has_person_table;
    for (uint32_t i = 0; i < workbook.sheets.size(); ++i) {
      if (workbook.sheets[i].is_hidden != hidden) continue;
      if (!is_needed || is_return_notes(workbook, workbook.sheets[i])) {
        ignore_all(workbook, i, result);
        continue;
      }
      Grid const grid(workbook, workbook.sheets[i]);
      Mark const mark = Mark::of(result);
      SheetOutcome outcome;
      if (is_form(grid, *spec, context.data)) {
        SheetFacts facts;
        note_facts_from(workbook.sheets[i].name, facts, context);
        outcome = read_form(grid, i, context, facts, duplicates, result);
      } else {
        outcome = SheetReader(grid, i, context, duplicates, deadline, result).read();
        if (!outcome.has_person_table) {
          mark.rewind(result);
          SheetOutcome const without_header = SheetReader(grid, i, context, duplicates, deadline, result).read_without_header();
          if (without_header.has_person_table) outcome = without_header;
        }
      }
      if (!outcome.has_person_table) {
        mark.rewind(result);
        ignore_all(workbook, i, result);
        outcome.is_signed = false;
      }
      whole.has_person_table = whole.has_person_table || outcome.has_person_table;
      whole.has_header = whole.has_header || outcome.has_header;
      whole.says_nil = whole.says_nil || outcome.says_nil;
      whole.is_signed = whole.is_signed || outcome.is_signed;
      whole.records += outcome.records;
    }
  }
  if (deadline.passed()) {
    return unreadable_list(request, catalogue, base::problem("took_too_long", {{"limit", "60"}}));
  }
  if (whole.records > 0) return result;
  bool const is_nil = whole.has_person_table ? whole.says_nil || whole.is_signed : !whole.has_header && workbook_says_nil(workbook, context.data);
  result.file_result = is_nil ? FileResult::zero_report : FileResult::no_person_table;
  if (!is_nil) result.why_unreadable = base::problem("no_person_table");
  return result;
}

}  // namespace hutong::intake
