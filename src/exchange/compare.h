#pragma once
// A later file for the same agency, report and period, row by row against what is in force. Rows are matched by who and what they are
// about, never by position alone: a sorted list is the same list. Lists add up: a row that is missing from the new file stays in force and is
// told to a human, because a file that was cut short must not hide a child.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hutong::exchange {

struct RowKey {
  std::string identity;  // person, event and parent, by numbers; by names where there is no number (then equal to `names`)
  std::string names;     // the same by names alone; "" without a name
  std::string digest;    // of all the row says
};

struct KnownRow {  // in force
  bool is_returned = false;
  RowKey key;
  std::string sheet;
  int row = 0;
  int sub = 0;
};

struct FileRow {
  bool is_returned = false;
  RowKey key;
  std::string_view sheet;
  int row = 0;
  int sub = 0;
};

enum class Fate : uint8_t {
  added,      // nothing known corresponds
  unchanged,  // known and the same: not written again
  changed,    // replaces a known row of the same state
  corrected,  // good now, replaces a returned one
  broken,     // returned now, while the known good row stays in force
};

struct Comparison {
  struct Step {
    Fate fate = Fate::added;
    std::optional<size_t> known;  // index of the row it corresponds to
  };
  std::vector<Step> of_file;  // one per row of the file, in its order
  // Returned rows that say the same as a good row of the file and are not in it again (a duplicate that was taken out): known → file row.
  struct Settled {
    size_t known;
    size_t by;
  };
  std::vector<Settled> settled;
  std::vector<size_t> absent;  // known rows that the file does not mention
};

// `is_correction`: the file is our own correction workbook, whose rows stand where they stood before; only then may a returned row be
// recognised by its place, when neither number nor name could be read.
Comparison compare(std::vector<KnownRow> const& known, std::vector<FileRow> const& file, bool is_correction);

}  // namespace hutong::exchange
