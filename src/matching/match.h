#pragma once
// Who is meant by a row of a list? A few persons are looked up by keys (the number and the numbers one slip away; the birth day, also read as a lunar one;
// name, town and birth year; the relatives whom the row suggests), each is compared level by level, the levels' weights are added up, and two thresholds
// decide. Nobody is `certain` by the sum alone: see is_safe() in match.cpp. Twins, siblings and a child filed under its guardian's number are never merged.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "matching/date_form.h"
#include "matching/lessons.h"
#include "matching/name_form.h"
#include "matching/number_form.h"
#include "matching/people.h"

namespace hutong::matching {

struct Mention {  // a person as one row of a list names them
  std::optional<values::IdNumber> id;
  std::string_view damaged_number = {};  // as written, where there is a number and it is not right
  std::string_view name = {};
  std::optional<values::Date> birth_date = {};
  std::optional<values::Sex> sex = {};
  std::string_view town = {};
  // Persons whom the row's context suggests: the registered father of the row's child, the children of the row's mother, and those of whoever holds
  // the number, which may be the guardian's. Not used to find anybody whose number and name agree.
  std::vector<PersonId> suggested = {};
  bool is_register = false;  // the household register speaks: another right number is another person
};

enum class Verdict : uint8_t {
  certain,  // this person
  ask,      // may be one of the candidates: a human decides
  nobody,   // nobody in the registry: a new person
};

// How a mention and a person agree. Nothing where one of the two is silent.
struct Comparison {
  std::optional<NumberAgreement> number;
  std::optional<NameAgreement> name;
  std::optional<DateAgreement> date;  // of birth; not where both numbers tell it
  bool is_lunar_date = false;         // the one date is the other in the lunar calendar
  std::optional<bool> is_same_sex;    // not where both have numbers
  std::optional<bool> is_same_town;
  bool is_relative = false;  // suggested by the row's context
  std::string spelling;      // of the person's names the one that was compared
  int bits = 0;              // log2 of the odds that it is one person, in a district of a million
  Tally answered;            // what people said of others who agreed in the same way
  double taught_bits = 0;    // what their answers add, or take off

  double all_bits() const { return bits + taught_bits; }
};
double probability_of(double bits);

struct Candidate {
  PersonId person = 0;
  Comparison how;
};

// Codes of messages/zh-CN.json.
//   match_name_differs       the number is known, the name is another
//   match_number_of_another  the number is known under another name and birth date, or it is a relative's: a guardian's number
//   match_without_number     the row has no number, or not all of it; the rest fits
//   match_number_was_missing the registry knows somebody like this without a number
//   match_number_differs     the registry knows somebody like this under a number with a slip or another area
struct Match {
  Verdict verdict = Verdict::nobody;
  PersonId person = 0;                // certain
  std::vector<Candidate> candidates;  // ask; the best first, at most candidates_max
  std::string why;                    // ask
  // ask: the only candidate, whom so many answers about others settle that nobody need be asked, unless somebody has said something of this very pair. 0 = none
  PersonId settled = 0;
};
constexpr size_t candidates_max = 5;

Match match(People const&, Mention const&, Lessons const& = {});

// What match() does with each candidate; for explaining.
Comparison compare(People const&, PersonId, Mention const&, Lessons const& = {});

}  // namespace hutong::matching
