#include "store/submissions.h"

#include "base/check.h"

namespace hutong::store {

std::string_view code_of(SubmissionKind kind) {
  switch (kind) {
    case SubmissionKind::rows: return "rows";
    case SubmissionKind::nil_return: return "nil_return";
  }
  return "";
}

std::string_view code_of(RowState state) {
  switch (state) {
    case RowState::accepted: return "accepted";
    case RowState::returned: return "returned";
    case RowState::corrected: return "corrected";
    case RowState::superseded: return "superseded";
    case RowState::withdrawn: return "withdrawn";
  }
  return "";
}

namespace {

RowState row_state_from(std::string_view code) {
  for (RowState state : {RowState::accepted, RowState::returned, RowState::corrected, RowState::superseded, RowState::withdrawn})
    if (code_of(state) == code) return state;
  CHECK(!"the schema allows no other state");
}

// Columns 0–21, in this order, of every query below that gives submissions.
#define SUBMISSION_COLUMNS \
  "submission.id, submission.number, submission.agency, submission.report, submission.period, submission.kind, submission.received_at, " \
  "submission.due_on, submission.is_late, submission.file_name, submission.file_digest, submission.file_size, submission.accepted_count, " \
  "submission.returned_count, submission.ignored_count, submission.new_count, submission.changed_count, submission.corrected_count, " \
  "submission.unchanged_count, submission.absent_count"
constexpr int submission_columns = 20;

Submission submission_from(Row const& row) {
  Submission submission;
  submission.id = row.integer(0);
  submission.number = row.string(1);
  submission.agency = values::agency_from(row.text(2)).value();
  submission.report = row.string(3);
  submission.period = values::Month::from_iso(row.text(4)).value();
  submission.kind = row.text(5) == code_of(SubmissionKind::rows) ? SubmissionKind::rows : SubmissionKind::nil_return;
  submission.received_at = row.string(6);
  if (!row.is_null(7)) submission.due_on = values::Date::from_iso(row.text(7)).value();
  submission.is_late = row.boolean(8);
  submission.file_name = row.string(9);
  submission.file_digest = row.string_or_empty(10);
  submission.file_size = row.integer(11);
  submission.counts = {row.integer(12), row.integer(13), row.integer(14), row.integer(15),
                       row.integer(16), row.integer(17), row.integer(18), row.integer(19)};
  return submission;
}

#define ROW_COLUMNS \
  "submission_row.id, submission_row.submission_id, submission_row.sheet, submission_row.row_number, submission_row.sub, " \
  "submission_row.state, submission_row.row_identity, submission_row.name_identity, submission_row.row_digest, submission_row.fields, " \
  "submission_row.source, submission_row.warnings, submission_row.reasons, submission_row.replaced_by_id"

SubmissionRow row_from(Row const& row, int from) {
  SubmissionRow of;
  of.id = row.integer(from);
  of.submission_id = row.integer(from + 1);
  of.sheet = row.string(from + 2);
  of.row = static_cast<int>(row.integer(from + 3));
  of.sub = static_cast<int>(row.integer(from + 4));
  of.state = row_state_from(row.text(from + 5));
  of.row_identity = row.string(from + 6);
  of.name_identity = row.string(from + 7);
  of.row_digest = row.string(from + 8);
  of.fields = row.string(from + 9);
  of.source = row.string(from + 10);
  of.warnings = row.string(from + 11);
  of.reasons = row.string(from + 12);
  of.replaced_by_id = row.optional_integer(from + 13);
  return of;
}

template <class... Params>
std::vector<Submission> list(Connection& db, std::string_view sql, Params const&... params) {
  std::vector<Submission> found;
  db.each(sql, [&](Row const& row) { found.push_back(submission_from(row)); }, params...);
  return found;
}

}  // namespace

std::optional<Submission> Submissions::by_number(std::string_view number) {
  return db_.first("SELECT " SUBMISSION_COLUMNS " FROM submission WHERE number = ?", submission_from, number);
}

std::optional<Submission> Submissions::by_id(int64_t id) {
  return db_.first("SELECT " SUBMISSION_COLUMNS " FROM submission WHERE id = ?", submission_from, id);
}

std::vector<Submission> Submissions::of_file(values::Agency const& agency, std::string_view report, std::string_view file_digest) {
  return list(db_, "SELECT " SUBMISSION_COLUMNS " FROM submission WHERE agency = ? AND report = ? AND file_digest = ? ORDER BY id",
              values::code_of(agency), report, file_digest);
}

std::vector<Submission> Submissions::of(values::Agency const& agency, std::string_view report, values::Month period) {
  return list(db_, "SELECT " SUBMISSION_COLUMNS " FROM submission WHERE agency = ? AND report = ? AND period = ? ORDER BY id",
              values::code_of(agency), report, period.to_string());
}

std::vector<Submission> Submissions::of_period(values::Month period) {
  return list(db_, "SELECT " SUBMISSION_COLUMNS " FROM submission WHERE period = ? ORDER BY id", period.to_string());
}

std::vector<Submission> Submissions::all() { return list(db_, "SELECT " SUBMISSION_COLUMNS " FROM submission ORDER BY id"); }

std::vector<Submission> Submissions::with_accepted_rows_after(int64_t row_id) {
  return list(db_, "SELECT " SUBMISSION_COLUMNS " FROM submission WHERE id IN (SELECT submission_id FROM submission_row WHERE id > ? AND state = 'accepted') ORDER BY id", row_id);
}

int64_t Submissions::count(values::Agency const& agency, values::Month period) {
  return db_.integer("SELECT COUNT(*) FROM submission WHERE agency = ? AND period = ?", values::code_of(agency), period.to_string());
}

std::vector<RowMark> Submissions::marks_in_force(values::Agency const& agency, std::string_view report, values::Month period) {
  std::vector<RowMark> marks;
  db_.each(R"sql(
    SELECT submission_row.id,
           submission_row.state,
           submission_row.sheet,
           submission_row.row_number,
           submission_row.sub,
           submission_row.row_identity,
           submission_row.name_identity,
           submission_row.row_digest
      FROM submission
      JOIN submission_row ON submission_row.submission_id = submission.id
     WHERE submission.agency = ?
       AND submission.report = ?
       AND submission.period = ?
       AND submission_row.state IN ('accepted', 'returned')
     ORDER BY submission_row.id)sql",
           [&](Row const& row) {
             marks.push_back({row.integer(0), row_state_from(row.text(1)), row.string(2), static_cast<int>(row.integer(3)),
                              static_cast<int>(row.integer(4)), row.string(5), row.string(6), row.string(7)});
           },
           values::code_of(agency), report, period.to_string());
  return marks;
}

