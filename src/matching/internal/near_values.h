#pragma once
// How often two values of a field are alike by chance. Likeness is rare, so random pairs hardly ever show it; but values that are alike nearly always share
// a key of the field (a sound, all characters but one), and what shares a key can be counted.
#include <cstdint>
#include <vector>

#include "matching/internal/column.h"

namespace hutong::matching {

class NearValues {
 public:
  // Nothing is near where a field's keys say little of its levels.
  NearValues(Column const&, int left, int right);

  bool are_near(uint32_t a, uint32_t b) const;  // share a key
  // Of all pairs of rows with near but different values, how many show each level but the last, which says that they are not alike after all; from some of
  // the left rows and all of the right. sample: values of left rows in random order.
  std::vector<double> levels(std::vector<uint32_t> const& sample) const;

 private:
  Column const& column_;
  int left_, right_;
  std::vector<Column::Atom const*> atoms_;
};

}  // namespace hutong::matching
