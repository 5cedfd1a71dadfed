// match answer: a human says whether two records are one person.
#include <CLI/CLI.hpp>

#include "base/messages.h"
#include "base/text.h"
#include "cli/with_context.h"
#include "usecases/answer_match.h"

namespace hutong::cli {

namespace {

using base::label;

struct Arguments {
  usecases::MatchAnswer answer;
  bool is_same = false, is_different = false;
};

std::string told(usecases::MatchAnswered const& answered) {
  std::vector<std::string> persons;
  for (auto const& person : answered.persons)
    persons.push_back(label("match_answered_person", {{"person", std::to_string(person.person)}, {"name", person.name}, {"id", person.id ? person.id->masked() : label("case_no_number")}}));
  auto const code = answered.answer.answer == ledger::PairAnswer::same_person ? "match_answered_same" : "match_answered_different";
  return label(code, {{"persons", base::join(persons, label("tell_and"))}, {"by", answered.answer.answered_by}}) + "\n";
}

int answer(Door const& door, Arguments& arguments) {
  using ledger::PairAnswer;
  if (arguments.is_same == arguments.is_different) return door.refuse(base::problem("match_answer_which"));
  arguments.answer.answer = arguments.is_same ? PairAnswer::same_person : PairAnswer::different_person;
  return with_context(door, [&](usecases::Context& context) {
    auto const answered = usecases::answer_match(context, arguments.answer);
    if (!answered) return door.refuse(answered.error());
    door.out(door.json ? usecases::to_json(*answered) : told(*answered));
    return static_cast<int>(done);
  });
}

}  // namespace

void add_match_commands(CLI::App& app, Door& door) {
  auto* match = app.add_subcommand("match", "身份待确认:名单上的人和登记的人是不是同一个");
  match->require_subcommand(1);
  auto arguments = std::make_shared<Arguments>();
  auto* command = match->add_subcommand("answer", "答复一条“身份待确认”;下一轮按答复处理,内容不变不再问");
  command->add_option("PROPOSAL", arguments->answer.proposal_key, "提示的标识,如 identity_question:17:father(round show 的下一步里写着)")->required();
  command->add_flag("--same", arguments->is_same, "是同一个人");
  command->add_flag("--different", arguments->is_different, "不是同一个人");
  command->add_option("--candidate", arguments->answer.candidate, "提示里列出几个人时,说的是第几个");
  command->add_option("--by", arguments->answer.answered_by, "答复人姓名")->required();
  command->add_option("--reason", arguments->answer.reason, "理由,如核对了什么证件")->required();
  command->callback([&door, arguments] { door.chosen = [&door, arguments] { return answer(door, *arguments); }; });
}

}  // namespace hutong::cli
