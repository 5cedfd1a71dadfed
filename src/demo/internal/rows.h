#pragma once
// Tellings → the rows of one list: which columns an office's form has, what stands in them, and what each row teaches.
#include "demo/internal/offices.h"

namespace hutong::demo {

class Rows {
 public:
  Rows(Offices const& offices, World const& world, ListKind kind, int month, base::Random& random);
  Table table();
  Table register_of(int16_t town);

 private:
  struct Told {
    Happening const* happening;
    std::vector<PersonIndex> children;  // whom the row names; empty for lists of adults
  };
  using Cells = std::vector<std::string>;

  // ---- one list each -----------------------------------------------------------------------------------------------
  void court();
  void procuratorate();
  void custody();
  void lost_contact();
  void deregistered();
  void recheck();
  void disabled();
  void death_check();
  void benefits(policy::IncomeKind);
  void funeral();
  void marriage();
  void adoption();
  void household_changes();
  void register_columns();
  void register_row(PersonIndex);

  // ---- parts -------------------------------------------------------------------------------------------------------
  std::vector<Told> told(bool about_parents) const;
  Person const& at(PersonIndex who) const { return world_.people[static_cast<size_t>(who)]; }
  Household const& home(PersonIndex who) const { return world_.households[static_cast<size_t>(at(who).household)]; }
  bool is_minor_then(PersonIndex who) const;
  std::string number(PersonIndex who) const { return who == nobody || !at(who).has_number ? "" : at(who).id.reveal(); }
  std::string name(PersonIndex who) const { return who == nobody ? "" : at(who).name; }
  std::string address(PersonIndex who) const;
  std::string village(PersonIndex who) const;
  std::string phone();
  std::string case_number(std::string const& kind);
  // 父亲 or 母亲 of the child.
  bool is_father(PersonIndex parent, PersonIndex child) const { return at(child).father == parent; }
  Lesson begins(Happening const&, values::Date from) const;
  Lesson ends(Happening const&) const;
  void add(Cells cells, PersonIndex placed_by, PersonIndex key, std::vector<Lesson> lessons);

  Offices const& offices_;
  World const& world_;
  ListKind kind_;
  int month_;
  base::Random& random_;
  values::Month period_;
  values::Date as_of_;
  Table table_;
};

}  // namespace hutong::demo
