#include "usecases/submit_list.h"

#include <algorithm>

#include "base/text.h"
#include "exchange/compare.h"
#include "intake/check.h"
#include "sheets/read.h"
#include "usecases/internal/doubts.h"
#include "usecases/internal/originals.h"
#include "usecases/internal/recording.h"
#include "usecases/internal/row_text.h"

namespace hutong::usecases {
namespace {

using Verdict = SubmitAnswer::Verdict;

struct PreparedRow {
  intake::Record const* record;
  RowText text;
};

// The rows of the file in their order there, accepted and returned ones together.
struct Prepared {
  std::vector<PreparedRow> rows;
  std::vector<exchange::FileRow> keys;
  std::vector<exchange::RowKey> accepted_keys;
};

Prepared prepared(intake::CheckResult const& checked, base::KeyedDigest const& digest) {
  Prepared all;
  all.rows.reserve(checked.accepted.size() + checked.rejected.size());
  for (auto const* records : {&checked.accepted, &checked.rejected})
    for (intake::Record const& record : *records) all.rows.push_back({&record, text_of(record)});
  std::stable_sort(all.rows.begin(), all.rows.end(), [](PreparedRow const& a, PreparedRow const& b) {
    return std::tuple(a.record->sheet, a.record->row, a.record->sub) < std::tuple(b.record->sheet, b.record->row, b.record->sub);
  });
  all.keys.reserve(all.rows.size());
  for (PreparedRow const& row : all.rows) {
    bool const is_returned = !row.record->reasons.empty();
    all.keys.push_back({is_returned, key_of(*row.record, row.text, digest), checked.sheet_names.at(row.record->sheet), row.record->row, row.record->sub});
    if (!is_returned) all.accepted_keys.push_back(all.keys.back().key);
  }
  return all;
}

std::vector<exchange::KnownRow> known_rows(std::vector<store::RowMark> const& marks) {
  std::vector<exchange::KnownRow> known;
  known.reserve(marks.size());
  for (store::RowMark const& mark : marks)
    known.push_back({mark.state == store::RowState::returned, {mark.row_identity, mark.name_identity, mark.row_digest}, mark.sheet, mark.row, mark.sub});
  return known;
}

bool is_correction_workbook(intake::CheckResult const& checked) {
  for (intake::Layout const& layout : checked.layout)
    for (intake::LayoutColumn const& column : layout.columns)
      if (column.label == "处理结果") return true;
  return false;
}

store::SubmissionCounts counts_of(intake::CheckResult const& checked, exchange::Comparison const& comparison) {
  auto const with = [&](exchange::Fate fate) {
    return std::count_if(comparison.of_file.begin(), comparison.of_file.end(), [fate](auto const& step) { return step.fate == fate; });
  };
  store::SubmissionCounts counts;
  counts.accepted = static_cast<int64_t>(checked.accepted.size());
  counts.returned = static_cast<int64_t>(checked.rejected.size());
  counts.ignored = static_cast<int64_t>(checked.ignored.size());
  counts.added = with(exchange::Fate::added) + with(exchange::Fate::broken);
  counts.changed = with(exchange::Fate::changed);
  counts.corrected = with(exchange::Fate::corrected) + static_cast<int64_t>(comparison.settled.size());
  counts.unchanged = with(exchange::Fate::unchanged);
  counts.absent = static_cast<int64_t>(comparison.absent.size());
  return counts;
}

// Writes what is new or changed, and closes what it replaces.
void write_rows(Context& context, store::Submission const& submission, Prepared const& file, exchange::Comparison const& comparison, std::vector<store::RowMark> const& marks) {
  store::Submissions submissions(context.db());
  std::vector<int64_t> ids(file.rows.size());
  store::Submissions::RowWriter writer(context.db(), submission.id);
  for (size_t at = 0; at < file.rows.size(); ++at) {
    exchange::Comparison::Step const& step = comparison.of_file[at];
    if (step.fate == exchange::Fate::unchanged) {
      ids[at] = marks[*step.known].id;
      continue;
    }
    RowText const& text = file.rows[at].text;
    exchange::FileRow const& row = file.keys[at];
    ids[at] = writer.write({row.sheet, row.row, row.sub, row.is_returned ? store::RowState::returned : store::RowState::accepted, row.key.identity, row.key.names,
                            row.key.digest, text.fields, text.source, text.warnings, text.reasons});
  }
  writer.finish();
  for (size_t at = 0; at < file.rows.size(); ++at) {
    exchange::Comparison::Step const& step = comparison.of_file[at];
    if (step.fate == exchange::Fate::changed) submissions.close_row(marks[*step.known].id, store::RowState::superseded, ids[at], submission.received_at);
    if (step.fate == exchange::Fate::corrected) submissions.close_row(marks[*step.known].id, store::RowState::corrected, ids[at], submission.received_at);
  }
  for (auto const& settled : comparison.settled) submissions.close_row(marks[settled.known].id, store::RowState::corrected, ids[settled.by], submission.received_at);
}

std::vector<base::Problem> remarks_on(std::vector<store::Submission> const& before, store::SubmissionCounts const& counts) {
  std::vector<base::Problem> remarks;
  if (before.empty()) return remarks;
  if (before.back().kind == store::SubmissionKind::nil_return) remarks.push_back(base::problem("rows_after_nil", {{"number", before.back().number}}));
  else if (counts.added + counts.changed + counts.corrected == 0) remarks.push_back(base::problem("nothing_new", {{"number", before.back().number}}));
  return remarks;
}

SubmitAnswer record(Context& context, Handing const& handing, SubmittedFile const& file, intake::CheckResult const& checked, Prepared const& rows) {
  store::Submissions submissions(context.db());
  return context.db().transaction([&]() -> SubmitAnswer {
    auto const before = submissions.of(handing.agency, handing.report, handing.period);
    for (store::Submission const& one : before)
      if (one.file_digest == file.digest) return received_before(context, one);  // another process was first
    clear_orphans(context);
    auto const marks = submissions.marks_in_force(handing.agency, handing.report, handing.period);
    auto const known = known_rows(marks);
    exchange::Comparison const comparison = exchange::compare(known, rows.keys, is_correction_workbook(checked));
    store::Submission submission = next_submission(context, handing, store::SubmissionKind::rows, file);
    submission.counts = counts_of(checked, comparison);
    keep_original(context, submission.number, file.bytes);
    submission.id = submissions.add(submission);
    write_rows(context, submission, rows, comparison, marks);
    return recorded(context, submission, remarks_on(before, submission.counts));
  });
}

}  // namespace

std::optional<SubmitAnswer> turned_away(Context const& context, Handing const& handing) {
  intake::Catalogue const& catalogue = context.catalogue();
  if (!catalogue.find(handing.report))
    return answer(Verdict::wrong_request, base::problem("report_unknown", {{"report", handing.report}, {"known", base::join(catalogue.report_names(), "、")}}));
  if (catalogue.is_restricted(handing.report)) return answer(Verdict::refused, base::problem("report_restricted"));
  values::AgencyKind const owner = catalogue.agency(handing.report);
  bool const is_town = handing.agency.kind == values::AgencyKind::town;
  if (is_town && context.divisions().name_of(handing.agency.town).empty())
    return answer(Verdict::wrong_request, base::problem("town_unknown", {{"town", handing.agency.town}}));
  // A town hands in what is the bureau's own.
  bool const is_owner = handing.agency.kind == owner || (is_town && owner == values::AgencyKind::civil_affairs);
  if (!is_owner)
    return answer(Verdict::refused, base::problem("report_of_other_agency", {{"title", catalogue.title(handing.report)},
                                                                              {"owner", values::chinese(owner)},
                                                                              {"sender", values::chinese(handing.agency.kind)}}));
  if (handing.period > context.today().month_of())
    return answer(Verdict::wrong_request, base::problem("period_in_future", {{"period", handing.period.to_chinese()}, {"today", context.today().to_chinese()}}));
  return std::nullopt;
}

SubmitAnswer submit_list(Context& context, SubmitRequest const& request) {
  Handing const& handing = request.handing;
  if (auto const away = turned_away(context, handing)) return *away;
  std::string const file_digest = base::sm3_hex(request.bytes);
  SubmittedFile const file{request.file_name, request.bytes, file_digest};
  for (store::Submission const& one : store::Submissions(context.db()).of_file(handing.agency, handing.report, file_digest))
    if (one.period == handing.period) return received_before(context, one);

  constexpr std::chrono::seconds time_allowed(60);  // LISTS A.4 15
  base::SteadyDeadline const deadline(time_allowed);
  std::vector<std::string> texts;
  intake::CheckResult const checked =
      intake::check_list(request.bytes, {handing.report, handing.period, handing.period.last_day(), context.today()}, context.catalogue(), context.divisions(), {}, deadline);
  if (auto const workbook = sheets::read_workbook(request.bytes, {}, deadline)) {
    if (auto const restricted = restricted_content(request.file_name, *workbook, checked)) return answer(Verdict::refused, *restricted);
    texts = headings(request.file_name, *workbook, checked);
  }
  if (checked.why_unreadable) return answer(Verdict::unreadable, *checked.why_unreadable);
  if (checked.file_result == intake::FileResult::zero_report) return record_nil_file(context, handing, file, request.is_confirmed);

  Prepared const rows = prepared(checked, base::KeyedDigest(context.index_key()));
  if (!request.is_confirmed) {
    if (auto const other = paper_of_other_agency(handing, texts)) return answer(Verdict::refused, *other);
    if (auto const another = looks_like_another_list(context, handing, checked)) return answer(Verdict::question, *another);
    SubmitAnswer question;
    question.verdict = Verdict::question;
    question.problems = doubts(context, handing, file_digest, texts, rows.accepted_keys);
    if (!question.problems.empty()) return question;
  }
  return record(context, handing, file, checked, rows);
}

}  // namespace hutong::usecases
