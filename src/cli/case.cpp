// case list, work, show, confirm, end, reopen, forgo, account: who is covered and on which account.
#include <CLI/CLI.hpp>

#include "base/messages.h"
#include "base/text.h"
#include "cli/with_context.h"
#include "usecases/cases.h"
#include "usecases/forgo_owed.h"
#include "usecases/recoveries.h"

namespace hutong::cli {
namespace {

using base::label;

struct Arguments {
  std::string child, on, category, residence = "rural", paid_through, arrears_from, end_reason;
  std::string holder, number, bank, payee, payee_id, relation;
  DecidingOptions deciding;
  bool despite_clue = false;
};

usecases::Deciding deciding_of(DecidingOptions const& options) { return {options.decided_by, options.approved_by, options.reason, options.document}; }

std::string id_words(store::PersonRecord const& child) { return child.id_number ? child.id_number->masked() : label("case_no_number"); }

std::string coverage_words(store::CoverageRecord const& coverage) {
  std::map<std::string, std::string> values = {{"category", std::string(values::chinese(coverage.category))},
                                               {"day", coverage.confirmed_on.to_chinese()},
                                               {"by", coverage.persons.decided_by},
                                               {"approved", coverage.persons.approved_by}};
  if (!coverage.end) return label("case_covered", values);
  values["ended"] = coverage.end->ended_on.to_chinese();
  values["reason"] = benefits::chinese(coverage.end->end_reason);
  return label("case_ended", values);
}

// Protected grounds stay out of an overview: the paragraph of the clue is shown with the one child who was asked for.
std::string told(std::vector<usecases::CaseLine> const& lines) {
  if (lines.empty()) return label("case_none") + "\n";
  std::string text;
  for (usecases::CaseLine const& line : lines) {
    std::string state = line.coverage ? coverage_words(*line.coverage) : "";
    if (line.clue) state += (state.empty() ? "" : ";") + label("case_clue", {{"category", std::string(values::chinese(line.clue->category))}, {"month", line.clue->first_month.to_chinese()}});
    if (line.coverage && !line.coverage->end && !line.has_account) state += ";" + label("case_without_account");
    text += label("case_line", {{"person", std::to_string(line.child.id)}, {"name", line.child.name}, {"id", id_words(line.child)}, {"state", state}}) + "\n";
  }
  return text;
}

std::string told(usecases::CaseFile const& file) {
  std::string text = file.was_told_before ? label("case_told_before") + "\n" : "";
  text += label("case_title", {{"person", std::to_string(file.child.id)}, {"name", file.child.name}, {"id", id_words(file.child)}}) + "\n";
  for (auto const& clue : file.clues)
    if (clue.category != values::Category::hiv_affected) text += label("case_clue", {{"category", std::string(values::chinese(clue.category))}, {"month", clue.first_month.to_chinese()}}) + "\n  " + clue.paragraph + "\n";
  for (auto const& coverage : file.coverages) {
    text += coverage_words(coverage) + "\n";
    if (coverage.paid_through) text += "  " + label("case_paid_through", {{"month", coverage.paid_through->to_chinese()}}) + "\n";
    for (auto const& [end, reopening] : coverage.undone_ends)
      text += "  " + label("case_reopened", {{"ended", end.ended_on.to_chinese()},
                                             {"reason", std::string(benefits::chinese(end.end_reason))},
                                             {"by", reopening.persons.decided_by},
                                             {"approved", reopening.persons.approved_by},
                                             {"why", base::join({reopening.reason, reopening.document}, " ")}}) + "\n";
  }
  if (file.coverages.empty()) text += label("case_not_yet") + "\n";
  if (file.account) {
    std::string const& number = file.account->account_number;
    text += label("case_account", {{"payee", file.account->payee_name}, {"bank", file.account->bank_name}, {"number", number.substr(0, 4) + "****" + number.substr(number.size() - 4)}}) + "\n";
  }
  for (store::LineRecord const& line : file.lines)
    text += label("case_payment", {{"id", std::to_string(line.id)}, {"month", line.month.to_chinese()}, {"kind", std::string(benefits::chinese(line.kind))}, {"amount", line.amount.to_string()}}) + "\n";
  for (store::LetGoRecord const& one : file.not_paid_out)
    text += label("case_not_paid_out", {{"month", one.month.to_chinese()},
                                        {"amount", one.amount.to_string()},
                                        {"by", one.persons.decided_by},
                                        {"approved", one.persons.approved_by},
                                        {"why", base::join({one.reason, one.document}, " ")}}) + "\n";
  return text;
}

std::string told(std::vector<store::WorkItem> const& items) {
  if (items.empty()) return label("case_no_work") + "\n";
  std::string text;
  for (store::WorkItem const& item : items) text += label("case_work_line", {{"day", item.opened_at.substr(0, 10)}, {"paragraph", item.paragraph}}) + "\n";
  return text;
}

template <class T>
int answer(Door const& door, base::Result<T> const& result) {
  if (!result) {
    bool const is_refusal = result.error().code == "one_person_only" || result.error().code == "case_restricted";
    return door.refuse(result.error(), is_refusal ? refused : wrong_input);
  }
  door.out(door.json ? usecases::to_json(*result) : told(*result));
  return done;
}

// Months before this one are paid as arrears: what a slip in the day would cost is seen at once.
std::string pays_from_words(values::Month first, values::Month now) {
  if (first >= now) return label("case_pays_from", {{"month", first.to_chinese()}});
  return label("case_pays_past_from", {{"month", first.to_chinese()}, {"last", now.plus(-1).to_chinese()}, {"count", std::to_string(now.index() - first.index())}});
}

int confirm(Door const& door, Arguments const& arguments) {
  usecases::Confirmation confirmation;
  confirmation.child = arguments.child;
  auto const on = values::Date::from_iso(arguments.on);
  if (!on) return door.refuse(on.error());
  confirmation.on = *on;
  if (!arguments.category.empty()) confirmation.category = values::category_from(arguments.category);
  confirmation.residence = benefits::residence_from(arguments.residence).value();
  if (!arguments.paid_through.empty()) {
    auto const month = values::Month::from_iso(arguments.paid_through);
    if (!month) return door.refuse(month.error());
    confirmation.paid_through = *month;
  }
  if (!arguments.arrears_from.empty()) {
    auto const month = values::Month::from_iso(arguments.arrears_from);
    if (!month) return door.refuse(month.error());
    confirmation.arrears_from = *month;
  }
  confirmation.despite_clue = arguments.despite_clue;
  confirmation.deciding = deciding_of(arguments.deciding);
  return with_context(door, [&](usecases::Context& context) {
    auto const file = usecases::confirm_case(context, confirmation);
    int const status = answer(door, file);
    if (file && !door.json && file->pays_from) door.out(pays_from_words(*file->pays_from, context.today().month_of()) + "\n");
    return status;
  });
}

int end(Door const& door, Arguments const& arguments) {
  usecases::Ending ending;
  ending.child = arguments.child;
  auto const on = values::Date::from_iso(arguments.on);
  if (!on) return door.refuse(on.error());
  ending.on = *on;
  ending.reason = benefits::end_reason_from(arguments.end_reason).value();
  if (!arguments.category.empty()) ending.category = values::category_from(arguments.category);
  ending.deciding = deciding_of(arguments.deciding);
  return with_context(door, [&](usecases::Context& context) { return answer(door, usecases::end_case(context, ending)); });
}

// Money that was asked back because of the end that never was.
void tell_recoveries_too_high(Door const& door, usecases::Context& context, store::PersonId child) {
  for (usecases::RecoveryFile const& file : usecases::list_recoveries(context))
    if (file.record.child == child && file.is_too_high)
      door.out(label("case_recovery_too_high", {{"id", std::to_string(file.record.id)}, {"amount", file.recovery.amount.to_string()}}) + "\n");
}

int reopen(Door const& door, Arguments const& arguments) {
  usecases::Reopened reopened;
  reopened.child = arguments.child;
  if (!arguments.category.empty()) reopened.category = values::category_from(arguments.category);
  reopened.deciding = deciding_of(arguments.deciding);
  return with_context(door, [&](usecases::Context& context) {
    auto const file = usecases::reopen_case(context, reopened);
    int const status = answer(door, file);
    if (file && !door.json) tell_recoveries_too_high(door, context, file->child.id);
    return status;
  });
}

int account(Door const& door, Arguments const& arguments) {
  usecases::NewAccount const made = {arguments.child,    arguments.holder,   arguments.number,  arguments.bank,
                                     arguments.payee,    arguments.payee_id, arguments.relation, deciding_of(arguments.deciding)};
  return with_context(door, [&](usecases::Context& context) { return answer(door, usecases::set_account(context, made)); });
}

int forgo(Door const& door, Arguments const& arguments) {
  usecases::Forgoing const forgoing = {arguments.child, deciding_of(arguments.deciding)};
  return with_context(door, [&](usecases::Context& context) { return answer(door, usecases::forgo_owed(context, forgoing)); });
}

std::vector<std::string> categories() {
  std::vector<std::string> codes;
  for (values::Category category : {values::Category::community_orphan, values::Category::de_facto_unattended, values::Category::hiv_affected, values::Category::priority_hardship})
    codes.emplace_back(values::code_of(category));
  return codes;
}

std::vector<std::string> end_reasons() {
  std::vector<std::string> codes;
  for (benefits::EndReason reason : benefits::all_end_reasons()) codes.emplace_back(benefits::code_of(reason));
  return codes;
}

std::string end_reasons_in_words() {
  std::vector<std::string> words;
  for (benefits::EndReason reason : benefits::all_end_reasons()) words.push_back(std::string(benefits::code_of(reason)) + " " + std::string(benefits::chinese(reason)));
  return base::join(words, "、");
}

}  // namespace

void add_case_commands(CLI::App& app, Door& door) {
  auto* const cases = app.add_subcommand("case", "在保的儿童:确认、终止、领取账户");
  cases->require_subcommand(1);
  auto const arguments = std::make_shared<Arguments>();
  auto const named = [&](char const* name, char const* what, int (*deed)(Door const&, Arguments const&)) {
    CLI::App* const command = cases->add_subcommand(name, what);
    command->callback([&door, arguments, deed] { door.chosen = [&door, arguments, deed] { return deed(door, *arguments); }; });
    return command;
  };
  auto const with_child = [&](CLI::App* command) { command->add_option("CHILD", arguments->child, "儿童的身份证号,或本系统的人员编号(case list 里有)")->required(); };

  named("list", "列出在保儿童和还没有确认的线索", [](Door const& to, Arguments const&) {
    return with_context(to, [&](usecases::Context& context) { return answer(to, base::Result<std::vector<usecases::CaseLine>>(usecases::list_cases(context))); });
  });
  named("work", "列出待办:银行没有发成的、没有参保的", [](Door const& to, Arguments const&) {
    return with_context(to, [&](usecases::Context& context) { return answer(to, base::Result<std::vector<store::WorkItem>>(usecases::open_work(context))); });
  });
  with_child(named("show", "显示一名儿童的线索、保障、账户和发放", [](Door const& to, Arguments const& given) {
    return with_context(to, [&](usecases::Context& context) { return answer(to, usecases::show_case(context, given.child)); });
  }));

  CLI::App* const confirm_command = named("confirm", "确认保障:从次月起发。两个人,写明理由", confirm);
  with_child(confirm_command);
  confirm_command->add_option("--on", arguments->on, "确认日期,如 2026-10-12")->required();
  confirm_command->add_option("--category", arguments->category, "类别;不写就用线索的类别")->check(CLI::IsMember(categories()));
  confirm_command->add_option("--residence", arguments->residence, "户籍性质 rural 农村、urban 城镇")->check(CLI::IsMember({"rural", "urban"}))->capture_default_str();
  confirm_command->add_option("--paid-through", arguments->paid_through, "启用本系统以前已发到的月份,如 2026-08;以前的月份不再补、不再追;写明 --document");
  confirm_command->add_option("--arrears-from", arguments->arrears_from, "要补发很久以前的月份的,再写一次从哪个月起,如 2026-03;写明 --document");
  confirm_command->add_flag("--despite-clue", arguments->despite_clue, "查验认定的类别与线索不同;写明 --category 和 --document");
  add_deciding_options(*confirm_command, arguments->deciding, true);

  CLI::App* const end_command = named("end", "终止保障:从次月起停。两个人,写明理由", end);
  with_child(end_command);
  end_command->add_option("--on", arguments->on, "终止情形发生的日期")->required();
  end_command->add_option("--end-reason", arguments->end_reason, "终止原因:" + end_reasons_in_words())->required()->check(CLI::IsMember(end_reasons()));
  end_command->add_option("--category", arguments->category, "同时有两种保障时,写明终止哪一种")->check(CLI::IsMember(categories()));
  add_deciding_options(*end_command, arguments->deciding, true);

  CLI::App* const reopen_command = named("reopen", "撤销误登的终止:保障恢复,漏发的月份随下一份名单补发。两个人,写明理由", reopen);
  with_child(reopen_command);
  reopen_command->add_option("--category", arguments->category, "两种保障都终止过的,写明恢复哪一种")->check(CLI::IsMember(categories()));
  add_deciding_options(*reopen_command, arguments->deciding, true);

  CLI::App* const forgo_command = named("forgo", "已死亡儿童应发未发的,无人可领,不再发放。两个人,写明理由和文书", forgo);
  with_child(forgo_command);
  add_deciding_options(*forgo_command, arguments->deciding, true);

  CLI::App* const account_command = named("account", "登记领取账户。两个人", account);
  with_child(account_command);
  account_command->add_option("--holder", arguments->holder, "账户户名")->required();
  account_command->add_option("--number", arguments->number, "账号")->required();
  account_command->add_option("--bank", arguments->bank, "开户行")->required();
  account_command->add_option("--payee", arguments->payee, "领取人;不写就是户名");
  account_command->add_option("--payee-id", arguments->payee_id, "领取人身份证号,用来核对是否死亡");
  account_command->add_option("--relation", arguments->relation, "领取人与儿童的关系,如 本人、祖母");
  add_deciding_options(*account_command, arguments->deciding, false);
}

}  // namespace hutong::cli
