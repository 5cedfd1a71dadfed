#pragma once
// What each office knows of what happened, and in which month's list it tells it. One telling = one happening in one office's list.
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "demo/internal/faults.h"
#include "demo/internal/table.h"
#include "demo/world.h"

namespace hutong::demo {

enum class ListKind : uint8_t {
  court,
  procuratorate,
  custody,
  lost_contact,
  deregistered,
  recheck,
  disabled,
  death_check,
  dibao,
  tekun,
  margin,
  funeral,
  marriage,
  adoption,
  household_changes,
};
inline constexpr size_t list_kinds = 15;

struct ListName {
  std::string_view report;  // court.monthly
  std::string_view agency;  // court
  std::string_view folder;  // 法院
  std::string_view unit;    // 章丘区人民法院
  std::string_view title;   // of the list, without the month
  bool is_due_monthly;      // nothing to tell = a nil return, not silence
};
ListName name_of(ListKind);

class Offices {
 public:
  Offices(World const&, uint64_t seed);
  // The list of one office for the month (0 = the first), with all that it tells then; empty rows = nothing happened.
  Table list(ListKind, int month) const;
  // The household register on the first day, one town of it: columns and rows as in the changes.
  Table register_of(int16_t town) const;

 private:
  struct Telling {
    int32_t happening;
    bool names_all_children;
  };
  friend class Rows;

  void decide_tellings(base::Random&);
  void tell(ListKind, int month, size_t happening, base::Random&);
  bool is_unknown_family(int32_t household) const;
  void index_children();
  void index_incomes(base::Random&);
  std::vector<PersonIndex> children_of(PersonIndex parent) const;

  World const& world_;
  std::vector<std::vector<Telling>> tellings_;  // by list kind × month
  std::vector<std::pair<PersonIndex, PersonIndex>> parent_child_;  // sorted
  struct Benefit {
    PersonIndex who;
    policy::IncomeKind kind;
    values::Date from;
    values::Money aid;
    int first_month;  // of the register that has them
  };
  std::vector<Benefit> benefits_;
  uint64_t seed_;
};

}  // namespace hutong::demo
