// One case decided: the goal is 20 µs (DESIGN 10). Without reasons as in a sweep; with reasons and JSON as at the counter.
#include <benchmark/benchmark.h>

#include "base/check.h"
#include "base/resources.h"
#include "policy/internal/test_case.h"

namespace {

using namespace hutong;
using namespace hutong::policy;
using values::Circumstance;

Case eligible() {
  Case of = test::of(test::parent({test::certain(Circumstance::deceased)}), test::parent({test::lost("police", "2026-03-31")}));
  of.child.schooling.push_back({{test::day("2023-09-01"), std::nullopt}, true});
  of.child.conditions.push_back(test::disabled(Disability::limb, 1));
  return test::with_income(of, IncomeKind::dibao);
}
Case undetermined() { return test::of(test::parent({test::certain(Circumstance::deceased)}), test::unchecked()); }
Case refused() { return test::of(test::parent({test::prison(5)}), test::parent()); }

void decide_without_reasons(benchmark::State& state, Case of) {
  Rulebook const& rules = test::rules();
  for (auto _ : state) benchmark::DoNotOptimize(decide(rules, of, false));
}
BENCHMARK_CAPTURE(decide_without_reasons, eligible, eligible());
BENCHMARK_CAPTURE(decide_without_reasons, undetermined, undetermined());
BENCHMARK_CAPTURE(decide_without_reasons, not_eligible, refused());

void decide_with_reasons(benchmark::State& state, Case of) {
  Rulebook const& rules = test::rules();
  for (auto _ : state) benchmark::DoNotOptimize(decide(rules, of, true));
}
BENCHMARK_CAPTURE(decide_with_reasons, eligible, eligible());
BENCHMARK_CAPTURE(decide_with_reasons, undetermined, undetermined());

void decision_to_json(benchmark::State& state) {
  Decision decision = decide(test::rules(), eligible());
  for (auto _ : state) benchmark::DoNotOptimize(to_json(decision));
}
BENCHMARK(decision_to_json);

void read_all_rules(benchmark::State& state) {
  auto files = base::resources_in("rules");
  for (auto _ : state) benchmark::DoNotOptimize(Rulebook::from_files(files));
}
BENCHMARK(read_all_rules)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
