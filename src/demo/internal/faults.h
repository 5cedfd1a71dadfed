#pragma once
// The faults of real offices and how often they happen, in one table (faults.cpp), and what a number or a date looks like when a person has typed it.
#include "base/random.h"
#include "demo/internal/table.h"

namespace hutong::demo {

struct FaultRates {  // in a million
  // A fact is …
  int unknown_family;    // nothing at all is told of a household whose life happens elsewhere in the country
  int never_told;        // forgotten for good by the office that should have told it
  int told_late;         // told one to three months late
  int grant_told_late;   // 低保 or 特困 granted in these months: in the register one to four months late
  int childs_death_told_late;  // told by nobody for one to four months
  int sibling_left_out;  // the row names one child, not the brother or sister
  // A row has …
  int typo, too_short, masked, precision_lost, garbled_name, no_date, future_date;  // returned, and right in next month's correction
  int another_name;      // the number is right, the name is somebody else's: asks a human; right in the correction
  // A cell is odd, but readable:
  int spaced_number, full_width_number, small_x, fifteen_digits, spaced_name, other_dot, former_town, short_town;
};
extern FaultRates const usual_faults;

// At most one fault a row. Rows that tell an end (release, recovery, adoption …) are never spoilt: while an end is missing even a perfect reader would
// propose a child who is not eligible any more, and the demo measures the product, not the offices.
void spoil(Table&, World const&, FaultRates const&, base::Random&);

// What stands in the cell instead of the right text. `fault` none: an odd but readable way to write it.
std::string faulty_text(Fault, std::string const& right, base::Random&);
std::string odd_number(std::string const& id, base::Random&);
std::string odd_name(std::string const& name, base::Random&);

}  // namespace hutong::demo
