#pragma once
// The rules of rules/*.md whose name begins with "money.": standards, offsets, first and last month, back pay, checks (rules/README.md).
// Reading them is the only parsing here; afterwards everything is numbers.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/resources.h"
#include "base/result.h"
#include "benefits/words.h"
#include "values/citation.h"
#include "values/date.h"
#include "values/money.h"
#include "values/words.h"

namespace hutong::benefits {

using RuleIndex = uint16_t;

struct MoneyRule {  // one section of a page
  std::string rule;  // money.standard
  values::Citation citation;
  values::Date in_force_from;
  std::optional<values::Date> in_force_until;
  std::string sense;
  std::string doubt;  // "" = none; whatever rests on a doubted rule is provisional
};

// One standard of one notice. It holds from its month until the next one of the same place, residence and category, announced by then.
struct Standard {
  std::string place;  // six digits; 370100 counts for 370114 too, unless that has its own
  std::optional<Residence> residence;  // absent = both
  values::Category category = values::Category::community_orphan;
  values::Month from;
  values::Money monthly;
  values::Date announced_on;
  std::optional<values::Date> back_pay_due_on;  // the day by which the notice wants the difference paid
  RuleIndex rule = 0;
};

// A standard that looks mistyped (POLICY 3.2). It is used all the same; a person looks.
struct StandardWarning {
  Standard standard;
  std::string text;  // Chinese sentence
};

// “What if”: this standard instead, from this month on. Without a category the figure is that of orphans, and of the two categories that
// share it, and priority_hardship moves by the same absolute amount (POLICY 3.2).
struct WhatIf {
  values::Month from;
  std::optional<values::Category> category;
  values::Money monthly;
};
// "2024-01=2228", "2024-01:priority_hardship=1865". Problem: bad_what_if (value: text).
base::Result<WhatIf> what_if_from(std::string_view text);

// The standards of one place and residence as known on one day, ready for lookup.
class StandardTable {
 public:
  struct Step {
    values::Month from;
    values::Money monthly;
    values::Date announced_on;
    std::optional<values::Date> back_pay_due_on;
    RuleIndex rule = 0;
    bool provisional = false;
  };
  // Null before the first standard known.
  Step const* step_in(values::Category category, values::Month month) const {
    Step const* found = nullptr;
    for (Step const& one : steps_[static_cast<size_t>(category)]) {
      if (month < one.from) break;
      found = &one;
    }
    return found;
  }
  std::vector<Step> const& steps_of(values::Category category) const { return steps_[static_cast<size_t>(category)]; }

 private:
  friend class MoneyRules;
  std::vector<Step> steps_[4];  // in order of month
};

enum class FirstMonth : uint8_t { next, same };            // after the month of confirmation, or that month itself
enum class LastMonth : uint8_t { same, previous, never };  // the month of the event, the one before, or no month at all

struct StartRule {
  FirstMonth first;
  RuleIndex rule;
};
struct EndRule {
  LastMonth last;
  RuleIndex rule;
};
struct OffsetRule {
  bool deducted;
  RuleIndex rule;
};

class MoneyRules {
 public:
  // rules/*.md. Unknown words, gaps and overlaps are refused: Problem bad_rules_file (values: where = file:line, why, count).
  static base::Result<MoneyRules> from_files(std::vector<base::Resource> const& files);

  MoneyRule const& rule(RuleIndex) const;
  // The money rules in force on a day, as `policy rules` shows them.
  std::vector<MoneyRule> rules_on(values::Date) const;

  // place: 6, 9 or 12 digits. known_on: only standards announced by then; absent = all.
  StandardTable table_for(std::string_view place, Residence, std::optional<values::Date> known_on = std::nullopt,
                          std::vector<WhatIf> const& what_if = {}) const;
  bool knows_place(std::string_view place) const;
  std::vector<Standard> const& standards() const;  // by place, residence, category, month, announcement
  std::vector<Standard> standards_in(values::Month) const;  // the one in force of each place, residence and category

  StartRule start_rule(values::Category, values::Date confirmed_on) const;
  EndRule end_rule(EndReason, values::Date ended_on) const;
  OffsetRule offset_rule(values::Category, OffsetKind, values::Month) const;
  // Of a month's own money, how many hundredths may at most be deducted by agreement; absent: the rules know no deduction, and none is made.
  std::optional<int64_t> deduction_percent_max(values::Month) const;
  // Of what is drawn beside in a month, less than this looks mistyped; nothing where the rules do not say.
  values::Money offset_min(values::Month) const;
  RuleIndex coverage_rule() const;  // money.coverage: no payment without a confirmation in force
  // 0 = pays first. From precedence.one_category, which policy uses too.
  int rank_of(values::Category) const;
  // The day by which a back-dated standard is to be paid out: the notice's own, else so many months after the announcement.
  values::Date back_pay_due_on(StandardTable::Step const&) const;

  // Ratio checks over all standards, in order of place, category and month.
  std::vector<StandardWarning> warnings() const;

  struct Data;

 private:
  std::shared_ptr<Data const> data_;
};

}  // namespace hutong::benefits
