#pragma once
// What a deed works with: one data directory (DESIGN 8), opened and understood. Rules, lists, calendar and divisions come from the directory's
// copies (knowledge.h); an error in them is refused here, with file and line, before anything is done.
#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/digest.h"
#include "base/random.h"
#include "base/result.h"
#include "benefits/money_rules.h"
#include "exchange/duties.h"
#include "intake/report.h"
#include "payments/layout.h"
#include "policy/decide.h"
#include "store/connection.h"
#include "values/date.h"
#include "values/division.h"
#include "values/work_calendar.h"

namespace hutong::usecases {

struct Settings {  // hutong.toml
  std::string district;  // 370114
};

class Context {
 public:
  // Problems: data_folder_not_given (folder ""), data_folder_missing, data_folder_not_ours (values: path); what the parsers of settings, rules, lists, calendar
  // and divisions find. OutsideFailure: the database's (store/connection.h), knowledge_lost. Brings the database to the newest schema.
  static base::Result<std::unique_ptr<Context>> open(std::filesystem::path const& data_folder, base::Clock const&, base::Random&);

  std::filesystem::path const& data_folder() const { return data_folder_; }
  Settings const& settings() const { return settings_; }
  store::Connection& db() { return *db_; }
  intake::Catalogue const& catalogue() const { return catalogue_; }
  values::Divisions const& divisions() const { return divisions_; }
  policy::Rulebook const& rulebook() const { return rulebook_; }
  values::WorkCalendar const& calendar() const { return calendar_; }
  // Read when first asked for: only money needs them. Problems: what their parsers find, with file and line; knowledge_missing. OutsideFailure: knowledge_lost.
  base::Result<benefits::MoneyRules const*> money_rules();
  base::Result<payments::Layout const*> payments_layout();
  exchange::DutyPlan const& duties() const { return duties_; }
  base::Random& random() const { return random_; }
  base::Instant now() const { return clock_.now(); }
  values::Date today() const { return values::Date(base::beijing_day(clock_.now())); }

  base::SealKey const& originals_key() const { return originals_key_; }  // seals DIR/files
  std::string const& index_key() const { return index_key_; }            // for keyed digests of personal values
  std::filesystem::path files_folder() const { return data_folder_ / "files"; }

 private:
  Context(std::filesystem::path data_folder, base::Clock const& clock, base::Random& random)
      : data_folder_(std::move(data_folder)), clock_(clock), random_(random) {}

  base::Result<bool> load_knowledge();

  std::filesystem::path data_folder_;
  base::Clock const& clock_;
  base::Random& random_;
  Settings settings_;
  std::unique_ptr<store::Connection> db_;
  intake::Catalogue catalogue_;
  values::Divisions divisions_;
  policy::Rulebook rulebook_;
  values::WorkCalendar calendar_;
  exchange::DutyPlan duties_;
  std::optional<benefits::MoneyRules> money_rules_;
  std::optional<payments::Layout> payments_layout_;
  base::SealKey originals_key_;
  std::string index_key_;
  std::deque<std::string> texts_;  // of the directory's own files; what was read from them may point here
};

}  // namespace hutong::usecases
