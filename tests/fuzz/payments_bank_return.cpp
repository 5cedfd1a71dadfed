// Any bytes as a bank's return: rows and problems with sentences, never a crash; whatever matches was sent and is matched once.
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "base/messages.h"
#include "base/resources.h"
#include "payments/bank_return.h"

extern "C" int LLVMFuzzerTestOneInput(uint8_t const* data, size_t size) {
  using namespace hutong;
  static auto const layout = *payments::Layout::from_yaml(*base::resource("payments/370114.yaml"));
  static std::vector<payments::SentRow> const sent = {{"20240400001", {"", "6228480000000010001", ""}, values::Money::yuan(2228), std::nullopt},
                                                      {"20240400002", {"", "6228480000000010002", ""}, values::Money::fen(172799), payments::BankOutcome::paid}};
  auto const read = payments::read_bank_return(layout.bank_return, {reinterpret_cast<char const*>(data), size});
  auto const matched = payments::match(sent, read.rows);
  for (auto const* problems : {&read.problems, &matched.problems})
    for (base::Problem const& problem : *problems) CHECK(!base::tell(problem).empty());
  std::set<size_t> taken;
  for (auto const& row : matched.rows) CHECK(taken.insert(row.sent).second && *read.rows[row.returned].amount == sent[row.sent].amount);
  // Every row is matched or refused, for one reason or several.
  std::set<size_t> is_matched;
  for (auto const& row : matched.rows) CHECK(is_matched.insert(row.returned).second);
  std::set<std::pair<std::string, int>> refused;
  for (base::Problem const& problem : matched.problems) refused.emplace(problem.place.sheet, problem.place.row);
  CHECK(refused.size() <= read.rows.size() - matched.rows.size());
  for (size_t i = 0; i < read.rows.size(); ++i) CHECK(is_matched.contains(i) || refused.contains({read.rows[i].sheet, read.rows[i].row}));
  return 0;
}
