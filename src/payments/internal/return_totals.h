#pragma once
// What a bank's return says of itself as a whole (“合计 3 笔 6684.00 元”, “成功笔数:2”), and whether its rows add up to that: a return that lost a row, or
// whose amounts were touched, often still carries the old sum.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "payments/bank_return.h"

namespace hutong::payments::internal {

enum class TotalOf : uint8_t { all, paid, failed };

struct SaidTotal {
  std::string sheet;
  int row = 0;
  TotalOf of = TotalOf::all;
  std::optional<int64_t> count;        // one of the two
  std::optional<values::Money> amount;
};

struct TotalCell {
  std::string text;  // without blanks, half width
  bool is_amount = false;  // under the title of amounts
};

// true: the row speaks of the whole and is no payment, as far as its words tell.
bool begins_like_a_total(std::string_view text);

// All that one row says. In a closing row a bare small number is a count; above the titles only what names its unit or its kind is taken.
std::vector<SaidTotal> totals_in(std::vector<TotalCell> const&, bool is_closing_row);

// Problem bank_return_total_differs (values: what, said, found), at the row that says it. A sum may be of the sheet or of the file; one that does not say of
// what, of all rows or of those paid.
std::vector<base::Problem> totals_that_differ(std::vector<SaidTotal> const&, std::vector<ReturnRow> const&);

}  // namespace hutong::payments::internal
