#include "intake/internal/columns.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "base/text.h"
#include "intake/internal/content.h"
#include "intake/internal/corrected.h"

namespace hutong::intake {
namespace {

// How sure the owner is; smaller is surer, and the surer column gets the field.
enum class Basis : uint8_t { label, group, before, report };

struct Claim {
  size_t column = 0;       // index into HeaderColumns
  size_t next_meaning = 0; // the next one to try when this is lost
  FieldId field = kNone;
  Owner owner = Owner::none;
  Basis basis = Basis::report;
  int priority = 0;
  bool is_hidden = false;
  bool is_estimated = false;
  bool is_ending = false;
  std::string_view why;

  // Hidden columns hold old data (LISTS 4.3 12): a visible one always wins.
  auto rank() const { return std::tuple(is_hidden, is_ending, basis, priority, column); }
};

class Planner {
 public:
  Planner(std::vector<HeaderColumn> const& columns, Grid const& grid, ReportSpec const& spec, CatalogueData const& data, values::Date as_of)
      : columns_(columns), grid_(grid), spec_(spec), data_(data), as_of_(as_of) {}

  std::vector<ColumnPlan> plan(int last_header_row);

 private:
  void decide_subject();
  Owner explicit_owner(HeaderColumn const& column) const;
  bool is_name_column(HeaderColumn const&, Meaning const&) const;
  bool may_follow(Meaning const&, Owner before) const;
  Claim claim(size_t column, size_t meaning, Owner before) const;
  void settle(std::vector<Claim>);
  void mark_ambiguous_names();
  void fill_from_content(int last_header_row);
  void take_payees_number(FieldId subject_name, FieldId subject_id);
  void map(size_t column, FieldId field, std::string_view why);
  bool is_taken(FieldId field) const;
  Owner name_owner_before(size_t column) const;
  Owner default_owner(Concept const&) const;

