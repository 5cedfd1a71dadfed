#pragma once
// The ledger on disk (migration 0002): loaded whole for a round, and what the round added appended. Decides nothing.
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ledger/registry.h"
#include "ledger/round.h"
#include "ledger/take_row.h"
#include "store/connection.h"

namespace hutong::store {

struct RoundRecord {
  int64_t id = 0;
  values::Month month;
  values::Date day;
  std::string held_at;
  std::string rules_version;
  int64_t last_row_id = 0;
  std::string last_closed_at;
  int64_t rows_taken = 0, children_decided = 0;
};

struct MatchCandidate {  // of an open identity_question
  int number = 0;      // as the paragraph counts them
  ledger::PersonId person = 0;
  std::string answer_key;  // ledger::Answers::key_of
  std::string agreement;   // matching::agreement_of
};

struct SettledMatch {  // a question that was not asked
  std::string proposal_key, paragraph;
};

struct MatchAnswerRecord {
  std::string proposal_key;
  MatchCandidate candidate;
  ledger::PairAnswer answer;
  std::string answered_by, answered_at, reason;
};

class LedgerStore {
 public:
  explicit LedgerStore(Connection& db) : db_(db) {}

  // How much of a registry is on disk already.
  struct Extent {
    size_t persons = 0, names = 0, towns = 0, registrations = 0, relations = 0, facts = 0;
  };
  Extent load(ledger::Registry&);
  // Inside a transaction: what lies beyond `from`.
  void append(ledger::Registry const&, Extent const& from);
  void add_supports(std::vector<std::pair<ledger::FactId, int64_t>> const&);
  void add_withdrawal(ledger::FactId, values::Date on);
  void add_relation_withdrawal(size_t at, values::Date on);  // index into the registry's relations
  // A row still in force, other than this one, that tells the same fact; 0 = none.
  int64_t other_support(ledger::FactId, int64_t than_row);

  // Accepted rows in force above `after`, in order of id; of the household register only, or of all other reports.
  enum class Which : uint8_t { register_rows, other_rows };
  void each_row(Which, int64_t after, std::vector<std::string> const& register_reports, std::function<void(ledger::ListRow const&)> const&);
  // Accepted rows in force whose question is open.
  void each_open_question(std::function<void(ledger::ListRow const&)> const&);
  void set_open_questions(std::vector<int64_t> const& rows);

  // The candidates of every open question that can be answered with yes or no; ascending by number.
  void set_match_questions(std::vector<ledger::Question> const&);
  std::vector<MatchCandidate> match_candidates(std::string_view proposal_key);
  void add(MatchAnswerRecord const&);
  // All answers and what they teach; of several with one answer_key the latest counts.
  void load_answers(ledger::Answers&);
  void add(std::vector<ledger::SettledQuestion> const&, int64_t round);
  std::vector<SettledMatch> settled_in(RoundRecord const&);  // in any run of the round's month, until this one
  std::vector<MatchCandidate> settled_candidates(std::string_view proposal_key);
  // Rows whose settled person a human has called another since: id and the day. They are among the open questions from now on.
  std::vector<std::pair<int64_t, values::Date>> take_denied_again(std::string_view answered_from);
  int64_t last_row_id();
  // Accepted rows that a correction put out of force after `closed_after` (ISO): id and the day.
  std::vector<std::pair<int64_t, values::Date>> rows_closed_after(std::string_view closed_after, std::string& last_closed_at);

  ledger::SourceRow source_of(int64_t row);
  std::vector<ledger::ReturnedRow> returned_rows();  // problems: the codes of the reasons, for the caller to put in words

  std::optional<RoundRecord> last_round();
  std::optional<RoundRecord> last_round_of(values::Month);
  int64_t add(RoundRecord const&);

  std::map<std::string, ledger::Standing> standing();
  void save(ledger::RoundResult const&, int64_t round);
  // As they stood after the round, with their present wording.
  std::vector<ledger::Proposal> open_after(RoundRecord const&);
  std::vector<ledger::Proposal> closed_in(RoundRecord const&);  // in any run of the round's month, until this one
  int64_t rows_taken_in(values::Month);

 private:
  Connection& db_;
};

}  // namespace hutong::store
