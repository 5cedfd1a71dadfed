// Does a standard look mistyped? POLICY 3.2: since 2023 the standard of scattered orphans is twice the urban dibao, that of institutions two and
// a half times, and priority_hardship rises by the same absolute amount. Only warns: a notice may differ, and it is the notice that counts.
#include "base/messages.h"
#include "benefits/internal/money_data.h"

namespace hutong::benefits {

using namespace internal;
using values::Category;
using values::Date;
using values::Money;
using values::Month;

namespace {

class Checker {
 public:
  explicit Checker(MoneyRules::Data const& data) : data_(data), since_(data.checks.front().from) {}

  std::vector<StandardWarning> check() {
    for (Standard const& one : data_.standards) {
      compare_with_the_one_before(one);
      if (one.from.first_day() < since_) continue;
      if (one.category == Category::priority_hardship) compare_rises(one);
      else compare_with_dibao(one);
      if (one.category == Category::community_orphan) compare_institutions(one);
    }
    return std::move(found_);
  }

 private:
  void warn(Standard const& one, std::string_view code, std::map<std::string, std::string> values) {
    values.insert({{"category", std::string(values::chinese(one.category))}, {"from", one.from.to_chinese()}, {"amount", one.monthly.to_string()}});
    found_.push_back({one, base::label(code, values)});
  }

  void compare_with_the_one_before(Standard const& one) {
    Standard const* previous = before(one);
    if (!previous) return;
    int64_t const percent = at(data_.checks, one.from.first_day()).rise_percent_max;
    if (one.monthly < previous->monthly) warn(one, "benefits_warn_lower", {{"before", previous->monthly.to_string()}});
    if (since_ <= one.from.first_day() && previous->monthly.in_fen() * (100 + percent) < one.monthly.in_fen() * 100)
      warn(one, "benefits_warn_rise", {{"before", previous->monthly.to_string()}, {"percent", std::to_string(percent)}});
  }

  void compare_with_dibao(Standard const& one) {
    auto dibao = reference(one, Item::dibao);
    if (!dibao) return;
    int64_t const percent = at(data_.checks, one.from.first_day()).scattered_percent;
    if (dibao->in_fen() * percent != one.monthly.in_fen() * 100)
      warn(one, "benefits_warn_ratio", {{"dibao", dibao->to_string()}, {"times", Money::fen(percent).to_string()}, {"expected", Money::fen(dibao->in_fen() * percent / 100).to_string()}});
  }

  // Rounded up or half up to the yuan.
  void compare_institutions(Standard const& one) {
    auto dibao = reference(one, Item::dibao), institution = reference(one, Item::institution_orphan);
    if (!dibao || !institution) return;
    int64_t const percent = at(data_.checks, one.from.first_day()).institution_percent, exact = dibao->in_fen() * percent / 100;
    if (institution->in_fen() < exact || exact + 100 <= institution->in_fen())
      warn(one, "benefits_warn_institution", {{"dibao", dibao->to_string()}, {"times", Money::fen(percent).to_string()}, {"institution", institution->to_string()}});
  }

  void compare_rises(Standard const& one) {
    Standard const* previous = before(one);
    Standard const* orphans = beside(one, Category::community_orphan);
    Standard const* orphans_before = orphans ? before(*orphans) : nullptr;
    if (!previous || !orphans_before || previous->from.first_day() < since_ || orphans_before->from.first_day() < since_) return;
    Money const rise = one.monthly - previous->monthly, expected = orphans->monthly - orphans_before->monthly;
    if (rise != expected) warn(one, "benefits_warn_same_rise", {{"rise", rise.to_string()}, {"expected", expected.to_string()}});
  }

  static bool same_place(Standard const& a, Standard const& b) { return a.place == b.place && a.residence == b.residence; }

  Standard const* before(Standard const& of) const {
    Standard const* latest = nullptr;
    for (Standard const& one : data_.standards)
      if (same_place(one, of) && one.category == of.category && one.from < of.from && (!latest || latest->from <= one.from)) latest = &one;
    return latest;
  }

  Standard const* beside(Standard const& of, Category category) const {
    Standard const* latest = nullptr;
    for (Standard const& one : data_.standards)
      if (same_place(one, of) && one.category == category && one.from == of.from) latest = &one;
    return latest;
  }

  // The latest figure of that place; of the towns where there is one for each.
  std::optional<Money> reference(Standard const& of, Item item) const {
    Reference const* latest = nullptr;
    for (Reference const& one : data_.references) {
      bool fits = one.place == of.place && one.item == item && one.residence != Residence::rural && one.from <= of.from;
      if (fits && (!latest || latest->from <= one.from)) latest = &one;
    }
    return latest ? std::optional(latest->monthly) : std::nullopt;
  }

  MoneyRules::Data const& data_;
  Date since_;
  std::vector<StandardWarning> found_;
};

}  // namespace

std::vector<StandardWarning> MoneyRules::warnings() const { return Checker(*data_).check(); }

}  // namespace hutong::benefits
