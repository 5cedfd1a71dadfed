// The reader walks the document once and notes every problem with its JSON pointer; a problem never stops the walk, so that whoever wrote
// the file can mend it in one go. Misspelt keys are refused: an `untill` read as "still drawn" would underpay a child for years.
#include "benefits/benefit_case.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "base/json_reader.h"
#include "base/json_writer.h"
#include "base/messages.h"
#include "base/text.h"

namespace hutong::benefits {
namespace {

using json = nlohmann::json;
using values::Category;
using values::Date;
using values::Money;
using values::Month;

constexpr size_t list_length_max = 1000;
constexpr size_t short_list_length_max = 100;  // of coverages and offsets, whose number a history's unfolding grows with
constexpr size_t problems_max = 200;
constexpr size_t shown_characters_max = 40;
constexpr size_t reason_characters_max = 50;
constexpr int64_t amount_fen_max = 99'999'900;

class CaseReader {
 public:
  explicit CaseReader(MoneyRules const& rules) : rules_(rules) {}

  BenefitCaseFromJson read(std::string_view text) {
    auto const document = base::read_json(text, {"benefit_too_large", "benefit_not_json", "benefit_key_twice"}, problems_);
    if (document && document->is_object()) root(*document);
    else if (document) wrong("", *document, "object");
    if (problems_.size() > problems_max) problems_.resize(problems_max);
    return {std::move(case_), std::move(problems_)};
  }

 private:
  void root(json const& of) {
    keys(of, "", {"schema", "place", "residence", "through", "known_on", "coverage", "offsets", "paid"});
    std::string schema = text(of, "", "schema", "schema", false);
    if (!schema.empty() && schema != "hutong.benefit_case/1") wrong("/schema", of.at("schema"), "schema");
    case_.place = text(of, "", "place", "place", true);
    if (!case_.place.empty()) place(of);
    std::string residence = text(of, "", "residence", "residence", true);
    if (auto known = residence_from(residence)) case_.residence = *known;
    else if (!residence.empty()) wrong("/residence", of.at("residence"), "residence");
    auto through = month(of, "", "through", true);
    if (through) case_.through = *through;
    case_.known_on = date(of, "", "known_on", false);
    each(of, "", "coverage", short_list_length_max, [&](json const& one, std::string const& here) { coverage(one, here); });
    each(of, "", "offsets", short_list_length_max, [&](json const& one, std::string const& here) { offset(one, here); });
    each(of, "", "paid", list_length_max, [&](json const& one, std::string const& here) { paid(one, here); });
    coverages_do_not_overlap();
    nothing_returned_that_was_not_paid();
    if (through) not_before_the_start(*through);
  }

  void place(json const& of) {
    std::string const& code = case_.place;
    bool is_code = (code.size() == 6 || code.size() == 9 || code.size() == 12) && code.find_first_not_of("0123456789") == std::string::npos;
    if (!is_code) return wrong("/place", of.at("place"), "place");
    if (!rules_.knows_place(code)) complain("/place", "benefit_place_unknown", {{"place", code}});
  }

  void coverage(json const& of, std::string const& at) {
    keys(of, at, {"category", "confirmed_on", "ended_on", "end_reason", "recorded_on", "end_recorded_on", "withdrawn_on"});
    Coverage one;
    one.ref = at;
    std::string category = text(of, at, "category", "category", true);
    auto known = values::category_from(category);
    if (known) one.category = *known;
    else if (!category.empty()) wrong(at + "/category", of.at("category"), "category");
    auto confirmed = date(of, at, "confirmed_on", true);
    if (confirmed) one.confirmed_on = *confirmed;
    one.ended_on = date(of, at, "ended_on", false);
    one.end_reason = end_reason(of, at);
    one.recorded_on = date(of, at, "recorded_on", false);
    one.end_recorded_on = date(of, at, "end_recorded_on", false);
    one.withdrawn_on = date(of, at, "withdrawn_on", false);
    if (one.end_reason && !has(of, "ended_on")) complain(at + "/end_reason", "benefit_reason_without_end");
    if (!known || !confirmed || (has(of, "ended_on") && !one.ended_on)) return;
    if (one.ended_on && *one.ended_on < *confirmed)
      return complain(at + "/ended_on", "benefit_ended_before_confirmed",
                      {{"ended", one.ended_on->to_chinese()}, {"confirmed", confirmed->to_chinese()}});
    case_.history.coverage.push_back(std::move(one));
  }

