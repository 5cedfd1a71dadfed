// From pages to numbers. Every "money." section is one rule with a table; each row says something about one or more keys (a category, a
// reason, a kind of offset). For every key the rows must follow one another in time without gap or overlap, like policy's rules. Standards
// alone have two times: a notice is announced months after the day from which it counts, so for them a later announcement overrides.
#include "benefits/money_rules.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <tuple>

#include "base/check.h"
#include "base/messages.h"
#include "base/text.h"
#include "benefits/internal/money_data.h"
#include "policy/page.h"

namespace hutong::benefits {

using policy::Complaint;
using policy::Section;
using policy::TableRow;
using policy::Words;
using values::Category;
using values::Date;
using values::Money;
using values::Month;

namespace {

using namespace internal;
using Data = MoneyRules::Data;

struct Columns {
  std::set<std::string> needed, allowed;
};
std::map<std::string, Columns> const& shapes() {
  static std::map<std::string, Columns> const all{
      {"money.standard", {{"place", "category", "amount"}, {"residence", "announced", "due", "note"}}},
      {"money.reference", {{"place", "item", "amount"}, {"residence", "announced", "note"}}},
      {"money.start", {{"category", "first"}, {"note"}}},
      {"money.end", {{"reason", "last"}, {"note"}}},
      {"money.offset", {{"category", "offset", "effect"}, {"note"}}},
      {"money.backpay", {{"key", "compare", "value"}, {"note"}}},
      {"money.check", {{"key", "compare", "value"}, {"note"}}},
      {"money.deduction", {{"key", "compare", "value"}, {"note"}}},
      {"money.offset_check", {{"key", "compare", "value"}, {"note"}}},
      {"money.coverage", {{}, {}}},
  };
  return all;
}

class Compiler {
 public:
  void add(policy::Page page) {
    complaints_.insert(complaints_.end(), page.complaints.begin(), page.complaints.end());
    for (Section& section : page.sections)
      if (policy::is_about_money(section) || section.rule == "precedence.one_category") sections_.push_back(std::move(section));
  }

  base::Result<std::shared_ptr<Data const>> compile() {
    for (Section const& section : sections_) understand(section);
    for (auto& [key, marks] : marks_) follow_each_other(key, marks);
    everything_is_there();
    standards_are_told_once();
    // In order of file and line; what is missing altogether stands in no file and comes last.
    std::stable_sort(complaints_.begin(), complaints_.end(),
                     [](Complaint const& a, Complaint const& b) { return std::tie(a.file, a.line) < std::tie(b.file, b.line); });
    complaints_.insert(complaints_.end(), missing_.begin(), missing_.end());
    if (!complaints_.empty()) return policy::refusal(complaints_);
    sort_chains();
    return std::make_shared<Data const>(std::move(data_));
  }

 private:
  struct Mark {  // where one key is spoken of
    Section const* section;
    int line;
  };

  void complain(Section const& section, int line, std::string why, std::string what = "") {
    complaints_.push_back({section.file, line, std::move(why), std::move(what)});
  }

  // ---- sections ----

  void understand(Section const& section) {
    if (!section.from) return;  // complained about by the page
    if (section.until && *section.until <= *section.from) return complain(section, section.in_force_line, "rules_why_ends_before", section.rule);
    if (section.rule == "precedence.one_category") return understand_precedence(section);
    auto shape = shapes().find(section.rule);
    if (shape == shapes().end()) return complain(section, section.line, "rules_why_unknown_rule", section.rule);
    if (!columns_fit(section, shape->second)) return;
    auto const index = static_cast<RuleIndex>(data_.rules.size());
    data_.rules.push_back({section.rule, section.citation, *section.from, section.until, section.sense, section.doubt});
    if (section.rule == "money.coverage") {
      mark("money.coverage", section, section.line);
      data_.coverage = index;
    }
    if (!shape->second.needed.empty() && section.rows.empty()) complain(section, section.line, "rules_why_no_table", section.rule);
    for (TableRow const& row : section.rows) understand_row(section, row, index);
  }

