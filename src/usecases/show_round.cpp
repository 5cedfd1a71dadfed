#include "usecases/show_round.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/json_writer.h"
#include "base/messages.h"
#include "base/text.h"
#include "sheets/write.h"
#include "store/ledger_store.h"
#include "usecases/context.h"

namespace hutong::usecases {

using base::label;
using ledger::Proposal;

namespace {

bool comes_before(Proposal const& a, Proposal const& b) { return std::tie(a.kind, a.town, a.key) < std::tie(b.kind, b.town, b.key); }

}  // namespace

base::Result<RoundOutcome> show_round(Context& context, values::Month month) {
  store::LedgerStore store(context.db());
  auto record = store.last_round_of(month);
  if (!record) return base::fail("round_not_run", {{"month", month.to_chinese()}});
  RoundOutcome outcome;
  outcome.month = month;
  outcome.day = record->day;
  outcome.proposals = store.open_after(*record);
  outcome.closed = store.closed_in(*record);
  outcome.settled = store.settled_in(*record);
  outcome.rows_taken = static_cast<size_t>(store.rows_taken_in(month));
  outcome.children_decided = static_cast<size_t>(record->children_decided);
  for (auto& proposal : outcome.proposals) proposal.is_new = proposal.first_month == month;
  std::sort(outcome.proposals.begin(), outcome.proposals.end(), comes_before);
  std::sort(outcome.closed.begin(), outcome.closed.end(), comes_before);
  return outcome;
}

// ---- work lists ----------------------------------------------------------------------------------------------------------

namespace {

struct Column {
  std::string heading;
  double width;
};

std::vector<Column> columns_of(bool is_bureau) {
  std::vector<Column> columns = {{label("worklist_number"), 6},    {label("worklist_kind"), 16},      {label("worklist_new"), 8},  {label("worklist_child"), 12},
                                 {label("worklist_id"), 21},       {label("worklist_birth"), 12},     {label("worklist_due"), 12}, {label("worklist_paragraph"), 90},
                                 {label("worklist_next_step"), 50}};
  if (is_bureau) {
    columns.insert(columns.begin() + 2, {label("worklist_town"), 12});
    columns.push_back({label("worklist_source"), 40});
  } else {
    for (char const* to_fill : {"worklist_found", "worklist_visited_by", "worklist_visited_on"}) columns.push_back({label(to_fill), 14});
  }
  return columns;
}

std::string source_words(Context& context, Proposal const& proposal) {
  std::vector<std::string> words;
  for (auto& source : proposal.sources) {
    if (!source.row) continue;
    std::string title = context.catalogue().find(source.report) ? context.catalogue().title(source.report) : source.report;
    words.push_back(label(source.sheet.empty() ? "tell_source" : "tell_source_sheet", {{"title", title},
                                                                                     {"file", source.file},
                                                                                     {"sheet", source.sheet},
                                                                                     {"row", std::to_string(source.row_number)},
                                                                                     {"receipt", source.receipt}}));
  }
  return base::join(words, "\n");
}

std::string joined(Proposal const& proposal, std::string (*of)(ledger::ProposalChild const&)) {
  std::vector<std::string> words;
  for (auto& child : proposal.children)
    if (auto word = of(child); !word.empty()) words.push_back(std::move(word));
  return base::join(words, "\n");
}

std::string name_in_list(ledger::ProposalChild const& child) { return child.name; }
// The town must be able to find the child: its own children, in full.
std::string id_in_list(ledger::ProposalChild const& child) { return child.id ? child.id->reveal() : ""; }
std::string birth_in_list(ledger::ProposalChild const& child) { return child.birth_date ? child.birth_date->to_string() : ""; }

std::vector<sheets::OutCell> line_of(Context& context, Proposal const& proposal, int number, bool is_bureau) {
  auto text = [](std::string words) { return sheets::OutCell{.text = std::move(words)}; };
  std::vector<sheets::OutCell> line = {{.text = std::to_string(number), .kind = sheets::CellKind::number}, text(label("kind_" + std::string(ledger::code_of(proposal.kind))))};
  if (is_bureau) line.push_back(text(context.divisions().name_of(proposal.town)));
  line.push_back(text(proposal.is_new ? label("worklist_is_new") : proposal.first_month.to_string()));
  line.push_back(text(joined(proposal, name_in_list)));
  line.push_back(text(joined(proposal, id_in_list)));
  line.push_back(text(joined(proposal, birth_in_list)));
  line.push_back(text(proposal.due_on ? proposal.due_on->to_string() : ""));
  line.push_back(text(is_bureau ? proposal.paragraph : proposal.town_paragraph));
  line.push_back(text(proposal.next_step));
  if (is_bureau) line.push_back(text(source_words(context, proposal)));
  return line;
}

std::string work_list(Context& context, RoundOutcome const& outcome, std::string const& office, std::vector<Proposal const*> const& proposals, bool is_bureau) {
  sheets::OutWorkbook workbook;
  auto& sheet = workbook.sheets.emplace_back();
  sheet.name = label("worklist_sheet");
  auto columns = columns_of(is_bureau);
  sheet.rows.push_back({{.text = label("worklist_title", {{"month", outcome.month.to_chinese()}, {"office", office}, {"count", std::to_string(proposals.size())}}), .is_bold = true}});
  auto& heading = sheet.rows.emplace_back();
  for (auto& column : columns) {
    heading.push_back({.text = column.heading, .fill = sheets::Fill::grey, .is_bold = true});
    sheet.column_widths.push_back(column.width);
  }
  sheet.frozen_rows = 2;
  int number = 0;
  for (auto* proposal : proposals) sheet.rows.push_back(line_of(context, *proposal, ++number, is_bureau));
  return sheets::write_xlsx(workbook);
}

}  // namespace

std::vector<WorkList> work_lists(Context& context, RoundOutcome const& outcome) {
  std::vector<WorkList> lists;
  std::vector<Proposal const*> all;
  std::map<std::string, std::vector<Proposal const*>> by_town;
  for (auto& proposal : outcome.proposals) {
    all.push_back(&proposal);
    if (!proposal.town.empty() && !proposal.town_paragraph.empty()) by_town[proposal.town].push_back(&proposal);
  }
  std::string bureau = label("worklist_bureau");
  lists.push_back({outcome.month.to_string() + "-" + bureau + ".xlsx", work_list(context, outcome, bureau, all, true)});
  for (auto& [town, proposals] : by_town) {
    std::string name = context.divisions().name_of(town);
    if (name.empty()) name = town;
    lists.push_back({outcome.month.to_string() + "-" + name + ".xlsx", work_list(context, outcome, name, proposals, false)});
  }
  return lists;
}

// ---- hutong.round/1 ------------------------------------------------------------------------------------------------------

namespace {

void write_proposal(Proposal const& proposal, base::JsonWriter& json) {
  json.begin_object()
      .member("key", proposal.key)
      .member("kind", ledger::code_of(proposal.kind))
      .member("is_new", proposal.is_new)
      .member("first_month", proposal.first_month.to_string())
      .member("town", proposal.town)
      .member("to", values::code_of(proposal.to));
  json.key("children").begin_array();
  for (auto& child : proposal.children) {
    json.begin_object().member("name", child.name).key("id");
    child.id ? json.value(child.id->reveal()) : json.null();
    json.key("birth_date");
    child.birth_date ? json.value(child.birth_date->to_string()) : json.null();
    json.end_object();
  }
  json.end_array().key("category");
  proposal.category ? json.value(values::code_of(*proposal.category)) : json.null();
  json.key("subtype");
  proposal.subtype.empty() ? json.null() : json.value(proposal.subtype);
  json.key("since");
  proposal.since ? json.value(proposal.since->to_string()) : json.null();
  json.key("due_on");
  proposal.due_on ? json.value(proposal.due_on->to_string()) : json.null();
  json.member("paragraph", proposal.paragraph).member("town_paragraph", proposal.town_paragraph).member("next_step", proposal.next_step);
  json.key("sources").begin_array();
  for (auto& source : proposal.sources)
    json.begin_object()
        .member("receipt", source.receipt)
        .member("report", source.report)
        .member("file", source.file)
        .member("sheet", source.sheet)
        .member("row", source.row_number)
        .end_object();
  json.end_array().member("rules_version", proposal.rules_version).end_object();
}

}  // namespace

std::string to_json(RoundOutcome const& outcome) {
  std::map<std::string, std::pair<int, int>> counts;  // all, new
  for (auto& proposal : outcome.proposals) {
    auto& count = counts[std::string(ledger::code_of(proposal.kind))];
    ++count.first;
    count.second += proposal.is_new;
  }
  base::JsonWriter json;
  json.begin_object().member("schema", "hutong.round/1").member("month", outcome.month.to_string()).member("day", outcome.day.to_string());
  json.key("counts").begin_object();
  for (auto kind : ledger::all_proposal_kinds()) json.member(ledger::code_of(kind), counts[std::string(ledger::code_of(kind))].first);
  json.end_object().key("new_counts").begin_object();
  for (auto kind : ledger::all_proposal_kinds()) json.member(ledger::code_of(kind), counts[std::string(ledger::code_of(kind))].second);
  json.end_object().member("rows_taken", outcome.rows_taken).member("children_decided", outcome.children_decided);
  json.key("proposals").begin_array();
  for (auto& proposal : outcome.proposals) write_proposal(proposal, json);
  json.end_array().key("closed").begin_array();
  for (auto& proposal : outcome.closed) write_proposal(proposal, json);
  json.end_array().key("settled").begin_array();
  for (auto& settled : outcome.settled) json.begin_object().member("key", settled.proposal_key).member("paragraph", settled.paragraph).end_object();
  json.end_array().end_object();
  return json.text() + "\n";
}

}  // namespace hutong::usecases
