#pragma once
// Who is covered, since when, by whose decision; on which account; and what the registers tell about those children (migration 0003). Decides nothing.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "benefits/words.h"
#include "ledger/registry.h"
#include "store/connection.h"
#include "values/date.h"
#include "values/id_number.h"
#include "values/words.h"

namespace hutong::store {

using ledger::PersonId;

struct TwoPersons {
  std::string decided_by, approved_by;
};

struct PersonRecord {
  PersonId id = 0;
  std::optional<values::IdNumber> id_number;
  std::string name;
  std::optional<values::Date> birth_date;
  std::string town;
};

struct CoverageEnd {
  values::Date ended_on;
  benefits::EndReason end_reason = benefits::EndReason::other;
  std::string recorded_at;
  TwoPersons persons;
  std::string reason, document;
};

struct Reopening {  // why an end was none
  std::string recorded_at;
  TwoPersons persons;
  std::string reason, document;
};
struct UndoneEnd {
  CoverageEnd end;
  Reopening reopening;
};

struct CoverageRecord {
  int64_t id = 0;
  PersonId child = 0;
  values::Category category = values::Category::community_orphan;
  std::string subtype;
  benefits::Residence residence = benefits::Residence::rural;
  values::Date confirmed_on;
  std::optional<values::Month> paid_through;
  std::string recorded_at;
  TwoPersons persons;
  std::string reason, document;
  std::string proposal_key, paragraph, sources, rules_version;  // of the clue it rests on; "" = confirmed without one
  std::optional<CoverageEnd> end;      // the one that stands
  std::vector<UndoneEnd> undone_ends;  // in order
};

struct AccountRecord {
  int64_t id = 0;
  PersonId child = 0;
  std::string holder_name, account_number, bank_name;
  std::string payee_name;
  std::optional<values::IdNumber> payee_id_number;
  std::string payee_relation;
  std::string recorded_at;
  TwoPersons persons;
  std::string document;
};

struct ClueRecord {
  std::string key;
  values::Category category = values::Category::community_orphan;
  std::string subtype, paragraph, sources, rules_version;
  values::Month first_month;           // the round that proposed it
  std::optional<values::Date> since;   // the first day on which all conditions hold together, where it is known
  PersonId child = 0;
};

class CoverageStore {
 public:
  explicit CoverageStore(Connection& db) : db_(db) {}

  std::optional<PersonRecord> person(PersonId);
  std::optional<PersonRecord> person_numbered(values::IdNumber const&);

  // Open clues of a child by category's precedence; of all children for 0.
  std::vector<ClueRecord> open_clues(PersonId child = 0);

  std::vector<CoverageRecord> coverages_of(PersonId);
  std::vector<CoverageRecord> all_coverages();  // by child, then in order of recording
  int64_t add(CoverageRecord const&);           // inside a transaction; gives the id
  void add_end(CoverageRecord const&, CoverageEnd const&);      // of an open coverage
  void add_reopening(CoverageRecord const&, Reopening const&);  // of an ended one

  std::optional<AccountRecord> account_of(PersonId);
  std::map<PersonId, AccountRecord> accounts();  // the one in force of every child
  AccountRecord account(int64_t id);
  int64_t add(AccountRecord const&);

  // A small registry with the facts about these persons alone (money needs no family graph): the person at place i has the id i + 1.
  ledger::Registry registry_of(std::vector<PersonId> const&);

 private:
  void follow_changes(std::vector<CoverageRecord>&, PersonId child);
  Connection& db_;
};

}  // namespace hutong::store
