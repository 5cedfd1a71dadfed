#include "demo/dues.h"

namespace hutong::demo {

using values::Date;
using values::Money;
using values::Month;

namespace {

// Fen a month: POLICY 3.1 for 2025 and after; the raised ones are invented, five in a hundred more.
constexpr int64_t scattered = 222'800, hardship = 186'500;
constexpr int64_t scattered_raised = 234'000, hardship_raised = 195'800;

// What is confirmed goes on as long as that much or more is true.
int rank_of(Standing standing) {
  switch (standing) {
    case Standing::none: return 0;
    case Standing::k3:
    case Standing::k4: return 1;
    case Standing::de_facto: return 2;
    case Standing::orphan: return 3;
  }
  return 0;
}

bool stands(Knowledge const& known, Confirmed const& confirmed, Date day) { return rank_of(standing_on(known, day)) >= rank_of(confirmed.standing); }

}  // namespace

Raise raise_in(World const& world) { return {world.size.first_month, world.size.first_month.plus(3).first_day().plus_days(14)}; }

std::string page_of(Raise const& raise) {
  std::string const since = raise.from.first_day().to_string(), announced = raise.announced_on.to_string();
  auto const yuan = [](int64_t fen) { return std::to_string(fen / 100); };
  return "# 演示用的标准 不是真的\n\n演示的区里一次补记的提标:公布时已经过了几个月,从年初算起。\n\n"
         "## 演示的提标 `money.standard`\n\nin force: from " + since + "\n\n演示用,没有这份文件。\n\ndoubt: 演示用的数字。\n\n"
         "| 地方 place | 类别 category | 元/月 amount | 公布 announced | 补发期限 due |\n|---|---|---|---|---|\n"
         "| 济南 370100 | 社会散居孤儿 community_orphan、事实无人抚养儿童 de_facto_unattended、受艾滋病影响儿童 hiv_affected | " + yuan(scattered_raised) + " | " + announced + " | |\n"
         "| 济南 370100 | 重点困境儿童 priority_hardship | " + yuan(hardship_raised) + " | " + announced + " | |\n";
}

Money standard_of(Standing standing, Raise const& raise, Month month, Date known_on) {
  bool const is_raised = raise.from <= month && raise.announced_on <= known_on;
  switch (standing) {
    case Standing::none: return Money();
    case Standing::orphan:
    case Standing::de_facto: return Money::fen(is_raised ? scattered_raised : scattered);
    case Standing::k3:
    case Standing::k4: return Money::fen(is_raised ? hardship_raised : hardship);
  }
  return Money();
}

Money amount_of(Standing standing, std::optional<Aid> const& aid, Raise const& raise, Month month, Date known_on) {
  Money const standard = standard_of(standing, raise, month, known_on);
  if (!aid || month < aid->from) return standard;
  return aid->monthly < standard ? standard - aid->monthly : Money();
}

std::optional<Date> ended_on(Knowledge const& known, Confirmed const& confirmed, Month through) {
  for (Month month = confirmed.on.month_of(); month <= through; month = month.plus(1)) {
    if (stands(known, confirmed, month.last_day())) continue;
    Date day = month.last_day();
    while (confirmed.on < day && month.first_day() < day && !stands(known, confirmed, day.plus_days(-1))) day = day.plus_days(-1);
    return day;
  }
  return std::nullopt;
}

Confirmed const* confirmed_for(std::vector<Confirmed> const& confirmations, Month month) {
  Confirmed const* latest = nullptr;
  for (Confirmed const& one : confirmations)
    if (one.on.month_of() < month) latest = &one;
  return latest;
}

Money due_for(Knowledge const& known, std::vector<Confirmed> const& confirmations, Raise const& raise, Month month, Date known_on) {
  Confirmed const* confirmed = confirmed_for(confirmations, month);
  if (!confirmed || ended_on(known, *confirmed, month.plus(-1))) return Money();
  return amount_of(confirmed->standing, known.aid, raise, month, known_on);
}

}  // namespace hutong::demo
