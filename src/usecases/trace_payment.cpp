#include "usecases/trace_payment.h"

#include <nlohmann/json.hpp>

#include "base/json_writer.h"
#include "base/text.h"
#include "store/ledger_store.h"
#include "store/submissions.h"
#include "usecases/context.h"
#include "usecases/internal/instants.h"

namespace hutong::usecases {

using store::PaymentStore;

namespace {

std::vector<TracedCell> cells_of(store::SubmissionRow const& row) {
  auto const fields = nlohmann::json::parse(row.fields), places = nlohmann::json::parse(row.source);
  std::vector<TracedCell> cells;
  for (auto const& [field, value] : fields.items()) {
    if (value.is_null() || !places.contains(field)) continue;  // derived: it stands in no cell of its own
    auto const& place = places[field];
    std::string const cell = place.is_array() ? place.at(0).get<std::string>() : place.get<std::string>();
    cells.push_back({field, cell, value.is_string() ? value.get<std::string>() : value.dump()});
  }
  return cells;
}

class Tracer {
 public:
  Tracer(Context& context, benefits::MoneyRules const& rules) : context_(context), rules_(rules), payments_(context.db()), coverage_(context.db()) {}

  PaymentTrace trace(store::LineRecord line) {
    PaymentTrace trace;
    trace.child = coverage_.person(line.child).value();
    for (store::CoverageRecord& coverage : coverage_.coverages_of(line.child))
      if (coverage.id == line.coverage_id) trace.coverage = std::move(coverage);
    if (line.reverses_id) trace.reversed = payments_.line(*line.reverses_id);
    if (line.recovery_step_id) trace.recovery = payments_.recovery(payments_.recovery_of_step(*line.recovery_step_id));
    std::optional<int64_t> const entry_id = trace.reversed ? trace.reversed->entry_id : line.entry_id ? line.entry_id : line.deducted_entry_id;
    if (entry_id) trace_entry(trace, *entry_id);
    for (auto const& source : nlohmann::json::parse(trace.coverage.sources)) trace.rows.push_back(row_of(source.at("row").get<int64_t>()));
    trace.deductions = deductions_of(trace.reversed.value_or(line));
    trace.line = std::move(line);
    return trace;
  }

 private:
  void trace_entry(PaymentTrace& trace, int64_t entry_id) {
    trace.entry = payments_.entry(entry_id);
    trace.account = coverage_.account(trace.entry->account_id);
    if (auto const not_sent = payments_.not_sent_of(trace.entry->list_id); not_sent.contains(entry_id)) trace.not_sent = not_sent.at(entry_id);
    trace.result = payments_.result_of(entry_id);
    if (trace.result) trace.bank_return = payments_.bank_return(trace.result->bank_return_id);
    if (trace.result && trace.result->late) trace.late_return = payments_.bank_return(trace.result->late->bank_return_id);
    trace.list = payments_.list(trace.entry->list_id);
    trace.exports = payments_.exports_of(trace.list->id);
  }

  std::vector<TracedDeduction> deductions_of(store::LineRecord const& line) {
    auto const registry = coverage_.registry_of({line.child});
    constexpr ledger::PersonId here = 1;
    std::vector<TracedDeduction> deductions;
    for (ledger::DrawnBeside const& drawn : ledger::drawn_beside(registry, here, day_of(line.recorded_at))) {
      bool const is_drawn = drawn.amount && drawn.from <= line.month && (!drawn.until || line.month < *drawn.until);
      if (!is_drawn) continue;
      auto const rule = rules_.offset_rule(line.category, benefits::offset_kind_from(ledger::code_of(drawn.kind)).value(), line.month);
      if (!rule.deducted) continue;
      deductions.push_back({drawn, rules_.rule(rule.rule).citation.to_string(), row_of(registry.fact(drawn.fact).row)});
    }
    return deductions;
  }

  TracedRow row_of(int64_t row_id) {
    TracedRow row;
    row.source = store::LedgerStore(context_.db()).source_of(row_id);
    row.title = context_.catalogue().find(row.source.report) ? context_.catalogue().title(row.source.report) : row.source.report;
    store::Submissions submissions(context_.db());
    auto const submission = submissions.by_number(row.source.receipt);
    if (!submission) return row;
    row.received_at = submission->received_at;
    row.file_digest = submission->file_digest;
    if (auto const stored = submissions.row(row_id)) row.cells = cells_of(*stored);
    return row;
  }

