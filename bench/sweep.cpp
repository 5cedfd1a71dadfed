// How long the full sweep over a district takes once it is in memory (DESIGN 10: 1.08 million persons, at most 3 s), and what taking the household
// register costs. The district is synthetic: families of four, with as many circumstances as a district of that size has.
//   bench_sweep [PERSONS]
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "base/random.h"
#include "base/resources.h"
#include "ledger/meanings.h"
#include "ledger/round.h"
#include "ledger/take_row.h"

using namespace hutong;
using Clock = std::chrono::steady_clock;

namespace {

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// Areas and days enough for a million numbers whose sequence codes are 990–999.
std::string number_of(size_t index, int year_from, int years) {
  size_t serial = index;
  int sequence = static_cast<int>(990 + serial % 10);
  serial /= 10;
  int day = static_cast<int>(1 + serial % 28), month = static_cast<int>(1 + serial / 28 % 12), year = static_cast<int>(year_from + serial / 336 % static_cast<size_t>(years));
  int area = static_cast<int>(370101 + serial / 336 / static_cast<size_t>(years));
  char text[19];
  std::snprintf(text, sizeof text, "%06d%04d%02d%02d%03d", area, year, month, day, sequence);
  std::string digits(text);
  digits.push_back(values::id_check_character(digits));
  return digits;
}

struct Family {
  std::string father, mother, children[2];
};

}  // namespace

int main(int argc, char** argv) {
  size_t persons = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1'080'000;
  auto rulebook = policy::Rulebook::from_files(base::resources_in("rules")).value();
  auto meanings = ledger::Meanings::from_files(base::resources_in("meanings"), rulebook).value();
  auto divisions = values::Divisions::from_yaml(base::resource("divisions/370114.yaml").value()).value();
  auto on = values::Date::from_iso("2026-09-30").value();
  auto month = values::Month::from_iso("2026-09").value();
  base::SeededRandom random(1);

  std::vector<Family> families(persons / 4);
  for (size_t i = 0; i < families.size(); ++i) {
    families[i].father = number_of(i * 2, 1960, 35);
    families[i].mother = number_of(i * 2 + 1, 1960, 35);
    // Half of the children are grown up.
    int from = i % 2 ? 2009 : 1990;
    families[i].children[0] = number_of(i * 2, from, 17);
    families[i].children[1] = number_of(i * 2 + 1, from, 17);
  }
  ledger::Registry registry;
  auto start = Clock::now();
  ledger::RowTaker taker(registry, meanings);
  int64_t next_row = 1;
  auto take = [&](std::string_view report, std::vector<std::pair<std::string_view, std::string_view>> fields) {
    taker.take({next_row++, report, month, on, std::move(fields), false});
  };
  for (auto& family : families) {
    take("police.households", {{"person_name", "王建国"}, {"person_id", family.father}, {"town_code", "370114001"}, {"address", "某村1号"}});
    take("police.households", {{"person_name", "李秀英"}, {"person_id", family.mother}, {"town_code", "370114001"}, {"address", "某村1号"}});
    for (auto& child : family.children)
      take("police.households", {{"person_name", "王小明"}, {"person_id", child}, {"father_name", "王建国"}, {"father_id", family.father}, {"mother_name", "李秀英"}, {"mother_id", family.mother}, {"town_code", "370114001"}, {"address", "某村1号"}});
  }
  std::printf("household register taken: %zu persons, %zu relations, %.2f s\n", registry.people.size(), registry.relations().size(), seconds_since(start));

  start = Clock::now();
  size_t rows = 0;
  for (auto& family : families)
    for (auto* parent : {&family.father, &family.mother}) {
      bool is_father = parent == &family.father;
      std::string_view name = is_father ? "王建国" : "李秀英";
      ++rows;
      if (random.chance(0.03)) take("dpf.severe", {{"person_name", name}, {"person_id", *parent}, {"event", "severe_disability"}, {"event_date", "2020-05-05"}, {"disability_category", "肢体"}, {"disability_grade", "2"}});
      else if (random.chance(0.03)) take("civil.funeral", {{"person_name", name}, {"person_id", *parent}, {"event", "death"}, {"event_date", "2024-05-05"}});
      else if (random.chance(0.004)) take("justice.custody", {{"parent_name", name}, {"parent_id", *parent}, {"event", "sentenced"}, {"event_date", "2025-05-05"}, {"term", "P36M"}});
      else if (random.chance(0.03)) take("civil.dibao", {{"person_name", name}, {"person_id", *parent}, {"pay_from", "2022-01"}, {"amount", "600.00"}});
      else --rows;
    }
  std::printf("agencies' rows taken: %zu, facts: %zu, %.2f s\n", rows, registry.facts().size(), seconds_since(start));

  ledger::RoundInputs inputs;
  inputs.month = month;
  inputs.day = on;
  inputs.knowledge = {on, true, "370114"};
  inputs.source_of = [](int64_t row) { return ledger::SourceRow{row, "HT", "police.households", "名单.xlsx", "", static_cast<int>(row)}; };
  inputs.report_title = [](std::string_view report) { return std::string(report); };
  for (int round = 0; round < 3; ++round) {
    start = Clock::now();
    auto result = ledger::hold_round(registry, rulebook, divisions, inputs);
    double seconds = seconds_since(start);
    std::printf("full sweep: %.3f s, %zu children decided (%.1f µs each, proposals told included), %zu proposals\n", seconds, result.children_decided,
                seconds * 1e6 / static_cast<double>(std::max<size_t>(1, result.children_decided)), result.open.size());
  }
}
