// xlsx through libxlsxwriter, which writes files only: a private temporary folder, read back. The same workbook gives the same bytes.
#include <xlsxwriter.h>
#include <zip.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <tuple>

#include "base/check.h"
#include "base/files.h"
#include "base/text.h"
#include "sheets/internal/number_text.h"
#include "sheets/internal/out_names.h"
#include "sheets/write.h"

// libxlsxwriter 1.1.4 forgets one copy of the formula of a list validation: a few bytes per long list of choices, found by the leak checks of the
// presets `sanitize` and `fuzz`, and not ours to free. Without a leak check nobody calls this; the module's name works without a symbolizer too.
extern "C" char const* __lsan_default_suppressions();
extern "C" char const* __lsan_default_suppressions() { return "leak:libxlsxwriter\n"; }

namespace hutong::sheets {
namespace {

using namespace internal;

constexpr size_t text_length_max = 32'767;
// Above this many cells strings are written inline, row by row, in constant memory; below, shared, as Excel itself does.
constexpr size_t streamed_cells_min = 200'000;

size_t cell_count(OutWorkbook const& workbook) {
  size_t count = 0;
  for (OutSheet const& sheet : workbook.sheets)
    for (auto const& row : sheet.rows) count += row.size();
  return count;
}

bool may_stream(OutWorkbook const& workbook) {
  for (OutSheet const& sheet : workbook.sheets) {
    if (!sheet.merges.empty()) return false;
    for (auto const& row : sheet.rows)
      for (OutCell const& cell : row)
        if (!cell.comment.empty()) return false;
  }
  return cell_count(workbook) >= streamed_cells_min;
}

std::string shortened(std::string const& text, size_t length_max) {
  if (text.size() <= length_max) return text;
  std::u32string characters = base::to_utf32(text);
  if (characters.size() <= length_max) return text;
  return base::to_utf8(characters.substr(0, length_max));
}

// A text that looks like Excel's escape of a control character ("_x000D_") must be escaped itself; libxlsxwriter 1.1 does not.
std::string with_escapes_escaped(std::string text) {
  auto is_hex = [](char c) { return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); };
  for (size_t at = text.find("_x"); at != std::string::npos; at = text.find("_x", at + 1)) {
    bool is_escape = at + 7 <= text.size() && text[at + 6] == '_' && std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at) + 2, text.begin() + static_cast<std::ptrdiff_t>(at) + 6, is_hex);
    if (!is_escape) continue;
    text.insert(at, "_x005F");
    at += 6;
  }
  return text;
}

enum class Shown : uint8_t { general, as_text, date, date_time, time };

class XlsxWriter {
 public:
  XlsxWriter(OutWorkbook const& out, std::string const& path) : out_(out), names_(sheet_names_of(out)) {
    lxw_workbook_options options = {};
    options.constant_memory = may_stream(out) ? LXW_TRUE : LXW_FALSE;
    workbook_ = workbook_new_opt(path.c_str(), &options);
    CHECK(workbook_ != nullptr);
    lxw_doc_properties properties = {};
    properties.created = 1'577'836'800;  // 2020-01-01: a fixed day keeps the bytes the same
    workbook_set_properties(workbook_, &properties);
  }

  void write() {
    for (size_t i = 0; i < out_.sheets.size(); ++i) write_sheet(out_.sheets[i], names_[i]);
    if (out_.sheets.empty()) workbook_add_worksheet(workbook_, nullptr);
    write_long_choices();
    lxw_error const error = workbook_close(workbook_);
    if (error != LXW_NO_ERROR) throw base::OutsideFailure("cannot_write", {{"path", "xlsx"}, {"why", lxw_strerror(error)}});
  }

