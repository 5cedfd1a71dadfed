// Two tables, parted by "\n---\n", or one; linked, taught what the first byte says, and shown as a page: every pair exists, and no cell gets out of the data
// of the page.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/encoding.h"
#include "link_report/link_report.h"

using namespace hutong;

static void require(bool holds) {
  if (!holds) std::abort();
}

static size_t scripts_in(std::string_view page) {
  size_t count = 0;
  for (size_t at = page.find("</script"); at != std::string_view::npos; at = page.find("</script", at + 1)) ++count;
  return count;
}

static void link(sheets::CsvTable const& left, sheets::CsvTable const* right, uint8_t wish) {
  auto const plan = right ? matching::recognise(left, *right) : matching::recognise(left);
  if (!plan) return;
  matching::LinkOptions options;
  options.threads = 1;
  options.one_to_one = wish & 1;
  options.many_to_one = (wish & 3) == 2;
  options.threshold = wish & 4 ? 0.0 : 0.5;
  options.questions = wish & 8 ? 3 : 0;
  if ((wish & 16) && (right || left.rows() > 1)) options.labels = {{{0, right ? 0u : 1u}, (wish & 32) != 0}};
  auto linker = matching::Linker::make(left, right, *plan, options);
  if (!linker) return;
  matching::Linkage const linkage = linker->run();
  size_t const others = right ? right->rows() : left.rows();
  for (auto const* pairs : {&linkage.pairs, &linkage.questions})
    for (matching::ScoredPair const& pair : *pairs) {
      require(pair.left < left.rows() && pair.right < others && (right || pair.left < pair.right));
      require(pair.probability >= 0 && pair.probability <= 1);
    }
  std::string const page = link_report::page({.left = left, .right = right, .plan = *plan, .linkage = linkage,
      .explain = [&](matching::RowPair rows) { return linker->explain(rows); }, .threshold = options.threshold, .is_one_to_one = options.one_to_one});
  static size_t scripts = scripts_in(page);
  require(base::is_valid_utf8(page) && scripts_in(page) == scripts);
}

extern "C" int LLVMFuzzerTestOneInput(uint8_t const* data, size_t size) {
  if (size < 1) return 0;
  std::string_view const input(reinterpret_cast<char const*>(data) + 1, size - 1);
  constexpr std::string_view mark = "\n---\n";
  size_t const end = std::min(input.find(mark), input.size());
  sheets::CsvLimits limits;
  limits.cells = 5'000;
  auto const left = sheets::read_csv_table(std::string(input.substr(0, end)), "left.csv", 1, limits);
  if (!left) return 0;
  if (end == input.size()) {
    link(*left, nullptr, data[0]);
    return 0;
  }
  auto const right = sheets::read_csv_table(std::string(input.substr(end + mark.size())), "right.csv", 1, limits);
  if (right) link(*left, &*right, data[0]);
  return 0;
}