  std::vector<HeaderColumn> const& columns_;
  Grid const& grid_;
  ReportSpec const& spec_;
  CatalogueData const& data_;
  Owner subject_ = Owner::child;
  values::Date as_of_;
  std::vector<ColumnPlan> plans_;
};

Owner Planner::explicit_owner(HeaderColumn const& column) const {
  if (column.reading.owner != Owner::none) return column.reading.owner;
  return column.group_owner;
}

bool Planner::is_name_column(HeaderColumn const& column, Meaning const& meaning) const {
  if (meaning.concept_id == kNone) return meaning.owner != Owner::none;
  std::string const& what = data_.concepts[meaning.concept_id].name;
  return what == "name" || what == "name_and_id" || (what == "finder_name" && !column.label.empty());
}

// A date or an event behind the mother's columns is hers only if the father has one of his own kind too, or if her situation is told in a column
// of its own; else it is the row's (男方 … 女方 … 登记日期).
bool Planner::may_follow(Meaning const& meaning, Owner before) const {
  Concept const& what = data_.concepts[meaning.concept_id];
  if (before == Owner::none || !what.follows[static_cast<size_t>(before)]) return false;
  if (what.is_personal || (before != Owner::father && before != Owner::mother)) return true;
  int unowned = 0;
  for (auto const& column : columns_) {
    if (column.reading.meanings.empty() || column.reading.meanings.front().concept_id == kNone) continue;
    Concept const& other = data_.concepts[column.reading.meanings.front().concept_id];
    Owner const owner = explicit_owner(column);
    if (owner == Owner::none && other.name == what.name) ++unowned;
    if (owner == before && (other.name == "event" || other.name == "situation")) return true;
  }
  return unowned >= 2;
}

// 与子女关系 in a list that names the parent and no guardian is the parent's.
Owner Planner::default_owner(Concept const& what) const {
  auto is_named = [&](Owner owner) { return std::any_of(columns_.begin(), columns_.end(), [&](auto const& column) { return explicit_owner(column) == owner; }); };
  if (is_named(what.by_default)) return what.by_default;
  Owner only = Owner::none;
  for (size_t i = 0; i < kOwners; ++i) {
    auto const owner = static_cast<Owner>(i);
    if (!what.follows[i] || !is_named(owner)) continue;
    if (only != Owner::none) return what.by_default;
    only = owner;
  }
  return only != Owner::none ? only : what.by_default;
}

// The report knows whose list it is; a list that names nobody else may be somebody else's (宣告失踪人员 without their children).
void Planner::decide_subject() {
  bool names_others = false, names_subject = false;
  for (auto const& column : columns_) {
    Owner const owner = explicit_owner(column);
    if (column.reading.meanings.empty()) continue;
    Meaning const& meaning = column.reading.meanings.front();
    bool const is_personal = meaning.concept_id == kNone || data_.concepts[meaning.concept_id].is_personal;
    if (!is_personal) continue;
    if (owner == Owner::child || owner == Owner::parent || owner == Owner::father || owner == Owner::mother || owner == Owner::guardian || owner == Owner::person) names_others = true;
    if (owner == spec_.subject) names_subject = true;
  }
  bool const is_other = spec_.subject_alone != spec_.subject && (!names_others || names_subject);
  subject_ = is_other ? spec_.subject_alone : spec_.subject;
}

Claim Planner::claim(size_t index, size_t meaning_index, Owner before) const {
  HeaderColumn const& column = columns_[index];
  Claim made;
  made.column = index;
  made.next_meaning = meaning_index + 1;
  made.is_hidden = grid_.is_hidden(column.column);
  made.is_ending = column.reading.is_ending;
  if (meaning_index >= column.reading.meanings.size()) {
    made.why = column.reading.owner == Owner::never ? "why_never" : column.reading.is_known ? "why_not_used" : "why_unknown";
    return made;
  }
  Meaning const& meaning = column.reading.meanings[meaning_index];
  ConceptId const concept_id = meaning.concept_id == kNone ? data_.concept_named("name") : meaning.concept_id;
  Concept const& what = data_.concepts[concept_id];
  made.priority = meaning.priority;
  made.is_estimated = meaning.is_estimated;
  Owner owner = meaning.owner;
  made.basis = Basis::label;
  made.why = "why_label";
  if (owner == Owner::none && column.group_owner != Owner::none) {
    owner = column.group_owner;
    made.basis = Basis::group;
    made.why = "why_group";
  }
  if (owner == Owner::none && meaning.concept_id != kNone && may_follow(meaning, before)) {
    owner = before;
    made.basis = Basis::before;
    made.why = "why_before";
  }
  if (owner == Owner::none && what.by_default != Owner::none) owner = default_owner(what), made.basis = Basis::report;
  if (owner == Owner::none && what.is_personal) {
    owner = subject_;
    made.basis = Basis::report;
    made.why = "why_report";
  }
  if (owner == Owner::self) owner = subject_;
  made.owner = owner;
  made.field = what.fields[static_cast<size_t>(owner)];
  if (made.field == kNone) made.why = owner == Owner::never ? "why_never" : "why_no_field";
  return made;
}

// Every column claims a field; of several the surest keeps it, the others try their next meaning or stay unread, visibly.
void Planner::settle(std::vector<Claim> claims) {
  std::map<FieldId, Claim> winners;
  while (!claims.empty()) {
    Claim const next = claims.back();
    claims.pop_back();
    if (next.field == kNone) {
      ColumnPlan& plan = plans_[next.column];
      plan.why = next.why;
      plan.owner = next.owner;
      continue;
    }
    auto [at, is_new] = winners.emplace(next.field, next);
    if (is_new) continue;
    Claim loser = next;
    if (next.rank() < at->second.rank()) {
      loser = at->second;
      at->second = next;
    }
    size_t const meanings = columns_[loser.column].reading.meanings.size();
    if (loser.basis == Basis::before) {
      claims.push_back(claim(loser.column, loser.next_meaning - 1, Owner::none));  // the person before has one already: it belongs to the row
    } else if (loser.next_meaning < meanings) {
      claims.push_back(claim(loser.column, loser.next_meaning, Owner::none));
    } else {
      plans_[loser.column].why = "why_taken";
      plans_[loser.column].why_value = data_.fields[loser.field].name;
    }
  }
  for (auto const& [field, winner] : winners) {
    ColumnPlan& plan = plans_[winner.column];
    plan.field = field;
    plan.owner = winner.owner;
    plan.is_estimated = winner.is_estimated;
    plan.why = winner.why;
    if (winner.why == "why_group" && !columns_[winner.column].groups.empty()) plan.why_value = columns_[winner.column].groups.back();
    if (winner.why == "why_label") plan.why_value = columns_[winner.column].label;
  }
}

bool Planner::is_taken(FieldId field) const {
  return std::any_of(plans_.begin(), plans_.end(), [&](auto const& plan) { return plan.field == field; });
}

void Planner::map(size_t index, FieldId field, std::string_view why) {
  plans_[index].field = field;
  plans_[index].why = why;
  plans_[index].why_value.clear();
}

Owner Planner::name_owner_before(size_t column) const {
  for (size_t i = column; i-- > 0;)
    if (plans_[i].field != kNone && data_.fields[plans_[i].field].type == FieldType::name) return plans_[i].owner;
  return Owner::none;
}

std::vector<ColumnPlan> Planner::plan(int last_header_row) {
  decide_subject();
  for (auto const& column : columns_) {
    ColumnPlan made;
    made.column = column.column;
    made.label = column.path();
    plans_.push_back(std::move(made));
  }
  std::vector<Claim> claims;
  Owner before = Owner::none;
  int group_before = -1;
  for (size_t i = 0; i < columns_.size(); ++i) {
    HeaderColumn const& column = columns_[i];
    // A name lends its owner inside its own group only: a date behind the mother's group is not hers.
    Claim const made = claim(i, 0, column.group == group_before ? before : Owner::none);
    if (!column.reading.meanings.empty() && is_name_column(column, column.reading.meanings.front())) {
      before = made.owner;
      group_before = column.group;
    }
    claims.push_back(made);
  }
  std::reverse(claims.begin(), claims.end());
  settle(std::move(claims));
  mark_ambiguous_names();
  fill_from_content(last_header_row);
  return std::move(plans_);
}

// Two columns 姓名 with nothing to say whose: the numbers behind them may tell (a child's and an adult's); if they do not, neither is read.
void Planner::mark_ambiguous_names() {
  std::vector<size_t> unowned;
  for (size_t i = 0; i < columns_.size(); ++i) {
    auto const& column = columns_[i];
    if (explicit_owner(column) != Owner::none || column.reading.meanings.empty()) continue;
    Meaning const& meaning = column.reading.meanings.front();
    if (meaning.concept_id == data_.concept_named("name")) unowned.push_back(i);
  }
  if (unowned.size() < 2) return;
  auto last_of = [&](size_t k) { return k + 1 < unowned.size() ? unowned[k + 1] : columns_.size(); };
  std::vector<std::optional<size_t>> number_columns;
  std::vector<AgeGroup> ages;
  for (size_t k = 0; k < unowned.size(); ++k) {
    std::optional<size_t> number;
    for (size_t i = unowned[k] + 1; i < last_of(k) && !number; ++i) {
      auto const& meanings = columns_[i].reading.meanings;
      if (explicit_owner(columns_[i]) == Owner::none && !meanings.empty() && meanings.front().concept_id == data_.concept_named("id")) number = i;
    }
    number_columns.push_back(number);
    ages.push_back(number ? age_group(grid_, columns_[*number].column, as_of_) : AgeGroup::unclear);
  }
  bool const is_child_and_parent = unowned.size() == 2 && ages[0] != AgeGroup::unclear && ages[1] != AgeGroup::unclear && ages[0] != ages[1];
  for (size_t k = 0; k < unowned.size(); ++k) {
    Owner const owner = ages[k] == AgeGroup::minors ? Owner::child : Owner::parent;
    for (size_t i = unowned[k]; i < last_of(k); ++i) {
      if (explicit_owner(columns_[i]) != Owner::none || columns_[i].reading.meanings.empty()) continue;
      ConceptId const id = columns_[i].reading.meanings.front().concept_id;
      if (id == kNone || !data_.concepts[id].is_personal) continue;
      plans_[i].field = kNone;
      plans_[i].why = "why_ambiguous";
    }
    if (!is_child_and_parent) continue;
    for (size_t i = unowned[k]; i < last_of(k); ++i) {
      if (plans_[i].why != "why_ambiguous") continue;
      FieldId const field = data_.concepts[columns_[i].reading.meanings.front().concept_id].fields[static_cast<size_t>(owner)];
      if (field == kNone || is_taken(field)) continue;
      map(i, field, "why_ages");
      plans_[i].owner = owner;
    }
  }
}

// A column of identity numbers is one, whatever stands above it; a column of names beside it likewise.
void Planner::fill_from_content(int last_header_row) {
  ConceptId const id_concept = data_.concept_named("id"), name_concept = data_.concept_named("name");
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (plans_[i].field != kNone || plans_[i].why != "why_unknown" || !holds_id_numbers(grid_, columns_[i].column, last_header_row)) continue;
    Owner owner = columns_[i].group_owner != Owner::none ? columns_[i].group_owner : name_owner_before(i);
    if (owner == Owner::none) owner = subject_;
    FieldId const field = data_.concepts[id_concept].fields[static_cast<size_t>(owner)];
    if (field == kNone || is_taken(field)) continue;
    map(i, field, "why_content");
    plans_[i].owner = owner;
  }
  FieldId const subject_name = data_.concepts[name_concept].fields[static_cast<size_t>(subject_)];
  FieldId const subject_id = data_.concepts[id_concept].fields[static_cast<size_t>(subject_)];
  take_payees_number(subject_name, subject_id);
  if (subject_name == kNone || is_taken(subject_name) || !is_taken(subject_id)) return;
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (plans_[i].field != kNone || plans_[i].why != "why_unknown" || columns_[i].group_owner != Owner::none) continue;
    if (!holds_names(grid_, columns_[i].column, last_header_row)) continue;
    map(i, subject_name, "why_content");
    plans_[i].owner = subject_;
    return;
  }
}

