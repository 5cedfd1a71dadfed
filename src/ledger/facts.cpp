#include "ledger/facts.h"

#include <array>
#include <nlohmann/json.hpp>

#include "base/check.h"
#include "base/json_writer.h"
#include "base/messages.h"

namespace hutong::ledger {

namespace {

constexpr size_t circumstance_count = static_cast<size_t>(FactKind::deported) + 1;
static_assert(circumstance_count == static_cast<size_t>(values::Circumstance::deported) + 1);

constexpr std::array<std::string_view, 18> other_codes = {
    "adopted",  "foundling", "trafficked",          "unaccompanied", "dibao",   "tekun", "margin",  "disability_living_subsidy", "disability_nursing_subsidy",
    "moved_out", "death_not_confirmed", "schooling", "insured",       "paid", "married", "divorced", "named_guardian",            "pushed"};
static_assert(circumstance_count + other_codes.size() == static_cast<size_t>(FactKind::pushed) + 1);

}  // namespace

std::optional<values::Circumstance> circumstance_of(FactKind kind) {
  if (static_cast<size_t>(kind) >= circumstance_count) return std::nullopt;
  return static_cast<values::Circumstance>(kind);
}

FactKind fact_kind_of(values::Circumstance circumstance) { return static_cast<FactKind>(circumstance); }

std::string_view code_of(FactKind kind) {
  if (auto circumstance = circumstance_of(kind)) return values::code_of(*circumstance);
  return other_codes[static_cast<size_t>(kind) - circumstance_count];
}

bool has_standing_amount(FactKind kind) {
  switch (kind) {
    case FactKind::dibao:
    case FactKind::tekun:
    case FactKind::disability_living_subsidy:
    case FactKind::disability_nursing_subsidy: return true;
    default: return false;
  }
}

std::optional<FactKind> fact_kind_from(std::string_view code) {
  if (auto circumstance = values::circumstance_from(code)) return fact_kind_of(*circumstance);
  for (size_t i = 0; i < other_codes.size(); ++i)
    if (other_codes[i] == code) return static_cast<FactKind>(circumstance_count + i);
  return std::nullopt;
}

std::string label_of(FactKind kind) {
  if (auto circumstance = circumstance_of(kind)) return std::string(values::chinese(*circumstance));
  return base::label("fact_" + std::string(code_of(kind)));
}

bool is_protected(FactKind kind, std::string_view disability) {
  switch (kind) {
    case FactKind::imprisoned:
    case FactKind::compulsory_detox:
    case FactKind::liberty_restricted:
    case FactKind::adopted: return true;
    case FactKind::severe_disability: return disability == "mental" || disability == "intellectual" || disability == "multiple";
    default: return false;
  }
}

std::string_view code_of(Effect effect) { return effect == Effect::begins ? "begins" : "ends"; }

std::optional<Effect> effect_from(std::string_view code) {
  if (code == "begins") return Effect::begins;
  if (code == "ends") return Effect::ends;
  return std::nullopt;
}

std::string to_json(Details const& details) {
  base::JsonWriter writer;
  writer.begin_object();
  auto text = [&](std::string_view name, std::string const& value) {
    if (!value.empty()) writer.member(name, value);
  };
  text("disability", details.disability);
  if (details.grade) writer.member("grade", details.grade);
  if (details.term_months) writer.member("term_months", *details.term_months);
  if (details.certified) writer.member("certified", *details.certified);
  if (details.out_of_custody) writer.member("out_of_custody", true);
  text("measure", details.measure);
  text("route", details.route);
  text("outcome", details.outcome);
  if (details.supports_child) writer.member("supports_child", *details.supports_child);
  if (details.full_time) writer.member("full_time", *details.full_time);
  if (details.undated) writer.member("undated", true);
  text("amount", details.amount);
  text("name", details.name);
  text("text", details.text);
  writer.end_object();
  return writer.text();
}

Details details_from_json(std::string_view json) {
  Details details;
  if (json == "{}" || json.empty()) return details;
  auto document = nlohmann::json::parse(json, nullptr, false);
  CHECK(document.is_object());
  auto take = [&](char const* name, auto& to) {
    if (auto member = document.find(name); member != document.end()) to = member->get<std::decay_t<decltype(to)>>();
  };
  auto take_optional = [&](char const* name, auto& to) {
    if (auto member = document.find(name); member != document.end()) to = member->get<typename std::decay_t<decltype(to)>::value_type>();
  };
  take("disability", details.disability);
  take("grade", details.grade);
  take_optional("term_months", details.term_months);
  take_optional("certified", details.certified);
  take("out_of_custody", details.out_of_custody);
  take("measure", details.measure);
  take("route", details.route);
  take("outcome", details.outcome);
  take_optional("supports_child", details.supports_child);
  take_optional("full_time", details.full_time);
  take("undated", details.undated);
  take("amount", details.amount);
  take("name", details.name);
  take("text", details.text);
  return details;
}

}  // namespace hutong::ledger
