// Ten years of entitlements for 10⁴, 10⁵ and 10⁶ children: the goal is 20 s for a million, and linear (DESIGN 10). Each child has a history
// of its own from a seed: one to three coverages, other aid, 120 payments of which some are wrong, as the ledger would hold them.
#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <vector>

#include "base/check.h"
#include "base/resources.h"
#include "benefits/entitlement.h"
#include "benefits/news.h"

namespace {

using namespace hutong;
using namespace hutong::benefits;
using values::Category;
using values::Date;
using values::Money;
using values::Month;

constexpr int months_paid = 120;

class Dice {
 public:
  explicit Dice(uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15u + 1) {}
  int below(int n) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<int>((state_ >> 33) % static_cast<uint64_t>(n));
  }

 private:
  uint64_t state_;
};

// Covered from the beginning of 2021 on and off until 2030; paid what the first standards were, so that every later notice is news.
void make(uint64_t seed, History& history) {
  Dice dice(seed);
  history.coverage.clear();
  history.offsets.clear();
  history.paid.clear();
  Date on = *Date::of(2020, 12, 1 + static_cast<unsigned>(dice.below(28)));
  for (int n = 1 + dice.below(3); n > 0; --n) {
    Coverage one;
    one.category = static_cast<Category>(dice.below(4));
    one.confirmed_on = on;
    on = on.plus_days(300 + dice.below(3000));
    if (n > 1) {
      one.ended_on = on;
      one.end_reason = static_cast<EndReason>(dice.below(12));
      one.end_recorded_on = on.plus_days(dice.below(120));
    }
    history.coverage.push_back(std::move(one));
  }
  for (int n = dice.below(3); n > 0; --n) {
    Offset one;
    one.kind = static_cast<OffsetKind>(dice.below(4));
    one.from = Month::of(2021, 1)->plus(dice.below(100));
    one.until = one.from.plus(dice.below(60));
    one.amount = Money::yuan(200 + dice.below(600));
    history.offsets.push_back(std::move(one));
  }
  Month month = *Month::of(2021, 1);
  for (int i = 0; i < months_paid; ++i, month = month.plus(1)) {
    Paid one;
    one.month = month;
    one.amount = Money::yuan(dice.below(20) == 0 ? 1200 : 1500);
    history.paid.push_back(std::move(one));
  }
}

using Clock = std::chrono::steady_clock;
double seconds_since(Clock::time_point begun) { return std::chrono::duration<double>(Clock::now() - begun).count(); }

}  // namespace

int main() {
  auto read = MoneyRules::from_files(base::resources_in("rules"));
  CHECK(read.has_value());
  MoneyRules const& rules = *read;
  StandardTable const standards = rules.table_for("370114", Residence::rural);
  Month const through = *Month::of(2030, 12);
  constexpr int batch_max = 10'000;  // made beforehand, so that making them is not timed
  fmt::print("十年应发 / ten years of entitlements, {} 个月/months\n\n", months_paid);
  fmt::print("| 儿童/children | 秒/s | 微秒/child µs | 应补/arrears 元 | 多发/overpaid 元 |\n| ---: | ---: | ---: | ---: | ---: |\n");
  std::vector<History> batch(batch_max);
  for (int children : {10'000, 100'000, 1'000'000}) {
    double seconds = 0;
    Money arrears, overpaid;
    for (int done = 0; done < children; done += batch_max) {
      for (int i = 0; i < batch_max; ++i) make(static_cast<uint64_t>(done + i), batch[static_cast<size_t>(i)]);
      auto const begun = Clock::now();
      for (History const& one : batch) {
        Entitlements const money = compute(rules, standards, one, through, Explain::no);
        arrears = arrears + money.arrears;
        overpaid = overpaid + money.overpaid;
      }
      seconds += seconds_since(begun);
    }
    fmt::print("| {} | {:.2f} | {:.2f} | {} | {} |\n", children, seconds, seconds / children * 1e6, arrears.to_string(), overpaid.to_string());
  }

  // A month's list of a district: each child with its reasons and the causes of its difference.
  constexpr int listed = 500;
  Date const today = *Date::of(2030, 12, 31);
  auto const begun = Clock::now();
  size_t sentences = 0;
  for (int i = 0; i < listed; ++i) {
    History const& one = batch[static_cast<size_t>(i)];
    sentences += compute(rules, standards, as_known_on(one, today), through).reasons.size();
    for (Adjustment const& difference : adjustments(rules, "370114", Residence::rural, one, through, today)) sentences += difference.because.size();
  }
  fmt::print("\n{} 名儿童连同理由和起因 / children with reasons and causes: {:.2f} 秒/s, {} 句/sentences\n", listed, seconds_since(begun), sentences);
}