// A bank knows the payee only (收款人姓名, 身份证号): in a list that names no other person he is its person.
void Planner::take_payees_number(FieldId subject_name, FieldId subject_id) {
  if (subject_id == kNone || is_taken(subject_name) || is_taken(subject_id)) return;
  for (size_t i = 0; i < columns_.size(); ++i) {
    auto const& meanings = columns_[i].reading.meanings;
    bool const is_number = !meanings.empty() && meanings.front().concept_id == data_.concept_named("id");
    if (!is_number || plans_[i].field != kNone || plans_[i].owner != Owner::account) continue;
    map(i, subject_id, "why_report");
    plans_[i].owner = subject_;
    return;
  }
}

// The same labels a second time: two tables side by side to fill a landscape page. The right one may leave columns out, never add any.
std::vector<std::pair<size_t, size_t>> side_by_side(std::vector<HeaderColumn> const& columns, CatalogueData const& data) {
  std::vector<std::pair<size_t, size_t>> parts;
  size_t n = columns.size();
  while (n > 0 && is_correction_column(columns[n - 1].label)) --n;  // ours, behind both tables
  auto path = [&](size_t i) { return columns[i].path(); };
  for (size_t width = 2; width * 2 <= n + 1; ++width) {
    if (path(width) != path(0)) continue;
    bool is_repeat = true;
    parts = {{0, width}};
    for (size_t begin = width; begin < n && is_repeat;) {
      size_t end = begin + 1;
      size_t at = 1;
      while (end < n && path(end) != path(0)) {
        while (at < width && path(at) != path(end)) ++at;
        if (at++ >= width) is_repeat = false;
        ++end;
      }
      if ((end - begin) * 5 < width * 3) is_repeat = false;
      parts.emplace_back(begin, end);
      begin = end;
    }
    bool const has_name = std::any_of(columns.begin(), columns.begin() + static_cast<std::ptrdiff_t>(width), [&](auto const& column) {
      return !column.reading.meanings.empty() && (column.reading.meanings.front().concept_id == kNone || data.concepts[column.reading.meanings.front().concept_id].is_personal);
    });
    parts.back().second = columns.size();
    if (is_repeat && has_name && parts.size() >= 2) return parts;
    break;
  }
  return {{0, columns.size()}};
}

