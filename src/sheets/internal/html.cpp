// Tables out of HTML, as web systems and Excel itself save them under the name of .xls. A tolerant reader of tags, not a browser: elements may stay
// open, attributes may lack quotes, whatever is not a table is passed over. A row is the n-th <tr> of the document; a table inside a cell gives rows
// of its own.
#include <algorithm>
#include <charconv>
#include <unordered_map>
#include <vector>

#include "base/text.h"
#include "sheets/internal/builder.h"
#include "sheets/internal/bytes.h"
#include "sheets/internal/containers.h"
#include "sheets/internal/html_words.h"
#include "sheets/internal/number_text.h"

namespace hutong::sheets::internal {
namespace {

struct OpenCell {
  bool is_open = false;
  unsigned column = 0, columns = 1;
  int rows = 1;
  bool is_number = false, is_date = false, is_boolean = false, is_error = false;
  std::string raw;   // value of x:num, x:bool, x:err
  std::string text;
};

struct OpenTable {
  int row = 0;              // number in the document; 0 = no <tr> yet
  int local_row = 0;        // number in this table
  bool is_hidden = false;   // the row
  bool row_is_open = false;
  int64_t column = 0;       // where the next cell would stand
  int64_t col_elements = 0; // columns described by <col>
  std::vector<int> taken_until;  // by column: last local row that a rowspan from above covers
  std::vector<Merge> merges;
  OpenCell cell;
};

class HtmlReader {
 public:
  HtmlReader(std::string_view html, Limits const& limits, base::Deadline const& deadline)
      : html_(html), tags_(html), builder_(Container::html, limits, deadline) {}

  base::Result<Workbook> read() {
    builder_.begin_sheet("");
    Tag tag;
    uint32_t seen = 0;
    for (size_t at = 0; at < html_.size() && !builder_.has_failed();) {
      size_t open = std::min(html_.find('<', at), html_.size());
      if (open > at) add_characters(html_.substr(at, open - at));
      if (open == html_.size()) break;
      at = tags_.read(open, tag);
      if (at == open) {  // a lone <
        add_characters("<");
        ++at;
      } else {
        at = handle(tag, at);
      }
      if ((++seen & 0xFFFF) == 0) builder_.is_late();
    }
    while (!tables_.empty()) end_table();
    if (!had_table_) return base::Failure(not_a_table("web_page"));
    return std::move(builder_).finish();
  }

 private:
  // Returns where reading goes on.
  size_t handle(Tag const& tag, size_t at) {
    if (tag.name == "script" || tag.name == "style") return tag.is_end ? at : skip_raw(tag, at);
    if (tag.name == "table") tag.is_end ? end_table() : begin_table();
    else if (tag.name == "tr") tag.is_end ? end_row() : begin_row(tag);
    else if (tag.name == "td" || tag.name == "th") tag.is_end ? end_cell() : begin_cell(tag);
    else if (tag.name == "col" && !tag.is_end) add_col(tag);
    else if (tag.name == "br" || (!tag.is_end && (tag.name == "p" || tag.name == "div" || tag.name == "li"))) break_line(tag.name == "br");
    return at;
  }

  size_t skip_raw(Tag const& tag, size_t at) {
    size_t end = at;
    for (std::string const closing = "</" + tag.name; end < html_.size(); ++end) {
      end = std::min(html_.find("</", end), html_.size());
      if (same_word(html_.substr(end, closing.size()), closing)) break;
    }
    if (tag.name == "style") classes_.read(html_.substr(at, end - at));
    return std::min(end, html_.size());
  }

  void begin_table() {
    had_table_ = true;
    if (tables_.size() >= static_cast<size_t>(builder_.limits().element_depth)) return builder_.fail(damaged("too_deep"));
    tables_.emplace_back();
  }

  void end_table() {
    if (tables_.empty()) return;
    end_row();
    OpenTable& table = tables_.back();
    for (Merge merge : table.merges)  // a rowspan may promise more rows than come
      builder_.add_merge(merge.first_row, std::min(merge.last_row, std::max(merge.first_row, table.row)), merge.first_column, merge.last_column);
    tables_.pop_back();
    if (!tables_.empty() && tables_.back().row_is_open) builder_.begin_row(tables_.back().row, tables_.back().is_hidden);
  }

  void begin_row(Tag const& tag) {
    if (tables_.empty()) begin_table();
    end_row();
    open_row(hides(tag));
  }

  void open_row(bool is_hidden) {
    OpenTable& table = tables_.back();
    table.row = ++rows_;
    ++table.local_row;
    table.is_hidden = is_hidden;
    table.row_is_open = true;
    table.column = 0;
    builder_.begin_row(table.row, is_hidden);
  }

  void end_row() {
    if (tables_.empty()) return;
    end_cell();
    tables_.back().row_is_open = false;
  }

  void begin_cell(Tag const& tag) {
    if (tables_.empty()) begin_table();
    end_cell();
    if (!tables_.back().row_is_open) open_row(false);
    OpenTable& table = tables_.back();
    constexpr int span_max = 65'534;
    OpenCell& cell = table.cell;
    cell = OpenCell{};
    cell.is_open = true;
    while (table.column < static_cast<int64_t>(table.taken_until.size()) && table.taken_until[static_cast<size_t>(table.column)] >= table.local_row) ++table.column;
    cell.column = static_cast<unsigned>(std::min<int64_t>(table.column, UINT16_MAX));
    cell.columns = static_cast<unsigned>(std::clamp(tag.number("colspan", 1), 1, 1000));
    int const rows = tag.number("rowspan", 1);
    cell.rows = rows == 0 ? span_max : std::clamp(rows, 1, span_max);
    table.column += cell.columns;
    read_value_attributes(tag, cell);
  }

