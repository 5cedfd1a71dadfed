// csv and txt. The whole text becomes the workbook's text, and a cell is a place in it; only cells with doubled quotes are written anew.
// Quotes follow RFC 4180 where they make sense, and are letters like any other where they do not: offices paste, nobody validates.
#include <array>

#include "sheets/internal/builder.h"
#include "sheets/internal/containers.h"
#include "sheets/internal/separator.h"

namespace hutong::sheets::internal {
namespace {

class Splitter {
 public:
  Splitter(std::string_view text, char separator, Builder& builder) : text_(text), separator_(separator), builder_(builder) {
    ends_cell_[static_cast<unsigned char>('\n')] = ends_cell_[static_cast<unsigned char>('\r')] = true;
    if (separator != '\0') ends_cell_[static_cast<unsigned char>(separator)] = true;
  }

  void split(size_t at) {
    int record = 1;
    unsigned column = 0;
    builder_.begin_row(record);
    while (at < text_.size() && !builder_.has_failed()) {
      at = text_[at] == '"' && may_be_quoted_ ? quoted_cell(at, column) : plain_cell(at, at, column);
      if (at >= text_.size()) break;
      if (separator_ != '\0' && text_[at] == separator_) {
        ++column;
        ++at;
        continue;
      }
      at += text_[at] == '\r' && at + 1 < text_.size() && text_[at + 1] == '\n' ? 2 : 1;
      column = 0;
      builder_.begin_row(++record);
      if ((record & 0xFFFF) == 0) builder_.is_late();  // blank lines add no cells
    }
  }

 private:
  size_t end_of_plain(size_t at) const {
    while (at < text_.size() && !ends_cell_[static_cast<unsigned char>(text_[at])]) ++at;
    return at;
  }

  // [first, end of cell); searching starts at `from`.
  size_t plain_cell(size_t first, size_t from, unsigned column) {
    size_t end = end_of_plain(from);
    std::string_view cell = text_.substr(first, end - first);
    // ="370…" is how an export keeps Excel from making a number of it.
    bool is_wrapped = cell.size() > 3 && cell.starts_with("=\"") && cell.ends_with('"') && cell.find('"', 2) == cell.size() - 1;
    if (is_wrapped) add(column, first + 2, end - 1);
    else add(column, first, end);
    return end;
  }

  size_t quoted_cell(size_t open, unsigned column) {
    size_t close = end_of_quoted(text_, open);
    if (close == std::string_view::npos) {  // no quoted cell can end any more: from here on a quote is a letter
      may_be_quoted_ = false;
      return plain_cell(open, open, column);
    }
    size_t end = end_of_plain(close + 1);
    if (is_stray_quote(text_.substr(open, close - open), text_.substr(close + 1, end - close - 1))) return plain_cell(open, open, column);
    std::string_view inside = text_.substr(open + 1, close - open - 1);
    if (end == close + 1 && inside.find('"') == std::string_view::npos && !inside.starts_with("=\"") && inside.find('\r') == std::string_view::npos) {
      add(column, open + 1, close);
      return end;
    }
    written_.clear();
    for (size_t i = 0; i < inside.size(); ++i) {
      if (inside[i] == '"') ++i;  // the second of a doubled quote
      if (i < inside.size() && inside[i] == '\r') {
        written_ += '\n';
        if (i + 1 < inside.size() && inside[i + 1] == '\n') ++i;
      } else if (i < inside.size()) {
        written_ += inside[i];
      }
    }
    written_.append(text_, close + 1, end - close - 1);  // whatever stands behind the closing quote
    std::string_view cell = written_;
    if (cell.size() > 3 && cell.starts_with("=\"") && cell.ends_with('"') && cell.find('"', 2) == cell.size() - 1) cell = cell.substr(2, cell.size() - 3);
    builder_.add(column, CellKind::text, cell);
    text_ = builder_.adopted_text();  // writing may have moved it
    return end;
  }

  void add(unsigned column, size_t first, size_t end) {
    builder_.add(column, CellKind::text, TextRef{static_cast<uint32_t>(first), static_cast<uint32_t>(end - first)});
  }

  std::string_view text_;
  char separator_;
  Builder& builder_;
  std::array<bool, 256> ends_cell_{};
  bool may_be_quoted_ = true;
  std::string written_;
};

}  // namespace

base::Result<Workbook> read_delimited(std::string text, Limits const& limits, base::Deadline const& deadline) {
  char separator = '\0';
  size_t start = size_of_separator_line(text, separator);
  if (start == 0) separator = separator_of(text);
  bool is_txt = separator == '\0' || separator == '\t';
  Builder builder(is_txt ? Container::txt : Container::csv, limits, deadline);
  builder.begin_sheet("");
  constexpr size_t cell_bytes_min = 2;  // a letter and a separator
  builder.expect_cells(text.size() / cell_bytes_min);
  builder.adopt_text(std::move(text));
  Splitter(builder.adopted_text(), separator, builder).split(start);
  return std::move(builder).finish();
}

}  // namespace hutong::sheets::internal
