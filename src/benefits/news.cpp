#include "benefits/news.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/check.h"
#include "base/messages.h"

namespace hutong::benefits {

using base::label;
using values::Date;
using values::Money;
using values::Month;

namespace {

Date learnt_on(Coverage const& of) { return of.recorded_on.value_or(of.confirmed_on); }
Date end_learnt_on(Coverage const& of) { return std::max(of.end_recorded_on.value_or(*of.ended_on), learnt_on(of)); }
Date learnt_on(Offset const& of) { return of.recorded_on.value_or(of.from.first_day()); }

Coverage without_end(Coverage of) {
  of.ended_on.reset();
  of.end_reason.reset();
  return of;
}

// The coverage as if this end, which was undone later, stood.
Coverage with_end(Coverage of, UndoneEnd const& end) {
  of.ended_on = end.ended_on;
  of.end_reason = end.end_reason;
  return of;
}

struct News {
  Date known_on;
  NewsKind kind;
  size_t index;     // into coverage or offsets
  size_t undone = 0;  // 1 + index into undone_ends; 0 = the end that stands
  friend auto operator<=>(News const&, News const&) = default;
};

// The amounts owed in one state of knowledge, in order of month.
using Owed = std::vector<std::pair<Month, Money>>;

class Unfolding {
 public:
  Unfolding(MoneyRules const& rules, std::string_view place, Residence residence, History const& history, Month through, Date known_on)
      : rules_(rules), place_(place), residence_(residence), history_(history), through_(through), known_on_(known_on) {
    gather();
    unfold();
  }

  std::vector<Adjustment> adjustments() const {
    StandardTable const table = rules_.table_for(place_, residence_, known_on_);
    Entitlements const now = compute(rules_, table, as_known_on(history_, known_on_), through_, Explain::no);
    std::vector<Adjustment> all;
    for (MonthLine const& line : now.months) {
      auto difference = line.difference();
      if (!difference || *difference == Money()) continue;
      Adjustment one;
      one.month = line.month;
      one.kind = Money() < *difference ? LineKind::arrears : LineKind::recovery;
      one.amount = Money() < *difference ? *difference : Money() - *difference;
      one.category = line.category;
      one.rule = line.rule;
      one.provisional = line.provisional;
      one.because = causes_of(line);
      Money told;
      for (Cause const& cause : one.because) told = told + cause.change;
      CHECK(told == *difference);
      bool is_back_pay = std::any_of(one.because.begin(), one.because.end(), [](Cause const& cause) { return cause.kind == NewsKind::standard_changed; });
      if (auto const* step = line.category ? table.step_in(*line.category, line.month) : nullptr; step && is_back_pay && one.kind == LineKind::arrears)
        one.due_on = rules_.back_pay_due_on(*step);
      all.push_back(std::move(one));
    }
    return all;
  }

 private:
  void gather() {
    for (size_t i = 0; i < history_.coverage.size(); ++i) {
      Coverage const& one = history_.coverage[i];
      news_.push_back({learnt_on(one), NewsKind::confirmed, i});
      if (one.ended_on) news_.push_back({end_learnt_on(one), NewsKind::ended, i});
      for (size_t k = 0; k < one.undone_ends.size(); ++k) {
        news_.push_back({std::max(one.undone_ends[k].recorded_on, learnt_on(one)), NewsKind::ended, i, k + 1});
        news_.push_back({std::max(one.undone_ends[k].undone_on, learnt_on(one)), NewsKind::reopened, i, k + 1});
      }
      if (one.withdrawn_on) news_.push_back({std::max(*one.withdrawn_on, learnt_on(one)), NewsKind::withdrawn, i});
    }
    for (size_t i = 0; i < history_.offsets.size(); ++i) {
      Offset const& one = history_.offsets[i];
      news_.push_back({learnt_on(one), NewsKind::offset_learnt, i});
      if (one.withdrawn_on) news_.push_back({std::max(*one.withdrawn_on, learnt_on(one)), NewsKind::offset_withdrawn, i});
    }
    std::set<Date> notices;
    for (Standard const& one : rules_.standards()) notices.insert(one.announced_on);
    for (Date day : notices) news_.push_back({day, NewsKind::standard_changed, 0});
    std::erase_if(news_, [&](News const& one) { return known_on_ < one.known_on; });
    std::sort(news_.begin(), news_.end());
  }