  bool columns_fit(Section const& section, Columns const& columns) {
    bool fit = true;
    std::set<std::string> seen;
    for (std::string const& column : section.columns) {
      bool known = (columns.needed.contains(column) || columns.allowed.contains(column)) && seen.insert(column).second;
      if (!known) complain(section, section.line, "rules_why_unknown_column", column);
      fit = fit && known;
    }
    for (std::string const& column : columns.needed) {
      if (seen.contains(column)) continue;
      complain(section, section.line, "rules_why_no_column", column);
      fit = false;
    }
    return fit;
  }

  void understand_row(Section const& section, TableRow const& row, RuleIndex index) {
    if (section.rule == "money.standard") return understand_standard(section, row, index);
    if (section.rule == "money.reference") return understand_reference(section, row);
    if (section.rule == "money.start") return understand_start(section, row, index);
    if (section.rule == "money.end") return understand_end(section, row, index);
    if (section.rule == "money.offset") return understand_offset(section, row, index);
    understand_setting(section, row);
  }

  // Policy's own rule; it refuses what is wrong there. The newest order counts for all months: a month of long ago changes its category no more.
  void understand_precedence(Section const& section) {
    if (precedence_from_ && *section.from < *precedence_from_) return;
    precedence_from_ = section.from;
    for (TableRow const& row : section.rows) {
      int rank = 0;
      for (std::string const& word : cell_of(section, row, "value"))
        if (auto category = values::category_from(word)) data_.rank[static_cast<size_t>(*category)] = rank++;
    }
  }

  void understand_standard(Section const& section, TableRow const& row, RuleIndex index) {
    Standard one;
    one.rule = index;
    auto place = place_in(section, row);
    auto from = month_in(section, row);
    auto monthly = amount_in(section, row);
    auto residence = residence_in(section, row);
    auto announced = date_in(section, row, "announced");
    one.back_pay_due_on = date_in(section, row, "due");
    auto categories = words_in<Category>(section, row, "category", values::category_from);
    if (!place || !from || !monthly || !residence) return;
    one.place = *place;
    one.from = *from;
    one.monthly = *monthly;
    one.residence = *residence;
    one.announced_on = announced.value_or(*section.from);
    for (Category category : categories) {
      one.category = category;
      data_.standards.push_back(one);
      standard_marks_.push_back({&section, row.line});
    }
  }

  void understand_reference(Section const& section, TableRow const& row) {
    auto place = place_in(section, row);
    auto from = month_in(section, row);
    auto monthly = amount_in(section, row);
    auto residence = residence_in(section, row);
    std::string item = one_word(section, row, "item");
    if (item != "dibao" && item != "institution_orphan") return complain(section, row.line, "rules_why_bad_value", item);
    if (place && from && monthly && residence)
      data_.references.push_back({*place, *residence, item == "dibao" ? Item::dibao : Item::institution_orphan, *from, *monthly});
  }

  void understand_start(Section const& section, TableRow const& row, RuleIndex index) {
    std::string first = one_word(section, row, "first");
    if (first != "next" && first != "same") return complain(section, row.line, "rules_why_bad_value", first);
    for (Category category : words_in<Category>(section, row, "category", values::category_from)) {
      mark("money.start " + std::string(values::code_of(category)), section, row.line);
      data_.starts[static_cast<size_t>(category)].push_back(
          {*section.from, section.until, {first == "next" ? FirstMonth::next : FirstMonth::same, index}});
    }
  }

  void understand_end(Section const& section, TableRow const& row, RuleIndex index) {
    std::string word = one_word(section, row, "last");
    LastMonth last = word == "same" ? LastMonth::same : word == "previous" ? LastMonth::previous : LastMonth::never;
    if (last == LastMonth::never && word != "never") return complain(section, row.line, "rules_why_bad_value", word);
    for (EndReason reason : words_in<EndReason>(section, row, "reason", end_reason_from)) {
      mark("money.end " + std::string(code_of(reason)), section, row.line);
      data_.ends[reason].push_back({*section.from, section.until, {last, index}});
    }
  }

