// Any bytes as a bank's return: rows and problems with sentences, never a crash; whatever matches was sent and is matched once.
#include <cstdint>
#include <set>
#include <string_view>

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
  CHECK(matched.rows.size() + matched.problems.size() == read.rows.size());
  return 0;
}
