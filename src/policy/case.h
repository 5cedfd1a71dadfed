#pragma once
// What policy is asked about: one child on one day, with what is known of both parents. The JSON form is `hutong.case/1` (DESIGN 7.1).
// Absent means null, false or empty. Dates: `from` is where the clock starts, `until` the first day on which it no longer holds.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "values/date.h"
#include "values/words.h"

namespace hutong::policy {

struct Spell {  // a half-open time with an open beginning allowed (from absent = always so)
  std::optional<values::Date> from;
  std::optional<values::Date> until;
  bool contains(values::Date day) const { return (!from || *from <= day) && (!until || day < *until); }
};

enum class Disability : uint8_t { vision, hearing, speech, limb, intellectual, mental, multiple };
std::string_view code_of(Disability);
std::optional<Disability> disability_from(std::string_view code);
std::optional<Disability> disability_from_chinese(std::string_view word);  // 视力 …

struct DisabilityComponent {
  Disability kind;
  int grade = 0;  // 1–4, 0 = not told
};

struct Fact {  // of a parent, or a condition of the child
  values::Circumstance kind;
  Spell spell;
  std::optional<Disability> disability;
  int grade = 0;  // 0 = not told
  std::vector<DisabilityComponent> components;  // of a multiple disability
  std::optional<bool> certified;       // serious_illness
  std::optional<int> term_months;      // imprisoned
  bool in_custody = true;              // imprisoned
  bool community = false;              // compulsory_detox
  std::string measure;                 // liberty_restricted
  std::string route;                   // lost_contact: police | commitment
  std::string outcome;                 // lost_contact: not_found | found | cannot_accept
  std::optional<bool> supports_child;  // deported
  std::string ref;                     // for the caller: which fact of the ledger this is; not part of the JSON contract
};

struct Parent {
  bool known = false;
  bool checked = false;
  std::vector<Fact> facts;
};

enum class IncomeKind : uint8_t { dibao, tekun, margin };
std::string_view code_of(IncomeKind);
std::optional<IncomeKind> income_kind_from(std::string_view code);
struct Income {
  IncomeKind kind;
  Spell spell;
};
struct Schooling {
  Spell spell;
  bool full_time = false;
};
enum class CareKind : uint8_t { kin, institution };
struct Care {
  CareKind kind;
  Spell spell;
};
enum class Consent : uint8_t { given, refused, pending };
struct Hiv {
  bool infected = false;
  std::optional<Consent> consent;
  std::optional<values::Date> consented_on;
};

struct Child {
  std::optional<values::Date> birth_date;
  std::string household_division;  // 370114; "" = unknown
  std::optional<values::Date> died_on, adopted_on, foundling_on;
  std::vector<Schooling> schooling;
  std::vector<Fact> conditions;  // severe_disability, serious_illness
  std::vector<Income> household_income;
  std::vector<Care> care;
  std::optional<Hiv> hiv;
};

struct Case {
  values::Date on;
  Child child;
  Parent father, mother;
};

// hutong.case/1. All problems at once; each names the JSON pointer (place.field) and what is expected there.
struct CaseFromJson {
  Case value;
  std::vector<base::Problem> problems;
};
CaseFromJson case_from_json(std::string_view json, std::optional<values::Date> on_instead);

}  // namespace hutong::policy
