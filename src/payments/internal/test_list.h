#pragma once
// A list of synthetic children for tests.
#include <string>

#include "base/resources.h"
#include "payments/layout.h"
#include "payments/list.h"

namespace hutong::payments::internal {

inline Layout test_layout() { return Layout::from_yaml(base::resource("payments/370114.yaml").value()).value(); }

inline values::IdNumber test_id(int n) {
  std::string const body = "3701142015030" + std::to_string(1 + n % 9) + "99" + std::to_string(n % 10);
  return values::IdNumber::parse(body + values::id_check_character(body)).value();
}

inline PaymentList test_list(int children) {
  using values::Category;
  using values::Money;
  PaymentList list;
  list.month = values::Month::of(2024, 4).value();
  list.number = list_number("370114", list.month);
  list.made_on = values::Date::of(2024, 4, 8).value();
  list.district_name = "章丘区";
  for (int n = 1; n <= children; ++n) {
    Entry entry;
    entry.number = n;
    entry.child = static_cast<uint32_t>(100 + n);
    entry.name = "童" + std::string(n % 2 ? "小明" : "小芳") + (n % 7 == 0 ? "阿卜杜热合曼·买买提" : "");
    entry.id = test_id(n);
    entry.town = n % 5 == 0 ? "" : n % 2 ? "370114001" : "370114008";
    entry.payee_name = n % 3 ? entry.name : "王奶奶";
    entry.relation = n % 3 ? "本人" : "祖母";
    entry.account = {entry.payee_name, "62284800000000" + std::to_string(10000 + n), "某某银行股份有限公司章丘支行"};
    Category const category = n % 3 == 0 ? Category::priority_hardship : n % 3 == 1 ? Category::community_orphan : Category::de_facto_unattended;
    Money const standard = category == Category::priority_hardship ? Money::yuan(1865) : Money::yuan(2228);
    if (n % 4 == 0)
      for (unsigned month : {1u, 2u, 3u}) entry.lines.push_back({values::Month::of(2024, month).value(), LineKind::arrears, Money::yuan(138), category, standard, {}, "", ""});
    entry.lines.push_back({list.month, LineKind::normal, standard - Money::fen(n % 2 ? 0 : 50001), category, standard, Money::fen(n % 2 ? 0 : 50001), "", ""});
    list.entries.push_back(entry);
  }
  return list;
}

}  // namespace hutong::payments::internal
