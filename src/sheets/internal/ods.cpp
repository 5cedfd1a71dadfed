// OpenDocument spreadsheets: content.xml, streamed. Rows and cells may carry a repeat count; LibreOffice fills every sheet up to row 1,048,576
// with one repeated empty row, so a count costs nothing until something is inside.
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <unordered_set>

#include "base/text.h"
#include "sheets/internal/builder.h"
#include "sheets/internal/containers.h"
#include "sheets/internal/number_text.h"
#include "sheets/internal/xml.h"

namespace hutong::sheets::internal {
namespace {

// A repeat or span count: at least 1, and never so large that sums could overflow.
int64_t count_in(Attributes attributes, std::string_view name) {
  constexpr int64_t most = 2'000'000;  // above every limit on rows and columns
  std::string_view text = attributes.text(name);
  int64_t value = 1;
  if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc()) return text.empty() ? 1 : most;
  return std::clamp<int64_t>(value, 1, most);
}

bool is_concealed(Attributes attributes) {
  std::string_view visibility = attributes.text("visibility");
  return visibility == "collapse" || visibility == "filter";
}

// "PT08H30M00S" → "08:30:00"; "" for days or more than 24 hours, which are no time of day.
std::string time_of_day(std::string_view duration) {
  int hour = 0, minute = 0, second = 0;
  std::string text(duration);
  if (std::sscanf(text.c_str(), "PT%2dH%2dM%2d", &hour, &minute, &second) != 3 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return {};
  char out[40];
  std::snprintf(out, sizeof out, "%02d:%02d:%02d", hour, minute, second);
  return out;
}

class OdsReader final : public XmlHandler {
 public:
  OdsReader(Builder& builder, bool& has_spreadsheet) : builder_(builder), has_spreadsheet_(has_spreadsheet) { has_spreadsheet_ = false; }

  void start(char const* name, Attributes attributes) override {
    if (passed_over_ > 0 || is_passed_over(name)) {
      ++passed_over_;
      return;
    }
    if (is_in_cell_) return start_inside_cell(name, attributes);
    if (is(name, "table-cell") || is(name, "covered-table-cell")) begin_cell(attributes);
    else if (is(name, "table-row")) begin_row(attributes);
    else if (is(name, "table-column")) add_columns(attributes);
    else if (is(name, "table")) begin_table(attributes);
    else if (is(name, "style")) style_ = attributes.text("name");
    else if (is(name, "table-properties")) note_display(attributes);
    else if (is(name, "null-date")) builder_.workbook().uses_1904 = attributes.text("date-value").starts_with("1904");
    else if (is(name, "spreadsheet")) has_spreadsheet_ = true;
  }

  void end(char const* name) override {
    if (passed_over_ > 0) {
      --passed_over_;
      return;
    }
    if (is_in_cell_) {
      if (is(name, "p") || is(name, "h")) is_in_paragraph_ = false;
      else if (is(name, "table-cell") || is(name, "covered-table-cell")) end_cell();
    } else if (is(name, "table-row")) {
      end_row();
    } else if (is(name, "table")) {
      is_in_table_ = false;
    }
    if (builder_.has_failed()) stop(*builder_.problem());
  }

  // White space runs together; what is meant comes as text:s.
  void text(std::string_view piece) override {
    if (!is_in_paragraph_ || passed_over_ > 0) return;
    constexpr size_t text_bytes_max = 1 << 20;
    if (text_.size() + piece.size() > text_bytes_max) return stop(damaged("text_too_long"));
    for (char c : piece) {
      bool is_blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
      if (!is_blank) text_ += c;
      else if (!text_.empty() && text_.back() != ' ' && text_.back() != '\n') text_ += ' ';
    }
  }

 private:
  // Notes, drawings, the history of changes and readings hold text that is in no cell.
  static bool is_passed_over(char const* name) {
    return is(name, "annotation") || is(name, "shapes") || is(name, "tracked-changes") || is(name, "frame") || is(name, "custom-shape") || is(name, "ruby-text") ||
           is(name, "dde-links");
  }

  void note_display(Attributes attributes) {
    constexpr size_t styles_max = 100'000;
    if (hidden_styles_.size() >= styles_max) return stop(damaged("too_many_parts"));
    if (attributes.text("display") == "false") hidden_styles_.insert(style_);
  }

  void begin_table(Attributes attributes) {
    if (is_in_table_) return stop(damaged("ods_structure"));
    is_in_table_ = true;
    row_ = 0;
    column_described_ = 0;
    builder_.begin_sheet(std::string(attributes.text("name")), hidden_styles_.contains(std::string(attributes.text("style-name"))));
  }

  void add_columns(Attributes attributes) {
    if (!is_in_table_) return;
    int64_t const count = count_in(attributes, "number-columns-repeated");
    if (is_concealed(attributes)) builder_.hide_columns(column_described_, column_described_ + count - 1);
    column_described_ += count;
  }

  void begin_row(Attributes attributes) {
    if (!is_in_table_ || is_in_row_) return stop(damaged("ods_structure"));
    is_in_row_ = true;
    constexpr int64_t row_max = 1'000'000'000;
    if (row_ >= row_max) return stop(damaged("row_number"));
    ++row_;
    row_repeats_ = count_in(attributes, "number-rows-repeated");
    column_ = 0;
    builder_.begin_row(static_cast<int>(row_), is_concealed(attributes));
  }

  void end_row() {
    is_in_row_ = false;
    builder_.repeat_row(row_repeats_ - 1);
    row_ += row_repeats_ - 1;
  }

  void begin_cell(Attributes attributes) {
    if (!is_in_row_) return stop(damaged("ods_structure"));
    is_in_cell_ = true;
    is_in_paragraph_ = has_paragraph_ = false;
    text_.clear();
    repeats_ = count_in(attributes, "number-columns-repeated");
    int64_t const columns = count_in(attributes, "number-columns-spanned"), rows = count_in(attributes, "number-rows-spanned");
    if (columns > 1 || rows > 1) builder_.add_merge(row_, row_ + rows - 1, column_, column_ + columns - 1);
    type_ = attributes.text("value-type");
    is_error_ = type_ == "error";
    // LibreOffice says value-type twice: office:… for everybody, calcext:… with "error" for itself.
    for (char const* const* pair = attributes.pairs(); *pair; pair += 2) is_error_ = is_error_ || (is(local_part(pair[0]), "value-type") && is(pair[1], "error"));
    formula_ = attributes.text("formula");
    value_.clear();
    for (std::string_view name : {"value", "date-value", "time-value", "boolean-value", "string-value"})
      if (char const* found = attributes.find(name)) value_ = found;
  }

  void start_inside_cell(char const* name, Attributes attributes) {
    if (is(name, "p") || is(name, "h")) {
      if (has_paragraph_) text_ += '\n';
      is_in_paragraph_ = has_paragraph_ = true;
    } else if (is(name, "s")) {
      constexpr int64_t blanks_max = 100;  // as many as anybody would type; the count must not blow up a small file
      text_.append(static_cast<size_t>(std::min(count_in(attributes, "c"), blanks_max)), ' ');
    } else if (is(name, "tab")) {
      text_ += '\t';
    } else if (is(name, "line-break")) {
      text_ += '\n';
    } else if (is(name, "table") || is(name, "table-row") || is(name, "table-cell")) {
      stop(damaged("ods_structure"));  // a table inside a cell
    }
  }

  void end_cell() {
    is_in_cell_ = is_in_paragraph_ = false;
    int64_t const first = column_;
    column_ = std::min<int64_t>(column_ + repeats_, INT32_MAX);
    add_at(static_cast<unsigned>(first));
    // The text of repeated cells is kept once.
    if (repeats_ == 1 || builder_.has_failed()) return;
    Sheet const& sheet = builder_.workbook().sheets.back();
    bool has_added = !sheet.cells.empty() && !sheet.rows.empty() && sheet.rows.back().number == static_cast<int>(row_) && sheet.cells.back().column == first;
    if (!has_added) return;
    Cell const cell = sheet.cells.back();
    for (int64_t column = first + 1; column < column_ && !builder_.has_failed(); ++column)
      builder_.add(static_cast<unsigned>(column), cell.kind, TextRef{cell.text_at, cell.text_size}, cell.is_lossy);
  }

  void add_at(unsigned column) {
    if (is_error_) return builder_.add(column, CellKind::error, text_);
    if (type_ == "float" || type_ == "percentage" || type_ == "currency") {
      double number = 0;
      auto [end, error] = std::from_chars(value_.data(), value_.data() + value_.size(), number);
      if (error == std::errc() && end == value_.data() + value_.size()) return builder_.add_number(column, number, false);
    }
    if (type_ == "date" && !value_.empty()) return builder_.add(column, CellKind::date, tidy_iso(value_));
    if (type_ == "boolean") return builder_.add(column, CellKind::boolean, value_ == "true" ? "TRUE" : "FALSE");
    if (type_ == "time")
      if (std::string time = time_of_day(value_); !time.empty()) return builder_.add(column, CellKind::date, time);
    if (has_paragraph_) return builder_.add_text(column, text_);
    if (!value_.empty()) return builder_.add_text(column, value_);
    if (type_.empty() && !formula_.empty()) builder_.add(column, CellKind::error, "=" + formula_.substr(formula_.find('=') + 1));  // never calculated
  }

  Builder& builder_;
  std::unordered_set<std::string> hidden_styles_;
  std::string style_;
  bool& has_spreadsheet_;
  bool is_in_table_ = false, is_in_row_ = false, is_in_cell_ = false, is_in_paragraph_ = false, has_paragraph_ = false;
  bool is_error_ = false;
  int passed_over_ = 0;
  int64_t row_ = 0, row_repeats_ = 1, column_ = 0, repeats_ = 1, column_described_ = 0;
  std::string type_, value_, formula_, text_;
};

}  // namespace

base::Result<Workbook> read_ods(Archive& archive, Limits const& limits, base::Deadline const& deadline) {
  constexpr uint64_t manifest_bytes_max = 10'000'000;
  if (ArchiveEntry const* manifest = archive.find("META-INF/manifest.xml")) {
    TRY(std::string const text, archive.read(*manifest, manifest_bytes_max));
    if (base::contains(text, "encryption-data")) return base::fail("file_encrypted");
  }
  ArchiveEntry const* content = archive.find("content.xml");
  if (!content) return base::Failure(damaged("part_missing"));
  Builder builder(Container::ods, limits, deadline);
  bool has_spreadsheet = false;
  auto reader = [&] { return std::make_unique<OdsReader>(builder, has_spreadsheet); };
  if (auto problem = parse_large_part(archive, *content, reader, builder, limits)) return base::Failure(std::move(*problem));
  if (!has_spreadsheet) return base::Failure(not_a_table("document"));
  return std::move(builder).finish();
}

base::Result<Workbook> read_flat_ods(std::string_view xml, Limits const& limits, base::Deadline const& deadline) {
  Builder builder(Container::ods, limits, deadline);
  bool has_spreadsheet = false;
  OdsReader reader(builder, has_spreadsheet);
  if (auto problem = parse_xml(xml, reader, limits, deadline, true)) return base::Failure(std::move(*problem));
  if (!has_spreadsheet) return base::Failure(not_a_table("document"));
  return std::move(builder).finish();
}

}  // namespace hutong::sheets::internal