  // A code, or free text as the national system allows (POLICY 2.8 X11): then the common rule applies.
  std::optional<EndReason> end_reason(json const& of, std::string const& at) {
    std::string word = text(of, at, "end_reason", "reason", false);
    if (word.empty()) return std::nullopt;
    if (auto reason = end_reason_from(word)) return reason;
    if (base::length_in_characters(word) > reason_characters_max) wrong(at + "/end_reason", of.at("end_reason"), "reason");
    return EndReason::other;
  }

  void offset(json const& of, std::string const& at) {
    keys(of, at, {"kind", "from", "until", "amount_fen", "recorded_on", "withdrawn_on"});
    Offset one;
    one.ref = at;
    std::string word = text(of, at, "kind", "offset", true);
    auto kind = offset_kind_from(word);
    if (!kind && !word.empty()) wrong(at + "/kind", of.at("kind"), "offset");
    auto from = month(of, at, "from", true);
    one.until = month(of, at, "until", false);
    auto amount = amount_fen(of, at);
    one.recorded_on = date(of, at, "recorded_on", false);
    one.withdrawn_on = date(of, at, "withdrawn_on", false);
    if (from && one.until && *one.until < *from) return wrong(at + "/until", of.at("until"), "until");
    if (!kind || !from || !amount || (has(of, "until") && !one.until)) return;
    one.kind = *kind;
    one.from = *from;
    one.amount = *amount;
    case_.history.offsets.push_back(std::move(one));
  }

  void paid(json const& of, std::string const& at) {
    keys(of, at, {"month", "amount_fen", "kind", "paid_on"});
    Paid one;
    one.ref = at;
    auto of_month = month(of, at, "month", true);
    auto amount = amount_fen(of, at);
    std::string word = text(of, at, "kind", "line", false);
    auto kind = word.empty() ? std::optional(LineKind::normal) : line_kind_from(word);
    if (!kind) wrong(at + "/kind", of.at("kind"), "line");
    one.paid_on = date(of, at, "paid_on", false);
    if (!of_month || !amount || !kind) return;
    one.month = *of_month;
    one.amount = *amount;
    one.kind = *kind;
    case_.history.paid.push_back(std::move(one));
  }

  // ---- what only the whole file shows ----

  void coverages_do_not_overlap() {
    auto const& all = case_.history.coverage;
    for (size_t i = 0; i < all.size(); ++i)
      for (size_t k = 0; k < i; ++k) {
        Coverage const& earlier = all[i].confirmed_on < all[k].confirmed_on ? all[i] : all[k];
        Coverage const& later = &earlier == &all[i] ? all[k] : all[i];
        bool is_taken_back = all[i].withdrawn_on || all[k].withdrawn_on || earlier.end_reason == EndReason::annulled || later.end_reason == EndReason::annulled;
        bool overlaps = all[i].category == all[k].category && !is_taken_back && (!earlier.ended_on || later.confirmed_on < *earlier.ended_on);
        if (overlaps)
          complain(all[i].ref, "benefit_coverage_overlap",
                   {{"other", all[k].ref}, {"category", std::string(values::chinese(all[i].category))}, {"day", later.confirmed_on.to_chinese()}});
      }
  }

  void nothing_returned_that_was_not_paid() {
    std::map<Month, Money> sums;
    for (Paid const& one : case_.history.paid) {
      bool goes_out = one.kind == LineKind::normal || one.kind == LineKind::arrears;
      sums[one.month] = goes_out ? sums[one.month] + one.amount : sums[one.month] - one.amount;
    }
    for (auto const& [of_month, sum] : sums)
      if (sum < Money()) complain("/paid", "benefit_returned_more", {{"month", of_month.to_chinese()}, {"amount", (Money() - sum).to_string()}});
  }

