#pragma once
// One accepted row of a list → persons, relations and facts of the registry, or a question to a human. Taking the same row twice changes nothing,
// so a row with an open question is simply taken again in every round until somebody or something has settled it.
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ledger/answers.h"
#include "ledger/meanings.h"
#include "ledger/registry.h"
#include "matching/match.h"
#include "values/date.h"

namespace hutong::ledger {

struct ListRow {  // as intake accepted it: canonical texts, LISTS A.3
  int64_t id = 0;
  std::string_view report;
  values::Month period;
  values::Date recorded_on;  // the day it was received
  std::vector<std::pair<std::string_view, std::string_view>> fields;  // null fields left out
  bool is_term_suspended = false;  // 缓刑: intake's warning term_suspended

  std::string_view text(std::string_view field) const {
    for (auto& [name, value] : fields)
      if (name == field) return value;
    return {};
  }
};

struct QuestionCandidate {
  PersonId person = 0;
  matching::Comparison how;
  std::string answer_key;  // Answers::key_of; "" = not to be answered with yes or no
};

struct Question {  // whom does the row mean?
  int64_t row = 0;
  std::string role;  // child, father, mother, parent, guardian, person
  std::string why;   // a match's code; match_other_parent: the register knows another; match_relation_unknown: father or mother?
  std::string name;  // as the row writes it, like the rest
  std::optional<values::IdNumber> id = {};
  std::optional<values::Date> birth_date = {};
  std::string town = {};
  std::vector<QuestionCandidate> candidates = {};  // the likeliest first
  PersonId child = 0;  // of the row, where it is certain

  std::string key() const { return "identity_question:" + std::to_string(row) + ":" + role; }  // of its proposal
  // Whether one of the candidates is meant; else what the row tells of them is in doubt.
  bool is_about_pairs() const { return why != "match_other_parent" && why != "match_relation_unknown"; }
};

enum class Role : uint8_t { child, father, mother, parent, guardian, person };
inline constexpr std::array<std::string_view, 6> role_names = {"child", "father", "mother", "parent", "guardian", "person"};

// The fields of a row by the person they belong to, sorted out once: a register has a million rows.
class RoleFields {
 public:
  struct Fields {
    std::string_view name, id, birth, sex, situation, since, until;
  };
  void read(ListRow const&);
  Fields const& operator[](Role role) const { return roles_[static_cast<size_t>(role)]; }

 private:
  std::array<Fields, 6> roles_;
};

class RowTaker {
 public:
  RowTaker(Registry& registry, Meanings const& meanings, Answers answers = {});

  struct Taken {
    std::vector<Question> questions;
    std::vector<Question> settled;  // not asked: the one candidate was taken, because of what others were answered to be
    std::vector<std::pair<FactId, int64_t>> supports;  // facts known before that this row tells again
    bool says_something = false;  // false: the row names nobody, or its report has no meaning in rules/
  };
  Taken take(ListRow const&);

 private:
  struct Persons {  // whom the row names: 0 = not named, or in question
    std::array<bool, 6> is_named{};
    std::array<PersonId, 6> who{};
    PersonId operator[](Role role) const { return who[static_cast<size_t>(role)]; }
    bool names(Role role) const { return is_named[static_cast<size_t>(role)]; }
  };
  void resolve(ListRow const&, Role, Persons&, Taken&);
  PersonId known_partner(ListRow const&, Role, matching::Mention const&, Persons const&) const;
  std::vector<PersonId> relatives_suggested(Role, matching::Mention const&, Persons const&) const;
  PersonId answered(ListRow const&, Role, matching::Mention&, Persons const&, matching::Match&, Taken&) const;
  PersonId made_before(ListRow const&, matching::Mention const&) const;
  PersonId add_person(ListRow const&, Role, matching::Mention const&, Persons const&);
  void learn_spelling_and_town(ListRow const&, Role, PersonId, matching::Mention const&);
  void take_relations(ListRow const&, Persons const&, ReportMeaning const&, Taken&);
  void relate(ListRow const&, PersonId child, PersonId relative, Role role, Kinship, bool is_register, Taken&);
  void take_events(ListRow const&, Persons const&, ReportMeaning const&, Taken&);
  static PersonId subject_of(Persons const&, ReportMeaning const&);
  void take_second_spouse(ListRow const&, Persons const&, ReportMeaning const&, std::string_view event, Fact, Taken&);
  void take_event(ListRow const&, ReportMeaning const&, std::string_view event, std::string_view detail, Fact, bool is_dated, Taken&);
  void add_standing(ListRow const&, Fact, bool is_dated, Taken&);
  void add(Fact, Taken&);

  Registry& registry_;
  Meanings const& meanings_;
  Answers const answers_;
  // Of the row being taken.
  ReportMeaning const* meaning_ = nullptr;
  RoleFields roles_;
  // Fathers (mothers) without a number, by the other parent: the same name beside the same mother is one person for all the children of both.
  std::map<PersonId, std::vector<PersonId>> partners_without_number_;
  // Persons without a number by the row that made them: taken again, it finds them.
  std::unordered_map<int64_t, std::vector<PersonId>> without_number_by_row_;
};

}  // namespace hutong::ledger
