// hutong.case/1 → Case. The reader walks the document once and notes every problem with its JSON pointer; a problem never stops the walk,
// so that whoever wrote the file can mend it in one go. Misspelt keys are refused: an `untill` read as "still so" could pay a child for years.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_reader.h"
#include "base/messages.h"
#include "policy/case.h"

namespace hutong::policy {
namespace {

using json = nlohmann::json;
using values::Date;

constexpr size_t list_length_max = 1000;
constexpr size_t problems_max = 200;
constexpr int64_t term_months_max = 9999;

class CaseReader {
 public:
  CaseFromJson read(std::string_view text, std::optional<Date> on_instead) {
    auto const document = base::read_json(text, {"case_too_large", "case_not_json", "case_key_twice"}, problems_);
    if (document && document->is_object()) root(*document, on_instead);
    else if (document) wrong("", "object");
    if (problems_.size() > problems_max) problems_.resize(problems_max);
    return {std::move(case_), std::move(problems_)};
  }

 private:
  void root(json const& of, std::optional<Date> on_instead) {
    keys(of, "", {"schema", "on", "child", "father", "mother"});
    std::string schema = text(of, "", "schema");
    if (!schema.empty() && schema != "hutong.case/1") wrong("/schema", "schema");
    auto on = date(of, "", "on");
    if (on_instead) on = on_instead;
    if (on) case_.on = *on;
    if (!on && !has(of, "on")) wrong("/on", "on");
    if (json const* child = object(of, "", "child")) read_child(*child, "/child");
    if (json const* father = object(of, "", "father")) read_parent(*father, "/father", case_.father);
    if (json const* mother = object(of, "", "mother")) read_parent(*mother, "/mother", case_.mother);
  }

  void read_child(json const& of, std::string const& at) {
    keys(of, at, {"birth_date", "household_division", "died_on", "adopted_on", "foundling_on", "schooling", "conditions", "household_income", "care", "hiv"});
    Child& child = case_.child;
    child.birth_date = date(of, at, "birth_date");
    child.household_division = text(of, at, "household_division");
    if (!is_division(child.household_division)) wrong(at + "/household_division", "division");
    child.died_on = date(of, at, "died_on");
    child.adopted_on = date(of, at, "adopted_on");
    child.foundling_on = date(of, at, "foundling_on");
    each(of, at, "schooling", [&](json const& one, std::string const& here) {
      keys(one, here, {"from", "until", "full_time"});
      child.schooling.push_back({spell(one, here), boolean(one, here, "full_time", false)});
    });
    each(of, at, "conditions", [&](json const& one, std::string const& here) { read_fact(one, here, true, child.conditions); });
    each(of, at, "household_income", [&](json const& one, std::string const& here) {
      keys(one, here, {"kind", "from", "until"});
      Spell when = spell(one, here);
      if (auto kind = income_kind_from(text(one, here, "kind"))) child.household_income.push_back({*kind, when});
      else wrong(here + "/kind", "income_kind");
    });
    each(of, at, "care", [&](json const& one, std::string const& here) {
      keys(one, here, {"kind", "from", "until"});
      std::string kind = text(one, here, "kind");
      Spell when = spell(one, here);
      if (kind == "kin" || kind == "institution") child.care.push_back({kind == "kin" ? CareKind::kin : CareKind::institution, when});
      else wrong(here + "/kind", "care_kind");
    });
    if (json const* hiv = object(of, at, "hiv")) read_restricted(*hiv, at + "/hiv");
  }

  void read_restricted(json const& of, std::string const& at) {
    keys(of, at, {"infected", "consent", "consented_on"});
    Hiv hiv;
    hiv.infected = boolean(of, at, "infected", false);
    hiv.consented_on = date(of, at, "consented_on");
    std::string consent = text(of, at, "consent");
    if (consent == "given") hiv.consent = Consent::given;
    else if (consent == "refused") hiv.consent = Consent::refused;
    else if (consent == "pending") hiv.consent = Consent::pending;
    else if (!consent.empty()) wrong(at + "/consent", "consent");
    case_.child.hiv = hiv;
  }

  void read_parent(json const& of, std::string const& at, Parent& parent) {
    keys(of, at, {"known", "checked", "facts"});
    parent.known = boolean(of, at, "known", false);
    parent.checked = boolean(of, at, "checked", false);
    each(of, at, "facts", [&](json const& one, std::string const& here) { read_fact(one, here, false, parent.facts); });
  }

  void read_fact(json const& of, std::string const& at, bool of_child, std::vector<Fact>& to) {
    keys(of, at,
         {"kind", "from", "until", "disability", "grade", "components", "certified", "term_months", "in_custody", "community", "measure", "route", "outcome",
          "supports_child"});
    auto kind = values::circumstance_from(text(of, at, "kind"));
    using values::Circumstance;
    bool allowed = kind && (!of_child || *kind == Circumstance::severe_disability || *kind == Circumstance::serious_illness);
    if (!allowed) wrong(at + "/kind", of_child ? "condition_kind" : "fact_kind");
    Fact fact;
    fact.kind = kind.value_or(Circumstance::deceased);
    fact.spell = spell(of, at);
    fact.disability = disability(of, at, "disability");
    fact.grade = grade(of, at);
    each_value(of, at, "components", [&](json const& one, std::string const& here) { read_component(one, here, fact); });
    fact.certified = maybe(of, at, "certified");
    if (auto months = integer(of, at, "term_months", 0, term_months_max, "term")) fact.term_months = static_cast<int>(*months);
    fact.in_custody = boolean(of, at, "in_custody", true);
    fact.community = boolean(of, at, "community", false);
    fact.measure = text(of, at, "measure");
    fact.route = one_of(of, at, "route", {"police", "commitment"});
    fact.outcome = one_of(of, at, "outcome", {"not_found", "found", "cannot_accept"});
    fact.supports_child = maybe(of, at, "supports_child");
    fact.ref = at;
    if (allowed) to.push_back(std::move(fact));
  }

