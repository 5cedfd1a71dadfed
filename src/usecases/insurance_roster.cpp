#include "usecases/insurance_roster.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/json_writer.h"
#include "base/messages.h"
#include "documents/document.h"
#include "store/ledger_store.h"
#include "store/payment_store.h"
#include "store/submissions.h"
#include "usecases/context.h"

namespace hutong::usecases {

using base::label;
using values::Category;
using values::Date;
using values::Month;

namespace {

bool is_to_be_insured(Category category) { return category == Category::community_orphan || category == Category::de_facto_unattended; }

// The month of the year from which the coverage holds, if it holds in the year at all.
std::optional<Month> month_in(int year, store::CoverageRecord const& coverage) {
  Month const january = Month::of(year, 1).value(), december = Month::of(year, 12).value();
  bool const is_annulled = coverage.end && coverage.end->end_reason == benefits::EndReason::annulled;
  if (is_annulled || coverage.confirmed_on.month_of() > december || (coverage.end && coverage.end->ended_on.month_of() < january)) return std::nullopt;
  return std::max(january, coverage.confirmed_on.month_of());
}

bool is_insured_in(ledger::Registry const& registry, ledger::PersonId person, int year, Date known_on) {
  Date const january = Date::of(year, 1, 1).value(), next_january = Date::of(year + 1, 1, 1).value();
  auto const spells = registry.spells_of(person, ledger::FactKind::insured, known_on);
  return std::any_of(spells.begin(), spells.end(), [&](ledger::Spell const& spell) { return spell.from && *spell.from < next_january && spell.until && january < *spell.until; });
}

constexpr std::string_view item_of_year = "insurance_gap:";

std::string key_of(int year, store::PersonId child) { return std::string(item_of_year) + std::to_string(year) + ":" + std::to_string(child); }

void keep_work_items(Context& context, InsuranceOutcome const& outcome) {
  store::PaymentStore store(context.db());
  std::string const now = base::to_string(context.now());
  std::set<std::string> still_to_do;
  for (InsuranceLine const& line : outcome.lines) {
    std::string const key = key_of(outcome.year, line.child.id);
    if (line.is_insured) {
      store.close_work_item(key, now, label("work_item_insured"));
      continue;
    }
    still_to_do.insert(key);
    store.open({0, key, store::WorkItemKind::insurance_gap, line.child.id, now,
                label("work_item_insurance_gap", {{"name", line.child.name}, {"year", std::to_string(outcome.year)}, {"category", std::string(values::chinese(line.category))}})});
  }
  for (store::WorkItem const& item : store.open_work_items()) {
    if (item.kind != store::WorkItemKind::insurance_gap) continue;
    int const year = std::stoi(item.key.substr(item_of_year.size()));
    if (year == outcome.year && !still_to_do.contains(item.key)) store.close_work_item(item.key, now, label("work_item_not_to_insure"));
    else if (year < context.today().year()) store.close_work_item(item.key, now, label("work_item_year_over"));
  }
}

// Rows become facts with the next round.
std::vector<std::string> waiting_lists(Context& context) {
  auto const round = store::LedgerStore(context.db()).last_round();
  std::vector<std::string> receipts;
  for (store::Submission const& one : store::Submissions(context.db()).all())
    if (one.report == "insurance.enrolled" && (!round || round->held_at < one.received_at)) receipts.push_back(one.number);
  return receipts;
}

}  // namespace

base::Result<InsuranceOutcome> insurance_roster(Context& context, int year) {
  if (year < 2010 || year > context.today().year() + 1) return base::fail("insurance_year_bad", {{"year", std::to_string(year)}});
  InsuranceOutcome outcome;
  outcome.year = year;
  context.db().transaction([&] {
    store::CoverageStore store(context.db());
    std::map<store::PersonId, InsuranceLine> lines;
    for (store::CoverageRecord const& coverage : store.all_coverages()) {
      auto const month = month_in(year, coverage);
      if (!month || !is_to_be_insured(coverage.category)) continue;
      auto const [at, is_new] = lines.try_emplace(coverage.child, InsuranceLine{{}, coverage.category, *month, false});
      if (!is_new && *month < at->second.since) at->second.since = *month;
    }
    std::vector<store::PersonId> children;
    for (auto const& [child, line] : lines) children.push_back(child);
    auto const registry = store.registry_of(children);
    ledger::PersonId here = 0;
    for (auto& [child, line] : lines) {
      line.child = store.person(child).value();
      line.is_insured = is_insured_in(registry, ++here, year, context.today());
      (line.is_insured ? outcome.insured : outcome.gaps) += 1;
      outcome.lines.push_back(std::move(line));
    }
    std::stable_sort(outcome.lines.begin(), outcome.lines.end(), [](InsuranceLine const& a, InsuranceLine const& b) { return a.child.town < b.child.town; });
    keep_work_items(context, outcome);
    outcome.waiting = waiting_lists(context);
  });
  return outcome;
}

std::string insurance_workbook(Context& context, InsuranceOutcome const& outcome) {
  std::string const district = context.divisions().district_name(), year = std::to_string(outcome.year);
  auto const sheet_of = [&](std::string name, std::string title) {
    documents::Document document;
    document.title = std::move(title);
    document.sheet_name = std::move(name);
    document.made_on = context.today();
    document.heading_lines = {label("insurance_heading", {{"day", context.today().to_chinese()}})};
    document.footer = label("paper_not_to_publish");
    for (auto const& [code, width] : std::vector<std::pair<char const*, double>>{{"roll_number", 5}, {"roll_town", 12}, {"roll_name", 10}, {"roll_id", 20}, {"roll_category", 16}, {"insurance_since", 12}, {"insurance_state", 14}, {"roll_remark", 20}})
      document.columns.push_back({label(code), width});
    return document;
  };
  std::map<Month, documents::Document> sheets;
  for (InsuranceLine const& line : outcome.lines) {
    bool const is_yearly = line.since.month() == 1;
    std::string const title = label(is_yearly ? "insurance_title" : "insurance_title_month", {{"district", district}, {"year", year}, {"month", line.since.to_chinese()}});
    auto const at = sheets.try_emplace(line.since, sheet_of(is_yearly ? label("insurance_sheet") : label("insurance_sheet_month", {{"month", line.since.to_string()}}), title)).first;
    auto& rows = at->second.rows;
    rows.push_back({static_cast<int64_t>(rows.size() + 1), context.divisions().name_of(line.child.town), line.child.name, line.child.id_number ? line.child.id_number->reveal() : "",
                    std::string(values::chinese(line.category)), line.since.to_string(), label(line.is_insured ? "insurance_insured" : "insurance_gap"), std::string()});
  }
  std::vector<documents::Document> all;
  for (auto& [month, document] : sheets) all.push_back(std::move(document));
  if (all.empty()) all.push_back(sheet_of(label("insurance_sheet"), label("insurance_title", {{"district", district}, {"year", year}})));
  return documents::to_xlsx(all);
}

std::string to_json(InsuranceOutcome const& outcome) {
  base::JsonWriter json;
  json.begin_object().member("schema", "hutong.insurance/1").member("year", outcome.year).member("count", outcome.lines.size()).member("insured", outcome.insured).member("gaps", outcome.gaps);
  json.key("children").begin_array();
  for (InsuranceLine const& line : outcome.lines)
    json.begin_object().member("person", static_cast<int64_t>(line.child.id)).member("name", line.child.name).member("town", line.child.town)
        .member("category", values::code_of(line.category)).member("since", line.since.to_string()).member("insured", line.is_insured).end_object();
  json.end_array().key("waiting").begin_array();
  for (std::string const& receipt : outcome.waiting) json.value(receipt);
  json.end_array().end_object();
  return json.text() + "\n";
}

}  // namespace hutong::usecases
