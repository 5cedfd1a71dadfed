#include "payments/bank_return.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "payments/internal/return_totals.h"
#include "sheets/read.h"

namespace hutong::payments {

std::string_view code_of(BankOutcome outcome) {
  switch (outcome) {
    case BankOutcome::paid: return "paid";
    case BankOutcome::failed: return "failed";
  }
  return "";
}

std::optional<BankOutcome> bank_outcome_from(std::string_view code) {
  for (BankOutcome outcome : {BankOutcome::paid, BankOutcome::failed})
    if (code_of(outcome) == code) return outcome;
  return std::nullopt;
}

// ---- reading -------------------------------------------------------------------------------------------------------------

namespace {

constexpr int rows_before_heading_max = 20;

std::string clean(std::string_view text) { return base::without_blanks(base::nfkc(text)); }

bool is_one_of(std::string const& word, std::vector<std::string> const& words) { return std::find(words.begin(), words.end(), word) != words.end(); }

struct Columns {
  std::optional<uint16_t> reference, account_no, account_name, amount, result, why;
  bool are_enough() const { return (reference || account_no) && amount && result; }
};

class Reader {
 public:
  Reader(BankReturnLayout const& layout, sheets::Workbook const& book) : layout_(layout), book_(book) {}

  BankReturn read() {
    bool has_heading = false;
    for (sheets::Sheet const& sheet : book_.sheets) {
      if (sheet.is_hidden) continue;
      has_heading = read_sheet(sheet) || has_heading;
    }
    if (!has_heading) made_.problems.push_back(base::problem("bank_return_no_header"));
    // A row that cannot be read is missing from every sum: one thing after the other.
    if (made_.problems.empty()) made_.problems = internal::totals_that_differ(totals_, made_.rows);
    return std::move(made_);
  }

 private:
  bool read_sheet(sheets::Sheet const& sheet) {
    Columns columns;
    int seen = 0;
    for (sheets::Row const& row : sheet.rows) {
      if (columns.are_enough()) read_row(sheet, row, columns);
      else if (seen++ < rows_before_heading_max) {
        columns = columns_in(sheet, row);
        if (!columns.are_enough()) take_totals(sheet, row, columns, false);
      }
    }
    return columns.are_enough();
  }

  Columns columns_in(sheets::Sheet const& sheet, sheets::Row const& row) const {
    Columns columns;
    for (uint32_t i = 0; i < row.cell_count; ++i) {
      sheets::Cell const& cell = sheet.cells[row.first_cell + i];
      std::string const title = clean(book_.text(cell));
      auto take = [&](std::optional<uint16_t>& column, std::vector<std::string> const& titles) {
        if (!column && is_one_of(title, titles)) column = cell.column;
      };
      take(columns.reference, layout_.reference);
      take(columns.account_no, layout_.account_no);
      take(columns.account_name, layout_.account_name);
      take(columns.amount, layout_.amount);
      take(columns.result, layout_.result);
      take(columns.why, layout_.why);
    }
    return columns;
  }

  std::string text_at(sheets::Sheet const& sheet, sheets::Row const& row, std::optional<uint16_t> column) const {
    return column ? clean(book_.text(sheet, row.number, *column)) : "";
  }

  void read_row(sheets::Sheet const& sheet, sheets::Row const& row, Columns const& columns) {
    ReturnRow read;
    read.sheet = sheet.name;
    read.row = row.number;
    read.reference = text_at(sheet, row, columns.reference);
    read.account_no = text_at(sheet, row, columns.account_no);
    read.account_name = text_at(sheet, row, columns.account_name);
    sheets::Cell const* account = columns.account_no ? sheet.cell_at(row.number, *columns.account_no) : nullptr;
    if (account && account->is_lossy) read.account_no.clear();  // Excel made a number of it: its last digits are gone
    std::string const amount = text_at(sheet, row, columns.amount), result = text_at(sheet, row, columns.result);
    read.why = text_at(sheet, row, columns.why);
    if (amount.empty() && is_remark(sheet, row, result)) return;
    if (is_sum_or_blank(sheet, row, read, result)) return take_totals(sheet, row, columns, true);
    if (read.reference.empty() && read.account_no.empty()) return refuse(read, "bank_return_nameless", {});
    auto const money = values::Money::parse(amount);
    if (!money) return refuse(read, "bad_amount", {{"text", amount}});
    read.amount = *money;
    if (is_one_of(result, layout_.paid)) read.outcome = BankOutcome::paid;
    else if (is_one_of(result, layout_.failed)) read.outcome = BankOutcome::failed;
    else return refuse(read, "bank_return_result_unknown", {{"text", result}});
    made_.rows.push_back(std::move(read));
  }

  // “制表人:某某” below the rows: words, where a payment has numbers.
  bool is_remark(sheets::Sheet const& sheet, sheets::Row const& row, std::string const& result) const {
    if (is_one_of(result, layout_.paid) || is_one_of(result, layout_.failed)) return false;
    for (uint32_t i = 0; i < row.cell_count; ++i) {
      std::string const text = clean(book_.text(sheet.cells[row.first_cell + i]));
      if (std::any_of(text.begin(), text.end(), [](char c) { return '0' <= c && c <= '9'; })) return false;
    }
    return true;
  }

  void take_totals(sheets::Sheet const& sheet, sheets::Row const& row, Columns const& columns, bool is_closing_row) {
    std::vector<internal::TotalCell> cells;
    for (uint32_t i = 0; i < row.cell_count; ++i) {
      sheets::Cell const& cell = sheet.cells[row.first_cell + i];
      cells.push_back({clean(book_.text(cell)), is_closing_row && columns.amount == cell.column});
    }
    for (internal::SaidTotal said : internal::totals_in(cells, is_closing_row)) {
      said.sheet = sheet.name;
      said.row = row.number;
      totals_.push_back(said);
    }
  }

