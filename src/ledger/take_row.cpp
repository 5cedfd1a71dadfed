#include "ledger/take_row.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "policy/case.h"

namespace hutong::ledger {

using matching::Mention;
using matching::Verdict;
using values::Date;

namespace {

// A date where only the month is known: a beginning is taken at its latest, so that no clock starts too early.
enum class WhenOnlyMonth : uint8_t { first_day, last_day };
std::optional<Date> day_from(std::string_view text, WhenOnlyMonth bound) {
  if (text.size() == 10) {
    auto date = Date::from_iso(text);
    return date ? std::optional(*date) : std::nullopt;
  }
  if (text.size() != 7) return std::nullopt;
  auto month = values::Month::from_iso(text);
  if (!month) return std::nullopt;
  return bound == WhenOnlyMonth::first_day ? month->first_day() : month->last_day();
}

// Offices write the last day on which something holds; our periods end on the day after.
std::optional<Date> until_from(std::string_view last_day) {
  auto date = day_from(last_day, WhenOnlyMonth::last_day);
  if (!date) return std::nullopt;
  return date->plus_days(1);
}

// P60M, P15D, life, 2024-03-01/2029-02-28 (intake's canonical terms).
void read_term(std::string_view term, Fact& fact) {
  constexpr int life = 1200;
  if (term == "life") {
    fact.details.term_months = life;
  } else if (size_t slash = term.find('/'); slash != std::string_view::npos) {
    auto from = day_from(term.substr(0, slash), WhenOnlyMonth::last_day);
    auto until = until_from(term.substr(slash + 1));
    if (from) fact.from = from;
    fact.until = until;
    if (!from || !until) return;
    int months = 0;
    while (values::months_after(*from, months + 1) <= *until) ++months;
    fact.details.term_months = months;
  } else if (term.size() > 2 && term.front() == 'P') {
    int count = 0;
    auto const [end, error] = std::from_chars(term.data() + 1, term.data() + term.size() - 1, count);
    fact.details.term_months = error == std::errc() && *end == 'M' ? count : 0;  // P6M10D: the days do not make a month
  }
}

Mention mention_of(ListRow const& row, RoleFields const& of, Role role) {
  Mention mention;
  auto number = of[role].id;
  // A disabled person's card begins with the person's number.
  if (number.empty() && role == Role::person) number = row.text("disability_card").substr(0, 18);
  if (!number.empty()) {
    if (auto id = values::IdNumber::parse(number)) mention.id = *id;
    else mention.damaged_number = number;
  }
  mention.name = of[role].name;
  auto birth = of[role].birth;
  if (birth.size() == 10) mention.birth_date = day_from(birth, WhenOnlyMonth::last_day);
  auto sex = of[role].sex;
  if (sex == "male" || sex == "female") mention.sex = sex == "male" ? values::Sex::male : values::Sex::female;
  if (role == Role::father) mention.sex = values::Sex::male;
  if (role == Role::mother) mention.sex = values::Sex::female;
  bool is_main = role == Role::child || role == Role::person;
  if (is_main) mention.town = row.text("town_code");
  return mention;
}

// What can only be so of a child, whoever else the row names.
bool is_only_of_children(FactKind kind) {
  switch (kind) {
    case FactKind::foundling:
    case FactKind::trafficked:
    case FactKind::unaccompanied:
    case FactKind::pushed:
    case FactKind::adopted:
    case FactKind::schooling: return true;
    default: return false;
  }
}

// What the row tells of a person, and not who it is, is in doubt.
Question question_about(ListRow const& row, Role role, char const* why, std::string name, PersonId person) {
  Question question;
  question.row = row.id;
  question.role = role_names[static_cast<size_t>(role)];
  question.why = why;
  question.name = std::move(name);
  question.candidates.push_back({person, {}, ""});
  return question;
}

bool is_named(Mention const& mention) { return mention.id || !mention.name.empty() || mention.birth_date; }

}  // namespace

void RoleFields::read(ListRow const& row) {
  roles_ = {};
  for (auto& [name, value] : row.fields) {
    size_t line = name.find('_');
    if (line == std::string_view::npos) continue;
    auto prefix = name.substr(0, line), rest = name.substr(line + 1);
    auto role = std::find(role_names.begin(), role_names.end(), prefix);
    if (role == role_names.end()) continue;
    auto& of = roles_[static_cast<size_t>(role - role_names.begin())];
    if (rest == "name") of.name = value;
    else if (rest == "id") of.id = value;
    else if (rest == "birth") of.birth = value;
    else if (rest == "sex") of.sex = value;
    else if (rest == "situation") of.situation = value;
    else if (rest == "since") of.since = value;
    else if (rest == "until") of.until = value;
  }
}

RowTaker::RowTaker(Registry& registry, Meanings const& meanings, Answers answers) : registry_(registry), meanings_(meanings), answers_(std::move(answers)) {
  for (auto person = static_cast<PersonId>(1); person <= registry.people.size(); ++person)
    if (!registry.people.has_id(person)) without_number_by_row_[registry.row_of(person)].push_back(person);
  for (auto& relation : registry.relations()) {
    if (registry.people.has_id(relation.relative) || relation.kinship == Kinship::guardian) continue;
    PersonId other = relation.kinship == Kinship::father ? registry.mother_of(relation.child) : registry.father_of(relation.child);
    if (other) partners_without_number_[other].push_back(relation.relative);
  }
}

RowTaker::Taken RowTaker::take(ListRow const& row) {
  Taken taken;
  meaning_ = meanings_.of_report(row.report);
  if (!meaning_) return taken;
  Persons persons;
  roles_.read(row);
  // Whoever has a number first: they are the hold for those who have none.
  for (bool with_number : {true, false})
    for (size_t i = 0; i < role_names.size(); ++i) {
      auto role = static_cast<Role>(i);
      if (roles_[role].id.empty() != with_number) resolve(row, role, persons, taken);
    }
  take_relations(row, persons, *meaning_, taken);
  take_events(row, persons, *meaning_, taken);
  for (auto* questions : {&taken.questions, &taken.settled})
    for (auto& question : *questions) question.child = persons[Role::child];
  for (bool named : persons.is_named) taken.says_something |= named;
  return taken;
}

void RowTaker::resolve(ListRow const& row, Role role, Persons& persons, Taken& taken) {
  Mention mention = mention_of(row, roles_, role);
  bool is_foundling = role == Role::child && meaning_->event == "foundling";
  if (!is_named(mention) && !is_foundling) return;
  auto& who = persons.who[static_cast<size_t>(role)];
  persons.is_named[static_cast<size_t>(role)] = true;
  // A guardian without a number is a name and a telephone, not a person of the registry.
  if (role == Role::guardian && !mention.id) return;
  if (PersonId partner = known_partner(row, role, mention, persons)) {
    who = partner;
    return;
  }
  mention.is_register = meaning_->is_register;
  mention.suggested = relatives_suggested(role, mention, persons);
  auto match = matching::match(registry_.people, mention, answers_.lessons);
  size_t const settled_before = taken.settled.size();
  if (match.verdict == Verdict::ask) who = answered(row, role, mention, persons, match, taken);
  if (match.verdict == Verdict::certain) who = match.person;
  // What others' answers settle teaches no spelling: whoever objects shall find the question as it was.
  bool const is_settled = taken.settled.size() > settled_before;
  if (who && !is_settled) learn_spelling_and_town(row, role, who, mention);
  if (match.verdict == Verdict::nobody) who = add_person(row, role, mention, persons);
}

// Whom the row's other persons suggest: the parents of its child, the children of its parents, and the children of whoever holds the child's number.
std::vector<PersonId> RowTaker::relatives_suggested(Role role, Mention const& mention, Persons const& persons) const {
  std::vector<PersonId> suggested;
  auto add = [&](std::vector<PersonId> const& more) { suggested.insert(suggested.end(), more.begin(), more.end()); };
  PersonId const holder = mention.id ? registry_.people.with_id(*mention.id) : 0;
  if (holder && (mention.name.empty() || registry_.people.is_named(holder, mention.name))) return suggested;
  bool const is_parent = role == Role::father || role == Role::mother || role == Role::parent;
  if (PersonId child = persons[Role::child]; child && is_parent)
    for (PersonId parent : {registry_.father_of(child), registry_.mother_of(child)})
      if (parent) suggested.push_back(parent);
  if (role == Role::child) {
    if (!mention.id)
      for (Role parent : {Role::father, Role::mother, Role::parent})
        if (persons[parent]) add(registry_.children_of(persons[parent]));
    if (holder) add(registry_.children_of(holder));
  }
  return suggested;
}

// A question, unless humans have answered it before: then the person, or (verdict nobody) that it is none of the candidates.
PersonId RowTaker::answered(ListRow const& row, Role role, Mention& mention, Persons const& persons, matching::Match& match, Taken& taken) const {
  // A row that was taken before finds the person it made then.
  for (auto& candidate : match.candidates)
    if (registry_.row_of(candidate.person) == row.id && !mention.id) return candidate.person;
  Question question{row.id, std::string(role_names[static_cast<size_t>(role)]), match.why, std::string(mention.name), mention.id, mention.birth_date,
                    std::string(mention.town)};
  PersonId const holder = mention.id ? registry_.people.with_id(*mention.id) : 0;
  for (auto& candidate : match.candidates) {
    auto key = answers_.key_of(registry_.people, candidate.person, mention, persons[Role::child]);
    auto answer = answers_.answer_to(key);
    if (answer == PairAnswer::same_person) return candidate.person;
    if (!answer) question.candidates.push_back({candidate.person, std::move(candidate.how), std::move(key)});
  }
  if (match.settled && !question.candidates.empty()) {
    taken.settled.push_back(std::move(question));
    return match.settled;
  }
  if (!question.candidates.empty()) {
    taken.questions.push_back(std::move(question));
    return 0;
  }
  if (!holder) {
    match.verdict = Verdict::nobody;
    return 0;
  }
  // The number is another's, and so are the birth date and sex that were read from it. What is left must find the person.
  mention.id.reset();
  mention.birth_date.reset();
  bool const is_parent = role == Role::father || role == Role::mother;
  if (!is_parent) mention.sex.reset();
  match = matching::match(registry_.people, mention, answers_.lessons);
  if (match.verdict == Verdict::ask) return answered(row, role, mention, persons, match, taken);
  // A name alone makes a new person only as the parent of a child: anybody else would be made anew by every list.
  if (match.verdict == Verdict::nobody && !(is_parent && persons[Role::child])) match.verdict = Verdict::ask;
  return 0;
}

PersonId RowTaker::made_before(ListRow const& row, Mention const& mention) const {
  auto found = without_number_by_row_.find(row.id);
  if (mention.id || found == without_number_by_row_.end()) return 0;
  for (PersonId person : found->second)
    if (registry_.people.is_named(person, mention.name)) return person;
  return 0;
}

PersonId RowTaker::add_person(ListRow const& row, Role role, Mention const& mention, Persons const& persons) {
  if (PersonId person = made_before(row, mention)) return person;
  PersonId const person = registry_.add_person({mention.id, mention.name, mention.birth_date, mention.sex, mention.town}, row.id);
  if (mention.id) return person;
  without_number_by_row_[row.id].push_back(person);
  for (Role other : {Role::father, Role::mother})
    if (other != role && persons[other] && (role == Role::father || role == Role::mother)) partners_without_number_[persons[other]].push_back(person);
  return person;
}

// Brothers and sisters each name the father who has no number: beside the same mother the same name is the same man.
PersonId RowTaker::known_partner(ListRow const&, Role role, Mention const& mention, Persons const& persons) const {
  if (mention.id || (role != Role::father && role != Role::mother)) return 0;
  PersonId other = persons[role == Role::father ? Role::mother : Role::father];
  auto found = partners_without_number_.find(other);
  if (!other || found == partners_without_number_.end()) return 0;
  for (PersonId partner : found->second)
    if (registry_.people.is_named(partner, mention.name)) return partner;
  return 0;
}

void RowTaker::learn_spelling_and_town(ListRow const& row, Role role, PersonId person, Mention const& mention) {
  auto& people = registry_.people;
  if (!mention.name.empty() && people.name_of(person) != mention.name) {
    auto* others = people.other_names_of(person);
    bool is_known = others && std::find(others->begin(), others->end(), mention.name) != others->end();
    if (!is_known) registry_.add_name({person, std::string(mention.name), row.id});
  }
  // The household register says where somebody belongs; another list only where nobody has said so yet.
  bool is_register = meaning_->is_register;
  bool is_news = !mention.town.empty() && people.town_of(person) != mention.town && (is_register || people.town_of(person).empty());
  if (is_news && (role == Role::child || role == Role::person)) registry_.add_town({person, std::string(mention.town), row.recorded_on, row.id});
}

void RowTaker::take_relations(ListRow const& row, Persons const& persons, ReportMeaning const& meaning, Taken& taken) {
  // In a household register the row may call its person neither child nor adult.
  PersonId child = persons[Role::child] ? persons[Role::child] : meaning.is_register ? persons[Role::person] : 0;
  if (meaning.is_register && child) registry_.mark_registered_here(child);
  if (!child) return;
  if (PersonId father = persons[Role::father]) relate(row, child, father, Role::father, Kinship::father, meaning.is_register, taken);
  if (PersonId mother = persons[Role::mother]) relate(row, child, mother, Role::mother, Kinship::mother, meaning.is_register, taken);
  if (PersonId guardian = persons[Role::guardian]) relate(row, child, guardian, Role::guardian, Kinship::guardian, false, taken);
  PersonId parent = persons[Role::parent];
  if (!parent) return;
  if (registry_.father_of(child) == parent) return relate(row, child, parent, Role::parent, Kinship::father, false, taken);
  if (registry_.mother_of(child) == parent) return relate(row, child, parent, Role::parent, Kinship::mother, false, taken);
  auto told = row.text("parent_relation");
  auto sex = registry_.people.sex_of(parent);
  if (told == "father" || (told.empty() && sex == values::Sex::male)) relate(row, child, parent, Role::parent, Kinship::father, false, taken);
  else if (told == "mother" || (told.empty() && sex == values::Sex::female)) relate(row, child, parent, Role::parent, Kinship::mother, false, taken);
  else taken.questions.push_back(question_about(row, Role::parent, "match_relation_unknown", std::string(row.text("parent_name")), parent));
}

void RowTaker::relate(ListRow const& row, PersonId child, PersonId relative, Role role, Kinship kinship, bool is_register, Taken& taken) {
  if (child == relative) return;
  auto added = registry_.add_relation({child, relative, kinship, is_register, values::Certainty::reported, row.recorded_on, row.id, {}});
  if (added != Registry::Added::conflict) return;
  PersonId registered = kinship == Kinship::father ? registry_.father_of(child) : registry_.mother_of(child);
  taken.questions.push_back(question_about(row, role, "match_other_parent", std::string(registry_.people.name_of(relative)), registered));
}

void RowTaker::take_events(ListRow const& row, Persons const& persons, ReportMeaning const& meaning, Taken& taken) {
  Fact base;
  base.row = row.id;
  base.recorded_on = row.recorded_on;
  for (Role role : {Role::father, Role::mother}) {
    auto situation = roles_[role].situation;
    if (situation.empty() || !persons[role]) continue;
    Fact fact = base;
    fact.subject = persons[role];
    fact.other = persons[Role::child];
    fact.from = day_from(roles_[role].since, WhenOnlyMonth::last_day);
    fact.until = until_from(roles_[role].until);
    take_event(row, meaning, situation, row.text("event_detail"), fact, true, taken);
  }
  bool has_named_guardian = persons.names(Role::guardian) && !persons[Role::guardian] && persons[Role::child] && !row.text("guardian_name").empty();
  if (has_named_guardian) {
    Fact fact = base;
    fact.subject = persons[Role::child];
    fact.kind = FactKind::named_guardian;
    fact.details.name = std::string(row.text("guardian_name"));
    add(fact, taken);
  }
  auto event = row.text("event");
  if (event.empty()) event = meaning.event;
  if (event.empty()) return;
  auto changes = meanings_.of_event(event, row.text("event_detail"), row.recorded_on);
  bool is_about_child = !changes.empty() && is_only_of_children(changes.front().fact) && persons.names(Role::child);
  Fact fact = base;
  fact.subject = is_about_child ? persons[Role::child] : subject_of(persons, meaning);
  if (!fact.subject) return;
  if (persons[Role::child] != fact.subject) fact.other = persons[Role::child];
  fact.from = day_from(row.text("event_date"), WhenOnlyMonth::last_day);
  if (!fact.from) fact.from = day_from(row.text("pay_from"), WhenOnlyMonth::first_day);
  if (!fact.from) fact.from = day_from(row.text("pay_month"), WhenOnlyMonth::first_day);
  bool is_dated = fact.from.has_value();
  if (!is_dated) fact.from = row.period.first_day();
  fact.until = until_from(row.text("event_until"));
  if (!fact.until) fact.until = until_from(row.text("pay_to"));
  take_event(row, meaning, event, row.text("event_detail"), fact, is_dated, taken);
  if (changes.size() == 1 && changes.front().fact == FactKind::married) take_second_spouse(row, persons, meaning, event, fact, taken);
}

PersonId RowTaker::subject_of(Persons const& persons, ReportMeaning const& meaning) {
  for (auto& role : meaning.about) {
    auto i = static_cast<size_t>(std::find(role_names.begin(), role_names.end(), role) - role_names.begin());
    if (persons.is_named[i]) return persons.who[i];
  }
  return 0;
}

// 男方 and 女方 of a marriage stand where other lists have father and mother: it begins for both.
void RowTaker::take_second_spouse(ListRow const& row, Persons const& persons, ReportMeaning const& meaning, std::string_view event, Fact fact, Taken& taken) {
  PersonId husband = persons[Role::father], wife = persons[Role::mother];
  if (!husband || !wife) return;
  fact.subject = fact.subject == husband ? wife : husband;
  take_event(row, meaning, event, row.text("event_detail"), fact, true, taken);
}

namespace {

// 居民医保 is paid for a calendar year, in the last months of the year before (集中缴费期). Without 参保年度 a list of those months speaks of the next year.
int insured_year(ListRow const& row, Date told_of) {
  constexpr unsigned enrolment_begins_in = 9;
  std::string_view const text = row.text("insured_year");
  int year = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), year);
  bool const is_year = error == std::errc() && end == text.data() + 4;
  return is_year ? year : told_of.year() + (told_of.month_of().month() >= enrolment_begins_in ? 1 : 0);
}

