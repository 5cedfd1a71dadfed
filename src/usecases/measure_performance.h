#pragma once
// 绩效表 of one year (M56), from the ledger, the clues and the payments as known today. Changes nothing.
#include <string>
#include <vector>

#include "base/result.h"
#include "benefits/performance.h"

namespace hutong::usecases {

class Context;

struct PerformanceOutcome {
  int year = 0;
  benefits::PerformanceCounts counts;
  std::vector<benefits::PerformanceRow> rows;
};

// Problems: performance_nothing (year): it has not begun, or nobody was covered or found and nothing was paid in it; those of rules. Months count from January, or from where this ledger began to pay, to the latest frozen list of the year.
base::Result<PerformanceOutcome> measure_performance(Context&, int year);

// hutong.performance/1
std::string to_json(PerformanceOutcome const&);

}  // namespace hutong::usecases