  // "mental", or {"kind": "mental", "grade": 3}; `disability` is understood for `kind`.
  void read_component(json const& of, std::string const& at, Fact& fact) {
    DisabilityComponent component{Disability::vision, 0};
    std::optional<Disability> kind;
    if (of.is_string()) {
      kind = disability_from(of.get<std::string>());
    } else if (of.is_object()) {
      keys(of, at, {"kind", "disability", "grade"});
      kind = disability_from(text(of, at, has(of, "kind") ? "kind" : "disability"));
      component.grade = grade(of, at);
    }
    if (!kind || *kind == Disability::multiple) return wrong(at, "component");
    component.kind = *kind;
    fact.components.push_back(component);
  }

  // ---- values ----

  static bool has(json const& of, char const* key) { return of.contains(key) && !of.at(key).is_null(); }

  static bool is_division(std::string const& text) {
    bool digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return text.empty() || (digits && (text.size() == 6 || text.size() == 9 || text.size() == 12));
  }

  std::optional<Date> date(json const& of, std::string const& at, char const* key) {
    if (!has(of, key)) return std::nullopt;
    if (of.at(key).is_string())
      if (auto parsed = Date::from_iso(of.at(key).get_ref<std::string const&>())) return *parsed;
    wrong(at + "/" + key, "date");
    return std::nullopt;
  }

  Spell spell(json const& of, std::string const& at) {
    Spell read{date(of, at, "from"), date(of, at, "until")};
    if (read.from && read.until && *read.until < *read.from) wrong(at + "/until", "until");
    return read;
  }

  std::string text(json const& of, std::string const& at, char const* key) {
    if (!has(of, key)) return "";
    if (of.at(key).is_string()) return of.at(key).get<std::string>();
    wrong(at + "/" + key, "text");
    return "";
  }

  std::string one_of(json const& of, std::string const& at, char const* key, std::initializer_list<std::string_view> words) {
    std::string read = text(of, at, key);
    if (read.empty() || std::find(words.begin(), words.end(), read) != words.end()) return read;
    wrong(at + "/" + key, key);
    return "";
  }

  std::optional<Disability> disability(json const& of, std::string const& at, char const* key) {
    std::string code = text(of, at, key);
    auto kind = disability_from(code);
    if (!kind && !code.empty()) wrong(at + "/" + key, "disability");
    return kind;
  }

  bool boolean(json const& of, std::string const& at, char const* key, bool otherwise) { return maybe(of, at, key).value_or(otherwise); }

  std::optional<bool> maybe(json const& of, std::string const& at, char const* key) {
    if (!has(of, key)) return std::nullopt;
    if (of.at(key).is_boolean()) return of.at(key).get<bool>();
    wrong(at + "/" + key, "boolean");
    return std::nullopt;
  }

  int grade(json const& of, std::string const& at) { return static_cast<int>(integer(of, at, "grade", 1, 4, "grade").value_or(0)); }

  std::optional<int64_t> integer(json const& of, std::string const& at, char const* key, int64_t low, int64_t high, char const* expected) {
    if (!has(of, key)) return std::nullopt;
    json const& value = of.at(key);
    bool fits = value.is_number_unsigned() ? value.get<uint64_t>() <= static_cast<uint64_t>(high) : value.is_number_integer();
    if (fits && value.get<int64_t>() >= low && value.get<int64_t>() <= high) return value.get<int64_t>();
    wrong(at + "/" + key, expected);
    return std::nullopt;
  }

  json const* object(json const& of, std::string const& at, char const* key) {
    if (!has(of, key)) return nullptr;
    if (of.at(key).is_object()) return &of.at(key);
    wrong(at + "/" + key, "object");
    return nullptr;
  }

  template <class F>
  void each_value(json const& of, std::string const& at, char const* key, F&& visit) {
    if (!has(of, key)) return;
    std::string here = at + "/" + key;
    if (!of.at(key).is_array() || of.at(key).size() > list_length_max) return wrong(here, "list");
    for (size_t i = 0; i < of.at(key).size(); ++i) visit(of.at(key)[i], here + "/" + std::to_string(i));
  }

  template <class F>
  void each(json const& of, std::string const& at, char const* key, F&& visit) {
    each_value(of, at, key, [&](json const& one, std::string const& here) {
      if (one.is_object()) visit(one, here);
      else wrong(here, "object");
    });
  }

  // A key that begins with an underscore is a remark of whoever wrote the file.
  void keys(json const& of, std::string const& at, std::initializer_list<std::string_view> known) {
    for (auto const& [key, value] : of.items()) {
      if (key.starts_with("_") || std::find(known.begin(), known.end(), key) != known.end()) continue;
      std::string all;
      for (std::string_view one : known) all.append(all.empty() ? "" : "、").append(one);
      problems_.push_back(base::problem("case_unknown_key", {{"key", key}, {"known", all}}, place(at + "/" + key)));
    }
  }

  static base::Place place(std::string const& pointer) {
    base::Place here;
    here.field = pointer.empty() ? "/" : pointer;
    return here;
  }

  void wrong(std::string const& pointer, std::string const& expected) {
    std::map<std::string, std::string> values{{"expected", base::label("case_expects_" + expected)}};
    problems_.push_back(base::problem("case_bad_value", std::move(values), place(pointer)));
  }

  Case case_;
  std::vector<base::Problem> problems_;
};

}  // namespace

CaseFromJson case_from_json(std::string_view text, std::optional<Date> on_instead) { return CaseReader().read(text, on_instead); }

}  // namespace hutong::policy
