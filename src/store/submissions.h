#pragma once
// Submissions and their rows (migration 0001): the repository. Decides nothing; who replaces whom is the business of usecases.
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/connection.h"
#include "values/date.h"
#include "values/words.h"

namespace hutong::store {

enum class SubmissionKind : uint8_t { rows, nil_return };
std::string_view code_of(SubmissionKind);

struct SubmissionCounts {
  // As the reader judged the file.
  int64_t accepted = 0, returned = 0, ignored = 0;
  // Beside the rows in force before it: new ones; accepted or returned ones that now say something else; returned ones that are now good;
  // the same as before; in force before and not in this file.
  int64_t added = 0, changed = 0, corrected = 0, unchanged = 0, absent = 0;
  friend bool operator==(SubmissionCounts const&, SubmissionCounts const&) = default;
};

struct Submission {
  int64_t id = 0;
  std::string number;  // HT-370114-202609-COURT-0001
  values::Agency agency;
  std::string report;
  values::Month period;
  SubmissionKind kind = SubmissionKind::rows;
  std::string received_at;               // "2026-10-06T09:00:00+08:00"
  std::optional<values::Date> due_on;
  bool is_late = false;
  std::string file_name;                 // "" for a nil return without a file
  std::string file_digest;               // SM3 in hex; "" without a file
  int64_t file_size = 0;
  SubmissionCounts counts;
};

enum class RowState : uint8_t { accepted, returned, corrected, superseded, withdrawn };
std::string_view code_of(RowState);

struct SubmissionRow {
  int64_t id = 0;
  int64_t submission_id = 0;
  std::string sheet;
  int row = 0;
  int sub = 0;
  RowState state = RowState::accepted;
  std::string row_identity, name_identity, row_digest;
  std::string fields, source, warnings, reasons;  // JSON, see the migration
  std::optional<int64_t> replaced_by_id;
};

// What a comparison with a new file needs of a row in force.
struct RowMark {
  int64_t id = 0;
  RowState state = RowState::accepted;
  std::string sheet;
  int row = 0;
  int sub = 0;
  std::string row_identity, name_identity, row_digest;
};

class Submissions {
 public:
  explicit Submissions(Connection& db) : db_(db) {}

  std::optional<Submission> by_number(std::string_view number);
  std::optional<Submission> by_id(int64_t id);
  // The same bytes handed in before for the same agency and report: all periods, oldest first.
  std::vector<Submission> of_file(values::Agency const&, std::string_view report, std::string_view file_digest);
  // In order of arrival.
  std::vector<Submission> of(values::Agency const&, std::string_view report, values::Month period);
  std::vector<Submission> of_period(values::Month period);
  std::vector<Submission> all();
  // In order of arrival: those with an accepted row in force above this id.
  std::vector<Submission> with_accepted_rows_after(int64_t row_id);
  // How many submissions the agency has handed in for the period, over all reports: the last part of the next receipt's number.
  int64_t count(values::Agency const&, values::Month period);

  // Rows in force (accepted or returned) of all submissions of this agency, report and period, in order of arrival.
  std::vector<RowMark> marks_in_force(values::Agency const&, std::string_view report, values::Month period);
  // Rows of one submission, whatever became of them.
  void each_row_of(int64_t submission_id, std::function<void(SubmissionRow const&)> const&);
  std::optional<SubmissionRow> row(int64_t id);
  // Rows still to be corrected, of all submissions of this agency, report and period.
  std::vector<SubmissionRow> returned_rows(values::Agency const&, std::string_view report, values::Month period);
  // All accepted (or all returned) rows in force with an id above `after_row_id`, in order of arrival, with the submission they came in.
  void each_row_in_force(RowState, int64_t after_row_id, std::function<void(Submission const&, SubmissionRow const&)> const&);

  // Inside a transaction. Gives the submission its id.
  int64_t add(Submission const&);
  // A row to be written: views, so that 100,000 rows are not copied.
  struct NewRow {
    std::string_view sheet;
    int row = 0;
    int sub = 0;
    RowState state = RowState::accepted;
    std::string_view row_identity, name_identity, row_digest, fields, source, warnings, reasons;
  };
  // Writes rows with ascending ids; write() gives the row's id.
  class RowWriter {
   public:
    RowWriter(Connection& db, int64_t submission_id);
    int64_t write(NewRow const&);
    void finish() { batch_.finish(); }

   private:
    int64_t submission_id_;
    int64_t next_id_;
    Batch batch_;
  };
  // The row leaves force: corrected or superseded, with its successor; or withdrawn, without.
  void close_row(int64_t row_id, RowState, std::optional<int64_t> replaced_by_id, std::string_view closed_at);

 private:
  Connection& db_;
};

}  // namespace hutong::store
