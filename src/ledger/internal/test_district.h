#pragma once
// A small district for tests: lists are handed in as rows, rounds are held, proposals looked at. All people are synthetic (sequence codes 990–999).
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/resources.h"
#include "ledger/meanings.h"
#include "ledger/round.h"
#include "ledger/take_row.h"
#include "values/id_number.h"

namespace hutong::ledger::test {

inline values::Date day(std::string_view iso) { return values::Date::from_iso(iso).value(); }
inline values::Month month(std::string_view iso) { return values::Month::from_iso(iso).value(); }

// A valid number with a sequence code from 990 (female when even) on.
inline std::string id_number(std::string_view birth, int sequence, std::string_view area = "370181") {
  std::string digits(area);
  for (char c : birth)
    if (c != '-') digits.push_back(c);
  digits += std::to_string(sequence);
  digits.push_back(values::id_check_character(digits));
  return digits;
}

using Fields = std::vector<std::pair<std::string, std::string>>;

struct TestRow {
  int64_t id = 0;
  std::string report;
  values::Month period;
  values::Date received;
  Fields fields;
  bool is_withdrawn = false;
};

inline policy::Rulebook const& rulebook() {
  static policy::Rulebook const rules = policy::Rulebook::from_files(base::resources_in("rules")).value();
  return rules;
}
inline Meanings const& meanings() {
  static Meanings const all = Meanings::from_files(base::resources_in("meanings"), rulebook()).value();
  return all;
}
inline values::Divisions const& divisions() {
  static values::Divisions const all = values::Divisions::from_yaml(base::resource("divisions/370114.yaml").value()).value();
  return all;
}

class District {
 public:
  Registry registry;
  std::map<std::string, Standing> standing;
  std::vector<TestRow> taken;
  std::vector<Question> questions, settled;
  std::vector<ReturnedRow> returned;
  std::vector<MissingList> missing;
  bool parents_are_searched = true;
  Answers answers;

  // Handed in; taken by the next round.
  int64_t list(std::string report, std::string_view period, std::string_view received, Fields fields) {
    waiting_.push_back({next_row_++, std::move(report), month(period), day(received), std::move(fields)});
    return waiting_.back().id;
  }
  int64_t register_person(Fields fields, std::string_view received = "2026-01-05") { return list("police.households", "2026-01", received, std::move(fields)); }

  RoundResult round(std::string_view in_month, std::string_view on = "") {
    RowTaker taker(registry, meanings(), answers);
    auto again = std::exchange(questions, {});
    settled.clear();
    for (bool is_register : {true, false})
      for (auto& row : waiting_)
        if ((row.report == "police.households") == is_register) take(taker, row);
    for (auto& question : again)
      for (auto& row : taken)
        if (row.id == question.row) take(taker, row);
    taken.insert(taken.end(), waiting_.begin(), waiting_.end());
    waiting_.clear();
    RoundInputs inputs;
    inputs.month = month(in_month);
    inputs.day = on.empty() ? inputs.month.last_day() : day(on);
    inputs.knowledge = {day("2099-12-31"), parents_are_searched, "370114"};
    inputs.questions = questions;
    inputs.settled = settled;
    inputs.returned = returned;
    inputs.missing = missing;
    inputs.standing = standing;
    inputs.source_of = [this](int64_t row) { return source_of(row); };
    inputs.report_title = [](std::string_view report) { return std::string(report); };
    auto result = hold_round(registry, rulebook(), divisions(), inputs);
    for (auto& [key, one] : standing) one.is_open = false;
    for (auto& proposal : result.open) standing[proposal.key] = {proposal, true};
    return result;
  }

  PersonId person(std::string const& id) const { return registry.people.with_id(values::IdNumber::parse(id).value()); }

  SourceRow source_of(int64_t id) const {
    for (auto& row : taken)
      if (row.id == id) return {id, "HT-" + std::to_string(id), row.report, row.report + ".xlsx", "Sheet1", static_cast<int>(id)};
    return {};
  }

 private:
  void take(RowTaker& taker, TestRow const& row) {
    ListRow list_row;
    list_row.id = row.id;
    list_row.report = row.report;
    list_row.period = row.period;
    list_row.recorded_on = row.received;
    for (auto& [name, value] : row.fields) list_row.fields.emplace_back(name, value);
    auto result = taker.take(list_row);
    questions.insert(questions.end(), result.questions.begin(), result.questions.end());
    settled.insert(settled.end(), result.settled.begin(), result.settled.end());
  }

  std::deque<TestRow> waiting_;
  int64_t next_row_ = 1;
};

inline std::string const child_id = id_number("2015-03-03", 991);
inline std::string const father_id = id_number("1980-01-01", 991);
inline std::string const mother_id = id_number("1982-02-02", 992);

// 张小明, his father 张大山 and his mother 李秀英, all in the register; nothing has happened to anybody.
inline District family() {
  District district;
  district.register_person({{"person_name", "张小明"}, {"person_id", child_id}, {"father_name", "张大山"}, {"father_id", father_id},
                            {"mother_name", "李秀英"}, {"mother_id", mother_id}, {"town_code", "370114001"}});
  district.register_person({{"person_name", "张大山"}, {"person_id", father_id}, {"town_code", "370114001"}});
  district.register_person({{"person_name", "李秀英"}, {"person_id", mother_id}, {"town_code", "370114001"}});
  return district;
}

inline std::vector<Proposal> of_kind(std::vector<Proposal> const& proposals, ProposalKind kind) {
  std::vector<Proposal> found;
  for (auto& proposal : proposals)
    if (proposal.kind == kind) found.push_back(proposal);
  return found;
}

}  // namespace hutong::ledger::test