void add_details(ListRow const& row, ReportMeaning const& meaning, std::string_view event, Fact& fact) {
  auto& details = fact.details;
  switch (fact.kind) {
    case FactKind::severe_disability: {
      auto disability = policy::disability_from_chinese(row.text("disability_category"));
      if (disability) details.disability = std::string(policy::code_of(*disability));
      auto grade = row.text("disability_grade");
      if (grade.size() == 1) details.grade = grade[0] - '0';
      break;
    }
    case FactKind::serious_illness: details.text = std::string(row.text("illness")); break;
    case FactKind::imprisoned:
      read_term(row.text("term"), fact);
      details.out_of_custody = row.is_term_suspended;
      break;
    case FactKind::liberty_restricted: details.measure = std::string(event); break;
    case FactKind::lost_contact:
      // The list of search results says that the police looked and found nobody; elsewhere 失联 is only said.
      if (meaning.event == "lost_contact") details.outcome = "not_found";
      if (base::starts_with(row.report, "police.")) details.route = "police";
      break;
    case FactKind::schooling:
      details.name = std::string(row.text("school"));
      details.full_time = true;  // the report asks for full-time study only
      break;
    case FactKind::paid:
      details.amount = std::string(row.text("amount"));
      details.name = std::string(row.text("account_name"));
      if (fact.from) fact.until = fact.from->month_of().plus(1).first_day();
      break;
    case FactKind::insured: {
      int const year = insured_year(row, *fact.from);
      fact.from = Date::of(year, 1, 1);
      fact.until = Date::of(year + 1, 1, 1);
      break;
    }
    case FactKind::dibao:
    case FactKind::tekun:
    case FactKind::margin:
    case FactKind::disability_living_subsidy:
    case FactKind::disability_nursing_subsidy: details.amount = std::string(row.text("amount")); break;
    default: break;
  }
}

