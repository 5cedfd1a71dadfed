#pragma once
// For tests: a list written down as its rows, made into a real xlsx, read and checked.
#include <algorithm>
#include <cstdlib>
#include <initializer_list>
#include <string>
#include <vector>

#include "base/check.h"
#include "base/resources.h"
#include "intake/check.h"
#include "sheets/write.h"
#include "values/id_number.h"

namespace hutong::intake::testing {

// Valid numbers of nobody: sequence codes 990–999.
inline std::string id_of(std::string_view birth_yyyymmdd, int sequence) {
  std::string const first = "370114" + std::string(birth_yyyymmdd) + std::to_string(sequence);
  return first + values::id_check_character(first);
}
inline std::string child_id() { return id_of("20150301", 991); }   // a boy
inline std::string girl_id() { return id_of("20160712", 992); }
inline std::string third_id() { return id_of("20180909", 993); }
inline std::string father_id() { return id_of("19850505", 993); }
inline std::string mother_id() { return id_of("19870606", 994); }
inline std::string with_wrong_check(std::string id) {
  id.back() = id.back() == '0' ? '1' : '0';
  return id;
}

inline Catalogue const& catalogue() {
  static Catalogue const made = [] {
    auto result = Catalogue::from_files(base::resources_in("lists"));
    CHECK(result.has_value());
    return *result;
  }();
  return made;
}
inline values::Divisions const& divisions() {
  static values::Divisions const made = [] {
    auto result = values::Divisions::from_yaml(*base::resource("divisions/370114.yaml"));
    CHECK(result.has_value());
    return *result;
  }();
  return made;
}

inline CheckResult check_bytes(std::string const& bytes, std::string const& report) {
  CheckRequest const request{report, *values::Month::of(2026, 9), *values::Date::of(2026, 9, 30), *values::Date::of(2026, 10, 10)};
  return check_list(bytes, request, catalogue(), divisions());
}

using Cells = std::vector<std::string>;

class TestList {
 public:
  TestList() { sheet("Sheet1"); }
  explicit TestList(std::initializer_list<Cells> rows) : TestList() {
    for (Cells const& cells : rows) row(cells);
  }

  TestList& sheet(std::string name, bool is_hidden = false) {
    if (book_.sheets.size() == 1 && book_.sheets[0].rows.empty()) book_.sheets.clear();
    book_.sheets.emplace_back();
    book_.sheets.back().name = std::move(name);
    book_.sheets.back().is_hidden = is_hidden;
    return *this;
  }
  TestList& row(Cells const& cells) {
    std::vector<sheets::OutCell> out;
    for (std::string const& text : cells) {
      out.emplace_back();
      out.back().text = text;
      if (text.empty()) out.back().kind = sheets::CellKind::empty;
    }
    last().rows.push_back(std::move(out));
    return *this;
  }
  TestList& row_with_number(Cells const& cells, size_t number_at) {
    row(cells);
    last().rows.back()[number_at].kind = sheets::CellKind::number;
    return *this;
  }
  // "A1:K1"
  TestList& merge(std::string_view range) {
    size_t const colon = range.find(':');
    auto const from = place(range.substr(0, colon)), to = place(range.substr(colon + 1));
    last().merges.push_back({from.second, to.second, from.first, to.first});
    return *this;
  }
  TestList& hide_row(int row) { return last().hidden_rows.push_back(row), *this; }
  TestList& hide_column(uint16_t column) { return last().hidden_columns.push_back(column), *this; }

  sheets::OutWorkbook const& book() const { return book_; }
  sheets::OutSheet& last() { return book_.sheets.back(); }
  CheckResult check(std::string const& report) const { return check_bytes(sheets::write_xlsx(book_), report); }

 private:
  static std::pair<uint16_t, int> place(std::string_view cell) {
    int column = 0;
    size_t at = 0;
    for (; at < cell.size() && cell[at] >= 'A' && cell[at] <= 'Z'; ++at) column = column * 26 + (cell[at] - 'A' + 1);
    return {static_cast<uint16_t>(column - 1), std::atoi(std::string(cell.substr(at)).c_str())};
  }
  sheets::OutWorkbook book_;
};

inline std::string kind_of_ignored(CheckResult const& result, int row, uint32_t sheet = 0) {
  for (IgnoredRow const& ignored : result.ignored)
    if (ignored.row == row && ignored.sheet == sheet) return ignored.as;
  return "";
}
// Codes of a rejected row, in order, joined by a blank.
inline std::string reasons_of(CheckResult const& result, int row, int sub = 0) {
  std::string codes;
  for (Record const& record : result.rejected)
    if (record.row == row && record.sub == sub)
      for (Reason const& reason : record.reasons) codes += (codes.empty() ? "" : " ") + reason.code;
  return codes;
}
inline Record const* accepted_at(CheckResult const& result, int row, int sub = 0) {
  for (Record const& record : result.accepted)
    if (record.row == row && record.sub == sub) return &record;
  return nullptr;
}
inline std::string accepted_text(CheckResult const& result, int row, std::string_view field, int sub = 0) {
  Record const* record = accepted_at(result, row, sub);
  if (!record) return "(row not accepted: " + reasons_of(result, row, sub) + ")";
  FieldValue const* value = record->find(field);
  if (!value) return "(no field)";
  return value->type == FieldValue::Type::null ? "(null)" : std::string(value->text);
}
inline bool warns(CheckResult const& result, int row, std::string_view code) {
  Record const* record = accepted_at(result, row);
  return record && std::find(record->warnings.begin(), record->warnings.end(), code) != record->warnings.end();
}

}  // namespace hutong::intake::testing
