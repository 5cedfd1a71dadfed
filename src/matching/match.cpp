#include "matching/match.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/check.h"
#include "matching/internal/labelled.h"
#include "matching/lunar.h"

namespace hutong::matching {

// The weights are log2 of (how often one person's two records agree so) ÷ (how often two persons' do), rounded. The second comes from a district of a million: a
// day of birth is one in 25,000; two persons share a name once in 5,000 and share number, but for a slip, next to never; a town is one in a dozen. The first
// is MATCHING 3: digit errors 0.6 %, names otherwise written some percent in all. Number and birth date are not counted twice: where both sides have a number,
// its level is the only word about birth and sex.
namespace {

// Somebody is one of a million (-20 bits).
constexpr int prior_bits = -20;
// Whom the row's context suggests is one of a handful.
constexpr int relative_bits = 15;
// From here on it is more likely than one in ten: a human shall look. From the other on, more likely than 999 in 1,000.
constexpr int ask_bits = -3;
constexpr int certain_bits = 10;

int bits_of(NumberAgreement level) {
  switch (level) {
    case NumberAgreement::equal: return 27;
    case NumberAgreement::repaired: return 18;
    case NumberAgreement::agrees_where_known: return 8;
    case NumberAgreement::birth_slip: return 7;
    case NumberAgreement::other_area: return 12;
    case NumberAgreement::two_slips: return 6;
    case NumberAgreement::last_four_differ: return 4;
    case NumberAgreement::same_birth: return -2;
    case NumberAgreement::area_where_known: return 0;
    case NumberAgreement::same_area: return -8;
    case NumberAgreement::different: return -12;
  }
  CHECK(false);
}

int bits_of(NameAgreement level) {
  switch (level) {
    case NameAgreement::equal: return 12;
    case NameAgreement::equal_variant: return 11;
    case NameAgreement::unreadable: return 6;
    case NameAgreement::homophone: return 4;
    case NameAgreement::homophone_all: return 4;
    case NameAgreement::nearly_homophone: return 2;
    case NameAgreement::look_alike: return 2;
    case NameAgreement::short_alike: return 1;
    case NameAgreement::reordered: return 3;
    case NameAgreement::part: return 2;
    case NameAgreement::transcribed: return 4;
    case NameAgreement::one_character: return -1;  // brothers and sisters are named so
    case NameAgreement::other_surname: return 2;
    case NameAgreement::child_of: return -2;
    case NameAgreement::child_unnamed: return -3;
    case NameAgreement::other_surname_short: return -3;
    case NameAgreement::surname_only: return -4;
    case NameAgreement::different: return -8;
  }
  CHECK(false);
}

constexpr int lunar_bits = 7;
int bits_of(DateAgreement level) {
  switch (level) {
    case DateAgreement::equal: return 14;
    case DateAgreement::other_reading: return 12;
    case DateAgreement::as_far_as_known: return 6;
    case DateAgreement::swapped: return 6;
    case DateAgreement::one_digit: return 5;
    case DateAgreement::transposed: return 5;
    case DateAgreement::near: return 2;
    case DateAgreement::same_month_day: return 3;
    case DateAgreement::same_month: return 1;
    case DateAgreement::same_year_day: return 2;
    case DateAgreement::same_year: return -1;
    case DateAgreement::within_year: return -3;
    case DateAgreement::different: return -6;
  }
  CHECK(false);
}

int bits_but_town(Comparison const& how) {
  int bits = prior_bits;
  if (how.is_relative) bits += relative_bits;
  if (how.number) bits += bits_of(*how.number);
  if (how.name) bits += bits_of(*how.name);
  if (how.date) bits += how.is_lunar_date ? lunar_bits : bits_of(*how.date);
  if (how.is_same_sex) bits += *how.is_same_sex ? 1 : -7;
  return bits;
}

int bits_of_town(Comparison const& how) { return !how.is_same_town ? 0 : *how.is_same_town ? 3 : -1; }

double taught_bits(Comparison const& how) {
  if (how.answered.all() == 0) return 0;
  double const told = share_told(probability_of(bits_but_town(how)), how.answered.same, how.answered.different);
  return std::log2(told / (1 - told)) - bits_but_town(how);
}

bool is_same_name(NameAgreement level) { return level <= NameAgreement::equal_variant; }

// What no sum makes up for. With the number: a name that is the same, or was heard or read so. Without: name and birth date, and a number with one slip or
// the word of the row whose relative it is.
bool is_safe(Comparison const& how) {
  bool const has_other_sex = how.is_same_sex && !*how.is_same_sex;
  if (!how.name || has_other_sex) return false;
  if (how.number == NumberAgreement::equal) return *how.name <= NameAgreement::homophone_all && (!how.date || *how.date == DateAgreement::equal);
  bool const is_same_person_by_name = is_same_name(*how.name) && how.date == DateAgreement::equal;
  if (how.number) return *how.number == NumberAgreement::repaired && is_same_person_by_name;
  return how.is_relative && is_same_person_by_name;
}

// What many answers make up for: the number is the same, and the name nearly; nothing speaks against it, and nobody has ever had to say no.
bool is_settled(Comparison const& how) {
  bool const is_likely_slip = how.name && *how.name <= NameAgreement::transcribed;  // from one_character on it is a brother's or sister's name as well
  bool const has_other_birth = how.date && *how.date != DateAgreement::equal;
  bool const has_other_sex = how.is_same_sex && !*how.is_same_sex;
  if (how.number != NumberAgreement::equal || !is_likely_slip || has_other_birth || has_other_sex) return false;
  return how.answered.same >= answers_to_settle && how.answered.different == 0 && how.all_bits() >= certain_bits;
}

// ---- comparing -----------------------------------------------------------------------------------------------------------

// The mention's forms, made once and only when a candidate needs them.
class Comparer {
 public:
  Comparer(People const& people, Mention const& mention, Lessons const& lessons) : people_(people), mention_(mention), lessons_(lessons) {
    if (mention.id) number_ = number_form(mention.id->reveal());  // compared in memory only
    else if (!mention.damaged_number.empty()) number_ = number_form(mention.damaged_number);
  }
  NumberForm const& number() const { return number_; }