bool concerns_one_child(FactKind kind) { return kind == FactKind::guardianship_revoked || kind == FactKind::deported || kind == FactKind::paid; }

}  // namespace

void RowTaker::take_event(ListRow const& row, ReportMeaning const& meaning, std::string_view event, std::string_view detail, Fact fact, bool is_dated,
                          Taken& taken) {
  for (auto& change : meanings_.of_event(event, detail, row.recorded_on)) {
    if (change.does == Does::nothing) continue;
    Fact one = fact;
    one.kind = change.fact;
    if (one.kind == FactKind::disability_living_subsidy && base::contains(row.text("child_category"), "护理")) one.kind = FactKind::disability_nursing_subsidy;
    if (one.kind == FactKind::insured && row.text("insured") == "false") continue;
    if (change.does == Does::ends) {
      one.effect = Effect::ends;
      // A recheck writes when it looked and when it ended: the end counts. 解除日期 is itself the first day without.
      if (one.until) one.from = one.until->plus_days(-1);
      one.until.reset();
      one.other = 0;
      add(std::move(one), taken);
      continue;
    }
    add_details(row, meaning, event, one);
    if (!concerns_one_child(one.kind)) one.other = 0;
    if (has_standing_amount(one.kind) && change.does == Does::begins) {
      add_standing(row, std::move(one), is_dated, taken);
      continue;
    }
    // While a spell lasts, a register that lists the person month after month without a date, and a check that finds it still so, tell nothing new.
    bool may_be_known = !is_dated || change.does == Does::confirms;
    auto open = may_be_known ? registry_.spell_on(one.subject, one.kind, change.does == Does::confirms ? *one.from : row.period.first_day(), row.recorded_on)
                             : std::nullopt;
    if (open && !(open->until && !is_dated)) taken.supports.emplace_back(open->facts.front(), row.id);
    else add(std::move(one), taken);
  }
}

