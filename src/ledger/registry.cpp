#include "ledger/registry.h"

#include <algorithm>

#include "base/check.h"

namespace hutong::ledger {

std::string_view code_of(Kinship kinship) {
  switch (kinship) {
    case Kinship::father: return "father";
    case Kinship::mother: return "mother";
    case Kinship::guardian: return "guardian";
    case Kinship::adoptive_parent: return "adoptive_parent";
  }
  CHECK(false);
}

std::optional<Kinship> kinship_from(std::string_view code) {
  for (auto kinship : {Kinship::father, Kinship::mother, Kinship::guardian, Kinship::adoptive_parent})
    if (code_of(kinship) == code) return kinship;
  return std::nullopt;
}

PersonId Registry::add_person(matching::NewPerson const& person, int64_t row) {
  person_rows_.push_back(row);
  return people.add(person);
}

void Registry::add_name(LaterName later) {
  people.add_name(later.person, later.name);
  later_names_.push_back(std::move(later));
}

void Registry::add_town(LaterTown later) {
  people.set_town(later.person, later.town);
  later_towns_.push_back(std::move(later));
}

void Registry::mark_registered_here(PersonId person) {
  if (registered_.size() < person) registered_.resize(std::max<size_t>(person, people.size()));
  if (registered_[person - 1]) return;
  registered_[person - 1] = true;
  registrations_.push_back(person);
}

namespace {

bool is_guardian(Kinship kinship) { return kinship == Kinship::guardian || kinship == Kinship::adoptive_parent; }

bool say_the_same(Relation const& a, Relation const& b) { return a.child == b.child && a.relative == b.relative && a.kinship == b.kinship; }

// Of two parents told for one child: the register replaces what another list had said, and of two words of one weight the later counts. Who is merely
// named again stays where he is.
bool replaces(Relation const& later, Relation const& standing) {
  return later.is_registered > standing.is_registered || (later.is_registered == standing.is_registered && later.relative != standing.relative);
}

}  // namespace

Registry::Added Registry::add_relation(Relation const& relation) {
  if (uint32_t known = standing(relation)) {
    Relation const& before = relations_[known - 1];
    bool is_repeated = say_the_same(before, relation) && before.is_registered >= relation.is_registered;
    // Another row says the same: kept behind the one that stands, to stand in its place if that row is corrected.
    if (is_repeated) {
      if (before.row != relation.row && !said_again_.contains({relation.row, relation.child, relation.kinship})) restore_relation(relation);
      return Added::known;
    }
    if (!relation.is_registered) return Added::conflict;
  }
  restore_relation(relation);
  // Indexing anew whenever the register has grown by a quarter keeps the whole import linear.
  if (relations_.size() - children_indexed_ > 100'000 + children_indexed_ / 4) index_children();
  return Added::added;
}

// The relation of this kind that counts now: a parent of the child, or this very guardian; 0 = none.
uint32_t Registry::standing(Relation const& relation) const {
  if (is_guardian(relation.kinship)) {
    auto found = guardians_.find(relation.child);
    if (found == guardians_.end()) return 0;
    for (uint32_t known : found->second)
      if (say_the_same(relations_[known - 1], relation)) return known;
    return 0;
  }
  auto const& column = relation.kinship == Kinship::father ? fathers_ : mothers_;
  return relation.child <= column.size() ? column[relation.child - 1] : 0;
}

void Registry::restore_relation(Relation const& relation) {
  relations_.push_back(relation);
  if (relation.withdrawn_on) return;
  if (!let_stand(static_cast<uint32_t>(relations_.size()))) said_again_.insert({relation.row, relation.child, relation.kinship});
}

// True if the relation counts now; false if one stands that it does not replace.
bool Registry::let_stand(uint32_t number) {
  Relation const& relation = relations_[number - 1];
  uint32_t before = standing(relation);
  if (is_guardian(relation.kinship)) {
    if (before) return false;
    guardians_[relation.child].push_back(number);
    return true;
  }
  if (before && !replaces(relation, relations_[before - 1])) return false;
  auto& column = relation.kinship == Kinship::father ? fathers_ : mothers_;
  if (column.size() < relation.child) column.resize(std::max<size_t>(relation.child, people.size()));
  column[relation.child - 1] = number;
  later_children_[relation.relative].push_back(relation.child);
  return true;
}

void Registry::withdraw_relation(size_t at, values::Date on) {
  relations_[at].withdrawn_on = on;
  auto const withdrawn = relations_[at];
  auto const number = static_cast<uint32_t>(at + 1);
  if (standing(withdrawn) != number) return;
  if (is_guardian(withdrawn.kinship)) std::erase(guardians_[withdrawn.child], number);
  else (withdrawn.kinship == Kinship::father ? fathers_ : mothers_)[withdrawn.child - 1] = 0;
  for (uint32_t other = 1; other <= relations_.size(); ++other) {
    auto const& relation = relations_[other - 1];
    if (relation.child == withdrawn.child && relation.kinship == withdrawn.kinship && !relation.withdrawn_on) let_stand(other);
  }
}

std::vector<PersonId> Registry::guardians_of(PersonId child) const {
  std::vector<PersonId> persons;
  auto found = guardians_.find(child);
  if (found == guardians_.end()) return persons;
  for (uint32_t at : found->second) persons.push_back(relations_[at - 1].relative);
  return persons;
}

Relation const* Registry::parent_relation(PersonId child, Kinship kinship) const {
  auto const& column = kinship == Kinship::father ? fathers_ : mothers_;
  if (child > column.size() || !column[child - 1]) return nullptr;
  return &relations_[column[child - 1] - 1];
}

// Counting sort over the current fathers and mothers: two passes over 1.08 million children take some 20 ms.
void Registry::index_children() {
  children_at_.assign(people.size() + 2, 0);
  auto each_pair = [&](auto&& f) {
    for (PersonId child = 1; child <= people.size(); ++child) {
      if (PersonId father = father_of(child)) f(father, child);
      if (PersonId mother = mother_of(child)) f(mother, child);
    }
  };
  each_pair([&](PersonId parent, PersonId) { ++children_at_[parent + 1]; });
  for (size_t i = 1; i < children_at_.size(); ++i) children_at_[i] += children_at_[i - 1];
  children_.assign(children_at_.back(), 0);
  auto next = children_at_;
  each_pair([&](PersonId parent, PersonId child) { children_[next[parent]++] = child; });
  children_indexed_ = relations_.size();
  later_children_.clear();
}

std::vector<PersonId> Registry::children_of(PersonId parent) const {
  std::vector<PersonId> children;
  auto take = [&](PersonId child) {
    if (father_of(child) == parent || mother_of(child) == parent) children.push_back(child);
  };
  if (parent + 1 < children_at_.size())
    for (uint32_t at = children_at_[parent]; at < children_at_[parent + 1]; ++at) take(children_[at]);
  if (auto later = later_children_.find(parent); later != later_children_.end())
    for (PersonId child : later->second) take(child);
  std::sort(children.begin(), children.end());
  children.erase(std::unique(children.begin(), children.end()), children.end());
  return children;
}

FactId Registry::append_fact(Fact fact) {
  CHECK(fact.subject && fact.subject <= people.size());
  PersonId subject = fact.subject;
  facts_.push_back(std::move(fact));
  next_fact_.push_back(0);
  auto id = static_cast<FactId>(facts_.size());
  if (first_fact_.size() < subject) {
    first_fact_.resize(people.size());
    last_fact_.resize(people.size());
  }
  if (FactId last = last_fact_[subject - 1]) next_fact_[last - 1] = id;
  else first_fact_[subject - 1] = id;
  last_fact_[subject - 1] = id;
  return id;
}

Registry::FactAdded Registry::add_fact(Fact fact) {
  FactId known = 0;
  each_fact_of(fact.subject, [&](FactId id, Fact const& earlier) {
    bool is_same = earlier.kind == fact.kind && earlier.effect == fact.effect && earlier.from == fact.from && earlier.until == fact.until &&
                   earlier.other == fact.other && earlier.certainty == fact.certainty && !earlier.withdrawn_on && earlier.details == fact.details;
    if (is_same && !known) known = id;
  });
  if (known) return {known, true};
  return {append_fact(std::move(fact)), false};
}

void Registry::withdraw(FactId id, values::Date on) { facts_[id - 1].withdrawn_on = on; }

namespace {

// The later report completes or corrects the earlier one about the same beginning; what it does not tell stays.
void complete(Details& with, Details const& later) {
  auto take = [](auto& to, auto const& from) {
    if (from != std::decay_t<decltype(from)>()) to = from;
  };
  take(with.disability, later.disability);
  take(with.grade, later.grade);
  take(with.term_months, later.term_months);
  take(with.certified, later.certified);
  with.out_of_custody = later.out_of_custody;
  take(with.measure, later.measure);
  take(with.route, later.route);
  take(with.outcome, later.outcome);
  take(with.supports_child, later.supports_child);
  take(with.full_time, later.full_time);
  take(with.amount, later.amount);
  take(with.name, later.name);
  take(with.text, later.text);
}

struct Known {
  FactId id;
  Fact const* fact;
};

Spell spell_from(Fact const& fact) {
  Spell spell;
  spell.kind = fact.kind;
  spell.from = fact.from;
  spell.other = fact.other;
  return spell;
}

void join(Spell& spell, FactId id, Fact const& fact) {
  complete(spell.details, fact.details);
  if (fact.until) spell.until = fact.until;
  spell.facts.insert(spell.facts.begin(), id);
}

// A list that names no day tells that the last spell goes on, unless that one had ended before, by its own word or one we had already heard.
bool goes_on(Spell const& spell, Fact const& listed, std::vector<Known> const& ends) {
  if (spell.until && *spell.until <= *listed.from) return false;
  return std::none_of(ends.begin(), ends.end(), [&](Known const& end) {
    bool const is_between = end.fact->from && (!spell.from || *spell.from <= *end.fact->from) && *end.fact->from < *listed.from;
    return is_between && std::tuple(end.fact->recorded_on, end.fact->row) < std::tuple(listed.recorded_on, listed.row);
  });
}

}  // namespace

std::vector<Spell> Registry::spells_of(PersonId person, FactKind kind, values::Date known_on) const {
  std::vector<Known> begins, ends;
  each_fact_of(person, [&](FactId id, Fact const& fact) {
    if (fact.kind != kind || fact.certainty == values::Certainty::refuted || !fact.is_known_on(known_on)) return;
    (fact.effect == Effect::begins ? begins : ends).push_back({id, &fact});
  });
  // By beginning and child concerned, then by the day we learnt it; the row number settles what arrived on one day.
  std::stable_sort(begins.begin(), begins.end(), [](Known const& a, Known const& b) {
    return std::tuple(a.fact->from, a.fact->other, a.fact->recorded_on, a.fact->row) < std::tuple(b.fact->from, b.fact->other, b.fact->recorded_on, b.fact->row);
  });
  std::vector<Spell> spells;
  for (auto& [id, fact] : begins) {
    auto told_again = std::find_if(spells.begin(), spells.end(), [&](Spell const& spell) {
      return spell.other == fact->other && (spell.from == fact->from || (fact->details.undated && goes_on(spell, *fact, ends)));
    });
    if (told_again == spells.end()) told_again = spells.insert(spells.end(), spell_from(*fact));
    join(*told_again, id, *fact);
  }
  for (auto& [id, fact] : ends)
    for (Spell& spell : spells) {
      if (!fact->from || (spell.from && *fact->from < *spell.from)) continue;
      // The police write 报案日期 beside 已找到 as well: dated on the beginning itself, the end is known only as the day of the answer.
      bool is_date_of_report = kind == FactKind::lost_contact && fact->from == spell.from;
      values::Date end = is_date_of_report ? fact->recorded_on : *fact->from;
      if (spell.until && *spell.until <= end) continue;
      spell.until = end;
      spell.facts.push_back(id);
    }
  return spells;
}

std::optional<Spell> Registry::spell_on(PersonId person, FactKind kind, values::Date day, values::Date known_on) const {
  std::optional<Spell> found;
  for (auto& spell : spells_of(person, kind, known_on))
    if (!found && spell.holds_on(day)) found = std::move(spell);
  return found;
}

}  // namespace hutong::ledger
