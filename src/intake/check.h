#pragma once
// One file of one agency → accepted rows, rejected rows with all their problems, ignored rows. The contract is LISTS part A;
// JSON form `hutong.intake/1` in write_json. Pure: dates are parameters.
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/json_writer.h"
#include "base/messages.h"
#include "base/result.h"
#include "intake/report.h"
#include "sheets/read.h"
#include "values/date.h"
#include "values/division.h"

namespace hutong::intake {

enum class FileResult : uint8_t { ok, zero_report, unreadable, no_person_table };
std::string_view code_of(FileResult);

// The views live as long as the CheckResult they came from (or a copy of it): a list of 100,000 rows has more than a million of these.
struct FieldValue {
  enum class Type : uint8_t { null, text, number, boolean };
  std::string_view field;      // child_id …
  std::string_view text;       // canonical form: ISO date, cleaned number, code; for number its digits; for boolean "true"/"false"
  std::string_view cell_text;  // as it stood in the file
  int32_t cell_row = 0;        // 1-based; 0 = derived, not read from a cell of its own
  uint16_t cell_column = 0;
  Type type = Type::text;

  bool is_derived() const { return cell_row == 0; }
  std::string cell() const;  // "C5"; "" when derived
};

struct Reason {
  std::string field;
  std::string code;  // of messages/zh-CN.json
  std::string cell;
  std::string text;  // the offending cell text
  std::map<std::string, std::string> values;
};

struct Record {
  uint32_t sheet = 0;  // index into sheet_names
  int row = 0;
  int sub = 0;
  std::vector<FieldValue> fields;
  std::vector<std::string_view> warnings;  // codes of messages/zh-CN.json
  std::vector<Reason> reasons;        // empty = accepted

  FieldValue const* find(std::string_view field) const;
  std::string_view text(std::string_view field) const;  // "" if absent or null
};

struct IgnoredRow {
  uint32_t sheet = 0;
  int row = 0;
  std::string as;  // title | header | column_numbers | total | note | signature | blank
};

struct LayoutColumn {
  std::string column, label;
  std::string field;            // "" = read past
  std::string why, why_value;   // code of a sentence and its {text}
};
struct Layout {
  uint32_t sheet = 0;
  std::vector<int> header_rows;
  std::vector<LayoutColumn> columns;
};

struct CheckRequest {
  std::string report;
  values::Month period;
  values::Date as_of;        // age is judged on this day
  values::Date received_on;  // no date may be later
};

struct CheckResult {
  CheckRequest request;
  FileResult file_result = FileResult::ok;
  std::optional<base::Problem> why_unreadable;  // set when unreadable or no_person_table
  bool is_restricted = false;
  std::string container, encoding;
  std::vector<std::string> sheet_names;
  std::vector<Layout> layout;
  std::vector<Record> accepted, rejected;
  std::vector<IgnoredRow> ignored;
  std::shared_ptr<void const> texts;  // what the views above point into
};

// Never fails: an unreadable file is a verdict. CHECK: the report exists in the catalogue.
CheckResult check_list(std::string_view file_bytes, CheckRequest const&, Catalogue const&, values::Divisions const&,
                       sheets::Limits const& = {}, base::Deadline const& = base::NoDeadline());

// The verdict on a file that could not even be read from the disk (too large).
CheckResult unreadable_list(CheckRequest const&, Catalogue const&, base::Problem why);

// 儿童身份证号 for child_id; the code itself for a field without a title.
std::string field_title(std::string_view field);

// What is wrong with a row and what to do, with the field's Chinese name filled in.
base::Sentence reason_sentence(Reason const&);

// schema hutong.intake/1, streamed.
void write_json(CheckResult const&, base::JsonWriter&);

// The correction workbook of `list return`: the sender's own layout (all sheets, merges), yellow cells with comments, and three more columns
// 处理结果 / 问题 / 怎么改. Re-submitting it is recognised by those columns (they are ignored, and unchanged accepted rows are left to usecases).
std::string correction_workbook(std::string_view file_bytes, CheckResult const&);

// An empty, validated template for the report, with the check of identity numbers as a formula.
std::string template_workbook(std::string_view report, Catalogue const&, values::Divisions const&);

}  // namespace hutong::intake
