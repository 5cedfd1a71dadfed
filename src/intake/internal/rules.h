#pragma once
// The rules of LISTS A.4 that look at more than one field of a row, or at more than one row.
#include <string>
#include <unordered_map>

#include "intake/internal/record_builder.h"

namespace hutong::intake {

// What the sheet itself says to each of its rows.
struct SheetFacts {
  std::string_view town_code;  // from the sheet's name, its title, or a line between the rows
  std::string_view event;      // from the title, where the report allows it
};

// Towns and events that a title, a sheet's name or a line between the rows gives to the rows below it.
void note_facts_from(std::string_view text, SheetFacts&, Context const&);

// Everything within one row: what follows from numbers and cards, what is missing, what contradicts. Adds fields, reasons and warnings.
void apply_rules(Draft&, TablePlan const&, Context const&, SheetFacts const&);

// Rule 7. Remembers the good rows of a whole file.
class Duplicates {
 public:
  explicit Duplicates(Context const& context) : context_(context) {}
  // Adds the reason duplicate_in_file where an earlier good row says the same; remembers this row if it is good.
  void check(Draft&);

 private:
  std::string_view key_of(Draft const&);
  void reject(Draft&, int earlier_row) const;
  Context const& context_;
  std::string key_;
  std::unordered_map<std::string_view, int> rows_;  // keys live in the arena
};

}  // namespace hutong::intake
