#pragma once
// A month's payment list: who gets how much, for which months, on which account. Once frozen it never changes; what was wrong is put right by new
// lines in a later list.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "benefits/words.h"
#include "values/date.h"
#include "values/id_number.h"
#include "values/money.h"
#include "values/words.h"

namespace hutong::payments {

struct Account {
  std::string holder_name;
  std::string number;     // digits
  std::string bank_name;
  friend bool operator==(Account const&, Account const&) = default;
};

using benefits::LineKind;

struct Line {  // of one child, for one month
  values::Month month;
  // normal: the list's own month; arrears: an earlier one, paid too little or not at all; recovery: an earlier one, paid too much, deducted by agreement.
  LineKind kind = LineKind::normal;
  values::Money amount;              // above zero
  values::Category category = values::Category::community_orphan;
  values::Money standard, offset;
  std::string why;       // one sentence
  std::string citation;  // of the standard
  std::string coverage;  // its id in the store, in digits
  int64_t recovery = 0;  // of a line of kind recovery: by whose agreement it is deducted, in the store
  values::Money counted() const { return kind == LineKind::recovery ? values::Money() - amount : amount; }
};

struct Entry {  // what one child gets with this list; one row of the bank file
  int number = 0;  // 1, 2, 3 … in the list
  uint32_t child = 0;
  std::string name;
  std::optional<values::IdNumber> id;
  std::string town;  // 9-digit code; "" = unknown
  std::string payee_name;
  std::string relation;  // of the payee to the child: 本人, 祖母 …
  Account account;
  int64_t account_id = 0;  // in the store
  std::vector<Line> lines;  // never empty: what is paid by month, then what is deducted from it
  Line const& last_paid() const;
  values::Category category() const { return last_paid().category; }
  values::Money amount() const;  // what is paid less what is deducted; above zero
  values::Money amount_of(LineKind) const;
};

struct PaymentList {
  values::Month month;
  std::string number;  // HT-370114-202404-PAY
  values::Date made_on;
  std::string district_name;
  std::vector<Entry> entries;
  values::Money total() const;
  values::Money total_of(LineKind) const;
};

// HT-370114-202404-PAY: one list a month and district.
std::string list_number(std::string_view district, values::Month);
// 20240400017: what the bank sends back with its result. It says nothing about the child.
std::string bank_reference(values::Month, int number);

}  // namespace hutong::payments
