#pragma once
// One page of rules/ as it stands in Markdown: a document (level-1 heading) with its rules (level-2 headings). Nothing here knows what a
// rule means: rulebook.cpp does for the rules of who is eligible, `benefits` for those whose name begins with "money.".
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "values/citation.h"
#include "values/date.h"

namespace hutong::policy {

// A cell means its ASCII words: “失联 lost_contact、重病 serious_illness” → lost_contact, serious_illness. The Chinese is for the reader.
using Words = std::vector<std::string>;

struct TableRow {
  int line = 0;
  std::vector<Words> cells;  // one per column
};

struct Section {
  std::string file;
  int line = 0;  // of the heading
  std::string rule;
  values::Citation citation;
  std::string sense;
  std::string doubt;
  int in_force_line = 0;
  std::optional<values::Date> from, until;
  std::vector<std::string> columns;  // “父母一方 one parent” → "one parent"; empty = the rule has no table
  std::vector<TableRow> rows;
};

struct Complaint {  // where a page is wrong; `why` is a code of messages/zh-CN.json
  std::string file;
  int line = 0;
  std::string why;
  std::string what;
};

struct Page {
  std::vector<Section> sections;
  std::vector<Complaint> complaints;
};

Page read_page(std::string_view file, std::string_view markdown);

// The words of one cell; none where the table has no such column or the row ends before it.
Words const& cell_of(Section const&, TableRow const&, std::string_view column);

// A rule about amounts: read by `benefits`, passed over by the Rulebook.
bool is_about_money(Section const&);

// All complaints as one Problem bad_rules_file (values: where, why, count). There must be one.
base::Failure refusal(std::vector<Complaint> const&);

}  // namespace hutong::policy
