// recovery list, show, decide, agree, repay, waive, sue, revise: what was paid too much comes back, step by step.
#include <CLI/CLI.hpp>

#include "base/messages.h"
#include "base/text.h"
#include "cli/with_context.h"
#include "usecases/recoveries.h"

namespace hutong::cli {
namespace {

using base::label;
using benefits::RecoveryDeed;
using values::Money;

struct Arguments {
  int64_t id = 0;
  std::string on, by, approved_by, reason, document, amount, instalment, first, means = "instalments";
};

std::string too_high(usecases::RecoveryFile const& file) {
  if (!file.is_too_high) return "";
  bool const is_undecided = file.recovery.state == benefits::RecoveryState::proposed;
  return "  " + label(is_undecided ? "recovery_too_high_proposed" : "recovery_too_high_decided", {{"id", std::to_string(file.record.id)}}) + "\n";
}

std::string line_of(usecases::RecoveryFile const& file) {
  return label("recovery_line", {{"id", std::to_string(file.record.id)},
                                 {"name", file.child_name},
                                 {"state", label("recovery_state_" + std::string(benefits::code_of(file.recovery.state)))},
                                 {"amount", file.recovery.amount.to_string()},
                                 {"open", file.recovery.open().to_string()},
                                 {"list", file.list_number}}) + "\n" + too_high(file);
}

std::string told(usecases::RecoveryFile const& file) {
  std::string text = line_of(file) + "  " + file.record.why + "\n";
  std::vector<std::string> months;
  for (auto const& [month, amount] : file.record.months) months.push_back(month.to_chinese() + " " + amount.to_string());
  text += "  " + label("recovery_months", {{"months", base::join(months, "、")}}) + "\n";
  for (benefits::RecoveryStep const& step : file.record.steps)
    text += "  · " + label("recovery_step_line", {{"day", step.on.to_chinese()},
                                                  {"deed", label("recovery_deed_" + std::string(benefits::code_of(step.deed)))},
                                                  {"by", step.approved_by.empty() ? step.by : step.by + "、" + step.approved_by},
                                                  {"amount", step.amount == values::Money() ? "" : step.amount.to_string()},
                                                  {"what", base::join({step.reason, step.document}, " ")}}) + "\n";
  if (Money() < file.let_go) text += "  " + label("recovery_let_go", {{"amount", file.let_go.to_string()}}) + "\n";
  bool const is_deducted = file.recovery.means == benefits::RepaymentMeans::deduction;
  for (auto const& one : file.recovery.plan)
    text += "  " + label(is_deducted ? "recovery_deduction" : "recovery_instalment",
                         {{"day", one.due_on.to_chinese()}, {"month", one.due_on.month_of().to_chinese()}, {"amount", one.amount.to_string()}}) + "\n";
  return text;
}

int list(Door const& door, Arguments const&) {
  return with_context(door, [&](usecases::Context& context) -> int {
    auto const files = usecases::list_recoveries(context);
    if (door.json) door.out(usecases::to_json(files));
    else if (files.empty()) door.out(label("recovery_none") + "\n");
    else
      for (auto const& file : files) door.out(line_of(file));
    return done;
  });
}

int show(Door const& door, Arguments const& arguments) {
  return with_context(door, [&](usecases::Context& context) -> int {
    auto const file = usecases::show_recovery(context, arguments.id);
    if (!file) return door.refuse(file.error());
    door.out(door.json ? usecases::to_json({*file}) : told(*file));
    return done;
  });
}

int take_step(Door const& door, RecoveryDeed deed, Arguments const& arguments) {
  benefits::RecoveryStep step;
  step.deed = deed;
  auto const on = values::Date::from_iso(arguments.on);
  if (!on) return door.refuse(on.error());
  step.on = *on;
  step.by = arguments.by;
  step.approved_by = arguments.approved_by;
  step.reason = arguments.reason;
  step.document = arguments.document;
  if (!arguments.amount.empty()) {
    auto const amount = values::Money::parse(arguments.amount);
    if (!amount) return door.refuse(amount.error());
    step.amount = *amount;
  }
  std::optional<usecases::PlanWish> wish;
  if (deed == RecoveryDeed::agree) {
    auto const instalment = values::Money::parse(arguments.instalment);
    auto const first = values::Month::from_iso(arguments.first);
    if (!instalment) return door.refuse(instalment.error());
    if (!first) return door.refuse(first.error());
    wish = {*instalment, *first};
    step.means = benefits::repayment_means_from(arguments.means).value();
  }
  return with_context(door, [&](usecases::Context& context) -> int {
    if (*on > context.today()) return door.refuse(base::problem("case_in_future", {{"day", (*on).to_chinese()}, {"today", context.today().to_chinese()}}));
    auto const outcome = usecases::step_recovery(context, arguments.id, step, wish);
    if (!outcome.file) return door.refuse(outcome.problems, outcome.problems.front().code == "recovery_one_person" ? refused : wrong_input);
    door.out(door.json ? usecases::to_json({*outcome.file}) : told(*outcome.file));
    return done;
  });
}

}  // namespace

void add_recovery_commands(CLI::App& app, Door& door) {
  CLI::App* const recovery = app.add_subcommand("recovery", "多发追回:提议、两人决定、计划、归还、免予追回");
  recovery->require_subcommand(1);
  auto const arguments = std::make_shared<Arguments>();
  auto const named = [&](char const* name, char const* what, std::function<int()> deed) {
    CLI::App* const command = recovery->add_subcommand(name, what);
    command->callback([&door, deed] { door.chosen = deed; });
    return command;
  };
  auto const with_id = [&](CLI::App* command) { command->add_option("RECOVERY", arguments->id, "追回的编号(recovery list 里有)")->required(); };
  named("list", "列出全部追回和各自的状态", [&door, arguments] { return list(door, *arguments); });
  with_id(named("show", "一笔追回:哪几个月、起因、每一步", [&door, arguments] { return show(door, *arguments); }));
  struct Deed {
    RecoveryDeed deed;
    char const* what;
    bool needs_two, needs_reason, needs_document, has_amount;
  };
  constexpr Deed deeds[] = {{RecoveryDeed::decide, "决定追回并通知家庭。两个人,写明理由", true, true, false, false},
                            {RecoveryDeed::agree, "登记还款计划。两个人,有协议", true, false, true, false},
                            {RecoveryDeed::repay, "登记归还的钱,凭证号不重复", false, false, true, true},
                            {RecoveryDeed::waive, "余下的免予追回。两个人,有批文", true, true, true, false},
                            {RecoveryDeed::sue, "提起诉讼。两个人,有文书", true, true, true, false},
                            {RecoveryDeed::revise, "改变追回金额,0 为不再追回。两个人,写明理由", true, true, false, true}};
  for (Deed const& one : deeds) {
    std::string const name(benefits::code_of(one.deed));
    CLI::App* const command = named(name.c_str(), one.what, [&door, arguments, deed = one.deed] { return take_step(door, deed, *arguments); });
    with_id(command);
    command->add_option("--on", arguments->on, "办这一步的日期")->required();
    command->add_option("--by", arguments->by, "经办人姓名")->required();
    if (one.needs_two) command->add_option("--approved-by", arguments->approved_by, "批准人姓名,与经办人是两个人")->required();
    auto* const reason = command->add_option("--reason", arguments->reason, "理由");
    if (one.needs_reason) reason->required();
    auto* const document = command->add_option("--document", arguments->document, "协议、批文、文书或收款凭证的编号");
    if (one.needs_document) document->required();
    if (one.has_amount) command->add_option("--amount", arguments->amount, "金额(元)")->required();
    if (one.deed == RecoveryDeed::agree) {
      command->add_option("--instalment", arguments->instalment, "每月归还多少元")->required();
      command->add_option("--first", arguments->first, "从哪个月起,如 2026-11")->required();
      command->add_option("--means", arguments->means, "instalments 家庭按期归还;deduction 凭领取人的书面同意,从以后的补贴里抵扣")->check(CLI::IsMember({"instalments", "deduction"}))->capture_default_str();
    }
  }
}

}  // namespace hutong::cli
