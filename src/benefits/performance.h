#pragma once
// 绩效表 (M56): four indicators, each a fraction whose parts are told, so that a reader can check it.
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "values/money.h"

namespace hutong::benefits {

enum class Indicator : uint8_t {
  coverage,    // children covered ÷ children known to be eligible
  timeliness,  // month lines paid in their own month ÷ month lines due
  accuracy,    // fen that were right ÷ fen paid and fen owed: 1 − (too much + too little) ÷ (paid + too little)
  recovery,    // fen that came back ÷ fen found to be paid too much
};
std::string_view code_of(Indicator);

struct PerformanceCounts {
  int64_t eligible = 0, covered = 0;     // children
  int64_t due = 0, on_time = 0;          // child months
  values::Money paid, too_much, too_little;
  values::Money overpaid, returned;
};

struct PerformanceRow {
  Indicator indicator = Indicator::coverage;
  int64_t part = 0, whole = 0;
  std::optional<int> permyriad;  // rounded down, so that 100% means all; absent when there was nothing to do
};
std::vector<PerformanceRow> performance_of(PerformanceCounts const&);

}  // namespace hutong::benefits