  void understand_offset(Section const& section, TableRow const& row, RuleIndex index) {
    std::string effect = one_word(section, row, "effect");
    if (effect != "deducted" && effect != "ignored") return complain(section, row.line, "rules_why_bad_value", effect);
    for (Category category : words_in<Category>(section, row, "category", values::category_from))
      for (OffsetKind kind : words_in<OffsetKind>(section, row, "offset", offset_kind_from)) {
        mark("money.offset " + std::string(values::code_of(category)) + " " + std::string(code_of(kind)), section, row.line);
        data_.offsets[static_cast<size_t>(category)][static_cast<size_t>(kind)].push_back(
            {*section.from, section.until, {effect == "deducted", index}});
      }
  }

  void understand_setting(Section const& section, TableRow const& row) {
    std::string key = one_word(section, row, "key"), value = one_word(section, row, "value");
    if (one_word(section, row, "compare") != "=") return complain(section, row.line, "rules_why_bad_compare", one_word(section, row, "compare"));
    mark(section.rule + " " + key, section, row.line);
    auto number = Money::parse(value);  // 2.5 → 250 hundredths
    if (!number || number->in_fen() < 0 || number->in_fen() > 100'000) return complain(section, row.line, "rules_why_bad_value", value);
    int64_t const hundredths = number->in_fen();
    auto whole = [&](auto&& take) {
      if (hundredths % 100 != 0) return complain(section, row.line, "rules_why_bad_value", value);
      take(hundredths / 100);
    };
    if (section.rule == "money.backpay") {
      if (key != "months") return complain(section, row.line, "rules_why_unknown_key", key);
      return whole([&](int64_t months) { data_.back_pay_months.push_back({*section.from, section.until, static_cast<int>(months)}); });
    }
    if (section.rule == "money.deduction") {
      if (key != "share_percent_max") return complain(section, row.line, "rules_why_unknown_key", key);
      return whole([&](int64_t percent) {
        if (percent >= 100) return complain(section, row.line, "rules_why_bad_value", value);
        data_.deduction_percents.push_back({*section.from, section.until, percent});
      });
    }
    if (section.rule == "money.offset_check") {
      if (key != "monthly_min") return complain(section, row.line, "rules_why_unknown_key", key);
      data_.offset_minima.push_back({*section.from, section.until, *number});
      return;
    }
    if (data_.checks.empty() || data_.checks.back().from != *section.from) data_.checks.push_back({*section.from, section.until, {}});
    Checks& checks = data_.checks.back().value;
    if (key == "scattered_times") checks.scattered_percent = hundredths;
    else if (key == "institution_times") checks.institution_percent = hundredths;
    else if (key == "rise_percent_max") whole([&](int64_t percent) { checks.rise_percent_max = percent; });
    else complain(section, row.line, "rules_why_unknown_key", key);
  }

  // ---- cells ----

  std::string one_word(Section const& section, TableRow const& row, std::string_view column) {
    Words const& words = cell_of(section, row, column);
    if (words.size() > 1) complain(section, row.line, "rules_why_one_word", base::join(words, " "));
    return words.empty() ? "" : words.front();
  }

  template <class E, class F>
  std::vector<E> words_in(Section const& section, TableRow const& row, std::string_view column, F&& from) {
    std::vector<E> read;
    for (std::string const& word : cell_of(section, row, column)) {
      if (auto one = from(word)) read.push_back(*one);
      else complain(section, row.line, "rules_why_bad_value", word);
    }
    if (cell_of(section, row, column).empty()) complain(section, row.line, "rules_why_bad_value", std::string(column));
    return read;
  }

  std::optional<std::string> place_in(Section const& section, TableRow const& row) {
    std::string word = one_word(section, row, "place");
    if (word.size() == 6 && word.find_first_not_of("0123456789") == std::string::npos) return word;
    complain(section, row.line, "rules_why_bad_value", word);
    return std::nullopt;
  }

  // Amounts count by the month: a rule about them begins with one.
  std::optional<Month> month_in(Section const& section, TableRow const& row) {
    if (section.from->day() == 1) return section.from->month_of();
    complain(section, row.line, "rules_why_not_first_of_month", section.from->to_string());
    return std::nullopt;
  }

  std::optional<Money> amount_in(Section const& section, TableRow const& row) {
    std::string word = one_word(section, row, "amount");
    auto amount = Money::parse(word);
    if (amount && Money() < *amount) return *amount;
    complain(section, row.line, "rules_why_bad_value", word);
    return std::nullopt;
  }

  // Outer absent: refused; inner absent: both.
  std::optional<std::optional<Residence>> residence_in(Section const& section, TableRow const& row) {
    std::string word = one_word(section, row, "residence");
    if (word.empty()) return std::optional<Residence>();
    if (auto residence = residence_from(word)) return residence;
    complain(section, row.line, "rules_why_bad_value", word);
    return std::nullopt;
  }

  std::optional<Date> date_in(Section const& section, TableRow const& row, std::string_view column) {
    std::string word = one_word(section, row, column);
    if (word.empty()) return std::nullopt;
    if (auto day = Date::from_iso(word)) return *day;
    complain(section, row.line, "rules_why_bad_date", word);
    return std::nullopt;
  }

  // ---- what is said about one key over time ----

  void mark(std::string const& key, Section const& section, int line) { marks_[key].push_back({&section, line}); }

  void follow_each_other(std::string const& key, std::vector<Mark>& marks) {
    std::stable_sort(marks.begin(), marks.end(), [](Mark const& a, Mark const& b) { return *a.section->from < *b.section->from; });
    for (size_t i = 1; i < marks.size(); ++i) {
      auto const& before = marks[i - 1].section->until;
      Date from = *marks[i].section->from;
      if (!before || from < *before) complain(*marks[i].section, marks[i].line, "rules_why_overlap", key);
      else if (*before < from) complain(*marks[i].section, marks[i].line, "rules_why_gap", key);
    }
    if (marks.back().section->until) complain(*marks.back().section, marks.back().line, "rules_why_gap", key);
  }

  void everything_is_there() {
    needed("money.coverage");
    needed("money.backpay months");
    for (char const* key : {"scattered_times", "institution_times", "rise_percent_max"}) needed("money.check " + std::string(key));
    for (EndReason reason : all_end_reasons()) needed("money.end " + std::string(code_of(reason)));
    for (size_t i = 0; i < category_count; ++i) {
      std::string category(values::code_of(static_cast<Category>(i)));
      needed("money.start " + category);
      for (size_t k = 0; k < offset_kind_count; ++k) needed("money.offset " + category + " " + std::string(code_of(static_cast<OffsetKind>(k))));
    }
    if (data_.standards.empty()) missing_.push_back({"rules", 0, "rules_why_missing_rule", "money.standard"});
  }

  void needed(std::string const& key) {
    if (!marks_.contains(key)) missing_.push_back({"rules", 0, "rules_why_missing_rule", key});
  }

  // A standard that ends must be followed; the same month twice is one announcement too many, unless the second corrects the first.
  void standards_are_told_once() {
    auto key_of = [](Standard const& one) { return std::tie(one.place, one.residence, one.category); };
    for (size_t i = 0; i < data_.standards.size(); ++i) {
      Standard const& one = data_.standards[i];
      Mark const& here = standard_marks_[i];
      auto until = here.section->until;
      bool is_followed = !until;
      for (size_t k = 0; k < data_.standards.size(); ++k) {
        Standard const& other = data_.standards[k];
        if (i == k || key_of(one) != key_of(other)) continue;
        is_followed = is_followed || other.from == until->month_of();
        if (k < i && one.from == other.from && one.announced_on == other.announced_on)
          complain(*here.section, here.line, "rules_why_overlap", std::string(values::code_of(one.category)));
      }
      if (!is_followed) complain(*here.section, here.line, "rules_why_gap", std::string(values::code_of(one.category)));
    }
  }

  void sort_chains() {
    auto sort = [](auto& chain) { std::stable_sort(chain.begin(), chain.end(), [](auto const& a, auto const& b) { return a.from < b.from; }); };
    for (auto& chain : data_.starts) sort(chain);
    for (auto& [reason, chain] : data_.ends) sort(chain);
    for (auto& of_category : data_.offsets)
      for (auto& chain : of_category) sort(chain);
    sort(data_.back_pay_months);
    sort(data_.deduction_percents);
    sort(data_.checks);
    std::stable_sort(data_.standards.begin(), data_.standards.end(), [](Standard const& a, Standard const& b) {
      return std::tie(a.place, a.residence, a.category, a.from, a.announced_on) < std::tie(b.place, b.residence, b.category, b.from, b.announced_on);
    });
  }

  std::vector<Section> sections_;
  std::vector<Complaint> complaints_;
  std::vector<Complaint> missing_;
  std::map<std::string, std::vector<Mark>> marks_;
  std::vector<Mark> standard_marks_;  // beside data_.standards
  std::optional<Date> precedence_from_;
  Data data_;
};

// 370114 → {370000, 370100, 370114}: from the general to the particular.
std::vector<std::string> places_above(std::string_view place) {
  std::string code(place.substr(0, 6));
  std::vector<std::string> chain;
  if (code.size() < 6) return chain;
  for (std::string const& one : {code.substr(0, 2) + "0000", code.substr(0, 4) + "00", code})
    if (chain.empty() || chain.back() != one) chain.push_back(one);
  return chain;
}

// The particular replaces the general from its own first month on.
void lay_over(std::vector<StandardTable::Step>& under, std::vector<StandardTable::Step> const& over) {
  if (over.empty()) return;
  std::erase_if(under, [&](StandardTable::Step const& one) { return over.front().from <= one.from; });
  under.insert(under.end(), over.begin(), over.end());
}

}  // namespace

base::Result<MoneyRules> MoneyRules::from_files(std::vector<base::Resource> const& files) {
  Compiler compiler;
  for (base::Resource const& file : files)
    if (!base::ends_with(file.name, "README.md")) compiler.add(policy::read_page(file.name, file.text));
  TRY(auto data, compiler.compile());
  MoneyRules rules;
  rules.data_ = std::move(data);
  return rules;
}

MoneyRule const& MoneyRules::rule(RuleIndex index) const {
  CHECK(index < data_->rules.size());
  return data_->rules[index];
}

std::vector<MoneyRule> MoneyRules::rules_on(Date day) const {
  std::vector<MoneyRule> found;
  for (MoneyRule const& one : data_->rules)
    if (one.in_force_from <= day && (!one.in_force_until || day < *one.in_force_until)) found.push_back(one);
  return found;
}

StandardTable MoneyRules::table_for(std::string_view place, Residence residence, std::optional<Date> known_on, std::vector<WhatIf> const& what_if) const {
  StandardTable table;
  for (size_t c = 0; c < category_count; ++c)
    for (std::string const& where : places_above(place))
      for (std::optional<Residence> whose : {std::optional<Residence>(), std::optional(residence)}) {
        std::vector<StandardTable::Step> own;
        for (Standard const& one : data_->standards) {  // in order of month, then of announcement: the last word counts
          if (one.place != where || one.residence != whose || static_cast<size_t>(one.category) != c || (known_on && *known_on < one.announced_on)) continue;
          if (!own.empty() && own.back().from == one.from) own.pop_back();
          own.push_back({one.from, one.monthly, one.announced_on, one.back_pay_due_on, one.rule, !data_->rules[one.rule].doubt.empty()});
        }
        lay_over(table.steps_[c], own);
      }
  for (WhatIf const& one : what_if) {
    auto const* orphans = table.step_in(Category::community_orphan, one.from);
    Money const raise = orphans ? one.monthly - orphans->monthly : Money();
    for (size_t c = 0; c < category_count; ++c) {
      auto category = static_cast<Category>(c);
      if (one.category && *one.category != category) continue;
      auto const* now = table.step_in(category, one.from);
      if (!now) continue;
      StandardTable::Step step = *now;
      bool moves_along = !one.category && category == Category::priority_hardship;
      step.from = one.from;
      step.monthly = moves_along ? now->monthly + raise : one.monthly;
      step.provisional = true;
      lay_over(table.steps_[c], {step});
    }
  }
  return table;
}

bool MoneyRules::knows_place(std::string_view place) const {
  auto above = places_above(place);
  return std::any_of(data_->standards.begin(), data_->standards.end(),
                     [&](Standard const& one) { return std::find(above.begin(), above.end(), one.place) != above.end(); });
}

std::vector<Standard> const& MoneyRules::standards() const { return data_->standards; }

std::vector<Standard> MoneyRules::standards_in(Month month) const {
  std::vector<Standard> found;
  auto same_key = [](Standard const& a, Standard const& b) { return a.place == b.place && a.residence == b.residence && a.category == b.category; };
  for (Standard const& one : data_->standards) {
    if (month < one.from) continue;
    if (!found.empty() && same_key(found.back(), one)) found.pop_back();
    found.push_back(one);
  }
  return found;
}

StartRule MoneyRules::start_rule(Category category, Date confirmed_on) const { return at(data_->starts[static_cast<size_t>(category)], confirmed_on); }
EndRule MoneyRules::end_rule(EndReason reason, Date ended_on) const { return at(data_->ends.at(reason), ended_on); }
OffsetRule MoneyRules::offset_rule(Category category, OffsetKind kind, Month month) const {
  return at(data_->offsets[static_cast<size_t>(category)][static_cast<size_t>(kind)], month.first_day());
}
Money MoneyRules::offset_min(Month month) const { return data_->offset_minima.empty() ? Money() : at(data_->offset_minima, month.first_day()); }

std::optional<int64_t> MoneyRules::deduction_percent_max(Month month) const {
  if (data_->deduction_percents.empty()) return std::nullopt;
  return at(data_->deduction_percents, month.first_day());
}
RuleIndex MoneyRules::coverage_rule() const { return data_->coverage; }
int MoneyRules::rank_of(Category category) const { return data_->rank[static_cast<size_t>(category)]; }

Date MoneyRules::back_pay_due_on(StandardTable::Step const& step) const {
  return step.back_pay_due_on ? *step.back_pay_due_on : values::months_after(step.announced_on, at(data_->back_pay_months, step.announced_on));
}

base::Result<WhatIf> what_if_from(std::string_view text) {
  auto bad = [&] { return base::fail("bad_what_if", {{"text", std::string(text)}}); };
  size_t equals = text.find('=');
  if (equals == std::string_view::npos) return bad();
  std::string_view left = text.substr(0, equals);
  size_t colon = left.find(':');
  auto month = Month::from_iso(left.substr(0, colon));
  auto monthly = Money::parse(text.substr(equals + 1));
  WhatIf read;
  if (colon != std::string_view::npos) {
    read.category = values::category_from(left.substr(colon + 1));
    if (!read.category || *read.category == values::Category::hiv_affected) return bad();  // a compartment of its own: no roster has it
  }
  if (!month || !monthly || *monthly < Money()) return bad();
  read.from = *month;
  read.monthly = *monthly;
  return read;
}

}  // namespace hutong::benefits
