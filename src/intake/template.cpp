// `list template`: an empty workbook that an office can fill in without a manual. Whatever the reader of lists would return is, where a spreadsheet can
// do it, refused while typing: text columns keep their digits, codes come from lists, identity numbers are checked by formula. There is no example row,
// for it would be sent in with the rest.
#include <algorithm>

#include "base/check.h"
#include "base/messages.h"
#include "base/text.h"
#include "intake/check.h"
#include "intake/internal/report_spec.h"
#include "intake/internal/template_sheets.h"
#include "sheets/write.h"

namespace hutong::intake {
namespace {

using sheets::CellKind;
using sheets::OutCell;
using sheets::OutSheet;
using sheets::OutValidation;

constexpr int header_row = 3;
constexpr int last_prepared_row = 1'003;
constexpr std::string_view separator = "、";

std::vector<std::string> words_in(std::string const& list) {
  std::vector<std::string> words;
  for (size_t at = 0; at <= list.size();) {
    size_t const end = std::min(list.find(separator, at), list.size());
    words.push_back(list.substr(at, end - at));
    at = end + separator.size();
  }
  return words;
}

std::string kind_of(FieldType type) {
  switch (type) {
    case FieldType::text: return "text";
    case FieldType::name: return "name";
    case FieldType::id: return "id";
    case FieldType::sex: return "sex";
    case FieldType::birth: return "birth";
    case FieldType::event_date: return "event_date";
    case FieldType::end_date: return "end_date";
    case FieldType::any_date: return "event_date";
    case FieldType::month: return "month";
    case FieldType::term: return "term";
    case FieldType::parent_relation: return "parent_relation";
    case FieldType::guardian_relation: return "guardian_relation";
    case FieldType::code: return "code";
    case FieldType::yes_no: return "yes_no";
    case FieldType::amount: return "amount";
    case FieldType::phone: return "phone";
    case FieldType::account: return "account";
    case FieldType::card: return "card";
    case FieldType::disability_category: return "disability_category";
    case FieldType::disability_grade: return "disability_grade";
    case FieldType::ethnicity: return "ethnicity";
    case FieldType::town: return "town";
    // Columns that hold two fields at once exist in lists that come to us, never in a template.
    case FieldType::category_and_grade:
    case FieldType::since_until:
    case FieldType::name_and_id:
    case FieldType::name_and_phone: return "text";
  }
  return "text";
}

struct Column {
  FieldType type = FieldType::text;
  std::string label;
  std::vector<std::string> choices;  // empty: anything
  bool is_required = false;
};

std::vector<std::string> choices_of(FieldId field, FieldType type, ReportSpec const& spec, values::Divisions const& divisions) {
  std::vector<std::string> choices;
  if (type == FieldType::town)
    for (values::Town const& town : divisions.towns()) choices.push_back(town.name);
  else if (auto const words = spec.words.find(field); words != spec.words.end() && !spec.soft.contains(field))
    choices = words->second.choices();
  else if (std::string const code = "template.choices." + kind_of(type); base::has_sentence(code))
    choices = words_in(base::label(code));
  return choices;
}

std::vector<Column> columns_of(ReportSpec const& spec, CatalogueData const& data, values::Divisions const& divisions) {
  std::vector<Column> columns;
  for (TemplateColumn const& one : spec.template_columns) {
    FieldDef const& field = data.fields[one.field];
    Column column{field.type, one.label.empty() ? base::label("field." + field.name) : one.label, choices_of(one.field, field.type, spec, divisions), false};
    column.is_required = std::any_of(spec.required.begin(), spec.required.end(), [&](RequiredField const& required) { return required.with_event.empty() && required.any_of.front() == one.field; });
    columns.push_back(std::move(column));
  }
  return columns;
}

// Everything that is not a plain number or free text is typed as text, so that no spreadsheet turns 2025-11 into a day or a number into 3.7E+17.
bool is_text_column(FieldType type) { return type != FieldType::amount; }

double width_of(FieldType type) {
  switch (type) {
    case FieldType::id: return 22;
    case FieldType::card: return 24;
    case FieldType::account: return 24;
    case FieldType::phone: return 15;
    case FieldType::name: return 12;
    default: return 14;
  }
}

OutCell cell(std::string text, bool is_bold = false, sheets::Fill fill = sheets::Fill::none) {
  OutCell one;
  one.text = std::move(text);
  one.is_bold = is_bold;
  one.fill = fill;
  return one;
}

std::optional<OutValidation> validation_of(Column const& column, uint16_t at) {
  OutValidation rule{header_row + 1, last_prepared_row, at, at, {}, "", "", ""};
  std::string const first_cell = sheets::cell_name(at, header_row + 1);
  rule.title = column.label;
  if (!column.choices.empty()) {
    rule.choices = column.choices;
    rule.message = base::label("template.refused.choices");
  } else if (column.type == FieldType::id) {
    rule.formula = id_number_formula(first_cell);
    rule.message = base::label("template.refused.id");
  } else if (column.type == FieldType::card) {
    rule.formula = card_formula(first_cell);
    rule.message = base::label("template.refused.card");
  } else {
    return std::nullopt;
  }
  return rule;
}

OutSheet list_sheet(ReportSpec const& spec, std::vector<Column> const& columns, std::string const& district) {
  OutSheet sheet;
  uint16_t const last = static_cast<uint16_t>(columns.size() - 1);
  uint16_t const middle = last / 2;
  sheet.name = base::label("template.list");
  sheet.rows.resize(header_row);
  sheet.rows[0] = {cell(district + spec.title, true)};
  sheet.rows[1].resize(columns.size());
  sheet.rows[1][0] = cell(base::label("template.unit"));
  sheet.rows[1][middle + 1u] = cell(base::label("template.month"));
  sheet.merges = {{1, 1, 0, last}, {2, 2, 0, middle}, {2, 2, static_cast<uint16_t>(middle + 1), last}};
  for (uint16_t at = 0; at <= last; ++at) {
    Column const& column = columns[at];
    sheet.rows[header_row - 1].push_back(cell(column.label, true, sheets::Fill::grey));
    sheet.column_widths.push_back(width_of(column.type));
    if (is_text_column(column.type)) sheet.text_columns.push_back(at);
    if (auto rule = validation_of(column, at)) sheet.validations.push_back(std::move(*rule));
  }
  sheet.frozen_rows = header_row;
  return sheet;
}

// Each line is one cell: a label with its explanation beside it would look like a form with an answer.
OutSheet notes_sheet(ReportSpec const& spec, std::vector<Column> const& columns) {
  OutSheet sheet;
  sheet.name = base::label("template.notes");
  sheet.column_widths = {120};
  sheet.rows.push_back({cell(base::label("template.notes_title", {{"title", spec.title}, {"timing", spec.timing}}), true)});
  for (std::string_view const code : {"template.note.rows", "template.note.id", "template.note.nil"}) sheet.rows.push_back({cell(base::label(code))});
  for (Column const& column : columns) {
    std::string const how = column.choices.empty() ? base::label("template.how." + kind_of(column.type))
                                                   : base::label("template.how.choices", {{"choices", base::join(column.choices, separator)}});
    sheet.rows.push_back({cell(base::label(column.is_required ? "template.column_required" : "template.column", {{"label", column.label}, {"how", how}}))});
  }
  return sheet;
}

}  // namespace

// The check character by GB 11643: the weights 7 9 10 5 … are 2^17, 2^16 … modulo 11. Array constants may not stand in a validation, so ROW counts;
// 255 characters are the limit. A1:A17 means only the numbers 1 to 17.
std::string check_character_formula(std::string const& number) {
  return "MID(\"10X98765432\",MOD(SUMPRODUCT(MID(" + number + ",ROW(INDIRECT(\"A1:A17\")),1)*MOD(2^(18-ROW(INDIRECT(\"A1:A17\"))),11)),11)+1,1)=UPPER(MID(" + number + ",18,1))";
}

std::string id_number_formula(std::string const& at) {
  return "=IF(OR(LEN(" + at + ")=15," + at + "=\"未办理\"," + at + "=\"无\"),TRUE,IFERROR(AND(LEN(" + at + ")=18," + check_character_formula(at) + "),FALSE))";
}

std::string card_formula(std::string const& at) {
  return "=IFERROR(AND(OR(LEN(" + at + ")=20,MID(" + at + ",21,1)=\"B\")," + check_character_formula(at) + "),FALSE)";
}

sheets::OutWorkbook template_sheets(std::string_view report, Catalogue const& catalogue, values::Divisions const& divisions) {
  ReportSpec const* spec = catalogue.find(report);
  CHECK(spec != nullptr && spec->template_columns.size() >= 2);
  std::vector<Column> const columns = columns_of(*spec, *catalogue.data(), divisions);
  sheets::OutWorkbook workbook;
  workbook.sheets = {list_sheet(*spec, columns, divisions.district_name()), notes_sheet(*spec, columns)};
  return workbook;
}

std::string template_workbook(std::string_view report, Catalogue const& catalogue, values::Divisions const& divisions) {
  return sheets::write_xlsx(template_sheets(report, catalogue, divisions));
}

}  // namespace hutong::intake
