#pragma once
// The path of a proposal in words: which row → which parent → which child. Every sentence has two versions, one in full for the bureau and one for
// the towns in which protected circumstances are only 符合条件情形, without the list that told them.
#include <string>
#include <vector>

#include "ledger/round.h"

namespace hutong::ledger::internal {

struct Told {
  std::string full, town;
  std::vector<SourceRow> sources;
  void append(Told const& more, std::string_view between);
};

class Teller {
 public:
  Teller(Registry const& registry, values::Divisions const& divisions, RoundInputs const& inputs)
      : registry_(registry), divisions_(divisions), inputs_(inputs) {}

  std::string name(PersonId) const;           // or 未登记姓名
  std::string child(PersonId) const;          // 张*(2015年3月3日出生,明水街道)
  std::string town(std::string_view code) const;
  ProposalChild proposal_child(PersonId) const;
  std::string source(SourceRow const&) const;  // 区法院9月名单《…》Sheet1第5行(回执…)

  // Both records side by side: what the row wrote, 张梓涵(号码370114********001X,2015年3月3日出生,明水街道), and one who may be meant, with what agrees:
  // 张子涵(号码…):号码相同,名字差一个字,读音相同(子/梓),同镇街.
  std::string mentioned(Question const&) const;
  std::string candidate(Question const&, QuestionCandidate const&) const;
  std::string settled(Question const&) const;

  // "父亲王某自2026年3月1日起失联(…)"; `who` is 父亲, 母亲, 本人.
  Told fact(std::string_view who, PersonId, Spell const&) const;
  // What holds of both parents, and of the child itself, on the round's day, and who says that they are the parents.
  Told circumstances(PersonId child) const;
  // Which register lists the family as poor: the child, a parent who is there, a guardian.
  Told hardship(PersonId child) const;
  // What was and is no longer: the spells of both parents that ended by the round's day, but not before `since`.
  Told ended(PersonId child, std::optional<values::Date> since) const;
  // 父亲:户籍登记未登记 / 没有身份证号 / 查无情形
  Told other_parent(PersonId child) const;

 private:
  std::string record(std::string_view name, std::optional<values::IdNumber> const&, std::optional<values::Date> birth, std::string_view town) const;
  bool has_circumstance(PersonId) const;
  void tell_circumstances(std::string_view who, PersonId, PersonId child, Told&) const;
  void tell_kinship(PersonId child, Told&) const;

  Registry const& registry_;
  values::Divisions const& divisions_;
  RoundInputs const& inputs_;
};

}  // namespace hutong::ledger::internal