  Comparison with(PersonId person) {
    Comparison how;
    how.is_relative = std::find(mention_.suggested.begin(), mention_.suggested.end(), person) != mention_.suggested.end();
    compare_names(person, how);
    if (auto id = people_.id_of(person); id && !number_.is_empty()) how.number = matching::compare(number_form(id->reveal()), number_);
    bool const both_tell_birth = how.number && number_.is_valid();
    // The number's own birth date beside it says something only where it is another: intake compares the two, other callers may not.
    bool const contradicts = mention_.id && mention_.birth_date && *mention_.birth_date != mention_.id->birth_date();
    if (!both_tell_birth || contradicts) compare_births(person, how);
    if (!both_tell_birth) compare_sexes(person, how);
    auto const& town = people_.town_of(person);
    if (!town.empty() && !mention_.town.empty()) how.is_same_town = town == mention_.town;
    how.bits = bits_but_town(how) + bits_of_town(how);
    bool const may_be_asked = how.bits >= ask_bits || how.number == NumberAgreement::equal;
    if (may_be_asked && !lessons_.is_empty()) {
      how.answered = lessons_.of(agreement_of(how));
      how.taught_bits = taught_bits(how);
    }
    return how;
  }

 private:
  void compare_names(PersonId person, Comparison& how) {
    if (mention_.name.empty()) return;
    compare_name(people_.name_of(person), how);
    if (auto* others = people_.other_names_of(person))
      for (auto& other : *others) compare_name(other, how);
  }

  void compare_name(std::string_view name, Comparison& how) {
    if (name.empty()) return;
    NameAgreement level = NameAgreement::equal;
    if (name != mention_.name) {
      if (name_.is_empty()) name_ = name_form(mention_.name);
      NameForm const other = name_form(name);
      if (name_.is_empty() || other.is_empty()) return;
      level = matching::compare(other, name_, name, mention_.name);
    }
    if (how.name && *how.name <= level) return;
    how.name = level;
    how.spelling = name;
  }

  void compare_births(PersonId person, Comparison& how) const {
    auto const own = people_.birth_date_of(person);
    auto const told = mention_.birth_date ? mention_.birth_date : mention_.id ? std::optional(mention_.id->birth_date()) : std::nullopt;
    if (own && told) {
      how.date = matching::compare(date_form(own->to_string()), date_form(told->to_string()));
      how.is_lunar_date = *how.date != DateAgreement::equal && is_lunar_pair(own->days_since_epoch(), told->days_since_epoch());
    } else if (auto day = number_.birth_day(); own && day && !how.number) {
      how.date = matching::compare(date_form(own->to_string()), date_form(values::Date().plus_days(*day).to_string()));
    }
  }

