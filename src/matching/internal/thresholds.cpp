#include "matching/internal/thresholds.h"

namespace hutong::matching {

Bands thresholds_of(std::vector<ScoredPair> const& pairs) {
  constexpr double wrong_at_most = 1.0 / 4000;
  Bands bands;
  double wrong = 0, count = 0;
  for (auto const& pair : pairs) {
    wrong += 1 - static_cast<double>(pair.probability), ++count;
    if (pair.probability < 0.9F || wrong > wrong_at_most * count) break;
    bands.certain_from = static_cast<double>(pair.probability);
  }
  return bands;
}

}  // namespace hutong::matching