  // What Excel writes beside the shown text: the raw value.
  void read_value_attributes(Tag const& tag, OpenCell& cell) {
    if (auto const* raw = tag.find("x:num")) {
      cell.is_number = true;
      cell.raw = *raw;
      cell.is_date = shows_date(number_format_in(tag.text("style")), classes_.number_format(tag.text("class")));
    } else if (auto const* value = tag.find("sdval")) {  // LibreOffice: sdval="46268" sdnum="2052;0;YYYY-MM-DD"
      std::string_view const format = tag.text("sdnum");
      cell.is_number = true;
      cell.raw = *value;
      cell.is_date = format.find(';') != std::string_view::npos && is_date_format(format.substr(format.find(';', format.find(';') + 1) + 1));
    } else if (auto const* boolean = tag.find("x:bool")) {
      cell.is_boolean = true;
      cell.raw = *boolean;
    } else if (auto const* error = tag.find("x:err")) {
      cell.is_error = true;
      cell.raw = *error;
    }
  }

  static bool shows_date(std::string const& own, std::string const& by_class) {
    std::string const& format = own.empty() ? by_class : own;
    bool is_named = base::contains(format, "Date") || base::contains(format, "Time");  // "Short Date", "Medium Time"
    return is_named || is_date_format(std::string_view(format));
  }

  void end_cell() {
    if (tables_.empty() || !tables_.back().cell.is_open) return;
    OpenTable& table = tables_.back();
    OpenCell& cell = table.cell;
    cell.is_open = false;
    add(cell);
    if (cell.rows == 1 && cell.columns == 1) return;
    table.merges.push_back({table.row, table.row + cell.rows - 1, static_cast<uint16_t>(cell.column), static_cast<uint16_t>(std::min(cell.column + cell.columns - 1, unsigned{UINT16_MAX}))});
    if (cell.rows == 1) return;
    size_t const end = std::min<size_t>(cell.column + cell.columns, static_cast<size_t>(builder_.limits().columns));
    if (table.taken_until.size() < end) table.taken_until.resize(end, 0);
    for (size_t column = cell.column; column < end; ++column) table.taken_until[column] = table.local_row + cell.rows - 1;
  }

  void add(OpenCell& cell) {
    std::string_view const text = base::trimmed(cell.text);
    if (cell.is_number) {
      std::string_view const raw = cell.raw.empty() ? text : std::string_view(cell.raw);
      double number = 0;
      auto [end, error] = std::from_chars(raw.data(), raw.data() + raw.size(), number);
      if (!raw.empty() && error == std::errc() && end == raw.data() + raw.size()) return builder_.add_number(cell.column, number, cell.is_date);
    }
    if (cell.is_boolean) return builder_.add(cell.column, CellKind::boolean, same_word(cell.raw, "true") || cell.raw == "1" ? "TRUE" : "FALSE");
    if (cell.is_error) return builder_.add(cell.column, CellKind::error, cell.raw.empty() ? text : std::string_view(cell.raw));
    builder_.add_text(cell.column, text);
  }

  void add_col(Tag const& tag) {
    if (tables_.empty()) return;
    int64_t const count = std::clamp(tag.number("span", 1), 1, 1000), first = tables_.back().col_elements;
    tables_.back().col_elements += count;
    if (hides(tag)) builder_.hide_columns(first, first + count - 1);
  }

  static bool hides(Tag const& tag) {
    std::string style = base::without_blanks(lower_ascii(tag.text("style")));
    return base::contains(style, "display:none") || tag.find("hidden");
  }

  void break_line(bool always) {
    if (tables_.empty() || !tables_.back().cell.is_open) return;
    std::string& text = tables_.back().cell.text;
    while (text.ends_with(' ')) text.pop_back();
    if (always || (!text.empty() && !text.ends_with('\n'))) text += '\n';
  }

  // White space runs together; a non-breaking space is a space that stays.
  void add_characters(std::string_view piece) {
    if (tables_.empty() || !tables_.back().cell.is_open) return;
    std::string& text = tables_.back().cell.text;
    for (size_t at = 0; at < piece.size();) {
      char const c = piece[at];
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f') {
        if (!text.empty() && text.back() != ' ' && text.back() != '\n') text += ' ';
        ++at;
      } else if (c == '&') {
        at += append_entity(piece.substr(at), text);
      } else {
        size_t end = std::min(piece.find_first_of(" \t\r\n\f&", at), piece.size());
        text.append(piece, at, end - at);
        at = end;
      }
    }
  }

  std::string_view html_;
  TagReader tags_;
  Builder builder_;
  StyleClasses classes_;
  std::vector<OpenTable> tables_;
  int rows_ = 0;
  bool had_table_ = false;
};

}  // namespace

base::Result<Workbook> read_html(std::string_view text, Limits const& limits, base::Deadline const& deadline) {
  return HtmlReader(text, limits, deadline).read();
}

}  // namespace hutong::sheets::internal