  Context& context_;
  benefits::MoneyRules const& rules_;
  PaymentStore payments_;
  store::CoverageStore coverage_;
};

}  // namespace

base::Result<std::vector<PaymentTrace>> trace_payment(Context& context, std::string const& payment) {
  std::string const text = base::without_blanks(base::nfkc(payment));
  bool const is_number = !text.empty() && text.size() <= 18 && text.find_first_not_of("0123456789") == std::string::npos;
  PaymentStore store(context.db());
  std::vector<store::LineRecord> lines;
  if (auto const entry = store.entry_with(text)) {
    lines = store.lines_of_entry(entry->id);
    for (store::LineRecord& line : store.deductions_of_entry(entry->id)) lines.push_back(std::move(line));
  } else if (auto line = is_number ? store.line(std::stoll(text)) : std::nullopt) {
    lines.push_back(std::move(*line));
  }
  if (lines.empty()) return base::fail("payment_unknown", {{"payment", text}});
  TRY(benefits::MoneyRules const* rules, context.money_rules());
  Tracer tracer(context, *rules);
  std::vector<PaymentTrace> traces;
  for (store::LineRecord& line : lines) traces.push_back(tracer.trace(std::move(line)));
  return traces;
}

// ---- hutong.trace/1 ------------------------------------------------------------------------------------------------------

namespace {

void write_entry(base::JsonWriter& json, PaymentTrace const& trace) {
  json.key("bank_row");
  if (!trace.entry) {
    json.null().key("list").null();
    return;
  }
  json.begin_object().member("reference", trace.entry->bank_reference).member("number", trace.entry->entry_number).member("amount_fen", trace.entry->amount.in_fen());
  json.member("account_name", trace.account->holder_name).member("bank_name", trace.account->bank_name).key("not_sent");
  trace.not_sent.empty() ? json.null() : json.value(trace.not_sent);
  json.key("result");
  if (trace.result)
    json.begin_object().member("outcome", trace.result->outcome).member("why", trace.result->why).member("file", trace.bank_return->file_name).member("row", trace.result->row)
        .member("recorded_at", trace.bank_return->recorded_at).member("file_digest", trace.bank_return->file_digest).end_object();
  else json.null();
  json.key("came_back");
  if (trace.late_return)
    json.begin_object().member("why", trace.result->late->why).member("file", trace.late_return->file_name).member("row", trace.result->late->row)
        .member("recorded_at", trace.late_return->recorded_at).member("file_digest", trace.late_return->file_digest).end_object();
  else json.null();
  json.end_object().key("list").begin_object();
  json.member("number", trace.list->number).member("frozen_at", trace.list->frozen_at).member("decided_by", trace.list->persons.decided_by);
  json.member("approved_by", trace.list->persons.approved_by).member("reason", trace.list->reason).member("total_fen", trace.list->total.in_fen());
  json.member("rules_version", trace.list->rules_version).key("exports").begin_array();
  for (auto const& file : trace.exports) json.begin_object().member("file", file.file_name).member("digest", file.file_digest).member("at", file.exported_at).end_object();
  json.end_array().end_object();
}

void write_recovery(base::JsonWriter& json, PaymentTrace const& trace) {
  json.key("recovery");
  if (!trace.recovery) {
    json.null();
    return;
  }
  json.begin_object().member("recovery", trace.recovery->id).member("kept_back", trace.line.deducted_entry_id.has_value()).key("steps").begin_array();
  for (benefits::RecoveryStep const& step : trace.recovery->steps)
    json.begin_object().member("deed", benefits::code_of(step.deed)).member("on", step.on.to_string()).member("by", step.by).member("approved_by", step.approved_by)
        .member("document", step.document).member("amount_fen", step.amount.in_fen()).end_object();
  json.end_array().end_object();
}

void write_coverage(base::JsonWriter& json, store::CoverageRecord const& coverage) {
  json.key("coverage").begin_object().member("coverage", coverage.id).member("category", values::code_of(coverage.category)).member("confirmed_on", coverage.confirmed_on.to_string());
  json.member("recorded_at", coverage.recorded_at).member("decided_by", coverage.persons.decided_by).member("approved_by", coverage.persons.approved_by);
  json.member("reason", coverage.reason).member("document", coverage.document).member("proposal_key", coverage.proposal_key).member("decision", coverage.paragraph);
  json.member("rules_version", coverage.rules_version).end_object();
}

void write_row(base::JsonWriter& json, TracedRow const& row) {
  json.begin_object().member("receipt", row.source.receipt).member("report", row.source.report).member("file", row.source.file).member("file_digest", row.file_digest);
  json.member("received_at", row.received_at).member("sheet", row.source.sheet).member("row", row.source.row_number).key("cells").begin_array();
  for (TracedCell const& cell : row.cells) json.begin_object().member("field", cell.field).member("cell", cell.cell).member("value", cell.value).end_object();
  json.end_array().end_object();
}

void write_deductions(base::JsonWriter& json, std::vector<TracedDeduction> const& deductions) {
  json.key("deductions").begin_array();
  for (TracedDeduction const& one : deductions) {
    json.begin_object().member("kind", ledger::code_of(one.drawn.kind)).member("amount_fen", one.drawn.amount->in_fen()).member("from", one.drawn.from.to_string()).member("citation", one.citation).key("source");
    write_row(json, one.row);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

std::string to_json(std::vector<PaymentTrace> const& traces) {
  base::JsonWriter json;
  json.begin_object().member("schema", "hutong.trace/1").key("payments").begin_array();
  for (PaymentTrace const& trace : traces) {
    json.begin_object().member("payment", trace.line.id).member("person", static_cast<int64_t>(trace.child.id)).member("name", trace.child.name);
    json.member("month", trace.line.month.to_string()).member("kind", benefits::code_of(trace.line.kind)).member("amount_fen", trace.line.amount.in_fen());
    json.member("standard_fen", trace.line.standard.in_fen()).member("offset_fen", trace.line.offset.in_fen()).member("why", trace.line.why).member("citation", trace.line.citation);
    json.key("reverses");
    trace.reversed ? json.value(trace.reversed->id) : json.null();
    write_recovery(json, trace);
    write_entry(json, trace);
    write_coverage(json, trace.coverage);
    json.key("sources").begin_array();
    for (TracedRow const& row : trace.rows) write_row(json, row);
    json.end_array();
    write_deductions(json, trace.deductions);
    json.end_object();
  }
  json.end_array().end_object();
  return json.text() + "\n";
}

}  // namespace hutong::usecases
