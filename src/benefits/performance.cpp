#include "benefits/performance.h"

#include "base/check.h"

namespace hutong::benefits {

std::string_view code_of(Indicator value) {
  switch (value) {
    case Indicator::coverage: return "coverage";
    case Indicator::timeliness: return "timeliness";
    case Indicator::accuracy: return "accuracy";
    case Indicator::recovery: return "recovery";
  }
  CHECK(false);
}

std::vector<PerformanceRow> performance_of(PerformanceCounts const& counts) {
  std::vector<PerformanceRow> rows;
  auto add = [&](Indicator indicator, int64_t part, int64_t whole) {
    CHECK(0 <= part && part <= whole);
    PerformanceRow row{indicator, part, whole, std::nullopt};
    if (whole > 0) row.permyriad = static_cast<int>(part * 10'000 / whole);
    rows.push_back(row);
  };
  add(Indicator::coverage, counts.covered, counts.eligible);
  add(Indicator::timeliness, counts.on_time, counts.due);
  int64_t const moved = (counts.paid + counts.too_little).in_fen();
  add(Indicator::accuracy, moved - (counts.too_much + counts.too_little).in_fen(), moved);
  add(Indicator::recovery, counts.returned.in_fen(), counts.overpaid.in_fen());
  return rows;
}

}  // namespace hutong::benefits