// 子女1姓名 | 子女1身份证号 | 子女2姓名 | …: the columns of each child, and with each the columns that belong to all.
std::vector<std::vector<HeaderColumn>> one_per_child(std::vector<HeaderColumn> const& columns, CatalogueData const& data) {
  auto owner_of = [](HeaderColumn const& column) { return column.reading.owner != Owner::none ? column.reading.owner : column.group_owner; };
  auto is_personal = [&](HeaderColumn const& column) {
    if (column.reading.meanings.empty()) return false;
    ConceptId const id = column.reading.meanings.front().concept_id;
    return id == kNone || data.concepts[id].is_personal;
  };
  auto is_name = [&](HeaderColumn const& column) {
    if (column.reading.meanings.empty()) return false;
    ConceptId const id = column.reading.meanings.front().concept_id;
    return id == kNone || id == data.concept_named("name") || id == data.concept_named("name_and_id");
  };
  std::vector<int> child_of(columns.size(), -1);  // -1: belongs to all
  int children = 0;
  for (size_t i = 0; i < columns.size(); ++i) {
    bool const is_childs = owner_of(columns[i]) == Owner::child && is_personal(columns[i]);
    bool const follows = owner_of(columns[i]) == Owner::none && is_personal(columns[i]) && !is_name(columns[i]) && i > 0 && child_of[i - 1] >= 0;
    if (is_childs && is_name(columns[i])) ++children;
    if ((is_childs || follows) && children > 0) child_of[i] = children - 1;
  }
  if (children < 2) return {columns};
  std::vector<std::vector<HeaderColumn>> parts(static_cast<size_t>(children));
  for (size_t i = 0; i < columns.size(); ++i)
    for (size_t child = 0; child < parts.size(); ++child)
      if (child_of[i] < 0 || static_cast<size_t>(child_of[i]) == child) parts[child].push_back(columns[i]);
  return parts;
}

}  // namespace

