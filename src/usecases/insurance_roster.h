#pragma once
// 参保 (M63, M64): who is to be enrolled in 居民医保 and 大病保险 this year, month by month, against what the insurance bureau says. Social orphans and de facto
// unattended children only: the plan names no other group (POLICY 3.7).
#include <string>
#include <vector>

#include "base/result.h"
#include "store/coverage_store.h"
#include "values/date.h"

namespace hutong::usecases {

class Context;

struct InsuranceLine {
  store::PersonRecord child;
  values::Category category = values::Category::community_orphan;
  values::Month since;   // from which month of the year on: January for those who were covered before
  bool is_insured = false;
};

struct InsuranceOutcome {
  int year = 0;
  std::vector<InsuranceLine> lines;  // by town and person
  int64_t insured = 0, gaps = 0;
  std::vector<std::string> waiting;  // receipts of the bureau's lists that came after the last round: not counted yet
};

// A child who is to be insured and is on no list of the bureau for the year becomes something to do, once; the item is closed when the bureau's list names the
// child, when the child is no longer to be insured, and when the year is over. Problem: insurance_year_bad.
base::Result<InsuranceOutcome> insurance_roster(Context&, int year);

// The list for the bureau: 名单 and, for each later month, who came since. bytes of an xlsx.
std::string insurance_workbook(Context&, InsuranceOutcome const&);

// hutong.insurance/1
std::string to_json(InsuranceOutcome const&);

}  // namespace hutong::usecases
