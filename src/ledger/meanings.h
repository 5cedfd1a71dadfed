#pragma once
// What a list says: data. Which circumstance an event begins or ends stands in rules/ (DESIGN 3) and is asked of policy; what else the ledger takes note
// of, and of whom a list speaks, in meanings/. Only the Latin words of a cell count, the Chinese beside them is for the reader.
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/resources.h"
#include "base/result.h"
#include "ledger/facts.h"
#include "policy/decide.h"
#include "values/date.h"

namespace hutong::ledger {

enum class Does : uint8_t { begins, ends, confirms, nothing };

struct Change {  // one line of an event
  Does does = Does::begins;
  FactKind fact = FactKind::deceased;
};

struct ReportMeaning {
  std::vector<std::string> about;  // roles (child, parent, person …): the first one that the row names is the subject
  std::string event;               // of a row without an event of its own; "" = such a row only says who belongs to whom
  bool is_register = false;        // the household register: who is whose parent
};

class Meanings {
 public:
  // Takes the tables with the columns event, detail, effect, fact; detail, effect; report, about, event; searched, months. Passes over all
  // others.
  // Problem: bad_meanings_file (values: where = file:line, why).
  static base::Result<Meanings> from_files(std::vector<base::Resource> const& files, policy::Rulebook const&);

  // Empty: the event means nothing to the ledger. The event with its detail first, then the event alone.
  std::vector<Change> of_event(std::string_view event, std::string_view detail, values::Date on) const;
  ReportMeaning const* of_report(std::string_view report) const;
  std::vector<std::string> registers() const;
  // A parent counts as searched when each of these reports came (or a nil return) for one of so many months, the round's month included.
  std::map<std::string, int, std::less<>> const& searched() const { return searched_; }

 private:
  explicit Meanings(policy::Rulebook rulebook) : rulebook_(std::move(rulebook)) {}

  policy::Rulebook rulebook_;
  std::map<std::string, std::vector<Change>, std::less<>> events_;  // "deregistered/death"
  std::map<std::string, Does, std::less<>> results_;                // "ended": whatever the event would begin ends
  std::map<std::string, ReportMeaning, std::less<>> reports_;
  std::map<std::string, int, std::less<>> searched_;
};

}  // namespace hutong::ledger
