#pragma once
// What a sender gets back for every submission: its number, when it came, what of it was taken, what goes back.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_writer.h"
#include "base/result.h"
#include "values/date.h"
#include "values/words.h"

namespace hutong::exchange {

struct ReturnedRow {
  std::string sheet;
  int row = 0;
  int sub = 0;
  std::vector<base::Problem> reasons;  // place and code; never the person's own values
};

struct Receipt {
  std::string number;
  values::Agency agency;
  std::string report;
  std::string report_title;
  values::Month period;
  bool is_nil_return = false;
  std::string received_at;  // "2026-10-06T09:00:00+08:00"
  std::optional<values::Date> due_on;
  bool is_late = false;
  std::string file_name;    // "" without a file
  std::string file_digest;  // SM3 in hex
  int64_t file_size = 0;
  int64_t accepted = 0, returned = 0, ignored = 0;
  int64_t added = 0, changed = 0, corrected = 0, unchanged = 0, absent = 0;
  bool is_follow_up = false;  // something was received before for this agency, report and period
  bool was_received_before = false;  // this very file (or nil return) was: the receipt is that one's
  std::vector<ReturnedRow> still_returned;  // of this submission, not yet corrected
  std::vector<base::Problem> remarks;       // what a human should know besides, e.g. rows after a nil return
};

// HT-370114-202609-COURT-0001; a town's: HT-370114-202609-TOWN370114001-0001. `sequence` counts the agency's submissions for the period from 1.
std::string receipt_number(std::string_view district, values::Month period, values::Agency const&, int64_t sequence);

// To be printed and filed: at most 80 columns.
std::string to_text(Receipt const&, std::string_view district_name);
// hutong.receipt/1
void write_json(Receipt const&, base::JsonWriter&);

}  // namespace hutong::exchange
