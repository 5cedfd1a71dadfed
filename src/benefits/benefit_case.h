#pragma once
// The stand-alone calculation: hutong.benefit_case/1 → hutong.benefit/1 (DESIGN 7.2, docs/formats/benefit.md).
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "benefits/entitlement.h"
#include "benefits/news.h"

namespace hutong::benefits {

struct BenefitCase {
  std::string place;  // 6, 9 or 12 digits
  Residence residence = Residence::rural;
  values::Month through;
  std::optional<values::Date> known_on;  // compute as if it were this day; absent = with everything in the file
  History history;                       // `ref` of each item is its JSON pointer
};

// All problems at once; each names the JSON pointer (place.field) and what is expected there.
struct BenefitCaseFromJson {
  BenefitCase value;
  std::vector<base::Problem> problems;
};
BenefitCaseFromJson benefit_case_from_json(MoneyRules const&, std::string_view json);

struct BenefitAnswer {
  Entitlements money;
  std::vector<Adjustment> adjustments;  // of the months whose difference is not zero: which news it comes from
};
// As known on known_on, if that is given.
BenefitAnswer compute(MoneyRules const&, BenefitCase const&);
std::string to_json(MoneyRules const&, BenefitAnswer const&);  // hutong.benefit/1

}  // namespace hutong::benefits