bool TablePlan::has(FieldId field) const {
  return std::any_of(columns.begin(), columns.end(), [&](auto const& column) { return column.field == field; });
}

bool names_person(FieldId field, CatalogueData const& data) {
  switch (data.fields[field].type) {
    case FieldType::name:
    case FieldType::id:
    case FieldType::card:
    case FieldType::account:
    case FieldType::name_and_id: return true;
    default: return false;
  }
}

std::vector<ColumnPlan> plan_columns(std::vector<HeaderColumn> const& columns, Grid const& grid, ReportSpec const& spec, CatalogueData const& data, values::Date as_of) {
  return Planner(columns, grid, spec, data, as_of).plan(std::numeric_limits<int>::max());
}

namespace {

// A foundling has neither name nor number (rule 3): there, what the report asks for and a sex or a birth date make a list of persons.
bool is_list_without_names(TablePlan const& table, ReportSpec const& spec, CatalogueData const& data) {
  bool has_required = false;
  for (auto const& required : spec.required) {
    if (required.only_if_column || !required.with_event.empty()) continue;
    for (FieldId const field : required.any_of)
      if (names_person(field, data)) return false;
    if (std::none_of(required.any_of.begin(), required.any_of.end(), [&](FieldId field) { return table.has(field); })) return false;
    has_required = true;
  }
  auto const subject = static_cast<size_t>(spec.subject);
  return has_required && (table.has(data.known.sex[subject]) || table.has(data.known.birth[subject]));
}

}  // namespace

std::vector<TablePlan> plan_tables(Header const& header, Grid const& grid, ReportSpec const& spec, CatalogueData const& data, values::Date as_of) {
  std::vector<TablePlan> tables;
  for (auto const& [begin, end] : side_by_side(header.columns, data)) {
    std::vector<HeaderColumn> const columns(header.columns.begin() + static_cast<std::ptrdiff_t>(begin), header.columns.begin() + static_cast<std::ptrdiff_t>(end));
    bool is_further_child = false;
    for (auto& part : one_per_child(columns, data)) {
      TablePlan table;
      table.header = header;
      table.header.columns = std::move(part);
      table.is_further_child = std::exchange(is_further_child, true);
      table.columns = Planner(table.header.columns, grid, spec, data, as_of).plan(header.last_row());
      table.names_persons = std::any_of(table.columns.begin(), table.columns.end(), [&](auto const& column) { return column.field == kNone ? column.why == "why_ambiguous" : names_person(column.field, data); }) ||
                            is_list_without_names(table, spec, data);
      tables.push_back(std::move(table));
    }
  }
  return tables;
}

}  // namespace hutong::intake
