#pragma once
// What a set of pages says about money, as numbers.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/check.h"
#include "benefits/money_rules.h"

namespace hutong::benefits::internal {

constexpr size_t category_count = 4;
constexpr size_t offset_kind_count = 4;

template <class T>
struct Dated {
  values::Date from;
  std::optional<values::Date> until;
  T value;
};
template <class T>
using Chain = std::vector<Dated<T>>;  // in order of time

// Days before the first version count as its first day: nothing was paid then.
template <class T>
T const& at(Chain<T> const& chain, values::Date day) {
  CHECK(!chain.empty());
  for (size_t i = chain.size(); i-- > 1;)
    if (chain[i].from <= day) return chain[i].value;
  return chain.front().value;
}

enum class Item : uint8_t { dibao, institution_orphan };
struct Reference {  // a figure that standards are compared with
  std::string place;
  std::optional<Residence> residence;
  Item item;
  values::Month from;
  values::Money monthly;
};

struct Checks {
  int64_t scattered_percent = 0;  // of the urban dibao
  int64_t institution_percent = 0;
  int64_t rise_percent_max = 0;
};

}  // namespace hutong::benefits::internal

namespace hutong::benefits {

struct MoneyRules::Data {
  std::vector<MoneyRule> rules;
  std::vector<Standard> standards;  // by place, residence, category, month, announcement
  std::vector<internal::Reference> references;
  internal::Chain<internal::Checks> checks;
  internal::Chain<StartRule> starts[internal::category_count];
  std::map<EndReason, internal::Chain<EndRule>> ends;
  internal::Chain<OffsetRule> offsets[internal::category_count][internal::offset_kind_count];
  internal::Chain<int> back_pay_months;
  internal::Chain<int64_t> deduction_percents;  // may be empty
  internal::Chain<values::Money> offset_minima;   // may be empty
  RuleIndex coverage = 0;
  int rank[internal::category_count] = {0, 1, 2, 3};
};

}  // namespace hutong::benefits