  void not_before_the_start(Month through) {
    auto const& all = case_.history.coverage;
    auto earliest = std::min_element(all.begin(), all.end(), [](Coverage const& a, Coverage const& b) { return a.confirmed_on < b.confirmed_on; });
    if (earliest == all.end() || earliest->confirmed_on.month_of() <= through) return;
    complain("/through", "benefit_through_before_start",
             {{"through", through.to_chinese()}, {"confirmed", earliest->confirmed_on.to_chinese()}, {"month", earliest->confirmed_on.month_of().to_string()}});
  }

  // ---- values ----

  static bool has(json const& of, char const* key) { return of.contains(key) && !of.at(key).is_null(); }
  static bool is_text(json const& of, char const* key) { return has(of, key) && of.at(key).is_string(); }

  // False when there is nothing to read; complains if something is needed.
  bool there(json const& of, std::string const& at, char const* key, std::string_view expected, bool needed) {
    if (has(of, key)) return true;
    if (needed) complain(at + "/" + key, "benefit_missing", {{"expected", base::label("benefit_expects_" + std::string(expected))}});
    return false;
  }

  std::string text(json const& of, std::string const& at, char const* key, std::string_view expected, bool needed) {
    if (!there(of, at, key, expected, needed)) return "";
    if (is_text(of, key) && !of.at(key).get_ref<std::string const&>().empty()) return of.at(key).get<std::string>();
    wrong(at + "/" + key, of.at(key), expected);
    return "";
  }

  std::optional<Date> date(json const& of, std::string const& at, char const* key, bool needed) {
    if (!there(of, at, key, "date", needed)) return std::nullopt;
    if (is_text(of, key))
      if (auto parsed = Date::from_iso(of.at(key).get_ref<std::string const&>())) return *parsed;
    wrong(at + "/" + key, of.at(key), "date");
    return std::nullopt;
  }

  std::optional<Month> month(json const& of, std::string const& at, char const* key, bool needed) {
    if (!there(of, at, key, "month", needed)) return std::nullopt;
    if (is_text(of, key))
      if (auto parsed = Month::from_iso(of.at(key).get_ref<std::string const&>())) return *parsed;
    wrong(at + "/" + key, of.at(key), "month");
    return std::nullopt;
  }

  std::optional<Money> amount_fen(json const& of, std::string const& at) {
    if (!there(of, at, "amount_fen", "amount", true)) return std::nullopt;
    json const& value = of.at("amount_fen");
    std::string const here = at + "/amount_fen";
    if (value.is_number() && value.get<double>() < 0) {
      complain(here, "benefit_amount_negative", {{"given", shown(value)}});
      return std::nullopt;
    }
    if (value.is_number_unsigned() && value.get<uint64_t>() <= static_cast<uint64_t>(amount_fen_max)) return Money::fen(value.get<int64_t>());
    wrong(here, value, "amount");
    return std::nullopt;
  }

  template <class F>
  void each(json const& of, std::string const& at, char const* key, size_t length_max, F&& visit) {
    if (!has(of, key)) return;
    std::string here = at + "/" + key;
    json const& list = of.at(key);
    if (!list.is_array()) return wrong(here, list, "list");
    if (list.size() > length_max)
      return complain(here, "benefit_list_too_long", {{"count", std::to_string(list.size())}, {"limit", std::to_string(length_max)}});
    for (size_t i = 0; i < list.size(); ++i) {
      std::string one = here + "/" + std::to_string(i);
      if (list[i].is_object()) visit(list[i], one);
      else wrong(one, list[i], "object");
    }
  }

  // A key that begins with an underscore is a remark of whoever wrote the file.
  void keys(json const& of, std::string const& at, std::vector<std::string> const& known) {
    for (auto const& [key, value] : of.items()) {
      bool is_known = key.empty() ? false : key[0] == '_' || std::find(known.begin(), known.end(), key) != known.end();
      if (!is_known) complain(at + "/" + key, "benefit_unknown_key", {{"key", key}, {"known", base::join(known, "、")}});
    }
  }

