#include "payments/papers.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/check.h"
#include "base/messages.h"
#include "base/text.h"

namespace hutong::payments {

using base::label;
using documents::Align;
using documents::Document;
using values::Category;
using values::Money;

namespace {

Document paper(Layout const& layout, PaymentList const& list, std::string_view title_code, std::string_view sheet_code) {
  for (Entry const& entry : list.entries)
    for (Line const& line : entry.lines) CHECK(line.category != Category::hiv_affected);  // POLICY 3.9: a compartment of its own
  Document document;
  document.title = label(title_code, {{"district", list.district_name}, {"month", list.month.to_chinese()}});
  document.sheet_name = label(sheet_code);
  document.heading_lines = {label("paper_heading", {{"number", list.number}, {"day", list.made_on.to_chinese()}})};
  document.footer = list.number;
  document.made_on = list.made_on;
  document.signatures = layout.signatures;
  for (std::string& signature : document.signatures) signature += ":";
  return document;
}

void close_with_total(Document& document, PaymentList const& list) {
  Money const total = list.total();
  document.closing_lines.push_back(label("paper_total", {{"count", std::to_string(list.entries.size())}, {"total", total.to_string()}, {"capitals", total.in_capitals().value()}}));
}

struct SameMonths {  // months in a row, with the same amount each
  values::Month first, last;
  Money amount;
};

std::vector<SameMonths> months_of(Entry const& entry, LineKind kind) {
  std::vector<SameMonths> months;
  for (Line const& line : entry.lines) {
    if (line.kind != kind) continue;
    if (!months.empty() && months.back().last.plus(1) == line.month && months.back().amount == line.amount) months.back().last = line.month;
    else months.push_back({line.month, line.month, line.amount});
  }
  return months;
}

// 补发2024-01至2024-03月每月 138.00、2024-04月 92.00. More than a clerk could read in a cell is told as a whole: the sum stands beside it, and the months
// in the list itself.
std::string months_words(Entry const& entry, LineKind kind, std::string_view code) {
  constexpr size_t told_one_by_one_max = 3;
  std::vector<SameMonths> const months = months_of(entry, kind);
  if (months.empty()) return "";
  if (months.size() > told_one_by_one_max) {
    auto const count = std::count_if(entry.lines.begin(), entry.lines.end(), [&](Line const& line) { return line.kind == kind; });
    return label(code, {{"months", label("paper_arrears_long", {{"first", months.front().first.to_string()}, {"last", months.back().last.to_string()}, {"count", std::to_string(count)}})}});
  }
  std::vector<std::string> words;
  for (SameMonths const& one : months)
    words.push_back(one.first == one.last ? label("paper_arrears_month", {{"month", one.first.to_string()}, {"amount", one.amount.to_string()}})
                                          : label("paper_arrears_months", {{"first", one.first.to_string()}, {"last", one.last.to_string()}, {"amount", one.amount.to_string()}}));
  return label(code, {{"months", base::join(words, "、")}});
}

std::string remark(Entry const& entry) {
  std::string const arrears = months_words(entry, LineKind::arrears, "paper_arrears"), deducted = months_words(entry, LineKind::recovery, "paper_deducted");
  return arrears.empty() || deducted.empty() ? arrears + deducted : arrears + ";" + deducted;
}

// A column of its own only in the months in which something is deducted.
bool has_deductions(PaymentList const& list) { return list.total_of(LineKind::recovery) != Money(); }
void add_deducted(bool has_column, std::vector<documents::Cell>& row, Money deducted) {
  if (has_column) row.push_back(deducted);
}

std::string town_name(values::Divisions const& divisions, std::string const& town) {
  std::string const name = divisions.name_of(town);
  return !name.empty() ? name : town.empty() ? label("paper_no_town") : town;
}

}  // namespace

Document roll(Layout const& layout, PaymentList const& list, values::Divisions const& divisions) {
  Document document = paper(layout, list, "roll_title", "roll_sheet");
  document.columns = {{label("roll_number"), 4.5},
                      {label("roll_town"), 9},
                      {label("roll_name"), 8.5},
                      {label("roll_id"), 18.5},
                      {label("roll_category"), 14},
                      {label("roll_standard"), 9, Align::right},
                      {label("roll_offset"), 8, Align::right},
                      {label("roll_this_month"), 10, Align::right, true},
                      {label("roll_arrears"), 10, Align::right, true}};
  bool const has_deducted = has_deductions(list);
  if (has_deducted) document.columns.push_back({label("roll_deducted"), 10, Align::right, true});
  for (documents::Column& column : std::vector<documents::Column>{{label("roll_amount"), 11, Align::right, true},
                                                                  {label("roll_payee"), 13},
                                                                  {label("roll_bank"), 14},
                                                                  {label("roll_account"), 19},
                                                                  {label("roll_remark"), 22, Align::left}})
    document.columns.push_back(std::move(column));
  for (Entry const& entry : list.entries) {
    Line const& last = entry.last_paid();
    std::string const payee = entry.relation.empty() ? entry.payee_name : label("roll_payee_relation", {{"name", entry.payee_name}, {"relation", entry.relation}});
    std::vector<documents::Cell> row = {static_cast<int64_t>(entry.number), town_name(divisions, entry.town), entry.name, entry.id ? entry.id->reveal() : "",
                                        std::string(values::chinese(entry.category())), last.standard, last.offset, entry.amount_of(LineKind::normal),
                                        entry.amount_of(LineKind::arrears)};
    add_deducted(has_deducted, row, entry.amount_of(LineKind::recovery));
    for (documents::Cell const& cell : std::vector<documents::Cell>{entry.amount(), payee, entry.account.bank_name, entry.account.number, remark(entry)}) row.push_back(cell);
    document.rows.push_back(std::move(row));
  }
  close_with_total(document, list);
  return document;
}

namespace {

constexpr Category general_categories[] = {Category::community_orphan, Category::de_facto_unattended, Category::priority_hardship};

struct Sums {
  std::set<uint32_t> children;
  std::map<Category, std::set<uint32_t>> by_category;
  Money this_month, arrears, deducted;
  Money together() const { return this_month + arrears - deducted; }
};

void add(Sums& sums, Entry const& entry) {
  sums.children.insert(entry.child);
  sums.by_category[entry.category()].insert(entry.child);
  sums.this_month = sums.this_month + entry.amount_of(LineKind::normal);
  sums.arrears = sums.arrears + entry.amount_of(LineKind::arrears);
  sums.deducted = sums.deducted + entry.amount_of(LineKind::recovery);
}

int64_t count_of(Sums const& sums, Category category) {
  auto const found = sums.by_category.find(category);
  return found == sums.by_category.end() ? 0 : static_cast<int64_t>(found->second.size());
}

}  // namespace

Document town_summary(Layout const& layout, PaymentList const& list, values::Divisions const& divisions) {
  Document document = paper(layout, list, "town_title", "town_sheet");
  document.heading_lines.push_back(label("paper_not_to_publish"));
  document.columns = {{label("roll_town"), 16}, {label("town_children"), 10, Align::center, true}};
  for (Category category : general_categories) document.columns.push_back({std::string(values::chinese(category)), 14, Align::center, true});
  document.columns.push_back({label("roll_this_month"), 16, Align::right, true});
  document.columns.push_back({label("roll_arrears"), 16, Align::right, true});
  bool const has_deducted = has_deductions(list);
  if (has_deducted) document.columns.push_back({label("roll_deducted"), 16, Align::right, true});
  document.columns.push_back({label("paper_sum"), 16, Align::right, true});
  std::map<std::string, Sums> towns;
  for (Entry const& entry : list.entries) add(towns[entry.town], entry);
  for (auto const& [town, sums] : towns) {
    std::vector<documents::Cell> row = {town_name(divisions, town), static_cast<int64_t>(sums.children.size())};
    for (Category category : general_categories) row.push_back(count_of(sums, category));
    row.push_back(sums.this_month);
    row.push_back(sums.arrears);
    add_deducted(has_deducted, row, sums.deducted);
    row.push_back(sums.together());
    document.rows.push_back(std::move(row));
  }
  close_with_total(document, list);
  return document;
}

namespace {

// Shares in whole fen that add up to the sum.
std::vector<Money> shared(Money sum, std::vector<FundingSource> const& sources) {
  std::vector<Money> shares;
  Money rest = sum;
  for (FundingSource const& source : sources) {
    shares.push_back(Money::fen(sum.in_fen() * source.share / 100));
    rest = rest - shares.back();
  }
  shares.front() = shares.front() + rest;
  return shares;
}

}  // namespace

Document funding_summary(Layout const& layout, PaymentList const& list) {
  Document document = paper(layout, list, "funding_title", "funding_sheet");
  document.heading_lines.push_back(label("funding_subject", {{"subject", layout.budget_subject}}));
  document.columns = {{label("roll_category"), 20}, {label("funding_source"), 20},       {label("funding_share"), 10},
                      {label("roll_this_month"), 16, Align::right, true}, {label("roll_arrears"), 16, Align::right, true}};
  bool const has_deducted = has_deductions(list);
  if (has_deducted) document.columns.push_back({label("roll_deducted"), 16, Align::right, true});
  document.columns.push_back({label("paper_sum"), 16, Align::right, true});
  // A line belongs to the category it was paid in: a child may have arrears, and give back, from another one.
  std::map<Category, Sums> sums;
  for (Entry const& entry : list.entries)
    for (Line const& line : entry.lines) {
      Sums& of = sums[line.category];
      Money& sum = line.kind == LineKind::normal ? of.this_month : line.kind == LineKind::recovery ? of.deducted : of.arrears;
      sum = sum + line.amount;
    }
  for (Category category : general_categories) {
    auto const& sources = layout.funding.at(category);
    auto const this_month = shared(sums[category].this_month, sources), arrears = shared(sums[category].arrears, sources), deducted = shared(sums[category].deducted, sources);
    for (size_t i = 0; i < sources.size(); ++i) {
      std::vector<documents::Cell> row = {std::string(values::chinese(category)), sources[i].name, std::to_string(sources[i].share) + "%", this_month[i], arrears[i]};
      add_deducted(has_deducted, row, deducted[i]);
      row.push_back(this_month[i] + arrears[i] - deducted[i]);
      document.rows.push_back(std::move(row));
    }
  }
  close_with_total(document, list);
  return document;
}

}  // namespace hutong::payments
