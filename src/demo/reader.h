#pragma once
// An ideal reader: knows exactly what the rows it could understand have told, forgets nothing, and guesses nothing. What it knows of a child, judged by
// standing_on, says whether the child could be found: the product must find all of those, and nobody else.
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "demo/truth.h"
#include "demo/world.h"

namespace hutong::demo {

// What one row teaches about one person.
struct Lesson {
  enum class Kind : uint8_t {
    registered,  // the household register names this person with number, father and mother
    ground,      // begins; `ground` as the row tells it
    ended,       // custody, prison or detox ends on `day`
    found,       // contact restored on `day`
    died,
    adopted,
    moved_out,
    income,
  };
  Kind kind;
  PersonIndex who = nobody;
  values::Date day = {};
  Ground ground = {};
  policy::IncomeKind income = policy::IncomeKind::dibao;
  values::Money aid = {};      // income: what the register says of a month
  PersonIndex child = nobody;  // the one child concerned, where a ground is about one child only
};

class Reader {
 public:
  explicit Reader(World const& world) : world_(world) {}
  void learn(Lesson const&);
  // A list has come, with rows or without.
  void hear_of(std::string const& report, values::Month period);
  // Whether a parent on no list may be taken to be under no ground: all of the lists that would tell have come within two months.
  void judge_as_of(values::Month);
  Knowledge knowledge_of(PersonIndex child) const;  // of a child the register has not named: nothing
  // Whether anything at all was told about the child or a parent.
  bool has_heard_of(PersonIndex child) const;

 private:
  struct About {
    bool is_registered = false;
    std::vector<std::pair<Ground, PersonIndex>> grounds;  // and the one child concerned, or nobody
    std::vector<std::pair<values::Circumstance, values::Date>> ends;
    std::vector<policy::Income> income;
    std::optional<Aid> aid;
    std::optional<values::Date> died_on, adopted_on, moved_out_on;
  };
  About const* about(PersonIndex who) const;
  std::vector<Ground> grounds_of(PersonIndex who, PersonIndex child) const;

  World const& world_;
  std::map<std::string, values::Month> latest_;  // by report
  bool parents_are_searched_ = false;
  std::unordered_map<PersonIndex, About> about_;
};

}  // namespace hutong::demo
