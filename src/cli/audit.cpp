// audit trace PAYMENT: from a payment back to the cell it came from.
#include <CLI/CLI.hpp>

#include "base/messages.h"
#include "base/text.h"
#include "cli/with_context.h"
#include "usecases/trace_payment.h"

namespace hutong::cli {
namespace {

using base::label;

std::string told(usecases::TracedRow const& row) {
  std::string text = label("trace_row", {{"title", row.title}, {"file", row.source.file}, {"sheet", row.source.sheet}, {"row", std::to_string(row.source.row_number)}, {"receipt", row.source.receipt},
                                         {"digest", row.file_digest.substr(0, 16)}, {"at", row.received_at}}) + "\n";
  for (auto const& cell : row.cells) text += "  " + label("trace_cell", {{"cell", cell.cell}, {"field", label("field." + cell.field)}, {"value", cell.value}}) + "\n";
  return text;
}

std::string told(usecases::PaymentTrace const& trace) {
  std::string text = label("trace_payment", {{"id", std::to_string(trace.line.id)},
                                             {"name", trace.child.name},
                                             {"month", trace.line.month.to_chinese()},
                                             {"kind", std::string(benefits::chinese(trace.line.kind))},
                                             {"amount", trace.line.amount.to_string()}}) + "\n";
  text += label("trace_rule", {{"standard", trace.line.standard.to_string()}, {"offset", trace.line.offset.to_string()}, {"why", trace.line.why}, {"citation", trace.line.citation}}) + "\n";
  if (trace.reversed) text += label("trace_reverses", {{"id", std::to_string(trace.reversed->id)}}) + "\n";
  if (trace.recovery) {
    text += label(trace.line.deducted_entry_id ? "trace_kept_back" : "trace_came_back", {{"id", std::to_string(trace.recovery->id)}, {"why", trace.recovery->why}}) + "\n";
    for (benefits::RecoveryStep const& step : trace.recovery->steps)
      if (step.deed != benefits::RecoveryDeed::repay)
        text += "  " + label("trace_recovery_step", {{"day", step.on.to_chinese()}, {"deed", label("recovery_deed_" + std::string(benefits::code_of(step.deed)))}, {"by", step.by},
                                                     {"approved", step.approved_by}, {"what", base::join({step.reason, step.document}, " ")}}) + "\n";
  }
  if (trace.entry) {
    text += label("trace_entry", {{"reference", trace.entry->bank_reference}, {"amount", trace.entry->amount.to_string()}, {"holder", trace.account->holder_name}, {"bank", trace.account->bank_name}}) + "\n";
    if (!trace.not_sent.empty()) text += label("trace_not_sent", {{"why", trace.not_sent}}) + "\n";
    else if (trace.result)
      text += label(trace.result->outcome == "paid" ? "trace_result_paid" : "trace_result_failed",
                    {{"file", trace.bank_return->file_name}, {"row", std::to_string(trace.result->row)}, {"at", trace.bank_return->recorded_at}, {"why", trace.result->why}}) + "\n";
    else text += label("trace_no_result") + "\n";
    if (trace.late_return)
      text += label("trace_came_back_late", {{"file", trace.late_return->file_name}, {"row", std::to_string(trace.result->late->row)}, {"at", trace.late_return->recorded_at}, {"why", trace.result->late->why}}) + "\n";
    text += label("trace_list", {{"number", trace.list->number}, {"at", trace.list->frozen_at}, {"by", trace.list->persons.decided_by}, {"approved", trace.list->persons.approved_by}, {"reason", trace.list->reason}}) + "\n";
    for (auto const& file : trace.exports) text += "  " + label("trace_export", {{"file", file.file_name}, {"digest", file.file_digest.substr(0, 16)}, {"at", file.exported_at}}) + "\n";
  }
  store::CoverageRecord const& coverage = trace.coverage;
  text += label("trace_coverage", {{"category", std::string(values::chinese(coverage.category))}, {"day", coverage.confirmed_on.to_chinese()}, {"by", coverage.persons.decided_by},
                                   {"approved", coverage.persons.approved_by}, {"reason", coverage.reason}, {"document", coverage.document}}) + "\n";
  if (coverage.end)
    text += label("trace_ended", {{"day", coverage.end->ended_on.to_chinese()}, {"why", std::string(benefits::chinese(coverage.end->end_reason))}, {"at", coverage.end->recorded_at},
                                  {"by", coverage.end->persons.decided_by}, {"approved", coverage.end->persons.approved_by}, {"reason", coverage.end->reason}}) + "\n";
  text += (coverage.paragraph.empty() ? label("trace_no_clue") : label("trace_clue", {{"paragraph", coverage.paragraph}, {"version", coverage.rules_version.substr(0, 16)}})) + "\n";
  for (auto const& row : trace.rows) text += told(row);
  for (auto const& deduction : trace.deductions)
    text += label("trace_deduction", {{"kind", ledger::label_of(deduction.drawn.kind)}, {"amount", deduction.drawn.amount->to_string()}, {"month", deduction.drawn.from.to_chinese()},
                                      {"citation", deduction.citation}}) + "\n" + told(deduction.row);
  return text;
}

int trace(Door const& door, std::string const& payment) {
  return with_context(door, [&](usecases::Context& context) -> int {
    auto const traces = usecases::trace_payment(context, payment);
    if (!traces) return door.refuse(traces.error());
    if (door.json) door.out(usecases::to_json(*traces));
    else
      for (size_t i = 0; i < traces->size(); ++i) door.out((i ? "\n" : "") + told((*traces)[i]));
    return done;
  });
}

}  // namespace

void add_audit_commands(CLI::App& app, Door& door) {
  CLI::App* const audit = app.add_subcommand("audit", "追查:一笔钱从哪里来");
  audit->require_subcommand(1);
  auto const payment = std::make_shared<std::string>();
  CLI::App* const command = audit->add_subcommand("trace", "从一笔发放追到银行、名单、批准、决定、规则、文件和单元格");
  command->add_option("PAYMENT", *payment, "发放编号(case show 里有),或银行文件里的流水号")->required();
  command->callback([&door, payment] { door.chosen = [&door, payment] { return trace(door, *payment); }; });
}

}  // namespace hutong::cli