  static std::string shown(json const& value) {
    std::string text = value.is_string() ? value.get<std::string>() : value.dump(-1, ' ', false, json::error_handler_t::replace);
    std::u32string characters = base::to_utf32(text);
    if (characters.size() > shown_characters_max) characters = characters.substr(0, shown_characters_max) + U"…";
    return base::to_utf8(characters);
  }

  void wrong(std::string const& at, json const& given, std::string_view expected) {
    complain(at, "benefit_bad_value", {{"given", shown(given)}, {"expected", base::label("benefit_expects_" + std::string(expected))}});
  }

  void complain(std::string const& at, std::string_view code, std::map<std::string, std::string> values = {}) {
    base::Place place;
    place.field = at;
    problems_.push_back(base::problem(code, std::move(values), place));
  }

  MoneyRules const& rules_;
  BenefitCase case_;
  std::vector<base::Problem> problems_;
};

void member_fen(base::JsonWriter& to, std::string_view name, std::optional<Money> amount) {
  to.key(name);
  if (amount) to.value(amount->in_fen());
  else to.null();
}

void member_text(base::JsonWriter& to, std::string_view name, std::string_view text) {
  to.key(name);
  if (text.empty()) to.null();
  else to.value(text);
}

void write_causes(base::JsonWriter& to, Adjustment const& of) {
  for (Cause const& one : of.because) {
    to.begin_object().member("kind", code_of(one.kind)).member("known_on", one.known_on.to_string()).member("change_fen", one.change.in_fen());
    member_text(to, "ref", one.ref);
    to.member("text", one.text).end_object();
  }
}

}  // namespace

BenefitCaseFromJson benefit_case_from_json(MoneyRules const& rules, std::string_view text) { return CaseReader(rules).read(text); }

BenefitAnswer compute(MoneyRules const& rules, BenefitCase const& of) {
  static Date const end_of_time = *Date::of(2200, 12, 31);
  Date const known_on = of.known_on.value_or(end_of_time);
  StandardTable const standards = rules.table_for(of.place, of.residence, known_on);
  return {compute(rules, standards, as_known_on(of.history, known_on), of.through),
          adjustments(rules, of.place, of.residence, of.history, of.through, known_on)};
}

std::string to_json(MoneyRules const& rules, BenefitAnswer const& answer) {
  Entitlements const& of = answer.money;
  auto adjustment = answer.adjustments.begin();
  base::JsonWriter to;
  to.begin_object().member("schema", "hutong.benefit/1").key("months").begin_array();
  for (MonthLine const& line : of.months) {
    to.begin_object().member("month", line.month.to_string());
    member_text(to, "category", line.category ? values::code_of(*line.category) : "");
    member_fen(to, "standard_fen", line.standard);
    member_fen(to, "offset_fen", line.offset);
    member_fen(to, "entitled_fen", line.entitled);
    member_fen(to, "paid_fen", line.paid);
    member_fen(to, "difference_fen", line.difference());
    member_text(to, "citation", line.rule ? rules.rule(*line.rule).citation.to_string() : "");
    to.member("provisional", line.provisional).key("because").begin_array();
    bool is_adjusted = adjustment != answer.adjustments.end() && adjustment->month == line.month;
    if (is_adjusted) write_causes(to, *adjustment++);
    to.end_array().end_object();
  }
  to.end_array().member("arrears_fen", of.arrears.in_fen()).member("overpaid_fen", of.overpaid.in_fen()).key("reasons").begin_array();
  for (Reason const& one : of.reasons) {
    MoneyRule const* rule = one.rule ? &rules.rule(*one.rule) : nullptr;
    to.begin_object();
    member_text(to, "rule", rule ? rule->rule : "");
    member_text(to, "citation", rule ? rule->citation.to_string() : "");
    to.member("text", one.text);
    member_text(to, "doubt", rule ? rule->doubt : "");
    to.end_object();
  }
  to.end_array().end_object();
  return to.text();
}

}  // namespace hutong::benefits
