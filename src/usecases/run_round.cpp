#include "usecases/run_round.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <unordered_map>

#include "base/digest.h"
#include "base/messages.h"
#include "base/text.h"
#include "exchange/duties.h"
#include "ledger/meanings.h"
#include "ledger/round.h"
#include "ledger/take_row.h"
#include "store/ledger_store.h"
#include "store/submissions.h"
#include "usecases/context.h"
#include "usecases/knowledge.h"
#include "usecases/internal/row_text.h"
#include "usecases/show_round.h"

namespace hutong::usecases {

using store::LedgerStore;
using values::Date;

namespace {

// One run at work, inside its transaction.
class Run {
 public:
  Run(Context& context, values::Month month, ledger::Meanings const& meanings)
      : context_(context), month_(month), meanings_(meanings), store_(context.db()), last_(store_.last_round()) {}

  base::Result<bool> may_run() const;
  void run();

 private:
  void withdraw_taken_back_rows();
  void take_rows();
  void take(ledger::RowTaker&, ledger::ListRow const&);
  ledger::RoundInputs inputs();
  bool parents_are_searched(std::vector<store::Submission> const&) const;
  std::vector<ledger::MissingList> missing_lists(std::vector<store::Submission> const&) const;
  std::vector<ledger::ReturnedRow> returned_rows();

  Date day() const { return std::min(month_.last_day(), context_.today()); }

