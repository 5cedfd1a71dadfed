#include "matching/number_form.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

namespace hutong::matching {
namespace {

std::string with_check(std::string first_17) { return first_17 + values::id_check_character(first_17); }

std::string number_of(std::string_view birth, std::string_view sequence = "991", std::string_view area = "370114") {
  return with_check(std::string(area) + std::string(birth) + std::string(sequence));
}

std::string const good = number_of("20150301");

struct Written {
  std::string text;
  NumberState state;
  std::string digits;
};

TEST(NumberForm, reads_what_stands_in_lists) {
  std::string ends_in_x;
  for (int sequence = 990; ends_in_x.empty() || ends_in_x.back() != 'X'; ++sequence) ends_in_x = number_of("20150302", std::to_string(sequence));
  std::string x17 = ends_in_x.substr(0, 17);
  std::string wrong = good;
  wrong[17] = wrong[17] == '0' ? '1' : '0';
  std::string spaced = good.substr(0, 6) + " " + good.substr(6, 8) + "\u3000" + good.substr(14) + "\u200B";
  std::string full_width;
  for (char c : good) full_width += c == 'X' ? "Ｘ" : std::string("\xEF\xBC") + static_cast<char>(0x90 + (c - '0'));
  std::string old = "370114850301991", new_of_old = with_check("37011419850301991");
  std::string with_o = good;
  std::replace(with_o.begin(), with_o.end(), '0', 'O');
  std::string zeroed = good.substr(0, 15) + "000";
  Written const table[] = {
      {"", NumberState::empty, ""},
      {"  ", NumberState::empty, ""},
      {"无", NumberState::empty, ""},
      {"不详", NumberState::empty, ""},
      {"N/A", NumberState::empty, ""},
      {"000000000000000000", NumberState::empty, ""},
      {"111111111111111111", NumberState::empty, ""},
      {"123456789012345678", NumberState::empty, ""},
      {"010101010101010101", NumberState::empty, ""},
      {"G00000000", NumberState::empty, ""},
      {"110101", NumberState::truncated, "110101"},
      {"******************", NumberState::empty, ""},
      {good, NumberState::valid, good},
      {spaced, NumberState::valid, good},
      {full_width, NumberState::valid, good},
      {"'" + good, NumberState::valid, good},
      {"=\"" + good + "\"", NumberState::valid, good},
      {good + ".0", NumberState::valid, good},
      {"身份证号：" + good, NumberState::valid, good},
      {x17 + "X", NumberState::valid, x17 + "X"},
      {x17 + "x", NumberState::valid, x17 + "X"},
      {x17 + "×", NumberState::valid, x17 + "X"},
      {x17 + "х", NumberState::valid, x17 + "X"},  // Cyrillic
      {x17 + "Χ", NumberState::valid, x17 + "X"},  // Greek
      {x17 + "Ⅹ", NumberState::valid, x17 + "X"},
      {x17 + "ｘ", NumberState::valid, x17 + "X"},
      {x17 + "*", NumberState::look_alikes, x17 + "X"},
      {with_o, NumberState::look_alikes, good},
      {old, NumberState::from_15, new_of_old},
      {good + "44", NumberState::from_card, good},
      {good + "13B1", NumberState::from_card, good},
      {good + "9", NumberState::wrong_length, good + "9"},
      {good + "13800000000", NumberState::from_longer, good},
      {"3.70114E+17", NumberState::scientific, "370114"},
      {"3.70114e17", NumberState::scientific, "370114"},
      {" 3.70114E+017 ", NumberState::scientific, "370114"},
      {good.substr(0, 1) + "." + good.substr(1, 14) + "E+17", NumberState::last_lost, good.substr(0, 15)},
      {zeroed, NumberState::last_lost, good.substr(0, 15)},
      {good.substr(0, 15), NumberState::last_lost, good.substr(0, 15)},
      {good.substr(0, 6) + "********" + good.substr(14), NumberState::masked, good.substr(0, 6) + "********" + good.substr(14)},
      {good.substr(0, 6) + "××××××××" + good.substr(14), NumberState::masked, good.substr(0, 6) + "********" + good.substr(14)},
      {good.substr(0, 14) + "****", NumberState::masked, good.substr(0, 14) + "****"},
      {good.substr(0, 4) + "****" + good.substr(14), NumberState::masked, good.substr(0, 4) + "**********" + good.substr(14)},
      {good.substr(0, 6) + "***", NumberState::truncated, good.substr(0, 6)},
      {"370114851301991", NumberState::bad_date, with_check("37011419851301991")},
      {"3,70114E+17", NumberState::scientific, "370114"},
      {good.substr(0, 14), NumberState::truncated, good.substr(0, 14)},
      {"370114", NumberState::truncated, "370114"},
      {wrong, NumberState::bad_check, wrong},
      {with_check("37011420150230991"), NumberState::bad_date, with_check("37011420150230991")},
      {good.substr(0, 9) + good.substr(10), NumberState::wrong_length, good.substr(0, 9) + good.substr(10)},
      {good.substr(0, 16), NumberState::wrong_length, good.substr(0, 16)},
      {"E12345687", NumberState::other_document, ""},
      {"H1234568901", NumberState::other_document, ""},
      {"13800001234", NumberState::other_document, ""},
  };
  for (Written const& row : table) {
    NumberForm form = number_form(row.text);
    EXPECT_EQ(code_of(form.state()), code_of(row.state)) << row.text;
    EXPECT_EQ(form.reveal(), row.digits) << row.text;
    EXPECT_EQ(form.is_valid(), row.digits.size() == 18 && values::IdNumber::parse(row.digits).has_value()) << row.text;
  }
}

TEST(NumberForm, knows_birth_day_sex_and_area) {
  NumberForm form = number_form(good);
  EXPECT_EQ(form.birth_day(), values::Date::of(2015, 3, 1)->days_since_epoch());
  EXPECT_EQ(form.sex(), values::Sex::male);
  EXPECT_EQ(form.area6(), 370114u);
  EXPECT_EQ(form.masked(), good.substr(0, 6) + "********" + good.substr(14));
  NumberForm lost = number_form(good.substr(0, 15) + "000");
  EXPECT_EQ(lost.birth_day(), form.birth_day());
  EXPECT_FALSE(lost.sex());
  EXPECT_EQ(lost.masked(), "370114*********");
  EXPECT_EQ(number_form("3.70114E+17").area6(), 370114u);
  EXPECT_FALSE(number_form("3.70114E+17").birth_day());
  EXPECT_FALSE(number_form("E12345687").area6());
}

// The two readers of the same standard must not drift apart.
RC_GTEST_PROP(NumberForm, is_valid_exactly_when_the_value_is, ()) {
  auto text = *rc::gen::container<std::string>(18, rc::gen::inRange('0', static_cast<char>('9' + 1)));
  text[6] = *rc::gen::element('1', '2');
  text[7] = *rc::gen::element('8', '9', '0', '1');
  text[10] = *rc::gen::element('0', '1');
  if (*rc::gen::arbitrary<bool>()) text = with_check(text.substr(0, 17));
  RC_ASSERT((number_form(text).state() == NumberState::valid) == values::IdNumber::parse(text).has_value());
}

// What is left of a number that went through a floating-point value; printed in full, or to 17 digits as JavaScript does.
std::string rounded(std::string const& number, uint64_t to) {
  auto value = static_cast<uint64_t>(static_cast<double>(std::stoull(number)));
  return std::to_string((value + to / 2) / to * to);
}

struct Agreement {
  std::string left, right;
  NumberAgreement expected;
};

TEST(NumberAgreement, tells_how_two_numbers_agree) {
  std::string slipped = good, swapped = good, two = good;
  slipped[12] = '1';
  std::swap(swapped[7], swapped[8]);
  two[3] = two[3] == '9' ? '8' : '9';
  two[9] = '6';
  Agreement const table[] = {
      {good, good, NumberAgreement::equal},
      {"370114850301991", with_check("37011419850301991"), NumberAgreement::equal},
      {good, good + "44", NumberAgreement::equal},
      {slipped, slipped, NumberAgreement::equal},
      {"E12345687", "e 1234 5687", NumberAgreement::equal},
      {good, slipped, NumberAgreement::repaired},
      {good, swapped, NumberAgreement::repaired},
      {good, good.substr(0, 11) + good.substr(12), NumberAgreement::repaired},
      {good, good.substr(1), NumberAgreement::repaired},
      {good, good.substr(0, 17), NumberAgreement::repaired},
      {good, good.substr(0, 4) + "7" + good.substr(4), NumberAgreement::repaired},
      {good, good.substr(0, 15) + "000", NumberAgreement::agrees_where_known},
      {good, good.substr(0, 6) + "********" + good.substr(14), NumberAgreement::agrees_where_known},
      {good, good.substr(0, 14), NumberAgreement::agrees_where_known},
      {good.substr(0, 15) + "000", good.substr(0, 15) + "000", NumberAgreement::agrees_where_known},
      {number_of("20150301", "812"), number_of("20150301", "812").substr(0, 15) + "000", NumberAgreement::agrees_where_known},
      {good, rounded(good, 1), NumberAgreement::agrees_where_known},
      {good, rounded(good, 10), NumberAgreement::agrees_where_known},
      {good, number_of("20150302"), NumberAgreement::birth_slip},
      {good, number_of("20150310"), NumberAgreement::birth_slip},
      {good, number_of("20150301", "991", "370181"), NumberAgreement::other_area},
      {good, two, NumberAgreement::two_slips},
      {good, number_of("20150301", "994"), NumberAgreement::last_four_differ},
      {good, number_of("20150301", "994").substr(0, 15) + "000", NumberAgreement::agrees_where_known},
      {number_of("20150301", "091"), good.substr(0, 15) + "000", NumberAgreement::last_four_differ},
      {number_of("20150302"), good.substr(0, 15) + "000", NumberAgreement::two_slips},
      {good, number_of("20150301", "995", "110101"), NumberAgreement::same_birth},
      {good, "3.70114E+17", NumberAgreement::area_where_known},
      {"3.70114E+17", "3.70114E+17", NumberAgreement::area_where_known},
      {good, number_of("19881207", "995"), NumberAgreement::same_area},
      {good, number_of("19881207", "995", "110101"), NumberAgreement::different},
      {good, "3.70115E+17", NumberAgreement::different},
      {good, "E12345687", NumberAgreement::different},
      {"E12345687", "E12345688", NumberAgreement::different},
  };
  for (Agreement const& row : table) {
    NumberForm left = number_form(row.left), right = number_form(row.right);
    EXPECT_EQ(code_of(compare(left, right)), code_of(row.expected)) << row.left << " " << row.right;
    EXPECT_EQ(code_of(compare(right, left)), code_of(row.expected)) << row.right << " " << row.left;
  }
}

std::string any_number() {
  char text[32];
  std::snprintf(text, sizeof text, "%06d%04d%02d%02d%03d", *rc::gen::inRange(110000, 660000), *rc::gen::inRange(1930, 2027), *rc::gen::inRange(1, 13),
                *rc::gen::inRange(1, 29), *rc::gen::inRange(0, 1000));
  return with_check(text);
}

// Substitution, transposition, drop or insertion of one digit. A wrong number that ends in 000 counts as one whose end was lost.
std::string with_one_slip(std::string const& number) {
  std::string text = number;
  size_t at = *rc::gen::inRange<size_t>(0, text.size());
  char digit = static_cast<char>('0' + *rc::gen::inRange(0, 10));
  switch (*rc::gen::inRange(0, 4)) {
    case 0: text[at] = digit; break;
    case 1: std::swap(text[at], text[at + 1 == text.size() ? at - 1 : at + 1]); break;
    case 2: text.erase(at, 1); break;
    default: text.insert(at, 1, digit);
  }
  return number_form(text).state() == NumberState::last_lost ? number : text;
}

std::set<uint64_t> keys_of(std::string const& text) {
  NumberForm form = number_form(text);
  NumberKeys keys;
  number_keys(form, keys);
  std::array<uint64_t, repair_keys_max> repairs;
  std::set<uint64_t> all(repairs.begin(), repairs.begin() + static_cast<std::ptrdiff_t>(repair_keys(form, repairs)));
  if (keys[0]) all.insert(keys[0]);
  return all;
}

bool share_a_key(std::set<uint64_t> const& a, std::set<uint64_t> const& b) {
  return std::any_of(a.begin(), a.end(), [&](uint64_t key) { return b.count(key) == 1; });
}

RC_GTEST_PROP(NumberKeys, survive_every_single_slip, ()) {
  std::string number = any_number(), slipped = with_one_slip(number);
  RC_ASSERT(share_a_key(keys_of(number), keys_of(slipped)));
  NumberAgreement agreement = compare(number_form(number), number_form(slipped));
  RC_ASSERT(agreement <= NumberAgreement::agrees_where_known);
}

// Every place and every digit, not only those that chance picks.
TEST(NumberKeys, survive_every_single_slip_of_some_numbers) {
  for (int sequence = 980; sequence < 1000; ++sequence) {
    std::string number = number_of("19871130", std::to_string(sequence));
    auto keys = keys_of(number);
    auto expect_found = [&](std::string const& slipped) {
      if (number_form(slipped).state() == NumberState::last_lost) return;
      EXPECT_TRUE(share_a_key(keys, keys_of(slipped))) << number << " " << slipped;
      EXPECT_LE(compare(number_form(number), number_form(slipped)), NumberAgreement::agrees_where_known) << number << " " << slipped;
    };
    for (size_t at = 0; at < 18; ++at) {
      for (char digit = '0'; digit <= '9'; ++digit) {
        std::string text = number;
        text[at] = digit;
        expect_found(text);
        expect_found(std::string(number).insert(at, 1, digit));
      }
      expect_found(std::string(number).erase(at, 1));
      std::string swapped = number;
      if (at < 17) std::swap(swapped[at], swapped[at + 1]);
      expect_found(swapped);
    }
  }
}

RC_GTEST_PROP(NumberKeys, survive_a_slip_on_both_sides, ()) {
  std::string number = any_number(), left = with_one_slip(number), right = with_one_slip(number);
  RC_ASSERT(share_a_key(keys_of(left), keys_of(right)));
}

RC_GTEST_PROP(NumberAgreement, does_not_depend_on_the_side, ()) {
  std::string number = any_number();
  NumberForm left = number_form(with_one_slip(number));
  NumberForm right = number_form(*rc::gen::arbitrary<bool>() ? with_one_slip(with_one_slip(number)) : any_number());
  RC_ASSERT(compare(left, right) == compare(right, left));
}

TEST(NumberKeys, survive_what_their_header_says) {
  NumberKeys a, b;
  auto keys = [](std::string const& text, NumberKeys& out) { number_keys(number_form(text), out); };
  keys(good, a);
  keys(number_of("20150301", "991", "370181"), b);
  EXPECT_EQ(a[1], b[1]);
  keys(number_of("20151227"), b);
  EXPECT_EQ(a[2], b[2]);
  keys(good.substr(0, 15) + "000", b);
  EXPECT_EQ(a[3], b[3]);
  EXPECT_EQ(b[0], 0u);
  keys(good.substr(0, 3) + good.substr(4), b);  // one left out in the area
  EXPECT_EQ(a[1], b[1]);
  keys("3.70114E+17", b);
  EXPECT_EQ(b, NumberKeys{});
}

}  // namespace
}  // namespace hutong::matching
