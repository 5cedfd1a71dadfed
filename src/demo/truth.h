#pragma once
// Who is really eligible, and who is so by the facts that were told: straight from POLICY.md part 1 in the plainest code there is, with no use of
// policy or ledger, so that the product is measured against something it does not share.
#include <functional>
#include <span>
#include <vector>

#include "demo/world.h"

namespace hutong::demo {

enum class Standing : uint8_t { none, orphan, de_facto, k3, k4 };  // 重点困境儿童 of the third and fourth type

// What a child draws month by month beside the allowance: 低保 or 特困.
struct Aid {
  values::Month from;
  values::Money monthly;
};

// What is known about one child, by whichever reader.
struct Knowledge {
  std::vector<Ground> father, mother;  // a death is Circumstance::deceased
  std::vector<Ground> child;           // severe_disability
  bool has_father = false, has_mother = false;
  bool parents_are_searched = true;    // whether “no circumstance” means that there is none
  std::vector<policy::Income> income;  // the child's household's
  std::vector<policy::Income> father_income, mother_income;  // theirs, wherever they live
  std::optional<Aid> aid;
  values::Date birth;
  std::optional<values::Date> died_on, adopted_on, moved_out_on;
};

Standing standing_on(Knowledge const&, values::Date);

// All that is true.
Knowledge true_knowledge(World const&, PersonIndex child);
// Everybody who is under 18 at some time during the months (in order), with those born meanwhile.
std::vector<PersonIndex> children_of(World const&);

}  // namespace hutong::demo