namespace {

// Students may be paid beyond eighteen, nobody at this age: what older persons draw is asked by month for nobody's allowance.
constexpr int age_never_paid = 30;

bool may_be_paid(matching::People const& people, PersonId person, Date day) {
  auto const birth = people.birth_date_of(person);
  return !birth || values::age_on(*birth, day) < age_never_paid;
}

}  // namespace

// What is drawn month by month: each list tells the amount of its own month, so that a raise is seen, whichever month's list comes first. Since when
// is told once; a row that repeats it, and one that does not tell it, speak of the first day of their month.
void RowTaker::add_standing(ListRow const& row, Fact one, bool is_dated, Taken& taken) {
  Date const listed_on = row.period.first_day();
  if (!is_dated && one.until && *one.until <= listed_on) {  // on the list for the last time: 停发
    one.effect = Effect::ends;
    one.from = one.until->plus_days(-1);
    one.until.reset();
    one.details = {};
    return add(std::move(one), taken);
  }
  auto const spells = registry_.spells_of(one.subject, one.kind, row.recorded_on);
  auto const known = std::find_if(spells.begin(), spells.end(), [&](Spell const& spell) { return is_dated ? spell.from == one.from : spell.holds_on(listed_on); });
  bool const is_told_by_month = may_be_paid(registry_.people, one.subject, listed_on);
  bool const tells_amount = !one.details.amount.empty() && is_told_by_month;
  bool const is_known = known != spells.end();
  if (is_known && !tells_amount && !one.until) {
    taken.supports.emplace_back(known->facts.front(), row.id);
    return;
  }
  bool const is_of_this_month = is_known && tells_amount && *one.from < listed_on && (!one.until || listed_on < *one.until);
  if (!is_dated || is_of_this_month) {
    one.from = listed_on;
    one.details.undated = true;
  }
  add(std::move(one), taken);
}

void RowTaker::add(Fact fact, Taken& taken) {
  int64_t row = fact.row;
  auto added = registry_.add_fact(std::move(fact));
  if (added.is_known && registry_.fact(added.id).row != row) taken.supports.emplace_back(added.id, row);
}

}  // namespace hutong::ledger