 private:
  void write_sheet(OutSheet const& sheet, std::string const& name) {
    lxw_worksheet* worksheet = workbook_add_worksheet(workbook_, name.c_str());
    CHECK(worksheet != nullptr);
    if (sheet.is_hidden) worksheet_hide(worksheet);
    else if (!has_visible_sheet_) {
      has_visible_sheet_ = true;
      worksheet_activate(worksheet);
      worksheet_set_first_sheet(worksheet);
    }
    set_columns(worksheet, sheet);
    if (sheet.frozen_rows > 0) show_heading(worksheet, static_cast<lxw_row_t>(sheet.frozen_rows));
    MergeMap const merges(sheet.merges);
    for (Merge const& merge : sheet.merges) {
      std::vector<OutCell> const& row = row_of(sheet, static_cast<size_t>(merge.first_row - 1));
      lxw_format* format = merge.first_column < row.size() ? format_of(row[merge.first_column], Shown::general) : nullptr;
      if (!format) format = format_of(OutCell{}, Shown::general);
      worksheet_merge_range(worksheet, static_cast<lxw_row_t>(merge.first_row - 1), merge.first_column, static_cast<lxw_row_t>(merge.last_row - 1),
                            merge.last_column, "", format);
    }
    std::vector<int> hidden = sheet.hidden_rows;
    std::sort(hidden.begin(), hidden.end());
    for (size_t i = 0; i < sheet.rows.size(); ++i) {
      int const row = static_cast<int>(i) + 1;
      if (std::binary_search(hidden.begin(), hidden.end(), row)) {
        lxw_row_col_options options = {.hidden = LXW_TRUE, .level = 0, .collapsed = LXW_FALSE};
        worksheet_set_row_opt(worksheet, static_cast<lxw_row_t>(i), LXW_DEF_ROW_HEIGHT, nullptr, &options);
      }
      for (size_t column = 0; column < sheet.rows[i].size(); ++column)
        if (!merges.hides(row, static_cast<uint16_t>(column))) write_cell(worksheet, sheet, i, column);
    }
    for (OutValidation const& validation : sheet.validations) add_validation(worksheet, validation);
  }

  // Lists are read on screen and on paper: the heading stays in sight, and no column falls onto a second sheet of A4.
  void show_heading(lxw_worksheet* worksheet, lxw_row_t rows) {
    constexpr uint8_t a4 = 9;
    worksheet_freeze_panes(worksheet, rows, 0);
    worksheet_repeat_rows(worksheet, 0, rows - 1);
    worksheet_set_paper(worksheet, a4);
    worksheet_set_landscape(worksheet);
    worksheet_fit_to_pages(worksheet, 1, 0);
  }

  void set_columns(lxw_worksheet* worksheet, OutSheet const& sheet) {
    size_t count = sheet.column_widths.size();
    for (uint16_t column : sheet.hidden_columns) count = std::max<size_t>(count, column + 1u);
    for (uint16_t column : sheet.text_columns) count = std::max<size_t>(count, column + 1u);
    for (size_t column = 0; column < count; ++column) {
      auto has = [&](std::vector<uint16_t> const& columns) { return std::find(columns.begin(), columns.end(), column) != columns.end(); };
      double width = column < sheet.column_widths.size() ? sheet.column_widths[column] : LXW_DEF_COL_WIDTH;
      lxw_row_col_options options = {.hidden = static_cast<uint8_t>(has(sheet.hidden_columns)), .level = 0, .collapsed = LXW_FALSE};
      lxw_format* format = has(sheet.text_columns) ? format_of(OutCell{}, Shown::as_text) : nullptr;
      worksheet_set_column_opt(worksheet, static_cast<lxw_col_t>(column), static_cast<lxw_col_t>(column), width, format, &options);
    }
  }

