// Any text in any cell: every parser answers with one of its four answers, a value is never empty, what is accepted is accepted again as it was cleaned.
#include <cstdint>
#include <string>

#include "base/check.h"
#include "base/messages.h"
#include "base/text.h"
#include "intake/internal/cell_numerals.h"
#include "intake/internal/cells.h"

namespace {

using namespace hutong;
using intake::Reading;

void look_at(Reading const& reading) {
  CHECK(reading.is_value() == !reading.value.empty());
  CHECK(reading.is_bad() == !reading.problem.empty());
  CHECK(!reading.is_bad() || base::has_sentence(reading.problem));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(uint8_t const* data, size_t size) {
  if (size == 0) return 0;
  std::string_view const text(reinterpret_cast<char const*>(data) + 1, size - 1);
  auto const kind = static_cast<sheets::CellKind>(data[0] % 6);
  intake::CellInput const cell{text, kind, (data[0] & 64) != 0};
  values::Date const received = *values::Date::of(2026, 10, 5);
  values::Month const period = *values::Month::of(2026, 9);

  auto const id = intake::read_id_number(cell, received);
  look_at(id);
  if (id.is_value()) CHECK(intake::read_id_number({id.value}, received).value == id.value);
  auto const card = intake::read_disability_card(cell, received);
  look_at(card);
  if (card.is_value()) CHECK(intake::read_disability_card({card.value}, received).value == card.value);
  auto const name = intake::read_name(cell);
  look_at(name);
  // Not always the same name: NFKC makes two characters of ´, whose blank then goes.
  if (name.is_value()) CHECK(intake::read_name({name.value}).is_value());
  for (auto const role : {intake::DateRole::event, intake::DateRole::birth, intake::DateRole::end, intake::DateRole::any}) {
    auto const date = intake::read_date(cell, role, received);
    look_at(date);
    if (date.is_value()) CHECK(intake::read_date({date.value}, role, received).value == date.value);
  }
  look_at(intake::read_month(cell, period));
  look_at(intake::read_term(cell));
  look_at(intake::read_account_number(cell));
  look_at(intake::read_sex(cell));
  look_at(intake::read_yes_no(cell));
  look_at(intake::read_parent_relation(cell));
  look_at(intake::read_guardian_relation(cell));
  look_at(intake::read_ethnicity(cell));
  look_at(intake::read_disability_category(cell));
  look_at(intake::read_disability_grade(cell));
  auto const both = intake::read_category_and_grade(cell);
  look_at(both.category);
  look_at(both.grade);
  auto const phone = intake::read_phone(cell);
  look_at(phone);
  if (phone.is_value() && phone.warnings.empty()) CHECK(intake::read_phone({phone.value}).value == phone.value);
  auto const amount = intake::read_amount(cell);
  look_at(amount);
  if (amount.is_value()) CHECK(intake::read_amount({amount.value}).value == amount.value);
  look_at(intake::read_text(cell));
  static intake::CodeWords const words({{"刑事拘留", "detained"}, {"逮捕", "arrested"}, {"死亡", "death"}, {"宣告死亡", "declared_dead"}, {"健在", "null"}});
  look_at(words.read(cell));
  intake::ticked_choice(text);
  intake::looks_like_id_number(text);
  intake::chinese_amount_fen(base::to_utf32(text));
  return 0;
}
