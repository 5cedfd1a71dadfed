#pragma once
// The closed vocabularies of money, with one spelling for C++, SQL and JSON. Each enum has code_of(); *_from() is its inverse.
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace hutong::benefits {

enum class Residence : uint8_t { rural, urban };  // 户籍性质; 低保 amounts differ by it, and a standard may
std::string_view code_of(Residence);
std::string_view chinese(Residence);
std::optional<Residence> residence_from(std::string_view code);

// What a child may draw beside the allowance (POLICY 3.3). Which of them are deducted, and for which category, is a rule (money.offset).
enum class OffsetKind : uint8_t { dibao, tekun, disability_living_subsidy, disability_nursing_subsidy };
std::string_view code_of(OffsetKind);
std::string_view chinese(OffsetKind);
std::optional<OffsetKind> offset_kind_from(std::string_view code);

// Why a coverage ended (POLICY 2.8 X1–X11). The last month paid depends on it by rule (money.end).
enum class EndReason : uint8_t {
  child_died,
  adopted,
  turned_18,
  school_ended,
  released,
  detox_ended,
  parent_found,
  recovered_health,
  guardianship_restored,
  moved_out,
  moved_to_institution,
  reclassified,  // another category from now on
  annulled,      // the confirmation was wrong from its first day
  other,         // also every reason told in free text
};
std::string_view code_of(EndReason);
std::string_view chinese(EndReason);
std::optional<EndReason> end_reason_from(std::string_view code);
std::vector<EndReason> const& all_end_reasons();

// A line of the payment ledger. Lines are only added; what a child has of a month is normal + arrears − recovery − reversal.
enum class LineKind : uint8_t {
  normal,    // the month's own list
  arrears,   // 补发: paid later for an earlier month
  recovery,  // 追回: the family gave it back
  reversal,  // 冲销: it never arrived (the bank returned it)
};
std::string_view code_of(LineKind);
std::string_view chinese(LineKind);
std::optional<LineKind> line_kind_from(std::string_view code);

// Which way a difference went that two persons decided to leave as it is.
enum class LetGoSide : uint8_t {
  paid_too_much,  // and not asked back
  owed,           // and not paid out: nobody is there to receive it
};
std::string_view code_of(LetGoSide);
std::optional<LetGoSide> let_go_side_from(std::string_view code);

}  // namespace hutong::benefits