void Submissions::each_row_of(int64_t submission_id, std::function<void(SubmissionRow const&)> const& f) {
  db_.each("SELECT " ROW_COLUMNS " FROM submission_row WHERE submission_id = ? ORDER BY id", [&](Row const& row) { f(row_from(row, 0)); },
           submission_id);
}

std::optional<SubmissionRow> Submissions::row(int64_t id) {
  return db_.first("SELECT " ROW_COLUMNS " FROM submission_row WHERE id = ?", [](Row const& row) { return row_from(row, 0); }, id);
}

std::vector<SubmissionRow> Submissions::returned_rows(values::Agency const& agency, std::string_view report, values::Month period) {
  std::vector<SubmissionRow> rows;
  db_.each("SELECT " ROW_COLUMNS
           "  FROM submission"
           "  JOIN submission_row ON submission_row.submission_id = submission.id"
           " WHERE submission.agency = ?"
           "   AND submission.report = ?"
           "   AND submission.period = ?"
           "   AND submission_row.state = 'returned'"
           " ORDER BY submission_row.id",
           [&](Row const& row) { rows.push_back(row_from(row, 0)); }, values::code_of(agency), report, period.to_string());
  return rows;
}

void Submissions::each_row_in_force(RowState state, int64_t after_row_id, std::function<void(Submission const&, SubmissionRow const&)> const& f) {
  CHECK(state == RowState::accepted || state == RowState::returned);
  Submission submission;  // rows of one submission stand together: read it once
  db_.each("SELECT " SUBMISSION_COLUMNS ", " ROW_COLUMNS
           "  FROM submission_row"
           "  JOIN submission ON submission.id = submission_row.submission_id"
           " WHERE submission_row.state = ?"
           "   AND submission_row.id > ?"
           " ORDER BY submission_row.id",
           [&](Row const& row) {
             if (row.integer(0) != submission.id) submission = submission_from(row);
             f(submission, row_from(row, submission_columns));
           },
           code_of(state), after_row_id);
}

int64_t Submissions::add(Submission const& submission) {
  int64_t const id = db_.next_id("submission");
  SubmissionCounts const& counts = submission.counts;
  bool const has_file = !submission.file_digest.empty();
  bool const has_rows = submission.kind == SubmissionKind::rows;
  db_.run(R"sql(
    INSERT INTO submission (
           id,
           number,
           compartment,
           agency,
           report,
           period,
           kind,
           received_at,
           due_on,
           is_late,
           file_name,
           file_digest,
           file_size,
           file_result,
           accepted_count,
           returned_count,
           ignored_count,
           new_count,
           changed_count,
           corrected_count,
           unchanged_count,
           absent_count)
    VALUES (?, ?, 'general', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          id, submission.number, values::code_of(submission.agency), submission.report, submission.period.to_string(), code_of(submission.kind),
          submission.received_at, submission.due_on ? std::optional(submission.due_on->to_string()) : std::nullopt, submission.is_late,
          submission.file_name, has_file ? std::optional(submission.file_digest) : std::nullopt, submission.file_size,
          has_rows ? "ok" : has_file ? "zero_report" : "none", counts.accepted, counts.returned, counts.ignored, counts.added, counts.changed,
          counts.corrected, counts.unchanged, counts.absent);
  return id;
}

Submissions::RowWriter::RowWriter(Connection& db, int64_t submission_id)
    : submission_id_(submission_id), next_id_(db.next_id("submission_row")), batch_(db.batch(R"sql(
    INSERT INTO submission_row (
           id,
           submission_id,
           sheet,
           row_number,
           sub,
           state,
           row_identity,
           name_identity,
           row_digest,
           fields,
           source,
           warnings,
           reasons)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql")) {}

int64_t Submissions::RowWriter::write(NewRow const& row) {
  CHECK(row.state == RowState::accepted || row.state == RowState::returned);
  batch_.add(next_id_, submission_id_, row.sheet, row.row, row.sub, code_of(row.state), row.row_identity, row.name_identity, row.row_digest,
             row.fields, row.source, row.warnings, row.reasons);
  return next_id_++;
}

void Submissions::close_row(int64_t row_id, RowState state, std::optional<int64_t> replaced_by_id, std::string_view closed_at) {
  int64_t const closed = db_.run(R"sql(
    UPDATE submission_row
       SET state = ?,
           replaced_by_id = ?,
           closed_at = ?
     WHERE id = ?
       AND state IN ('accepted', 'returned'))sql",
                                 code_of(state), replaced_by_id, closed_at, row_id);
  CHECK(closed == 1);
}

}  // namespace hutong::store
