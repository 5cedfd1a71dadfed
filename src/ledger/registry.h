#pragma once
// Persons, their family graph and the facts about them, in memory for one round. Everything only grows, so saving means appending what lies beyond the
// sizes at loading time. Relations come from the household register first; another list may add a parent the register does not know, but never replaces one.
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "ledger/facts.h"
#include "matching/people.h"
#include "values/date.h"

namespace hutong::ledger {

enum class Kinship : uint8_t { father, mother, guardian, adoptive_parent };
std::string_view code_of(Kinship);
std::optional<Kinship> kinship_from(std::string_view code);

struct Relation {
  PersonId child = 0;
  PersonId relative = 0;
  Kinship kinship = Kinship::father;
  bool is_registered = false;  // from the household register
  values::Certainty certainty = values::Certainty::reported;
  values::Date recorded_on;
  int64_t row = 0;
  std::optional<values::Date> withdrawn_on;  // its row was corrected
};

// A fact with its ends worked in: what policy is told. `facts` are all that took part, the latest told first.
struct Spell {
  FactKind kind = FactKind::deceased;
  std::optional<values::Date> from, until;
  Details details;
  std::vector<FactId> facts;
  PersonId other = 0;  // the one child concerned (a guardianship revoked, a support unpaid); 0 = everybody
  bool concerns(PersonId child) const { return !other || other == child; }
  bool holds_on(values::Date day) const { return (!from || *from <= day) && (!until || day < *until); }
};

class Registry {
 public:
  matching::People people;
  // `row`: where the person was first met.
  PersonId add_person(matching::NewPerson const&, int64_t row);
  int64_t row_of(PersonId person) const { return person_rows_[person - 1]; }

  // Another spelling of the name, another town: kept with its row; what was known before stays known.
  struct LaterName {
    PersonId person;
    std::string name;
    int64_t row;
  };
  struct LaterTown {
    PersonId person;
    std::string town;
    values::Date recorded_on;
    int64_t row;
  };
  void add_name(LaterName);
  void add_town(LaterTown);
  std::vector<LaterName> const& later_names() const { return later_names_; }
  std::vector<LaterTown> const& later_towns() const { return later_towns_; }

  enum class Added : uint8_t { added, known, conflict };
  // father and mother: one of each. conflict: another person stands there by a source at least as good; nothing is changed.
  Added add_relation(Relation const&);
  void restore_relation(Relation const&);  // from the disk, in the order of their ids: taken as it is
  // `at`: index into relations(). Whoever another row in force names stands there again: the register's word first, then the latest.
  void withdraw_relation(size_t at, values::Date on);
  PersonId father_of(PersonId child) const { return relative(fathers_, child); }
  PersonId mother_of(PersonId child) const { return relative(mothers_, child); }
  std::vector<PersonId> guardians_of(PersonId child) const;
  std::vector<PersonId> children_of(PersonId parent) const;  // ascending; whose father or mother this person is now
  void index_children();  // after loading; children_of() is right without it, only slower
  std::vector<Relation> const& relations() const { return relations_; }
  // The relation that makes this person the child's father or mother; nullptr = none.
  Relation const* parent_relation(PersonId child, Kinship) const;

  struct FactAdded {
    FactId id;
    bool is_known;  // the very same had been told before; id is the earlier one
  };
  FactAdded add_fact(Fact);
  FactId append_fact(Fact);  // without the question whether it is known: for loading
  std::vector<Fact> const& facts() const { return facts_; }
  Fact const& fact(FactId id) const { return facts_[id - 1]; }
  void withdraw(FactId, values::Date on);
  // In order of arrival.
  template <class F>
  void each_fact_of(PersonId subject, F&& f) const {
    if (subject > first_fact_.size()) return;
    for (FactId id = first_fact_[subject - 1]; id; id = next_fact_[id - 1]) f(id, facts_[id - 1]);
  }
  bool has_facts(PersonId subject) const { return subject <= first_fact_.size() && first_fact_[subject - 1]; }

  // What was known on `known_on` of this kind about this person; by ascending `from`. Refuted facts do not count. What a list tells without a day
  // (Details::undated) belongs to the spell that goes on, or else begins one.
  std::vector<Spell> spells_of(PersonId, FactKind, values::Date known_on) const;
  std::optional<Spell> spell_on(PersonId, FactKind, values::Date day, values::Date known_on) const;

  void mark_registered_here(PersonId);  // stands in the household register of the district
  std::vector<PersonId> const& registrations() const { return registrations_; }  // in order of marking
  bool is_registered_here(PersonId person) const { return person <= registered_.size() && registered_[person - 1]; }

 private:
  uint32_t standing(Relation const&) const;
  bool let_stand(uint32_t number);
  static PersonId relative_of(std::vector<Relation> const& relations, uint32_t at) { return at ? relations[at - 1].relative : 0; }
  PersonId relative(std::vector<uint32_t> const& column, PersonId child) const {
    return child <= column.size() ? relative_of(relations_, column[child - 1]) : 0;
  }
  std::vector<int64_t> person_rows_;
  std::vector<LaterName> later_names_;
  std::vector<LaterTown> later_towns_;
  std::vector<Relation> relations_;
  std::set<std::tuple<int64_t, PersonId, Kinship>> said_again_;  // row, child, kinship of relations that only repeat another
  std::vector<uint32_t> fathers_, mothers_;  // by child: 1 + index into relations_, 0 = unknown
  std::unordered_map<PersonId, std::vector<uint32_t>> guardians_;
  std::vector<uint32_t> children_at_;  // by parent, into children_: relations up to children_indexed_
  std::vector<PersonId> children_;
  size_t children_indexed_ = 0;
  std::unordered_map<PersonId, std::vector<PersonId>> later_children_;  // of relations added since

  std::vector<Fact> facts_;
  std::vector<FactId> first_fact_, last_fact_, next_fact_;
  std::vector<bool> registered_;
  std::vector<PersonId> registrations_;
};

}  // namespace hutong::ledger