  // A closing line: neither account (in its column may stand a number of rows) nor result, and the word that says so; or nothing at all.
  bool is_sum_or_blank(sheets::Sheet const& sheet, sheets::Row const& row, ReturnRow const& read, std::string const& result) const {
    if (is_one_of(result, layout_.paid) || is_one_of(result, layout_.failed)) return false;
    bool says_sum = false, says_anything = false;
    for (uint32_t i = 0; i < row.cell_count; ++i) {
      std::string const text = clean(book_.text(sheet.cells[row.first_cell + i]));
      says_anything = says_anything || !text.empty();
      says_sum = says_sum || internal::begins_like_a_total(text);
    }
    constexpr size_t account_digits_min = 8;
    return !says_anything || (says_sum && (read.account_no.size() < account_digits_min || internal::begins_like_a_total(read.account_no)));
  }

  void refuse(ReturnRow const& read, std::string_view code, std::map<std::string, std::string> values) {
    made_.problems.push_back(base::problem(code, std::move(values), {.file = {}, .sheet = read.sheet, .row = read.row, .cell = {}, .field = {}}));
  }

  BankReturnLayout const& layout_;
  sheets::Workbook const& book_;
  BankReturn made_;
  std::vector<internal::SaidTotal> totals_;
};

}  // namespace

BankReturn read_bank_return(BankReturnLayout const& layout, std::string_view bytes) {
  auto const book = sheets::read_workbook(bytes);
  if (!book) return {{}, {book.error()}};
  return Reader(layout, *book).read();
}

// ---- matching ------------------------------------------------------------------------------------------------------------

namespace {

// A bank may show 6228****1234.
bool may_be(std::string const& sent, std::string const& returned) {
  if (returned.empty() || sent == returned) return true;
  if (returned.find('*') == std::string::npos) return false;
  std::string const head = returned.substr(0, returned.find('*')), tail = returned.substr(returned.rfind('*') + 1);
  return sent.size() >= head.size() + tail.size() && base::starts_with(sent, head) && base::ends_with(sent, tail);
}

// 童*明 hides one or more letters. Blanks and width were lost on the way and mean nothing.
bool may_be_holder(std::string const& sent, std::string const& returned) { return may_be(clean(sent), returned); }

class Matcher {
 public:
  explicit Matcher(std::vector<SentRow> const& sent) : sent_(sent), taken_by_(sent.size(), 0) {
    for (size_t i = 0; i < sent.size(); ++i) by_reference_[sent[i].reference] = i;
  }

  Match match(std::vector<ReturnRow> const& rows) {
    for (size_t i = 0; i < rows.size(); ++i) take(rows[i], i);
    for (size_t i = 0; i < sent_.size(); ++i) made_.waiting += sent_[i].is_exported && !sent_[i].outcome && !taken_by_[i];
    return std::move(made_);
  }

 private:
  void take(ReturnRow const& row, size_t at) {
    auto const found = find(row);
    if (!found) return;
    SentRow const& sent = sent_[*found];
    if (!sent.is_exported) return refuse(row, "bank_return_not_exported", {});
    bool const is_same_account = may_be(sent.account.number, row.account_no), is_same_holder = may_be_holder(sent.account.holder_name, row.account_name);
    if (!is_same_account) refuse(row, "bank_return_account_changed", {});
    if (!is_same_holder) refuse(row, "bank_return_name_changed", {});
    if (*row.amount != sent.amount) refuse(row, "bank_return_amount_changed", {{"sent", sent.amount.to_string()}, {"returned", row.amount->to_string()}});
    if (!is_same_account || !is_same_holder || *row.amount != sent.amount) return;
    if (taken_by_[*found]) return refuse(row, "bank_return_twice", {{"first", std::to_string(taken_by_[*found])}});
    bool const comes_back = sent.outcome == BankOutcome::paid && row.outcome == BankOutcome::failed;
    bool const is_old_word = sent.came_back && row.outcome == BankOutcome::paid;  // the first return once more
    if (sent.outcome && *sent.outcome != row.outcome && !comes_back && !is_old_word) return refuse(row, "bank_return_contradicts", {});
    taken_by_[*found] = row.row;
    made_.rows.push_back({*found, at, sent.outcome.has_value() && !comes_back, comes_back});
  }

  std::optional<size_t> find(ReturnRow const& row) {
    if (!row.reference.empty()) {
      auto const at = by_reference_.find(row.reference);
      if (at != by_reference_.end()) return at->second;
      refuse(row, "bank_return_unknown", {});
      return std::nullopt;
    }
    std::vector<size_t> fitting;
    for (size_t i = 0; i < sent_.size(); ++i)
      if (sent_[i].is_exported && may_be(sent_[i].account.number, row.account_no) && sent_[i].amount == *row.amount) fitting.push_back(i);
    if (fitting.size() == 1) return fitting.front();
    refuse(row, fitting.empty() ? "bank_return_unknown" : "bank_return_ambiguous", {});
    return std::nullopt;
  }

  void refuse(ReturnRow const& row, std::string_view code, std::map<std::string, std::string> values) {
    made_.problems.push_back(base::problem(code, std::move(values), {.file = {}, .sheet = row.sheet, .row = row.row, .cell = {}, .field = {}}));
  }

  std::vector<SentRow> const& sent_;
  std::vector<int> taken_by_;  // row of the return; 0 = none
  std::map<std::string, size_t> by_reference_;
  Match made_;
};

}  // namespace

Match match(std::vector<SentRow> const& sent, std::vector<ReturnRow> const& rows) { return Matcher(sent).match(rows); }

}  // namespace hutong::payments
