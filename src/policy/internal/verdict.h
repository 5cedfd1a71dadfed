#pragma once
// The decision about one day, without words. What is not known is kept as a set of possibilities: a parent is a set of possible statuses,
// a child's condition, age and household may be open too. Every combination is one possible world; if all worlds agree the case is
// decided, else it is undetermined. This is Kleene's logic made exact: an unknown that cannot change the outcome changes nothing.
#include <optional>

#include "policy/case.h"
#include "policy/decide.h"
#include "policy/internal/finding.h"
#include "policy/internal/rules.h"

namespace hutong::policy::internal {

enum class Bar : uint8_t { none, no_rules, died, adopted, unborn, elsewhere };  // decided without looking further

using TruthSet = uint8_t;  // 1 = may be no, 2 = may be yes

// What is possible on the day.
struct Situation {
  InForce const* rules = nullptr;
  Bar bar = Bar::none;
  StatusSet father = 0, mother = 0;
  StatusSet father_today = 0, mother_today = 0;  // the same with clocks that still run taken as not yet full: for the interim category
  TruthSet disabled = 1, ill = 1;  // the child's own conditions
  TruthSet adult = 1;
  bool household_unknown = false;
  bool foundling = false, consented = false, institution = false;
  bool in_school = false;  // full time
  uint8_t income = 0;      // bit = IncomeKind
};

Situation situation_on(Rulebook::Data const&, Case const&, values::Date day);
// With every clock that still runs taken as not yet full: what the interim category rests on.
Situation as_it_stands_today(Situation const&);

// One world: each possibility fixed.
struct World {
  Status father, mother;
  bool disabled, ill, adult;
};

// The grant that fits the world, before and after looking at age and institution.
Grant const* fitting(Situation const&, World const&);
bool stands(Situation const&, Grant const&, World const&);
bool fits(Situation const&, Grant const&, World const&);

struct Verdict {
  Outcome outcome = Outcome::not_eligible;
  Grant const* grant = nullptr;  // eligible: the one that decided; undetermined: the best that holds today in every world
  // Eligible in every world and always in this category, yet by different grants: K2 or K3, in 2019, while the other parent is in doubt.
  bool type_open = false;

  std::string_view type() const { return grant == nullptr || type_open ? std::string_view() : std::string_view(grant->type); }
  bool same_as(Verdict const& other) const {
    return outcome == other.outcome && (grant == nullptr) == (other.grant == nullptr) &&
           (grant == nullptr || (grant->category == other.grant->category && type() == other.type()));
  }
};

Verdict verdict_of(Situation const&);

template <class F>
void for_each_world(Situation const& of, F&& visit) {
  for (Status father : {Status::absent, Status::incapable, Status::none}) {
    if ((of.father & static_cast<StatusSet>(father)) == 0) continue;
    for (Status mother : {Status::absent, Status::incapable, Status::none}) {
      if ((of.mother & static_cast<StatusSet>(mother)) == 0) continue;
      for (int bits = 0; bits < 8; ++bits) {
        bool disabled = (bits & 1) != 0, ill = (bits & 2) != 0, adult = (bits & 4) != 0;
        auto may_be = [](TruthSet set, bool value) { return (set & (value ? 2 : 1)) != 0; };
        if (may_be(of.disabled, disabled) && may_be(of.ill, ill) && may_be(of.adult, adult)) visit(World{father, mother, disabled, ill, adult});
      }
    }
  }
}

// The fact's truth for this child: a clock that fills only after the child has grown up cannot help and counts as no.
Truth truth_of(Finding const&, InForce const&, Child const&);

// Does the child's age allow it on that day, for some category? Used to see whether a clock can still matter.
bool may_be_young_enough(InForce const&, Child const&, values::Date day);

}  // namespace hutong::policy::internal