  Context& context_;
  values::Month month_;
  ledger::Meanings const& meanings_;
  LedgerStore store_;
  std::optional<store::RoundRecord> last_;
  ledger::Registry registry_;
  store::RoundRecord record_;
  std::vector<ledger::Question> questions_, settled_;
  std::vector<std::pair<ledger::FactId, int64_t>> supports_;
};

base::Result<bool> Run::may_run() const {
  if (month_.first_day() > context_.today()) return base::fail("round_in_future", {{"month", month_.to_chinese()}, {"today", context_.today().to_chinese()}});
  if (last_ && month_ < last_->month)
    return base::fail("round_before_latest", {{"month", month_.to_chinese()}, {"latest", last_->month.to_chinese()}});
  return true;
}

void Run::run() {
  auto on_disk = store_.load(registry_);
  record_.month = month_;
  record_.day = day();
  record_.held_at = base::to_string(context_.now());
  record_.rules_version = context_.rulebook().version();
  record_.last_row_id = store_.last_row_id();
  record_.last_closed_at = last_ ? last_->last_closed_at : "";
  withdraw_taken_back_rows();
  take_rows();
  auto result = ledger::hold_round(registry_, context_.rulebook(), context_.divisions(), inputs());
  record_.children_decided = static_cast<int64_t>(result.children_decided);
  store_.append(registry_, on_disk);
  store_.add_supports(supports_);
  std::vector<int64_t> open_rows;
  for (auto& question : questions_) open_rows.push_back(question.row);
  store_.set_open_questions(open_rows);
  store_.set_match_questions(questions_);
  int64_t const round = store_.add(record_);
  store_.save(result, round);
  store_.add(result.settled, round);
}

// A corrected row takes back what it said, unless another row in force says the same; and so does one whose person was settled without asking, and denied since.
void Run::withdraw_taken_back_rows() {
  auto closed = store_.rows_closed_after(last_ ? last_->last_closed_at : "", record_.last_closed_at);
  if (last_) {
    auto denied = store_.take_denied_again(last_->held_at);
    closed.insert(closed.end(), denied.begin(), denied.end());
  }
  if (closed.empty()) return;
  std::unordered_map<int64_t, Date> closed_on(closed.begin(), closed.end());
  for (ledger::FactId id = 1, count = static_cast<ledger::FactId>(registry_.facts().size()); id <= count; ++id) {
    auto fact = registry_.fact(id);
    auto found = closed_on.find(fact.row);
    if (found == closed_on.end() || fact.withdrawn_on) continue;
    registry_.withdraw(id, found->second);
    store_.add_withdrawal(id, found->second);
    if (int64_t other = store_.other_support(id, fact.row)) {
      fact.row = other;
      fact.recorded_on = found->second;
      registry_.append_fact(fact);
    }
  }
  for (size_t at = 0, count = registry_.relations().size(); at < count; ++at) {
    auto const& relation = registry_.relations()[at];
    auto found = closed_on.find(relation.row);
    if (found == closed_on.end() || relation.withdrawn_on) continue;
    registry_.withdraw_relation(at, found->second);
    store_.add_relation_withdrawal(at, found->second);
  }
}

bool has_person_without_number(ledger::ListRow const& row) {
  for (auto role : ledger::role_names) {
    std::string prefix(role);
    bool is_named = !row.text(prefix + "_name").empty();
    bool has_number = !row.text(prefix + "_id").empty() || (role == "person" && !row.text("disability_card").empty());
    if (is_named && !has_number && role != "guardian") return true;
  }
  return false;
}

// The register first, then rows whose persons all have numbers, then the rest: whoever is named weakly meets everybody who is named well,
// in whatever order the files came.
void Run::take_rows() {
  int64_t after = last_ ? last_->last_row_id : 0;
  auto registers = meanings_.registers();
  auto digest = std::make_shared<base::KeyedDigest>(context_.index_key());
  ledger::Answers answers;
  answers.digest = [digest](std::string_view inputs) { return digest->hex(inputs); };
  store_.load_answers(answers);
  ledger::RowTaker taker(registry_, meanings_, std::move(answers));
  auto take_new = [&](ledger::ListRow const& row) {
    ++record_.rows_taken;
    take(taker, row);
  };
  store_.each_row(LedgerStore::Which::register_rows, after, registers, take_new);
  for (bool weak : {false, true}) {
    store_.each_open_question([&](ledger::ListRow const& row) {
      if (row.id <= after && has_person_without_number(row) == weak) take(taker, row);
    });
    store_.each_row(LedgerStore::Which::other_rows, after, registers, [&](ledger::ListRow const& row) {
      if (has_person_without_number(row) == weak) take_new(row);
    });
  }
}

void Run::take(ledger::RowTaker& taker, ledger::ListRow const& row) {
  auto taken = taker.take(row);
  questions_.insert(questions_.end(), taken.questions.begin(), taken.questions.end());
  settled_.insert(settled_.end(), taken.settled.begin(), taken.settled.end());
  supports_.insert(supports_.end(), taken.supports.begin(), taken.supports.end());
}

ledger::RoundInputs Run::inputs() {
  auto submissions = store::Submissions(context_.db()).all();
  ledger::RoundInputs inputs;
  inputs.month = month_;
  inputs.day = day();
  inputs.knowledge.known_on = std::max(context_.today(), day());
  inputs.knowledge.parents_are_searched = parents_are_searched(submissions);
  inputs.knowledge.district = context_.settings().district;
  inputs.questions = questions_;
  inputs.settled = settled_;
  inputs.returned = returned_rows();
  inputs.missing = missing_lists(submissions);
  inputs.standing = store_.standing();
  inputs.source_of = [this](int64_t row) { return store_.source_of(row); };
  inputs.report_title = [this](std::string_view report) { return context_.catalogue().find(report) ? context_.catalogue().title(report) : std::string(report); };
  return inputs;
}

bool Run::parents_are_searched(std::vector<store::Submission> const& submissions) const {
  for (auto& [report, months] : meanings_.searched()) {
    bool has_come = std::any_of(submissions.begin(), submissions.end(), [&, &name = report, &within = months](store::Submission const& one) {
      return one.report == name && one.period <= month_ && one.period > month_.plus(-within);
    });
    if (!has_come) return false;
  }
  return true;
}

std::vector<ledger::MissingList> Run::missing_lists(std::vector<store::Submission> const& submissions) const {
  std::vector<exchange::Delivery> deliveries;
  for (auto& one : submissions) deliveries.push_back({one.agency, one.report, one.period, one.kind == store::SubmissionKind::nil_return});
  std::vector<ledger::MissingList> missing;
  for (auto& duty : exchange::missing_duties(month_, deliveries, context_.duties(), context_.calendar(), context_.today()))
    missing.push_back({duty.duty.agency, duty.duty.report, duty.period, duty.due_on, meanings_.searched().contains(duty.duty.report)});
  return missing;
}

std::vector<ledger::ReturnedRow> Run::returned_rows() {
  auto rows = store_.returned_rows();
  for (auto& row : rows) {
    store::SubmissionRow stored;
    stored.reasons = row.problems;
    std::vector<std::string> words;
    for (auto& problem : reasons_of(stored)) words.push_back(base::sentence(problem).text);
    row.problems = base::join(words, ";");
  }
  return rows;
}

}  // namespace

base::Result<RoundOutcome> run_round(Context& context, values::Month month) {
  std::deque<std::string> texts;
  TRY(auto const files, knowledge(context.data_folder(), "meanings", texts));
  TRY(auto const meanings, ledger::Meanings::from_files(files, context.rulebook()));
  auto done = context.db().transaction([&]() -> base::Result<bool> {
    Run run(context, month, meanings);
    TRY(bool const may_run, run.may_run());
    if (may_run) run.run();
    return true;
  });
  if (!done) return tl::unexpected(done.error());
  return show_round(context, month);
}

}  // namespace hutong::usecases
