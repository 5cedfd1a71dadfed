#pragma once
// How this district's bank wants its file and writes its answer, and who pays and signs: payments/<district>.yaml, which a district edits.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "values/words.h"

namespace hutong::payments {

// The only things that may go to a bank. There is no category, no reason and no birth date among them, and the remark is one for all: nothing in the
// file tells a child in one group from a child in another.
enum class BankField : uint8_t { sequence, reference, account_no, account_name, bank_name, amount, amount_fen, month, remark, blank };
std::string_view code_of(BankField);

struct BankColumn {
  BankField field = BankField::sequence;
  std::string heading;
  size_t width = 0;  // bytes; only for files of fixed width
  bool is_right = false;
  char fill = ' ';
};

struct BankFileLayout {
  bool is_fixed_width = false;  // else separated
  std::string separator = ",";
  bool has_header = true;
  std::string ending = "csv";   // of the file's name
  std::string remark;
  std::string first_line, last_line;  // with {count}, {total}, {total_fen}, {month}; "" = none
  std::vector<BankColumn> columns;
};

struct BankReturnLayout {
  std::vector<std::string> reference, account_no, account_name, amount, result, why;  // titles of the columns
  std::vector<std::string> paid, failed;  // words in the column of the result
};

struct FundingSource {
  std::string name;   // 区级财政
  int share = 100;    // per cent of the category's sum
};

struct Layout {
  BankFileLayout bank_file;
  BankReturnLayout bank_return;
  std::string budget_subject;
  std::map<values::Category, std::vector<FundingSource>> funding;  // shares of a category add up to 100
  std::vector<std::string> signatures;

  // The text of payments/<district>.yaml. Problem: bad_payments_file (values: where, why).
  static base::Result<Layout> from_yaml(std::string_view yaml);
};

}  // namespace hutong::payments
