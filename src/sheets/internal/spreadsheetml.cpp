// Excel 2003 XML: one document with every sheet, rows and cells that may be skipped by ss:Index.
#include <algorithm>
#include <charconv>

#include "sheets/internal/builder.h"
#include "sheets/internal/containers.h"
#include "sheets/internal/number_text.h"
#include "sheets/internal/xml.h"

namespace hutong::sheets::internal {
namespace {

int64_t number_in(Attributes attributes, std::string_view name, int64_t otherwise) {
  constexpr int64_t most = 100'000'000;
  std::string_view text = attributes.text(name);
  int64_t value = otherwise;
  if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc()) return otherwise;
  return std::clamp<int64_t>(value, 0, most);
}

class SpreadsheetMlReader final : public XmlHandler {
 public:
  explicit SpreadsheetMlReader(Builder& builder) : builder_(builder) {}
  bool has_workbook() const { return has_workbook_; }

  void start(char const* name, Attributes attributes) override {
    if (is(name, "Workbook")) has_workbook_ = true;
    else if (is(name, "Date1904")) builder_.workbook().uses_1904 = true;
    else if (is(name, "Worksheet")) begin_sheet(attributes);
    else if (is(name, "Comment")) ++comments_;
    else if (is(name, "Visible")) collected_ = &visible_;
    else if (!is_in_sheet_) return;
    else if (is(name, "Column")) add_column(attributes);
    else if (is(name, "Row")) begin_row(attributes);
    else if (is(name, "Cell")) begin_cell(attributes);
    else if (is(name, "Data") && comments_ == 0) begin_data(attributes);
  }

  void text(std::string_view piece) override {
    if (collected_) collect(*collected_, piece);
  }

  void end(char const* name) override {
    if (is(name, "Worksheet")) is_in_sheet_ = false;
    else if (is(name, "Comment")) --comments_;
    else if (is(name, "Visible")) end_visible();
    else if (is(name, "Data") && comments_ == 0 && is_in_sheet_) end_data();
    if (builder_.has_failed()) stop(*builder_.problem());
  }

 private:
  void begin_sheet(Attributes attributes) {
    is_in_sheet_ = true;
    row_ = 0;
    next_row_ = 1;
    column_described_ = 0;
    builder_.begin_sheet(std::string(attributes.text("Name")));
  }

  void end_visible() {
    collected_ = nullptr;
    bool is_hidden = visible_ == "SheetHidden" || visible_ == "SheetVeryHidden";
    if (is_hidden && is_in_sheet_) builder_.workbook().sheets.back().is_hidden = true;
    visible_.clear();
  }

  void add_column(Attributes attributes) {
    int64_t const first = number_in(attributes, "Index", column_described_ + 1) - 1, last = first + number_in(attributes, "Span", 0);
    column_described_ = last + 1;
    if (attributes.is_true("Hidden") || attributes.text("Width") == "0") builder_.hide_columns(first, last);
  }

  void begin_row(Attributes attributes) {
    constexpr int64_t row_max = 1'048'576;
    row_ = number_in(attributes, "Index", next_row_);
    if (row_ < 1 || row_ > row_max) return stop(damaged("row_number"));
    next_row_ = row_ + 1 + number_in(attributes, "Span", 0);
    next_column_ = 0;
    builder_.begin_row(static_cast<int>(row_), attributes.is_true("Hidden") || attributes.text("Height") == "0");
  }

  void begin_cell(Attributes attributes) {
    if (row_ == 0) return stop(damaged("row_number"));
    column_ = number_in(attributes, "Index", next_column_ + 1) - 1;
    if (column_ < 0) return stop(damaged("cell_reference"));
    int64_t const across = number_in(attributes, "MergeAcross", 0), down = number_in(attributes, "MergeDown", 0);
    next_column_ = column_ + 1 + across;
    if (across > 0 || down > 0) builder_.add_merge(row_, row_ + down, column_, column_ + across);
  }

  void begin_data(Attributes attributes) {
    type_ = attributes.text("Type");
    value_.clear();
    collected_ = &value_;
  }

  void end_data() {
    collected_ = nullptr;
    unsigned const column = static_cast<unsigned>(column_);
    if (type_ == "Number") {
      double number = 0;
      auto [end, error] = std::from_chars(value_.data(), value_.data() + value_.size(), number);
      if (error == std::errc() && end == value_.data() + value_.size()) return builder_.add_number(column, number, false);
    }
    if (type_ == "DateTime") return add_date_time(column);
    if (type_ == "Boolean") return builder_.add(column, CellKind::boolean, value_.empty() ? "" : value_ == "1" ? "TRUE" : "FALSE");
    if (type_ == "Error") return builder_.add(column, CellKind::error, value_);
    builder_.add_text(column, value_);
  }

  // A time alone stands on the day before the first: 1899-12-31 (or 30), 1904-01-01 in the 1904 system.
  void add_date_time(unsigned column) {
    std::string_view const iso = tidy_iso(value_);
    bool is_time = iso.size() == 19 && (iso.starts_with("1899-12-3") || (builder_.workbook().uses_1904 && iso.starts_with("1904-01-01")));
    builder_.add(column, CellKind::date, is_time ? iso.substr(11) : iso);
  }

  Builder& builder_;
  bool has_workbook_ = false, is_in_sheet_ = false;
  int comments_ = 0;
  int64_t row_ = 0, next_row_ = 1, column_ = 0, next_column_ = 0, column_described_ = 0;
  std::string type_, value_, visible_;
  std::string* collected_ = nullptr;
};

}  // namespace

base::Result<Workbook> read_spreadsheetml(std::string_view xml, Limits const& limits, base::Deadline const& deadline) {
  Builder builder(Container::spreadsheetml, limits, deadline);
  SpreadsheetMlReader reader(builder);
  if (auto problem = parse_xml(xml, reader, limits, deadline, true)) return base::Failure(std::move(*problem));
  if (!reader.has_workbook()) return base::Failure(not_a_table("xml"));
  return std::move(builder).finish();
}

}  // namespace hutong::sheets::internal
