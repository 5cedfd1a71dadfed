#pragma once
// The rules of LISTS A.4 that look at more than one field of a row, or at more than one row.
#include <string>
#include <vector>

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

  // A flat table, for a list of 100,000 rows asks 100,000 times: open addressing, at most half full, keys in the arena.
  struct Entry {
    uint64_t hash = 0;
    std::string_view key;  // empty: free
    int row = 0;
  };
  Entry& place_of(std::string_view key, uint64_t hash);
  void grow();
  std::vector<Entry> entries_;
  size_t used_ = 0;
};

}  // namespace hutong::intake
