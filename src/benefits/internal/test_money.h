#pragma once
// Short words for tests: dates and months from text, one child's history, dice for random histories.
#include <string>

#include "base/check.h"
#include "base/resources.h"
#include "benefits/entitlement.h"
#include "benefits/news.h"

namespace hutong::benefits::test {

using values::Category;
using values::Date;
using values::Money;
using values::Month;

inline Date day(std::string_view iso) { return *Date::from_iso(iso); }
inline Month month(std::string_view iso) { return *Month::from_iso(iso); }

inline MoneyRules const& rules() {
  static MoneyRules const all = [] {
    auto read = MoneyRules::from_files(base::resources_in("rules"));
    CHECK(read.has_value());
    return *read;
  }();
  return all;
}

inline Coverage covered(Category category, std::string_view confirmed, std::string_view ended = "", std::optional<EndReason> reason = std::nullopt) {
  Coverage one;
  one.category = category;
  one.confirmed_on = day(confirmed);
  if (!ended.empty()) one.ended_on = day(ended);
  one.end_reason = reason;
  return one;
}

inline Offset draws(OffsetKind kind, int64_t yuan, std::string_view from, std::string_view until = "") {
  Offset one;
  one.kind = kind;
  one.amount = Money::yuan(yuan);
  one.from = month(from);
  if (!until.empty()) one.until = month(until);
  return one;
}

inline Paid paid(std::string_view of, int64_t yuan, std::string_view on = "", LineKind kind = LineKind::normal) {
  Paid one;
  one.month = month(of);
  one.amount = Money::yuan(yuan);
  one.kind = kind;
  if (!on.empty()) one.paid_on = day(on);
  return one;
}

// The same amount for each month of [from, until).
inline void pay_monthly(History& history, std::string_view from, std::string_view until, int64_t yuan) {
  for (Month one = month(from); one < month(until); one = one.plus(1)) history.paid.push_back(paid(one.to_string(), yuan));
}

inline Entitlements computed(History const& history, std::string_view through) {
  return compute(rules(), rules().table_for("370114", Residence::rural), history, month(through));
}

// Yuan of one month, −1 where there is no line or no amount.
inline int64_t entitled(Entitlements const& of, std::string_view in) {
  MonthLine const* line = of.in(month(in));
  return line && line->entitled ? line->entitled->in_fen() / 100 : -1;
}

// A few years around the standards' changes; everything that compute() accepts may come.
class Dice {
 public:
  explicit Dice(uint64_t seed) : state_(seed) {}
  int below(int n) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<int>((state_ >> 33) % static_cast<uint64_t>(n));
  }
  bool one_in(int n) { return below(n) == 0; }
  Date some_day() { return day("2021-02-01").plus_days(below(1700)); }
  Month some_month() { return month("2021-02").plus(below(56)); }

  History some_history() {
    History history;
    for (int n = below(4); n > 0; --n) {
      Coverage one;
      one.category = static_cast<Category>(below(4));
      one.confirmed_on = some_day();
      if (!one_in(3)) one.ended_on = one.confirmed_on.plus_days(below(700));
      if (one.ended_on && !one_in(3)) one.end_reason = static_cast<EndReason>(below(14));
      if (one_in(2)) one.recorded_on = one.confirmed_on.plus_days(below(200));
      if (one.ended_on && one_in(2)) one.end_recorded_on = one.ended_on->plus_days(below(300));
      if (one_in(8)) one.withdrawn_on = one.confirmed_on.plus_days(below(400));
      for (Date on = one.confirmed_on.plus_days(below(200)); one_in(4);) {
        Date const undone_on = on.plus_days(below(100));
        one.undone_ends.push_back({one.confirmed_on.plus_days(below(200)), static_cast<EndReason>(below(14)), on, undone_on});
        on = undone_on.plus_days(below(100));
      }
      one.ref = "coverage " + std::to_string(n);
      history.coverage.push_back(one);
    }
    for (int n = below(4); n > 0; --n) {
      Offset one;
      one.kind = static_cast<OffsetKind>(below(4));
      one.from = some_month();
      if (!one_in(3)) one.until = one.from.plus(below(20));
      one.amount = Money::fen(below(260000));
      if (one_in(2)) one.recorded_on = one.from.first_day().plus_days(below(300));
      if (one_in(8)) one.withdrawn_on = one.from.first_day().plus_days(below(300));
      one.ref = "offset " + std::to_string(n);
      history.offsets.push_back(one);
    }
    for (int n = below(30); n > 0; --n) {
      Paid one;
      one.month = some_month();
      one.amount = Money::fen(below(230000));
      one.kind = one_in(5) ? static_cast<LineKind>(below(4)) : LineKind::normal;
      if (one_in(2)) one.paid_on = one.month.first_day().plus_days(below(120));
      history.paid.push_back(one);
    }
    return history;
  }

  template <class T>
  void shuffle(std::vector<T>& all) {
    for (size_t i = all.size(); i > 1; --i) std::swap(all[i - 1], all[static_cast<size_t>(below(static_cast<int>(i)))]);
  }

 private:
  uint64_t state_;
};

}  // namespace hutong::benefits::test
