#include "payments/internal/return_totals.h"

#include <algorithm>
#include <array>

#include "base/messages.h"
#include "base/text.h"

namespace hutong::payments::internal {

using values::Money;

namespace {

constexpr std::array words_for_failed = {"失败", "未成功", "退回", "退票"};
constexpr std::array words_for_paid = {"成功", "到账", "已发放", "入账"};
constexpr std::array words_for_all = {"合计", "总计", "共计", "总", "共"};
constexpr std::array units_of_count = {"笔", "户", "人", "条", "行", "份"};
constexpr std::array titles_of_count = {"笔数", "户数", "人数", "条数", "行数", "份数"};
constexpr std::array titles_of_amount = {"金额", "总额"};

template <class Words>
bool has_one_of(std::string_view text, Words const& words) {
  return std::any_of(words.begin(), words.end(), [&](char const* word) { return base::contains(text, word); });
}
template <class Words>
bool begins_with_one_of(std::string_view text, Words const& words) {
  return std::any_of(words.begin(), words.end(), [&](char const* word) { return base::starts_with(text, word); });
}

bool is_digit(char c) { return '0' <= c && c <= '9'; }
bool may_stand_in_number(char c) { return is_digit(c) || c == ',' || c == '.'; }

class Scanner {
 public:
  explicit Scanner(bool is_closing_row) : is_closing_row_(is_closing_row) {}

  void take(TotalCell const& cell) {
    for (size_t at = 0; at < cell.text.size();) {
      if (!is_digit(cell.text[at])) {
        words_ += cell.text[at++];
        continue;
      }
      size_t end = at;
      while (end < cell.text.size() && may_stand_in_number(cell.text[end])) ++end;
      while (!is_digit(cell.text[end - 1])) --end;  // 3, 6684.00元
      take_number(cell, cell.text.substr(at, end - at), std::string_view(cell.text).substr(end));
      at = end;
    }
  }

  std::vector<SaidTotal> said() { return std::move(said_); }

 private:
  void take_number(TotalCell const& cell, std::string const& number, std::string_view after) {
    if (has_one_of(words_, words_for_failed)) of_ = TotalOf::failed;
    else if (has_one_of(words_, words_for_paid)) of_ = TotalOf::paid;
    else if (has_one_of(words_, words_for_all)) of_ = TotalOf::all;
    bool const is_bare = is_closing_row_ && number.size() == cell.text.size();
    bool const is_count = begins_with_one_of(after, units_of_count) || has_one_of(words_, titles_of_count);
    bool const is_amount = !is_count && (cell.is_amount || base::starts_with(after, "元") || has_one_of(words_, titles_of_amount) || (is_bare && base::contains(number, ".")));
    words_.clear();
    if (!of_) return;
    constexpr size_t count_digits_max = 6;  // more than that is a date or an account
    bool const is_whole = std::all_of(number.begin(), number.end(), is_digit);
    SaidTotal total;
    total.of = *of_;
    if (is_amount) {
      if (auto const amount = Money::parse(number)) total.amount = *amount;
    } else if ((is_count || is_bare) && is_whole && number.size() <= count_digits_max) {
      total.count = std::stoll(number);
    }
    if (total.amount || total.count) said_.push_back(total);
  }

  bool is_closing_row_;
  std::string words_;  // since the last number
  std::optional<TotalOf> of_;
  std::vector<SaidTotal> said_;
};

struct Sums {
  int64_t count = 0;
  Money amount;
};

Sums sums_of(std::vector<ReturnRow> const& rows, std::string const* sheet, TotalOf of) {
  Sums sums;
  for (ReturnRow const& row : rows) {
    bool const counts = (!sheet || row.sheet == *sheet) && (of == TotalOf::all || (of == TotalOf::paid) == (row.outcome == BankOutcome::paid));
    if (!counts) continue;
    ++sums.count;
    sums.amount = sums.amount + *row.amount;
  }
  return sums;
}

bool agrees(SaidTotal const& said, Sums const& sums) { return said.count ? *said.count == sums.count : *said.amount == sums.amount; }

}  // namespace

bool begins_like_a_total(std::string_view text) {
  constexpr std::array beginnings = {"合计", "总计", "共计", "总笔数", "总金额", "成功笔数", "成功金额", "成功合计", "失败笔数", "失败金额", "失败合计"};
  return begins_with_one_of(text, beginnings);
}

std::vector<SaidTotal> totals_in(std::vector<TotalCell> const& cells, bool is_closing_row) {
  Scanner scanner(is_closing_row);
  for (TotalCell const& cell : cells) scanner.take(cell);
  return scanner.said();
}

std::vector<base::Problem> totals_that_differ(std::vector<SaidTotal> const& all, std::vector<ReturnRow> const& rows) {
  std::vector<base::Problem> problems;
  for (SaidTotal const& said : all) {
    bool does_agree = false;
    for (std::string const* sheet : {&said.sheet, static_cast<std::string const*>(nullptr)}) {
      does_agree = does_agree || agrees(said, sums_of(rows, sheet, said.of));
      if (said.of == TotalOf::all) does_agree = does_agree || agrees(said, sums_of(rows, sheet, TotalOf::paid));
    }
    if (does_agree) continue;
    Sums const sums = sums_of(rows, &said.sheet, said.of);
    auto const words = [](std::optional<int64_t> count, Money amount) { return count ? base::label("bank_return_count", {{"count", std::to_string(*count)}}) : base::label("bank_return_sum", {{"amount", amount.to_string()}}); };
    constexpr std::array codes = {"bank_return_of_all", "bank_return_of_paid", "bank_return_of_failed"};
    problems.push_back(base::problem("bank_return_total_differs",
                                     {{"of", base::label(codes.at(static_cast<size_t>(said.of)))},
                                      {"said", words(said.count, said.amount.value_or(Money()))},
                                      {"found", words(said.count ? std::optional(sums.count) : std::nullopt, sums.amount)}},
                                     {.file = {}, .sheet = said.sheet, .row = said.row, .cell = {}, .field = {}}));
  }
  return problems;
}

}  // namespace hutong::payments::internal
