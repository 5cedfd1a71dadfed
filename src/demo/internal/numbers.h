#pragma once
// Unique synthetic identity numbers. Only ten sequence codes are free for us (990–999: five for each sex), so a district of a million people
// needs the rest of the number to vary: 54 area codes × every birth date give 270 numbers for each sex and day, where at most about 20 are asked for.
// A day that is full all the same moves the birth to the day before.
#include <cstdint>
#include <vector>

#include "base/random.h"
#include "values/date.h"
#include "values/id_number.h"

namespace hutong::demo {

class Numbers {
 public:
  Numbers();
  // Half of those born before the county became a district carry 370181 (章丘市), those after mostly 370114.
  values::IdNumber draw(base::Random&, values::Date birth, values::Sex);

 private:
  std::vector<uint8_t> used_;  // by day, sex, area: how many of the five codes are given out
};

}  // namespace hutong::demo
