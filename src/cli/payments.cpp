// benefits run, freeze, export, import-result: a month's payments.
#include <CLI/CLI.hpp>
#include <filesystem>

#include "base/files.h"
#include "base/messages.h"
#include "base/text.h"
#include "cli/with_context.h"
#include "usecases/export_payments.h"
#include "usecases/import_bank_return.h"
#include "usecases/run_payments.h"

namespace hutong::cli {
namespace {

using base::label;
using benefits::LineKind;

struct Arguments {
  std::string month, out, file;
  bool leaves_out = false;
  DecidingOptions deciding;
};

std::string counted(std::string_view code, size_t count) { return label(code, {{"count", std::to_string(count)}}) + "\n"; }

std::string told_draft(payments::Prepared const& prepared) {
  std::string text;
  if (!prepared.warnings.empty()) text += "\n" + label("payments_warnings") + "\n";
  for (auto const& warning : prepared.warnings) text += "  · " + warning.text + "\n";
  if (!prepared.held.empty()) text += "\n" + label("payments_held") + "\n";
  for (auto const& held : prepared.held) text += "  · " + label("payments_amount_of", {{"name", held.name}, {"amount", held.amount().to_string()}}) + "\n";
  if (!prepared.changes.empty()) text += "\n" + label("payments_changes") + "\n";
  for (auto const& change : prepared.changes)
    text += "  · " + label("payments_change_" + std::string(payments::code_of(change.kind)),
                            {{"name", change.name}, {"before", change.before.to_string()}, {"now", change.now.to_string()}, {"amount", change.amount.to_string()}, {"why", change.why}}) + "\n";
  if (!prepared.too_much.empty()) text += "\n" + label("payments_too_much") + "\n";
  for (auto const& one : prepared.too_much) {
    for (int64_t replaced : one.replaces) text += "  · " + label("payments_replaces", {{"name", one.name}, {"recovery", std::to_string(replaced)}}) + "\n";
    if (!one.months.empty()) text += "  · " + label("payments_amount_why", {{"name", one.name}, {"amount", one.amount().to_string()}, {"why", one.why}}) + "\n";
  }
  return text;
}

std::string told(usecases::PaymentOutcome const& outcome) {
  payments::PaymentList const& list = outcome.prepared.list;
  std::string text = label("payments_title", {{"district", list.district_name}, {"month", outcome.month.to_chinese()}, {"number", list.number}}) + "\n";
  if (outcome.frozen)
    text += label(outcome.was_frozen_before ? "payments_frozen_before" : "payments_frozen",
                  {{"at", outcome.frozen->frozen_at}, {"by", outcome.frozen->persons.decided_by}, {"approved", outcome.frozen->persons.approved_by}, {"reason", outcome.frozen->reason}}) + "\n";
  text += label("payments_total", {{"count", std::to_string(list.entries.size())}, {"total", list.total().to_string()}, {"capitals", list.total().in_capitals().value()},
                                   {"normal", list.total_of(LineKind::normal).to_string()}, {"arrears", list.total_of(LineKind::arrears).to_string()}}) + "\n";
  if (values::Money const deducted = list.total_of(LineKind::recovery); deducted != values::Money()) text += label("payments_deducted_total", {{"amount", deducted.to_string()}}) + "\n";
  if (!outcome.frozen)
    text += label("payments_last_month", {{"count", std::to_string(outcome.prepared.last_count)}, {"total", outcome.prepared.last_total.to_string()}}) + "\n";
  for (auto const& entry : list.entries)
    for (auto const& line : entry.lines)
      if (line.kind != LineKind::normal)
        text += "  · " + label(line.kind == LineKind::arrears ? "payments_arrears_line" : "payments_deducted_line", {{"name", entry.name}, {"month", line.month.to_chinese()}, {"amount", line.amount.to_string()}, {"why", line.why}}) + "\n";
  if (!outcome.notices.empty()) text += "\n" + label("payments_notices") + "\n";
  for (auto const& notice : outcome.notices) text += "  · " + notice.text + "\n";
  if (!outcome.shown.empty()) text += "\n" + label("payments_shown") + "\n";
  for (auto const& notice : outcome.shown) text += "  · " + notice.text + "\n";
  if (!outcome.frozen) text += told_draft(outcome.prepared) + "\n" + label("payments_next_freeze", {{"month", outcome.month.to_string()}}) + "\n";
  return text;
}

int answer(Door const& door, base::Result<usecases::PaymentOutcome> const& outcome) {
  if (!outcome) {
    std::string const& code = outcome.error().code;
    bool const is_refusal = code == "one_person_only" || code == "payment_changed_since_shown" || code == "payment_not_shown";
    return door.refuse(outcome.error(), is_refusal ? refused : wrong_input);
  }
  door.out(door.json ? usecases::to_json(*outcome) : told(*outcome));
  return done;
}

int run_payments(Door const& door, Arguments const& arguments) {
  return with_month(door, arguments.month, [&](usecases::Context& context, values::Month month) { return answer(door, usecases::run_payments(context, month)); });
}

int freeze(Door const& door, Arguments const& arguments) {
  usecases::Deciding const deciding = {arguments.deciding.decided_by, arguments.deciding.approved_by, arguments.deciding.reason, arguments.deciding.document};
  return with_month(door, arguments.month, [&](usecases::Context& context, values::Month month) { return answer(door, usecases::freeze_payments(context, month, deciding)); });
}

int export_files(Door const& door, Arguments const& arguments) {
  return with_month(door, arguments.month, [&](usecases::Context& context, values::Month month) {
    auto const made = usecases::export_payments(context, month, arguments.out, arguments.leaves_out ? usecases::Unsendable::leave_out : usecases::Unsendable::refuse);
    if (!made.problems.empty()) return door.refuse(made.problems);
    for (auto const& one : made.left_out) door.progress(label("payments_left_out", {{"reference", one.reference}, {"name", one.name}, {"amount", one.amount.to_string()}, {"why", one.why}}));
    for (auto const& file : made.files) door.progress(label("payments_wrote", {{"path", (std::filesystem::path(arguments.out) / file.name).string()}}));
    return answer(door, usecases::frozen_payments(context, month));
  });
}

std::string told(usecases::BankReturnOutcome const& outcome) {
  if (outcome.was_known) return label("bank_return_known", {{"file", outcome.file_name}}) + "\n";
  std::string text = label("bank_return_taken", {{"file", outcome.file_name}, {"paid", std::to_string(outcome.paid)}, {"paid_sum", outcome.paid_sum.to_string()},
                                                 {"failed", std::to_string(outcome.failed)}, {"failed_sum", outcome.failed_sum.to_string()}}) + "\n";
  if (outcome.came_back) text += counted("bank_return_came_back", static_cast<size_t>(outcome.came_back));
  if (outcome.known) text += counted("bank_return_known_rows", static_cast<size_t>(outcome.known));
  if (outcome.waiting) text += counted("bank_return_waiting", static_cast<size_t>(outcome.waiting));
  for (auto const& one : outcome.failures)
    text += "  · " + label(one.came_back ? "bank_return_failure_late" : "bank_return_failure", {{"reference", one.reference}, {"name", one.name}, {"amount", one.amount.to_string()}, {"why", one.why}}) + "\n";
  return text;
}

int import_result(Door const& door, Arguments const& arguments) {
  return with_context(door, [&](usecases::Context& context) -> int {
    constexpr uint64_t bytes_at_most = 100'000'000;
    auto const bytes = base::read_file(arguments.file, bytes_at_most);
    if (!bytes) return door.refuse(bytes.error());
    auto const outcome = usecases::import_bank_return(context, std::filesystem::path(arguments.file).filename().string(), *bytes);
    if (!outcome.problems.empty()) return door.refuse(outcome.problems);
    door.out(door.json ? usecases::to_json(outcome) : told(outcome));
    return outcome.failed ? finding : done;
  });
}

}  // namespace

void add_payment_commands(CLI::App& app, Door& door) {
  CLI::App* const benefits = app.get_subcommand("benefits");
  auto const arguments = std::make_shared<Arguments>();
  auto const named = [&](char const* name, char const* what, int (*deed)(Door const&, Arguments const&)) {
    CLI::App* const command = benefits->add_subcommand(name, what);
    command->callback([&door, arguments, deed] { door.chosen = [&door, arguments, deed] { return deed(door, *arguments); }; });
    return command;
  };
  auto const with_month_argument = [&](CLI::App* command) { command->add_option("MONTH", arguments->month, "月份,如 2026-10")->required(); };

  with_month_argument(named("run", "准备一个月的发放名单:新增、停发、变动和理由,补发、多发,提醒。可以反复运行", run_payments));

  CLI::App* const freeze_command = named("freeze", "冻结名单:两个人,写明理由。冻结以后从不改变", freeze);
  with_month_argument(freeze_command);
  add_deciding_options(*freeze_command, arguments->deciding, true);

  CLI::App* const export_command = named("export", "写出已冻结名单的花名册、汇总、资金来源和银行文件", export_files);
  with_month_argument(export_command);
  export_command->add_option("--out", arguments->out, "写到哪个文件夹")->required();

  export_command->add_flag("--leave-out", arguments->leaves_out, "银行文件写不下的行略去:记为没有发成,账户改正后随下一份名单补发");

  named("import-result", "登记银行的回盘:一行不对就整份不登记", import_result)->add_option("FILE", arguments->file, "银行送回的文件")->required();
}

}  // namespace hutong::cli
