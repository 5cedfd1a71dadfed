#include "ledger/internal/tell.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/messages.h"
#include "base/text.h"

namespace hutong::ledger::internal {

using base::label;

void Told::append(Told const& more, std::string_view between) {
  if (more.full.empty()) return;
  if (!full.empty()) {
    full += between;
    town += between;
  }
  full += more.full;
  town += more.town;
  for (auto& source : more.sources)
    if (std::find(sources.begin(), sources.end(), source) == sources.end()) sources.push_back(source);
}

std::string Teller::name(PersonId person) const {
  auto name = registry_.people.name_of(person);
  return name.empty() ? label("tell_no_name") : std::string(name);
}

std::string Teller::town(std::string_view code) const {
  auto name = divisions_.name_of(code);
  return name.empty() ? label("tell_no_town") : name;
}

std::string Teller::child(PersonId child) const {
  auto birth = registry_.people.birth_date_of(child);
  return label("tell_child", {{"name", name(child)},
                              {"birth", birth ? birth->to_chinese() : label("tell_no_birth")},
                              {"town", town(registry_.people.town_of(child))}});
}

ProposalChild Teller::proposal_child(PersonId child) const {
  return {child, std::string(registry_.people.name_of(child)), registry_.people.id_of(child), registry_.people.birth_date_of(child)};
}

std::string Teller::source(SourceRow const& source) const {
  if (!source.row) return label("tell_no_source");
  return label(source.sheet.empty() ? "tell_source" : "tell_source_sheet", {{"title", inputs_.report_title(source.report)},
                                                                            {"file", source.file},
                                                                            {"sheet", source.sheet},
                                                                            {"row", std::to_string(source.row_number)},
                                                                            {"receipt", source.receipt}});
}

std::string Teller::record(std::string_view name, std::optional<values::IdNumber> const& id, std::optional<values::Date> birth, std::string_view town) const {
  std::vector<std::string> known;
  known.push_back(id ? label("tell_number", {{"id", id->masked()}}) : label("tell_no_number"));
  if (birth) known.push_back(label("tell_born", {{"birth", birth->to_chinese()}}));
  if (!town.empty()) known.push_back(this->town(town));
  return label("tell_record", {{"name", name.empty() ? label("tell_no_name") : std::string(name)}, {"known", base::join(known, label("tell_and"))}});
}

std::string Teller::mentioned(Question const& question) const {
  auto birth = question.birth_date ? question.birth_date : question.id ? std::optional(question.id->birth_date()) : std::nullopt;
  if (!question.is_about_pairs()) return question.name.empty() ? label("tell_no_name") : question.name;
  return record(question.name, question.id, birth, question.town);
}

namespace {

// link_level_… are the words for the levels of each field; “nothing agrees” is called other there.
template <class Agreement>
std::string level_words(char const* field, Agreement level) {
  auto code = matching::code_of(level);
  bool const is_other = level == Agreement::different && field != std::string_view("name");
  return label(std::string("link_level_") + field + "_" + (is_other ? "other" : std::string(code)));
}

std::string name_words(matching::NameAgreement level, std::string const& spelling, std::string const& written) {
  std::string words = level_words("name", level);
  if (level == matching::NameAgreement::equal || level == matching::NameAgreement::different) return words;
  auto difference = matching::name_difference(spelling, written);
  if (difference.left.empty() || difference.right.empty()) return words;
  return words + label("tell_name_difference", {{"left", difference.left}, {"right", difference.right}});
}

std::vector<std::string> agreement_words(matching::Comparison const& how, std::string const& written) {
  std::vector<std::string> words;
  if (how.number) words.push_back(level_words("number", *how.number));
  if (how.name) words.push_back(name_words(*how.name, how.spelling, written));
  if (how.date) words.push_back(how.is_lunar_date ? label("tell_lunar_birth") : label("tell_birth_level", {{"level", level_words("date", *how.date)}}));
  if (how.is_same_sex && !*how.is_same_sex) words.push_back(label("tell_other_sex"));
  if (how.is_same_town) words.push_back(label(*how.is_same_town ? "tell_same_town" : "tell_other_town"));
  if (how.is_relative) words.push_back(label("tell_relative"));
  return words;
}

std::string percent(double probability) {
  constexpr double nearly_all = 0.9995, nearly_none = 0.0005;
  if (probability >= nearly_all) return label("tell_nearly_all");
  if (probability < nearly_none) return label("tell_nearly_none");
  return fmt::format("{:.1f}%", 100 * probability);
}

// What the levels say, what was answered about others, and what comes of both.
std::string taught_words(matching::Comparison const& how) {
  if (how.answered.all() == 0) return "";
  return label("tell_taught", {{"count", std::to_string(how.answered.all())},
                               {"same", std::to_string(how.answered.same)},
                               {"before", percent(matching::probability_of(how.bits))},
                               {"after", percent(matching::probability_of(how.all_bits()))}});
}

}  // namespace

std::string Teller::candidate(Question const& question, QuestionCandidate const& candidate) const {
  auto& people = registry_.people;
  PersonId const person = candidate.person;
  auto words = record(people.name_of(person), people.id_of(person), people.birth_date_of(person), people.town_of(person));
  auto agreement = agreement_words(candidate.how, question.name);
  if (agreement.empty()) return words;
  return label("tell_agreement", {{"record", words}, {"agreement", base::join(agreement, label("tell_and")) + taught_words(candidate.how)}});
}

std::string Teller::settled(Question const& question) const {
  return label("tell_settled", {{"source", source(inputs_.source_of(question.row))},
                                {"role", label("role_" + question.role)},
                                {"name", mentioned(question)},
                                {"candidate", candidate(question, question.candidates.front())}});
}

namespace {

std::string circumstance_words(Spell const& spell) {
  auto& details = spell.details;
  std::string words = label_of(spell.kind);
  if (spell.kind == FactKind::severe_disability && !details.disability.empty())
    words += label("tell_disability", {{"disability", label("disability_" + details.disability)},
                                       {"grade", details.grade ? label("grade_" + std::to_string(details.grade)) : ""}});
  if (spell.kind == FactKind::liberty_restricted && !details.measure.empty()) words += label("tell_measure", {{"measure", label("event_" + details.measure)}});
  // The lists name the last day of a term, and so do we: a clerk compares the two.
  if (spell.until) words += label("tell_until", {{"until", spell.until->plus_days(-1).to_chinese()}});
  return words;
}

bool is_death(FactKind kind) { return kind == FactKind::deceased; }

}  // namespace

Told Teller::fact(std::string_view who, PersonId person, Spell const& spell) const {
  SourceRow row = inputs_.source_of(registry_.fact(spell.facts.front()).row);
  std::map<std::string, std::string> values = {{"who", std::string(who)},
                                               {"name", name(person)},
                                               {"from", spell.from ? spell.from->to_chinese() : ""},
                                               {"what", circumstance_words(spell)},
                                               {"source", source(row)}};
  auto code = !spell.from ? "tell_fact_undated" : is_death(spell.kind) ? "tell_fact_on" : "tell_fact_since";
  Told told;
  told.full = label(code, values);
  told.town = is_protected(spell.kind, spell.details.disability) ? label("tell_fact_protected", values) : told.full;
  told.sources = {row};
  return told;
}

void Teller::tell_circumstances(std::string_view who, PersonId person, PersonId child, Told& told) const {
  if (!person) return;
  for (auto circumstance : values::all_circumstances())
    for (auto& spell : registry_.spells_of(person, fact_kind_of(circumstance), inputs_.knowledge.known_on)) {
      if (!spell.holds_on(inputs_.day) || !spell.concerns(child)) continue;
      told.append(fact(who, person, spell), label("tell_and"));
      break;  // the first is where the clock began
    }
}

void Teller::tell_kinship(PersonId child, Told& told) const {
  for (auto kinship : {Kinship::father, Kinship::mother}) {
    auto* relation = registry_.parent_relation(child, kinship);
    if (!relation) continue;
    SourceRow row = inputs_.source_of(relation->row);
    if (std::find(told.sources.begin(), told.sources.end(), row) == told.sources.end()) told.sources.push_back(row);
  }
}

Told Teller::circumstances(PersonId child) const {
  Told told;
  tell_circumstances(label("tell_father"), registry_.father_of(child), child, told);
  tell_circumstances(label("tell_mother"), registry_.mother_of(child), child, told);
  tell_circumstances(label("tell_child_self"), child, child, told);
  if (auto found = registry_.spell_on(child, FactKind::foundling, inputs_.day, inputs_.knowledge.known_on))
    told.append(fact(label("tell_child_self"), child, *found), label("tell_and"));
  tell_kinship(child, told);
  return told;
}

Told Teller::hardship(PersonId child) const {
  Told told;
  auto tell = [&](std::string const& who, PersonId person) {
    if (!person) return;
    for (auto kind : {FactKind::dibao, FactKind::tekun, FactKind::margin})
      if (auto found = registry_.spell_on(person, kind, inputs_.day, inputs_.knowledge.known_on)) told.append(fact(who, person, *found), label("tell_and"));
  };
  auto tell_parent = [&](char const* who, PersonId parent) {
    for (auto kind : {FactKind::deceased, FactKind::declared_dead, FactKind::declared_missing})
      if (parent && registry_.spell_on(parent, kind, inputs_.day, inputs_.knowledge.known_on)) return;
    tell(label(who), parent);
  };
  tell(label("tell_child_self"), child);
  tell_parent("tell_father", registry_.father_of(child));
  tell_parent("tell_mother", registry_.mother_of(child));
  for (PersonId guardian : registry_.guardians_of(child)) tell(label("tell_guardian"), guardian);
  return told;
}

Told Teller::ended(PersonId child, std::optional<values::Date> since) const {
  Told told;
  auto tell = [&](char const* who, PersonId parent) {
    if (!parent) return;
    for (auto circumstance : values::all_circumstances())
      for (auto& spell : registry_.spells_of(parent, fact_kind_of(circumstance), inputs_.knowledge.known_on)) {
        if (!spell.until || *spell.until > inputs_.day || (since && *spell.until < *since) || !spell.concerns(child)) continue;
        SourceRow row = inputs_.source_of(registry_.fact(spell.facts.back()).row);
        std::map<std::string, std::string> values = {
            {"who", label(who)}, {"name", name(parent)}, {"what", label_of(spell.kind)}, {"until", spell.until->to_chinese()}, {"source", source(row)}};
        Told one;
        one.full = label("tell_ended", values);
        one.town = is_protected(spell.kind, spell.details.disability) ? label("tell_ended_protected", values) : one.full;
        one.sources = {row};
        told.append(one, label("tell_and"));
      }
  };
  tell("tell_father", registry_.father_of(child));
  tell("tell_mother", registry_.mother_of(child));
  return told;
}

bool Teller::has_circumstance(PersonId person) const {
  for (auto circumstance : values::all_circumstances())
    if (registry_.spell_on(person, fact_kind_of(circumstance), inputs_.day, inputs_.knowledge.known_on)) return true;
  return false;
}

Told Teller::other_parent(PersonId child) const {
  Told told;
  auto tell = [&](char const* who, PersonId parent) {
    Told one;
    if (!parent) one.full = label("tell_parent_not_registered", {{"who", label(who)}});
    else if (has_circumstance(parent)) return;
    else if (!registry_.people.has_id(parent)) one.full = label("tell_parent_without_number", {{"who", label(who)}, {"name", name(parent)}});
    else one.full = label("tell_parent_nothing_found", {{"who", label(who)}, {"name", name(parent)}});
    one.town = one.full;
    told.append(one, label("tell_and"));
  };
  tell("tell_father", registry_.father_of(child));
  tell("tell_mother", registry_.mother_of(child));
  return told;
}

}  // namespace hutong::ledger::internal