  void write_cell(lxw_worksheet* worksheet, OutSheet const& sheet, size_t row_index, size_t column_index) {
    OutCell const& cell = sheet.rows[row_index][column_index];
    lxw_row_t const row = static_cast<lxw_row_t>(row_index);
    lxw_col_t const column = static_cast<lxw_col_t>(column_index);
    bool is_text_column = std::find(sheet.text_columns.begin(), sheet.text_columns.end(), column) != sheet.text_columns.end();
    Shown const shown = is_text_column ? Shown::as_text : Shown::general;
    if (!cell.comment.empty()) worksheet_write_comment(worksheet, row, column, shortened(cell.comment, text_length_max).c_str());
    if (!cell.formula.empty()) return write_formula(worksheet, row, column, cell, format_of(cell, shown));
    switch (cell.kind) {
      case CellKind::number: {
        char* end = nullptr;
        double number = std::strtod(cell.text.c_str(), &end);
        bool is_number = !cell.text.empty() && *end == '\0';
        if (is_number) return static_cast<void>(worksheet_write_number(worksheet, row, column, number, format_of(cell, shown)));
        break;
      }
      case CellKind::date:
        if (auto serial = serial_of(cell.text, out_.uses_1904)) {
          Shown const as = *serial < 1 && cell.text.size() == 8 ? Shown::time : cell.text.size() > 10 ? Shown::date_time : Shown::date;
          return static_cast<void>(worksheet_write_number(worksheet, row, column, *serial, format_of(cell, as)));
        }
        break;
      case CellKind::boolean:
        return static_cast<void>(worksheet_write_boolean(worksheet, row, column, cell.text == "TRUE" || cell.text == "true" || cell.text == "1", format_of(cell, shown)));
      case CellKind::empty:
      case CellKind::text:
      case CellKind::error: break;
    }
    if (cell.text.empty()) {
      worksheet_write_blank(worksheet, row, column, format_of(cell, shown));
      return;
    }
    std::string const text = shortened(with_escapes_escaped(cell.text), text_length_max);
    worksheet_write_string(worksheet, row, column, text.c_str(), format_of(cell, shown));
  }

  void write_formula(lxw_worksheet* worksheet, lxw_row_t row, lxw_col_t column, OutCell const& cell, lxw_format* format) {
    if (cell.kind == CellKind::number) worksheet_write_formula_num(worksheet, row, column, cell.formula.c_str(), format, std::strtod(cell.text.c_str(), nullptr));
    else worksheet_write_formula_str(worksheet, row, column, cell.formula.c_str(), format, cell.text.c_str());
  }

  // nullptr where nothing differs from the default.
  lxw_format* format_of(OutCell const& cell, Shown shown) {
    bool wraps = cell.text.find('\n') != std::string::npos;
    auto key = std::tuple(cell.fill, cell.is_bold, shown, wraps);
    if (key == std::tuple(Fill::none, false, Shown::general, false)) return nullptr;
    lxw_format*& format = formats_[key];
    if (format) return format;
    format = workbook_add_format(workbook_);
    if (cell.is_bold) format_set_bold(format);
    if (wraps) format_set_text_wrap(format);
    switch (cell.fill) {
      case Fill::none: break;
      case Fill::yellow: format_set_bg_color(format, 0xFFF2A8); break;
      case Fill::grey: format_set_bg_color(format, 0xE7E6E6); break;
      case Fill::green: format_set_bg_color(format, 0xD8F0D8); break;
    }
    switch (shown) {
      case Shown::general: break;
      case Shown::as_text: format_set_num_format(format, "@"); break;
      case Shown::date: format_set_num_format(format, "yyyy-mm-dd"); break;
      case Shown::date_time: format_set_num_format(format, "yyyy-mm-dd hh:mm:ss"); break;
      case Shown::time: format_set_num_format(format, "hh:mm:ss"); break;
    }
    return format;
  }