  // owed_[k] = what was owed after the first k pieces of news.
  void unfold() {
    std::set<std::tuple<NewsKind, size_t, size_t>> told;  // kind, index, undone
    std::optional<StandardTable> table;
    owed_.emplace_back();
    for (News const& one : news_) {
      told.insert({one.kind, one.index, one.undone});
      if (one.kind == NewsKind::standard_changed) table = rules_.table_for(place_, residence_, one.known_on);
      History known;
      for (size_t i = 0; i < history_.coverage.size(); ++i) {
        if (!told.contains({NewsKind::confirmed, i, 0}) || told.contains({NewsKind::withdrawn, i, 0})) continue;
        Coverage const& coverage = history_.coverage[i];
        Coverage then = told.contains({NewsKind::ended, i, 0}) ? coverage : without_end(coverage);
        for (size_t k = 0; k < coverage.undone_ends.size(); ++k)
          if (told.contains({NewsKind::ended, i, k + 1}) && !told.contains({NewsKind::reopened, i, k + 1})) then = with_end(std::move(then), coverage.undone_ends[k]);
        known.coverage.push_back(std::move(then));
      }
      for (size_t i = 0; i < history_.offsets.size(); ++i)
        if (told.contains({NewsKind::offset_learnt, i, 0}) && !told.contains({NewsKind::offset_withdrawn, i, 0})) known.offsets.push_back(history_.offsets[i]);
      Owed owed;
      if (table)
        for (MonthLine const& line : compute(rules_, *table, known, through_, Explain::no).months)
          if (line.entitled) owed.emplace_back(line.month, *line.entitled);
      owed_.push_back(std::move(owed));
    }
  }

  Money owed(size_t after, Month month) const {
    Owed const& all = owed_[after];
    auto found = std::lower_bound(all.begin(), all.end(), month, [](auto const& one, Month of) { return one.first < of; });
    return found == all.end() || found->first != month ? Money() : found->second;
  }

  // How many pieces of news were known at the end of the day.
  size_t known_by(Date day) const {
    return static_cast<size_t>(std::upper_bound(news_.begin(), news_.end(), day, [](Date of, News const& one) { return of < one.known_on; }) - news_.begin());
  }

  // The last day on which an end stood that was undone within the month: the month's own list came while it stood, and that is why nothing was paid.
  std::optional<Date> day_of_mistake(Month month, Date until) const {
    std::optional<Date> day;
    for (Coverage const& coverage : history_.coverage)
      for (UndoneEnd const& end : coverage.undone_ends)
        if (end.recorded_on <= until && month.first_day() < end.undone_on && end.undone_on <= until && (!day || end.undone_on <= *day)) day = end.undone_on.plus_days(-1);
    return day;
  }

  std::vector<Cause> causes_of(MonthLine const& line) const {
    bool was_paid = false;
    Date day = line.month.last_day();  // nothing paid: the month's own list is what was missed
    for (Paid const& one : history_.paid) {
      if (one.month != line.month || known_on_ < one.paid_on.value_or(line.month.last_day())) continue;
      Date paid_on = one.paid_on.value_or(line.month.last_day());
      day = was_paid ? std::max(day, paid_on) : paid_on;
      was_paid = true;
    }
    day = std::min(day, known_on_);
    size_t at = known_by(day);
    if (!was_paid) {
      if (auto const mistaken = day_of_mistake(line.month, day); mistaken && owed(known_by(*mistaken), line.month) < owed(at, line.month)) {
        day = *mistaken;
        at = known_by(day);
      }
    }
    std::vector<Cause> causes;
    if (Money rest = owed(at, line.month) - line.paid; rest != Money()) {
      NewsKind kind = was_paid ? NewsKind::paid_otherwise : NewsKind::not_paid;
      causes.push_back({kind, day, rest, "",
                        label("benefits_news_" + std::string(code_of(kind)), {{"month", line.month.to_chinese()},
                                                                              {"day", day.to_chinese()},
                                                                              {"owed", owed(at, line.month).to_string()},
                                                                              {"paid", line.paid.to_string()}})});
    }
    for (size_t i = at; i < news_.size(); ++i)
      if (Money change = owed(i + 1, line.month) - owed(i, line.month); change != Money()) causes.push_back(cause(news_[i], line.month, change));
    return causes;
  }

