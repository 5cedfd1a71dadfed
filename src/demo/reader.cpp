#include "demo/reader.h"

#include <algorithm>

namespace hutong::demo {

using values::Circumstance;
using values::Date;
using values::Month;

void Reader::learn(Lesson const& lesson) {
  About& about = about_[lesson.who];
  switch (lesson.kind) {
    case Lesson::Kind::registered: about.is_registered = true; break;
    case Lesson::Kind::ground:
      about.grounds.emplace_back(lesson.ground, lesson.child);
      // The judgment ends the custody before it.
      if (lesson.ground.kind == Circumstance::imprisoned) about.ends.emplace_back(Circumstance::liberty_restricted, lesson.day);
      break;
    case Lesson::Kind::ended:
      for (Circumstance kind : {Circumstance::liberty_restricted, Circumstance::imprisoned, Circumstance::compulsory_detox})
        about.ends.emplace_back(kind, lesson.day);
      break;
    case Lesson::Kind::found: about.ends.emplace_back(Circumstance::lost_contact, lesson.day); break;
    case Lesson::Kind::died: about.died_on = lesson.day; break;
    case Lesson::Kind::adopted: about.adopted_on = lesson.day; break;
    case Lesson::Kind::moved_out: about.moved_out_on = lesson.day; break;
    case Lesson::Kind::income:
      about.income.push_back({lesson.income, {lesson.day, std::nullopt}});
      about.aid = Aid{lesson.day.month_of(), lesson.aid};
      break;
  }
}

void Reader::hear_of(std::string const& report, Month period) {
  Month& latest = latest_[report];
  latest = std::max(latest, period);
}

void Reader::judge_as_of(Month month) {
  parents_are_searched_ = true;
  for (char const* report : {"court.monthly", "procuratorate.monthly", "police.custody", "dpf.severe", "civil.funeral"}) {
    auto const heard = latest_.find(report);
    parents_are_searched_ = parents_are_searched_ && heard != latest_.end() && month.plus(-2) < heard->second;
  }
}

Reader::About const* Reader::about(PersonIndex who) const {
  auto const found = about_.find(who);
  return found == about_.end() ? nullptr : &found->second;
}

std::vector<Ground> Reader::grounds_of(PersonIndex who, PersonIndex child) const {
  About const* known = about(who);
  if (!known) return {};
  std::vector<Ground> grounds;
  for (auto const& [ground, concerned] : known->grounds)
    if (concerned == nobody || concerned == child) grounds.push_back(ground);
  for (Ground& ground : grounds)
    for (auto const& [kind, day] : known->ends)
      if (kind == ground.kind && ground.from <= day && (!ground.until || day < *ground.until)) ground.until = day;
  if (known->died_on) grounds.push_back({.who = who, .kind = Circumstance::deceased, .from = *known->died_on});
  return grounds;
}

Knowledge Reader::knowledge_of(PersonIndex child) const {
  About const* known = about(child);
  Knowledge knowledge;
  Person const& person = world_.people[static_cast<size_t>(child)];
  knowledge.birth = person.birth;
  if (!known || !known->is_registered) return knowledge;
  knowledge.parents_are_searched = parents_are_searched_;
  knowledge.has_father = person.father != nobody;
  knowledge.has_mother = person.mother != nobody;
  if (knowledge.has_father) knowledge.father = grounds_of(person.father, child);
  if (knowledge.has_mother) knowledge.mother = grounds_of(person.mother, child);
  knowledge.child = grounds_of(child, child);
  knowledge.income = known->income;
  knowledge.aid = known->aid;
  for (auto const& [parent, income] : {std::pair(person.father, &knowledge.father_income), std::pair(person.mother, &knowledge.mother_income)}) {
    if (About const* told = parent == nobody ? nullptr : about(parent)) *income = told->income;
    // Without a number nobody can be looked up.
    knowledge.parents_are_searched = knowledge.parents_are_searched && (parent == nobody || world_.people[static_cast<size_t>(parent)].has_number);
  }
  knowledge.died_on = known->died_on;
  knowledge.adopted_on = known->adopted_on;
  knowledge.moved_out_on = known->moved_out_on;
  return knowledge;
}

bool Reader::has_heard_of(PersonIndex child) const {
  Person const& person = world_.people[static_cast<size_t>(child)];
  for (PersonIndex who : {person.father, person.mother, child}) {
    About const* known = who == nobody ? nullptr : about(who);
    if (known && (!known->grounds.empty() || known->died_on || (who == child && !known->income.empty()))) return true;
  }
  return false;
}

}  // namespace hutong::demo