  void compare_sexes(PersonId person, Comparison& how) const {
    auto const own = people_.sex_of(person);
    auto const told = mention_.id ? std::optional(mention_.id->sex()) : mention_.sex;
    if (own && told) how.is_same_sex = *own == *told;
  }

  People const& people_;
  Mention const& mention_;
  Lessons const& lessons_;
  NumberForm number_;
  NameForm name_;
};

// ---- candidates ----------------------------------------------------------------------------------------------------------

// Collects whoever is likely enough for somebody to look at.
class Candidates {
 public:
  Candidates(People const& people, Mention const& mention, Lessons const& lessons) : people_(people), mention_(mention), comparer_(people, mention, lessons) {}

  void consider(PersonId person) {
    for (auto& known : found_)
      if (known.person == person) return;
    auto how = comparer_.with(person);
    if (how.bits >= ask_bits && how.name) found_.push_back({person, std::move(how)});
  }
  void consider_suggested() {
    for (PersonId person : mention_.suggested) consider(person);
  }
  void consider_born_on(values::Date birth) {
    int32_t const day = birth.days_since_epoch();
    people_.each_born_on(day, [&](PersonId person) { consider_if_alike(person); });
    if (!mention_.town.empty() && !mention_.name.empty())
      people_.each_named_in(mention_.town, birth.year(), mention_.name, [&](PersonId person) { consider(person); });
  }
  // The written date was the lunar one, or the registered one is.
  void consider_lunar(values::Date birth) {
    int32_t const day = birth.days_since_epoch();
    if (auto solar = solar_day_if_lunar(day)) people_.each_born_on(*solar, [&](PersonId person) { consider_if_named(person); });
    if (auto lunar = lunar_date_of(day))
      if (auto written = values::Date::of(lunar->year, static_cast<unsigned>(lunar->month), static_cast<unsigned>(lunar->day)))
        people_.each_born_on(written->days_since_epoch(), [&](PersonId person) { consider_if_named(person); });
  }
  void consider_numbers() {
    NumberForm const& number = comparer_.number();
    NumberKeys keys;
    number_keys(number, keys);
    auto consider_all = [&](uint64_t key) {
      if (key) people_.each_with_number_key(key, [&](PersonId person) { consider(person); });
    };
    consider_all(keys[0]);
    std::array<uint64_t, repair_keys_max> repairs;
    size_t const count = repair_keys(number, repairs);
    for (size_t i = 0; i < count; ++i) consider_all(repairs[i]);
  }

  Comparison compared(PersonId person) { return comparer_.with(person); }
  NumberForm const& number() const { return comparer_.number(); }

  std::vector<Candidate> best_first() {
    std::stable_sort(found_.begin(), found_.end(), [](Candidate const& a, Candidate const& b) {
      return a.how.all_bits() != b.how.all_bits() ? a.how.all_bits() > b.how.all_bits() : a.person < b.person;
    });
    if (found_.size() > candidates_max) found_.resize(candidates_max);
    return std::move(found_);
  }

 private:
  // Of forty persons born on a day, two or three share a character with the name: the others are not worth a comparison.
  void consider_if_alike(PersonId person) {
    if (mention_.name.empty()) return;
    auto const name = people_.name_of(person);
    bool const is_han = !name.empty() && static_cast<unsigned char>(name[0]) >= 0xE3 && static_cast<unsigned char>(mention_.name[0]) >= 0xE3;
    if (is_han && !share_a_character(name, mention_.name) && !people_.other_names_of(person)) return;
    consider(person);
  }
  void consider_if_named(PersonId person) {
    // Two or three times forty persons: letters are compared before anything is taken apart.
    if (people_.name_of(person) == mention_.name) return consider(person);
    if (people_.other_names_of(person) && people_.is_named(person, mention_.name)) consider(person);
  }
  static bool share_a_character(std::string_view a, std::string_view b) {
    for (size_t i = 0; i + 3 <= a.size(); i += 3)
      for (size_t j = 0; j + 3 <= b.size(); j += 3)
        if (a[i + 2] == b[j + 2] && a[i + 1] == b[j + 1] && a[i] == b[j]) return true;
    return false;
  }