  Cause cause(News const& news, Month month, Money change) const {
    Cause made{news.kind, news.known_on, change, "", ""};
    std::map<std::string, std::string> values{{"day", news.known_on.to_chinese()}, {"month", month.to_chinese()}};
    switch (news.kind) {
      case NewsKind::confirmed:
      case NewsKind::ended:
      case NewsKind::reopened:
      case NewsKind::withdrawn: {
        Coverage const& standing = history_.coverage[news.index];
        Coverage const of = news.undone ? with_end(standing, standing.undone_ends[news.undone - 1]) : standing;
        made.ref = of.ref;
        values["category"] = std::string(values::chinese(of.category));
        values["confirmed"] = of.confirmed_on.to_chinese();
        if (of.ended_on) values["ended"] = of.ended_on->to_chinese();
        if (of.end_reason) values["reason"] = label("benefits_because_of", {{"reason", std::string(chinese(*of.end_reason))}});
        break;
      }
      case NewsKind::offset_learnt:
      case NewsKind::offset_withdrawn: {
        Offset const& of = history_.offsets[news.index];
        made.ref = of.ref;
        values["offset"] = std::string(chinese(of.kind));
        values["amount"] = of.amount.to_string();
        values["from"] = of.from.to_chinese();
        break;
      }
      case NewsKind::standard_changed:
      case NewsKind::not_paid:
      case NewsKind::paid_otherwise: break;
    }
    made.text = label("benefits_news_" + std::string(code_of(news.kind)), values);
    return made;
  }

  MoneyRules const& rules_;
  std::string_view place_;
  Residence residence_;
  History const& history_;
  Month through_;
  Date known_on_;
  std::vector<News> news_;
  std::vector<Owed> owed_;
};

}  // namespace

std::string_view code_of(NewsKind kind) {
  switch (kind) {
    case NewsKind::confirmed: return "confirmed";
    case NewsKind::ended: return "ended";
    case NewsKind::reopened: return "reopened";
    case NewsKind::withdrawn: return "withdrawn";
    case NewsKind::offset_learnt: return "offset_learnt";
    case NewsKind::offset_withdrawn: return "offset_withdrawn";
    case NewsKind::standard_changed: return "standard_changed";
    case NewsKind::not_paid: return "not_paid";
    case NewsKind::paid_otherwise: return "paid_otherwise";
  }
  CHECK(false);
}

History as_known_on(History const& history, Date day) {
  History known;
  for (Coverage const& one : history.coverage) {
    if (day < learnt_on(one) || (one.withdrawn_on && *one.withdrawn_on <= day)) continue;
    Coverage then = one.ended_on && day < end_learnt_on(one) ? without_end(one) : one;
    for (UndoneEnd const& end : one.undone_ends)
      if (end.recorded_on <= day && day < end.undone_on) then = with_end(std::move(then), end);
    known.coverage.push_back(std::move(then));
  }
  for (Offset const& one : history.offsets)
    if (learnt_on(one) <= day && !(one.withdrawn_on && *one.withdrawn_on <= day)) known.offsets.push_back(one);
  for (Paid const& one : history.paid)
    if (one.paid_on.value_or(one.month.last_day()) <= day) known.paid.push_back(one);
  return known;
}

std::vector<Adjustment> adjustments(MoneyRules const& rules, std::string_view place, Residence residence, History const& history, Month through,
                                    Date known_on) {
  return Unfolding(rules, place, residence, history, through, known_on).adjustments();
}

Paid reversal_of(Paid const& of, Date on) {
  CHECK(of.kind == LineKind::normal || of.kind == LineKind::arrears);
  Paid undone = of;
  undone.kind = LineKind::reversal;
  undone.paid_on = on;
  return undone;
}

}  // namespace hutong::benefits
