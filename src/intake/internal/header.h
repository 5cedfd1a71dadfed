#pragma once
// Where a table begins: one to three rows of labels, groups above them, column numbers below them (LISTS 4.3 1–4, 10, 12).
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "intake/internal/grid.h"
#include "intake/internal/labels.h"

namespace hutong::intake {

struct HeaderColumn {
  uint16_t column = 0;
  std::string label;                 // as shown, without blanks
  std::vector<std::string> groups;   // outermost first
  LabelReading reading;
  Owner group_owner = Owner::none;   // the innermost group that names somebody
  int group = -1;                    // columns under the same innermost group share a number; -1: no group
  std::string path() const;          // 儿童信息/身份证号
};

struct Header {
  std::vector<int> rows;             // label and group rows, ascending; none where a list has no header at all
  std::vector<int> number_rows;      // 甲 | 1 | 2 below them
  std::vector<HeaderColumn> columns; // ascending
  int last_row() const { return !number_rows.empty() ? number_rows.back() : rows.empty() ? 0 : rows.back(); }
};

// A list without any header: identity numbers, and names to the left of them, are recognised by what they are.
std::optional<Header> header_from_content(Grid const&, CatalogueData const&);

// Looks at the label cells of one row; the basis of all recognition.
struct RowLabels {
  int known = 0;       // labels of lists
  int concepts = 0;    // … that say what (not only whose)
  int persons = 0;     // … that name a person or a number of a person
  int others = 0;      // other text
  int data = 0;        // numbers, dates, identity numbers: no header has these
  int neighbours = 0;  // known labels with a label directly to the right
  int cells() const { return known + others + data; }
};

class HeaderFinder {
 public:
  HeaderFinder(Grid const& grid, LabelReader const& reader) : grid_(grid), reader_(reader) {}

  // The header whose lowest label row or upper group row is sheet.rows[row_index]; absent if no table begins there.
  std::optional<Header> at(size_t row_index, bool strict) const;
  RowLabels labels_of(sheets::Row const&) const;
  bool is_number_row(sheets::Row const&) const;
  // Cheap: at least two cells are labels to the letter. False for a header of unusual words, so it only serves where headers are not expected.
  bool may_be_header(sheets::Row const&) const;

 private:
  bool begins_table(size_t row_index, bool strict) const;
  bool is_group_row_of(size_t row_index, size_t label_index) const;
  bool continues_header(size_t row_index, size_t below_index) const;
  bool has_number_below(size_t row_index) const;
  void read_columns(Header&) const;

  Grid const& grid_;
  LabelReader const& reader_;
};

}  // namespace hutong::intake