  People const& people_;
  Mention const& mention_;
  Comparer comparer_;
  std::vector<Candidate> found_;
};

Match certain(PersonId person) { return {Verdict::certain, person, {}, "", 0}; }

Match ask(std::vector<Candidate> candidates, char const* why) {
  if (candidates.empty()) return {};
  return {Verdict::ask, 0, std::move(candidates), why, 0};
}

// The number is somebody's. Another name and another birth date, or a relative of that name: it was the guardian's number.
Match match_with_holder(People const& people, Mention const& mention, PersonId holder, Lessons const& lessons) {
  bool const is_silent = mention.name.empty() || people.name_of(holder).empty();  // a list without names contradicts nobody
  bool const contradicts = mention.birth_date && *mention.birth_date != mention.id->birth_date();
  if (!contradicts && (is_silent || people.is_named(holder, mention.name))) return certain(holder);
  Candidates candidates(people, mention, lessons);
  auto how = candidates.compared(holder);
  bool is_a_relatives = false;
  for (PersonId relative : mention.suggested) is_a_relatives |= relative != holder && people.is_named(relative, mention.name);
  if (!is_a_relatives && how.bits >= certain_bits && is_safe(how)) return certain(holder);
  // Whoever the row means has the number wrong: the rest of the row must find them.
  Mention without_number = mention;
  without_number.id.reset();
  Candidates others(people, without_number, lessons);
  others.consider_suggested();
  if (contradicts) others.consider_born_on(*mention.birth_date);
  std::vector<Candidate> found = others.best_first();
  std::erase_if(found, [&](Candidate const& candidate) { return candidate.person == holder; });
  bool const is_of_another = is_a_relatives || (contradicts && (!how.name || *how.name > NameAgreement::transcribed));
  PersonId const settled = found.empty() && !is_of_another && is_settled(how) ? holder : 0;
  found.insert(is_of_another ? found.end() : found.begin(), Candidate{holder, std::move(how)});
  Match question = ask(std::move(found), is_of_another ? "match_number_of_another" : "match_name_differs");
  question.settled = settled;
  return question;
}

// A right number that nobody has yet.
Match match_new_number(People const& people, Mention const& mention, Lessons const& lessons) {
  if (mention.name.empty()) return {};
  Candidates candidates(people, mention, lessons);
  auto const birth = mention.id->birth_date();
  for (PersonId person : people.named_and_born_without_number(mention.name, birth)) candidates.consider(person);
  for (PersonId person : mention.suggested)
    if (!people.has_id(person)) candidates.consider(person);
  auto without_number = candidates.best_first();
  if (!without_number.empty()) return ask(std::move(without_number), "match_number_was_missing");
  if (mention.is_register) return {};
  candidates.consider_suggested();
  candidates.consider_born_on(birth);
  return ask(candidates.best_first(), "match_number_differs");
}

Match match_without_number(People const& people, Mention const& mention, Lessons const& lessons) {
  if (mention.name.empty()) return {};
  Candidates candidates(people, mention, lessons);
  candidates.consider_suggested();
  if (!candidates.number().is_empty()) candidates.consider_numbers();
  if (mention.birth_date) {
    candidates.consider_born_on(*mention.birth_date);
    candidates.consider_lunar(*mention.birth_date);
  }
  auto found = candidates.best_first();
  auto is_sure = [](Candidate const& candidate) { return candidate.how.bits >= certain_bits && is_safe(candidate.how); };
  bool const is_only_one = std::count_if(found.begin(), found.end(), is_sure) == 1 && is_sure(found.front());
  if (is_only_one) return certain(found.front().person);
  return ask(std::move(found), "match_without_number");
}

}  // namespace

double probability_of(double bits) { return 1 / (1 + std::exp2(-bits)); }

std::string agreement_of(Comparison const& how) {
  std::string words;
  auto add = [&](std::string_view what, std::string_view level) {
    if (!words.empty()) words += ' ';
    words.append(what).append(":").append(level);
  };
  if (how.number) add("number", code_of(*how.number));
  if (how.name) add("name", code_of(*how.name));
  if (how.date) add("birth", how.is_lunar_date ? "lunar" : code_of(*how.date));
  if (how.is_same_sex) add("sex", *how.is_same_sex ? "same" : "other");
  if (how.is_relative) add("relative", "yes");
  return words;
}

Match match(People const& people, Mention const& mention, Lessons const& lessons) {
  if (!mention.id) return match_without_number(people, mention, lessons);
  if (PersonId holder = people.with_id(*mention.id)) return match_with_holder(people, mention, holder, lessons);
  return match_new_number(people, mention, lessons);
}

Comparison compare(People const& people, PersonId person, Mention const& mention, Lessons const& lessons) { return Comparer(people, mention, lessons).with(person); }

}  // namespace hutong::matching
