// Any two tables in one input, cut at the first "\n---\n", and any config behind a second one: a sentence, or a plan whose columns exist and are used once.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/messages.h"
#include "matching/fields.h"

using namespace hutong;

static void require(bool holds) {
  if (!holds) std::abort();
}

static void judge(base::Result<matching::Plan> const& plan, sheets::CsvTable const& left, sheets::CsvTable const& right, bool is_chosen_by_hand) {
  if (!plan) return require(base::has_sentence(plan.error().code) && !base::tell(plan.error()).empty());
  std::vector<bool> left_used(left.columns()), right_used(right.columns());
  for (matching::Field const& field : plan->fields) {
    require(field.left_column < left.columns() && field.right_column < right.columns() && !field.name.empty());
    if (is_chosen_by_hand) continue;
    require(!left_used[field.left_column] && !right_used[field.right_column]);
    require(plan->left_id != field.left_column && plan->right_id != field.right_column);
    left_used[field.left_column] = right_used[field.right_column] = true;
  }
  for (base::Problem const& note : plan->notes) require(!base::tell(note).empty());
}

extern "C" int LLVMFuzzerTestOneInput(uint8_t const* data, size_t size) {
  std::string_view const input(reinterpret_cast<char const*>(data), size);
  constexpr std::string_view mark = "\n---\n";
  size_t const first = std::min(input.find(mark), input.size());
  std::string_view const behind = first < input.size() ? input.substr(first + mark.size()) : "";
  size_t const second = std::min(behind.find(mark), behind.size());
  matching::ReadConfig const read = matching::read_config(second < behind.size() ? behind.substr(second + mark.size()) : "", "c.yaml");
  for (base::Problem const& problem : read.problems) require(base::has_sentence(problem.code) && problem.place.row > 0 && !base::tell(problem).empty());
  auto const left = sheets::read_csv_table(std::string(input.substr(0, first)), "l.csv", 1);
  auto const right = sheets::read_csv_table(std::string(behind.substr(0, second)), "r.csv", 1);
  if (!left) return 0;
  judge(matching::recognise(*left), *left, *left, false);
  if (read.problems.empty()) judge(matching::plan_of(read.config, *left), *left, *left, true);
  if (!right) return 0;
  judge(matching::recognise(*left, *right), *left, *right, false);
  if (read.problems.empty()) judge(matching::plan_of(read.config, *left, *right), *left, *right, true);
  return 0;
}
