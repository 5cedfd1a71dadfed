#include "policy/case.h"

#include <array>
#include <utility>

#include "policy/decide.h"

namespace hutong::policy {
namespace {

struct DisabilityWord {
  std::string_view code, chinese;
};
constexpr std::array<DisabilityWord, 7> disabilities{{{"vision", "视力"},
                                                      {"hearing", "听力"},
                                                      {"speech", "言语"},
                                                      {"limb", "肢体"},
                                                      {"intellectual", "智力"},
                                                      {"mental", "精神"},
                                                      {"multiple", "多重"}}};
constexpr std::array<std::string_view, 3> incomes{"dibao", "tekun", "margin"};

}  // namespace

std::string_view code_of(Disability kind) { return disabilities[static_cast<size_t>(kind)].code; }

std::optional<Disability> disability_from(std::string_view code) {
  for (size_t i = 0; i < disabilities.size(); ++i)
    if (disabilities[i].code == code) return static_cast<Disability>(i);
  return std::nullopt;
}

std::optional<Disability> disability_from_chinese(std::string_view word) {
  for (size_t i = 0; i < disabilities.size(); ++i)
    if (disabilities[i].chinese == word) return static_cast<Disability>(i);
  return std::nullopt;
}

std::string_view code_of(IncomeKind kind) { return incomes[static_cast<size_t>(kind)]; }

std::optional<IncomeKind> income_kind_from(std::string_view code) {
  for (size_t i = 0; i < incomes.size(); ++i)
    if (incomes[i] == code) return static_cast<IncomeKind>(i);
  return std::nullopt;
}

std::string_view code_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::eligible:
      return "eligible";
    case Outcome::not_eligible:
      return "not_eligible";
    case Outcome::undetermined:
      return "undetermined";
    case Outcome::not_local:
      return "not_local";
  }
  return "";
}

std::string_view code_of(Who who) {
  switch (who) {
    case Who::child:
      return "child";
    case Who::father:
      return "father";
    case Who::mother:
      return "mother";
  }
  return "";
}

}  // namespace hutong::policy