  void add_validation(lxw_worksheet* worksheet, OutValidation const& validation) {
    std::string title = shortened(validation.title, 32), message = shortened(validation.message, 255);
    std::vector<char const*> choices;
    std::string reference;
    lxw_data_validation rule = {};
    if (!validation.choices.empty()) {
      // Excel keeps at most 255 characters of choices beside the rule; longer lists go to a hidden sheet.
      if (base::length_in_characters(base::join(validation.choices, ",")) <= 255) {
        for (std::string const& choice : validation.choices) choices.push_back(choice.c_str());
        choices.push_back(nullptr);
        rule.validate = LXW_VALIDATION_TYPE_LIST;
        rule.value_list = const_cast<char**>(choices.data());
      } else {
        long_choices_.push_back(validation.choices);
        std::string column = column_name(static_cast<uint16_t>(long_choices_.size() - 1));
        reference = "='" + std::string(choices_sheet) + "'!$" + column + "$1:$" + column + "$" + std::to_string(validation.choices.size());
        rule.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
        rule.value_formula = reference.data();
      }
    } else {
      reference = validation.formula;
      rule.validate = LXW_VALIDATION_TYPE_CUSTOM_FORMULA;
      rule.value_formula = reference.data();
    }
    rule.error_title = title.data();
    rule.error_message = message.data();
    lxw_error error = worksheet_data_validation_range(worksheet, static_cast<lxw_row_t>(validation.first_row - 1), validation.first_column,
                                                      static_cast<lxw_row_t>(validation.last_row - 1), validation.last_column, &rule);
    CHECK(error == LXW_NO_ERROR);
  }

  void write_long_choices() {
    if (long_choices_.empty()) return;
    lxw_worksheet* worksheet = workbook_add_worksheet(workbook_, choices_sheet);
    CHECK(worksheet != nullptr);
    worksheet_hide(worksheet);
    for (size_t column = 0; column < long_choices_.size(); ++column)
      for (size_t row = 0; row < long_choices_[column].size(); ++row)
        worksheet_write_string(worksheet, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column), long_choices_[column][row].c_str(), nullptr);
  }

  static constexpr char const* choices_sheet = "_choices";
  OutWorkbook const& out_;
  std::vector<std::string> names_;
  lxw_workbook* workbook_ = nullptr;
  bool has_visible_sheet_ = false;
  std::map<std::tuple<Fill, bool, Shown, bool>, lxw_format*> formats_;
  std::vector<std::vector<std::string>> long_choices_;
};

// libxlsxwriter 1.1 knows the 1900 system only, so the flag is put into xl/workbook.xml afterwards.
void set_1904(std::string const& path) {
  int error = 0;
  zip_t* archive = zip_open(path.c_str(), 0, &error);
  CHECK(archive != nullptr);
  zip_int64_t const index = zip_name_locate(archive, "xl/workbook.xml", 0);
  zip_stat_t stat;
  CHECK(index >= 0 && zip_stat_index(archive, static_cast<zip_uint64_t>(index), 0, &stat) == 0);
  std::string xml(stat.size, '\0');
  zip_file_t* file = zip_fopen_index(archive, static_cast<zip_uint64_t>(index), 0);
  CHECK(file != nullptr && zip_fread(file, xml.data(), xml.size()) == static_cast<zip_int64_t>(xml.size()));
  zip_fclose(file);
  xml = base::replace_all(xml, "<workbookPr ", "<workbookPr date1904=\"1\" ");
  zip_source_t* source = zip_source_buffer(archive, xml.data(), xml.size(), 0);
  CHECK(source != nullptr && zip_file_replace(archive, static_cast<zip_uint64_t>(index), source, 0) == 0);
  constexpr uint16_t day_1980 = (1 << 5) | 1;  // 1980-01-01 in DOS form, as the other entries
  CHECK(zip_file_set_dostime(archive, static_cast<zip_uint64_t>(index), 0, day_1980, 0) == 0);
  CHECK(zip_close(archive) == 0);
}

}  // namespace

std::string write_xlsx(OutWorkbook const& workbook) {
  base::TemporaryFolder folder;
  std::string const path = (folder.path() / "book.xlsx").string();
  XlsxWriter(workbook, path).write();
  if (workbook.uses_1904) set_1904(path);
  auto bytes = base::read_file(path, UINT64_MAX);
  CHECK(bytes.has_value());
  return std::move(*bytes);
}

}  // namespace hutong::sheets
