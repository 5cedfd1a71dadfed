#include "store/ledger_store.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/check.h"
#include "base/json_writer.h"
#include "store/internal/flat_json.h"

namespace hutong::store {

using ledger::Fact;
using ledger::FactId;
using ledger::Proposal;
using ledger::Registry;
using ledger::Relation;
using values::Date;

namespace {

// Lists come in their thousands on one day: the last text is nearly always the next one too.
class DateReader {
 public:
  Date of(std::string_view iso) {
    if (iso == text_) return date_;
    auto date = Date::from_iso(iso);
    CHECK(date);
    text_ = iso;
    date_ = *date;
    return date_;
  }
  std::optional<Date> optional(Row const& row, int column) { return row.is_null(column) ? std::nullopt : std::optional(of(row.text(column))); }

 private:
  std::string text_;
  Date date_;
};

std::optional<std::string> iso(std::optional<Date> date) { return date ? std::optional(date->to_string()) : std::nullopt; }

values::Month month_of(std::string_view text) {
  auto month = values::Month::from_iso(text);
  CHECK(month);
  return *month;
}

template <class T>
T known(std::optional<T> value) {
  CHECK(value);
  return *value;
}

}  // namespace

// ---- the registry --------------------------------------------------------------------------------------------------------

LedgerStore::Extent LedgerStore::load(Registry& registry) {
  registry.people.reserve(static_cast<size_t>(db_.integer("SELECT COALESCE(MAX(id), 0) FROM person")) + 1000);
  DateReader dates;
  db_.each(R"sql(SELECT id_number, name, birth_date, sex, town, is_registered_here, row_id FROM person ORDER BY id)sql", [&](Row const& row) {
    matching::NewPerson person;
    if (!row.is_null(0)) person.id = values::IdNumber::parse(row.text(0)).value();
    person.name = row.text(1);
    person.birth_date = dates.optional(row, 2);
    if (!row.is_null(3)) person.sex = row.text(3) == "male" ? values::Sex::male : values::Sex::female;
    person.town = row.text(4);
    auto id = registry.add_person(person, row.integer(6));
    if (row.boolean(5)) registry.mark_registered_here(id);
  });
  db_.each("SELECT person_id, name, row_id FROM person_name ORDER BY row_id, person_id, name",
           [&](Row const& row) { registry.add_name({static_cast<ledger::PersonId>(row.integer(0)), row.string(1), row.integer(2)}); });
  db_.each("SELECT person_id, town, recorded_on, row_id FROM person_town ORDER BY id", [&](Row const& row) {
    registry.add_town({static_cast<ledger::PersonId>(row.integer(0)), row.string(1), dates.of(row.text(2)), row.integer(3)});
  });
  db_.each("SELECT person_id FROM person_registered ORDER BY person_id",
           [&](Row const& row) { registry.mark_registered_here(static_cast<ledger::PersonId>(row.integer(0))); });
  db_.each(R"sql(
      SELECT
        relation.child_id,
        relation.relative_id,
        relation.kinship,
        relation.is_registered,
        relation.certainty,
        relation.recorded_on,
        relation.row_id,
        relation_withdrawal.withdrawn_on
      FROM relation
      LEFT JOIN relation_withdrawal ON relation_withdrawal.relation_id = relation.id
      ORDER BY relation.id)sql",
           [&](Row const& row) {
             Relation relation;
             relation.child = static_cast<ledger::PersonId>(row.integer(0));
             relation.relative = static_cast<ledger::PersonId>(row.integer(1));
             relation.kinship = known(ledger::kinship_from(row.text(2)));
             relation.is_registered = row.boolean(3);
             relation.certainty = known(values::certainty_from(row.text(4)));
             relation.recorded_on = dates.of(row.text(5));
             relation.row = row.integer(6);
             relation.withdrawn_on = dates.optional(row, 7);
             registry.restore_relation(relation);
           });
  db_.each(R"sql(
      SELECT
        fact.subject_id,
        fact.kind,
        fact.effect,
        fact.certainty,
        fact.valid_from,
        fact.valid_until,
        fact.recorded_on,
        fact.row_id,
        fact.other_id,
        fact.details,
        fact_withdrawal.withdrawn_on
      FROM fact
      LEFT JOIN fact_withdrawal ON fact_withdrawal.fact_id = fact.id
      ORDER BY fact.id)sql",
           [&](Row const& row) {
             Fact fact;
             fact.subject = static_cast<ledger::PersonId>(row.integer(0));
             fact.kind = known(ledger::fact_kind_from(row.text(1)));
             fact.effect = known(ledger::effect_from(row.text(2)));
             fact.certainty = known(values::certainty_from(row.text(3)));
             fact.from = dates.optional(row, 4);
             fact.until = dates.optional(row, 5);
             fact.recorded_on = dates.of(row.text(6));
             fact.row = row.integer(7);
             fact.other = row.is_null(8) ? 0 : static_cast<ledger::PersonId>(row.integer(8));
             fact.details = ledger::details_from_json(row.text(9));
             fact.withdrawn_on = dates.optional(row, 10);
             registry.append_fact(std::move(fact));
           });
  registry.index_children();
  return {registry.people.size(), registry.later_names().size(), registry.later_towns().size(), registry.registrations().size(),
          registry.relations().size(), registry.facts().size()};
}

void LedgerStore::append(Registry const& registry, Extent const& from) {
  auto& people = registry.people;
  auto persons = db_.batch(R"sql(
      INSERT INTO person (id, id_number, name, birth_date, sex, town, is_registered_here, row_id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?))sql");
  for (auto person = static_cast<ledger::PersonId>(from.persons + 1); person <= people.size(); ++person) {
    auto id = people.id_of(person);
    auto sex = people.sex_of(person);
    persons.add(person, id ? std::optional(id->reveal()) : std::nullopt, people.name_of(person), id ? std::nullopt : iso(people.birth_date_of(person)),
                id || !sex ? std::nullopt : std::optional(std::string(values::code_of(*sex))), people.town_of(person),
                registry.is_registered_here(person), registry.row_of(person));
  }
  persons.finish();
  auto names = db_.batch("INSERT INTO person_name (person_id, name, row_id) VALUES (?, ?, ?)");
  for (size_t i = from.names; i < registry.later_names().size(); ++i) {
    auto& later = registry.later_names()[i];
    names.add(later.person, later.name, later.row);
  }
  names.finish();
  int64_t next_town = db_.next_id("person_town");
  auto towns = db_.batch("INSERT INTO person_town (id, person_id, town, recorded_on, row_id) VALUES (?, ?, ?, ?, ?)");
  for (size_t i = from.towns; i < registry.later_towns().size(); ++i) {
    auto& later = registry.later_towns()[i];
    towns.add(next_town++, later.person, later.town, later.recorded_on.to_string(), later.row);
  }
  towns.finish();
  auto registered = db_.batch("INSERT INTO person_registered (person_id) VALUES (?)");
  for (size_t i = from.registrations; i < registry.registrations().size(); ++i)
    if (registry.registrations()[i] <= from.persons) registered.add(registry.registrations()[i]);
  registered.finish();
  auto relations = db_.batch(R"sql(
      INSERT INTO relation (id, child_id, relative_id, kinship, is_registered, certainty, recorded_on, row_id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?))sql");
  for (size_t i = from.relations; i < registry.relations().size(); ++i) {
    auto& relation = registry.relations()[i];
    relations.add(i + 1, relation.child, relation.relative, ledger::code_of(relation.kinship), relation.is_registered, values::code_of(relation.certainty),
                  relation.recorded_on.to_string(), relation.row);
  }
  relations.finish();
  auto facts = db_.batch(R"sql(
      INSERT INTO fact (id, subject_id, kind, effect, certainty, valid_from, valid_until, recorded_on, row_id, other_id, details)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql");
  for (size_t i = from.facts; i < registry.facts().size(); ++i) {
    auto& fact = registry.facts()[i];
    facts.add(i + 1, fact.subject, ledger::code_of(fact.kind), ledger::code_of(fact.effect), values::code_of(fact.certainty), iso(fact.from),
              iso(fact.until), fact.recorded_on.to_string(), fact.row, fact.other ? std::optional<int64_t>(fact.other) : std::nullopt,
              ledger::to_json(fact.details));
  }
  facts.finish();
}

void LedgerStore::add_supports(std::vector<std::pair<FactId, int64_t>> const& supports) {
  auto batch = db_.batch("INSERT INTO fact_support (fact_id, row_id) VALUES (?, ?) ON CONFLICT DO NOTHING");
  for (auto& [fact, row] : supports) batch.add(fact, row);
  batch.finish();
}

void LedgerStore::add_withdrawal(FactId fact, Date on) {
  db_.run("INSERT INTO fact_withdrawal (fact_id, withdrawn_on) VALUES (?, ?) ON CONFLICT DO NOTHING", fact, on.to_string());
}

void LedgerStore::add_relation_withdrawal(size_t at, Date on) {
  db_.run("INSERT INTO relation_withdrawal (relation_id, withdrawn_on) VALUES (?, ?)", at + 1, on.to_string());
}

int64_t LedgerStore::other_support(FactId fact, int64_t than_row) {
  return db_.first(R"sql(
      SELECT fact_support.row_id
      FROM fact_support
      JOIN submission_row ON submission_row.id = fact_support.row_id
      WHERE fact_support.fact_id = ?
        AND fact_support.row_id <> ?
        AND submission_row.state = 'accepted'
      ORDER BY fact_support.row_id)sql",
                   [](Row const& row) { return row.integer(0); }, fact, than_row)
      .value_or(0);
}

// ---- rows of the lists ---------------------------------------------------------------------------------------------------

namespace {

#define LIST_ROW_COLUMNS                                                                                                                       \
  "submission_row.id, submission.report, submission.period, SUBSTR(submission.received_at, 1, 10), submission_row.fields, submission_row.warnings"

class ListRowReader {
 public:
  ledger::ListRow of(Row const& row) {
    ledger::ListRow list_row;
    list_row.id = row.integer(0);
    list_row.report = row.text(1);
    if (row.text(2) != period_text_) {
      period_text_ = row.string(2);
      period_ = month_of(period_text_);
    }
    list_row.period = period_;
    list_row.recorded_on = dates_.of(row.text(3));
    list_row.fields = fields_.read(row.text(4));
    list_row.is_term_suspended = row.text(5).find("term_suspended") != std::string_view::npos;
    return list_row;
  }

 private:
  DateReader dates_;
  internal::FlatJson fields_;
  std::string period_text_;
  values::Month period_;
};

}  // namespace

// Submission by submission: a month's lists are found by their reports without passing over the million rows of the register.
void LedgerStore::each_row(Which which, int64_t after, std::vector<std::string> const& register_reports,
                           std::function<void(ledger::ListRow const&)> const& f) {
  std::string registers = "|";
  for (auto& report : register_reports) registers += report + "|";
  ListRowReader reader;
  db_.each("SELECT " LIST_ROW_COLUMNS
           " FROM submission CROSS JOIN submission_row"
           " WHERE submission_row.submission_id = submission.id AND submission_row.id > ? AND submission_row.state = 'accepted'"
           " AND (CASE WHEN ? LIKE '%|' || submission.report || '|%' THEN 1 ELSE 0 END) = ?"
           " ORDER BY submission.id, submission_row.id",
           [&](Row const& row) { f(reader.of(row)); }, after, registers, which == Which::register_rows);
}

void LedgerStore::each_open_question(std::function<void(ledger::ListRow const&)> const& f) {
  ListRowReader reader;
  db_.each("SELECT " LIST_ROW_COLUMNS
           " FROM open_question JOIN submission_row ON submission_row.id = open_question.row_id"
           " JOIN submission ON submission.id = submission_row.submission_id"
           " WHERE submission_row.state = 'accepted' ORDER BY submission_row.id",
           [&](Row const& row) { f(reader.of(row)); });
}

void LedgerStore::set_open_questions(std::vector<int64_t> const& rows) {
  db_.run("DELETE FROM open_question");
  auto batch = db_.batch("INSERT INTO open_question (row_id) VALUES (?) ON CONFLICT DO NOTHING");
  for (int64_t row : rows) batch.add(row);
  batch.finish();
}

void LedgerStore::set_match_questions(std::vector<ledger::Question> const& questions) {
  db_.run("DELETE FROM match_question");
  auto batch = db_.batch("INSERT INTO match_question (proposal_key, candidate_number, person_id, answer_key, agreement) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
  for (auto& question : questions) {
    int number = 0;
    for (auto& candidate : question.candidates) {
      ++number;
      if (!candidate.answer_key.empty()) batch.add(question.key(), number, candidate.person, candidate.answer_key, matching::agreement_of(candidate.how));
    }
  }
  batch.finish();
}

namespace {

MatchCandidate candidate_from(Row const& row) { return {static_cast<int>(row.integer(0)), static_cast<ledger::PersonId>(row.integer(1)), row.string(2), row.string(3)}; }

}  // namespace

std::vector<MatchCandidate> LedgerStore::match_candidates(std::string_view proposal_key) {
  std::vector<MatchCandidate> candidates;
  db_.each("SELECT candidate_number, person_id, answer_key, agreement FROM match_question WHERE proposal_key = ? ORDER BY candidate_number",
           [&](Row const& row) { candidates.push_back(candidate_from(row)); }, proposal_key);
  return candidates;
}

std::vector<MatchCandidate> LedgerStore::settled_candidates(std::string_view proposal_key) {
  std::vector<MatchCandidate> candidates;
  db_.each("SELECT 1, person_id, answer_key, agreement FROM match_settled WHERE proposal_key = ?",
           [&](Row const& row) { candidates.push_back(candidate_from(row)); }, proposal_key);
  return candidates;
}

void LedgerStore::add(MatchAnswerRecord const& record) {
  db_.run(R"sql(
      INSERT INTO match_answer (id, proposal_key, person_id, answer_key, agreement, answer, answered_by, answered_at, reason)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          db_.next_id("match_answer"), record.proposal_key, record.candidate.person, record.candidate.answer_key, record.candidate.agreement,
          ledger::code_of(record.answer), record.answered_by, record.answered_at, record.reason);
}

void LedgerStore::load_answers(ledger::Answers& answers) {
  std::map<std::string, std::pair<std::string, ledger::PairAnswer>> latest;  // by answer_key: the way of agreeing, and what was said
  db_.each("SELECT answer_key, agreement, answer FROM match_answer ORDER BY id", [&](Row const& row) {
    auto const answer = known(ledger::pair_answer_from(row.text(2)));
    latest.insert_or_assign(row.string(0), std::pair(row.string(1), answer));
  });
  for (auto& [key, told] : latest) {
    auto& [agreement, answer] = told;
    answers.given.emplace(key, answer);
    if (!agreement.empty()) answers.lessons.add(agreement, answer == ledger::PairAnswer::same_person);
  }
}

void LedgerStore::add(std::vector<ledger::SettledQuestion> const& settled, int64_t round) {
  auto batch = db_.batch(
      "INSERT INTO match_settled (proposal_key, round_id, row_id, person_id, answer_key, agreement, paragraph) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
  for (auto& [question, paragraph] : settled) {
    auto& candidate = question.candidates.front();
    batch.add(question.key(), round, question.row, candidate.person, candidate.answer_key, matching::agreement_of(candidate.how), paragraph);
  }
  batch.finish();
}

std::vector<SettledMatch> LedgerStore::settled_in(RoundRecord const& round) {
  std::vector<SettledMatch> settled;
  db_.each(R"sql(
      SELECT match_settled.proposal_key,
             match_settled.paragraph
      FROM match_settled
      JOIN round ON round.id = match_settled.round_id
      WHERE round.month = ?
        AND round.id <= ?
      ORDER BY match_settled.row_id, match_settled.proposal_key)sql",
           [&](Row const& row) { settled.push_back({row.string(0), row.string(1)}); }, round.month.to_string(), round.id);
  return settled;
}

std::vector<std::pair<int64_t, Date>> LedgerStore::take_denied_again(std::string_view answered_from) {
  std::vector<std::pair<int64_t, Date>> rows;
  DateReader dates;
  db_.each(R"sql(
      SELECT DISTINCT match_settled.row_id,
             match_answer.answered_at
      FROM match_settled
      JOIN match_answer ON match_answer.answer_key = match_settled.answer_key
      JOIN submission_row ON submission_row.id = match_settled.row_id
      WHERE match_answer.answer = 'different_person'
        AND match_answer.answered_at >= ?
        AND submission_row.state = 'accepted'
      ORDER BY match_settled.row_id, match_answer.answered_at)sql",
           [&](Row const& row) { rows.emplace_back(row.integer(0), dates.of(row.text(1).substr(0, 10))); }, answered_from);
  for (auto& [row, denied_on] : rows) db_.run("INSERT INTO open_question (row_id) VALUES (?) ON CONFLICT DO NOTHING", row);
  return rows;
}

int64_t LedgerStore::last_row_id() { return db_.integer("SELECT COALESCE(MAX(id), 0) FROM submission_row"); }

std::vector<std::pair<int64_t, Date>> LedgerStore::rows_closed_after(std::string_view closed_after, std::string& last_closed_at) {
  std::vector<std::pair<int64_t, Date>> rows;
  DateReader dates;
  db_.each("SELECT id, closed_at FROM submission_row WHERE closed_at IS NOT NULL AND closed_at > ? ORDER BY closed_at, id",
           [&](Row const& row) {
             last_closed_at = row.string(1);
             rows.emplace_back(row.integer(0), dates.of(row.text(1).substr(0, 10)));
           },
           closed_after);
  return rows;
}

ledger::SourceRow LedgerStore::source_of(int64_t row_id) {
  ledger::SourceRow none;
  if (!row_id) return none;
  return db_.first(R"sql(
      SELECT
        submission.number,
        submission.report,
        submission.file_name,
        submission_row.sheet,
        submission_row.row_number
      FROM submission_row
      JOIN submission ON submission.id = submission_row.submission_id
      WHERE submission_row.id = ?)sql",
                   [&](Row const& row) {
                     return ledger::SourceRow{row_id, row.string(0), row.string(1), row.string(2), row.string(3), static_cast<int>(row.integer(4))};
                   },
                   row_id)
      .value_or(none);
}

std::vector<ledger::ReturnedRow> LedgerStore::returned_rows() {
  std::vector<ledger::ReturnedRow> rows;
  internal::FlatJson fields;
  db_.each(R"sql(
      SELECT
        submission_row.id,
        submission.number,
        submission.report,
        submission.file_name,
        submission_row.sheet,
        submission_row.row_number,
        submission.agency,
        submission_row.fields,
        submission_row.reasons
      FROM submission_row
      JOIN submission ON submission.id = submission_row.submission_id
      WHERE submission_row.state = 'returned'
      ORDER BY submission_row.id)sql",
           [&](Row const& row) {
             ledger::ReturnedRow returned;
             returned.source = {row.integer(0), row.string(1), row.string(2), row.string(3), row.string(4), static_cast<int>(row.integer(5))};
             returned.agency = known(values::agency_from(row.text(6)));
             for (auto& [name, value] : fields.read(row.text(7))) {
               bool is_name = name == "child_name" || (name == "person_name" && returned.name.empty());
               if (is_name) returned.name = std::string(value);
               if (name == "child_id") returned.child_id = std::string(value);
               if (name == "town_code") returned.town = std::string(value);
             }
             returned.problems = row.string(8);
             rows.push_back(std::move(returned));
           });
  return rows;
}

// ---- rounds and proposals ------------------------------------------------------------------------------------------------

namespace {

constexpr std::string_view round_columns = "id, month, day, held_at, rules_version, last_row_id, last_closed_at, rows_taken, children_decided";

RoundRecord round_from(Row const& row) {
  DateReader dates;
  return {row.integer(0), month_of(row.text(1)), dates.of(row.text(2)), row.string(3), row.string(4), row.integer(5), row.string(6), row.integer(7), row.integer(8)};
}

}  // namespace

std::optional<RoundRecord> LedgerStore::last_round() {
  return db_.first("SELECT " + std::string(round_columns) + " FROM round ORDER BY id DESC LIMIT 1", round_from);
}

std::optional<RoundRecord> LedgerStore::last_round_of(values::Month month) {
  return db_.first("SELECT " + std::string(round_columns) + " FROM round WHERE month = ? ORDER BY id DESC LIMIT 1", round_from, month.to_string());
}

int64_t LedgerStore::add(RoundRecord const& round) {
  int64_t id = db_.next_id("round");
  db_.run(R"sql(
      INSERT INTO round (id, month, day, held_at, rules_version, last_row_id, last_closed_at, rows_taken, children_decided)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          id, round.month.to_string(), round.day.to_string(), round.held_at, round.rules_version, round.last_row_id, round.last_closed_at,
          round.rows_taken, round.children_decided);
  return id;
}

namespace {

std::string children_json(std::vector<ledger::ProposalChild> const& children) {
  base::JsonWriter writer;
  writer.begin_array();
  for (auto& child : children) {
    writer.begin_object().member("person", static_cast<int64_t>(child.person)).member("name", child.name);
    if (child.id) writer.member("id", child.id->reveal());
    if (child.birth_date) writer.member("birth_date", child.birth_date->to_string());
    writer.end_object();
  }
  writer.end_array();
  return writer.text();
}

std::vector<ledger::ProposalChild> children_from(std::string_view json) {
  std::vector<ledger::ProposalChild> children;
  for (auto& member : nlohmann::json::parse(json)) {
    ledger::ProposalChild child;
    child.person = member["person"].get<uint32_t>();
    child.name = member["name"].get<std::string>();
    if (member.contains("id")) child.id = values::IdNumber::parse(member["id"].get<std::string>()).value();
    if (member.contains("birth_date")) child.birth_date = Date::from_iso(member["birth_date"].get<std::string>()).value();
    children.push_back(std::move(child));
  }
  return children;
}

std::string sources_json(std::vector<ledger::SourceRow> const& sources) {
  base::JsonWriter writer;
  writer.begin_array();
  for (auto& source : sources)
    writer.begin_object()
        .member("row", source.row)
        .member("receipt", source.receipt)
        .member("report", source.report)
        .member("file", source.file)
        .member("sheet", source.sheet)
        .member("row_number", source.row_number)
        .end_object();
  writer.end_array();
  return writer.text();
}

std::vector<ledger::SourceRow> sources_from(std::string_view json) {
  std::vector<ledger::SourceRow> sources;
  for (auto& member : nlohmann::json::parse(json))
    sources.push_back({member["row"].get<int64_t>(), member["receipt"].get<std::string>(), member["report"].get<std::string>(),
                       member["file"].get<std::string>(), member["sheet"].get<std::string>(), member["row_number"].get<int>()});
  return sources;
}

constexpr std::string_view proposal_columns =
    "proposal.proposal_key, proposal.kind, proposal.is_open, proposal.first_month, proposal.town, proposal.to_agency, "
    "proposal.category, proposal.subtype, proposal.since, proposal.due_on, proposal.paragraph, proposal.town_paragraph, "
    "proposal.next_step, proposal.rules_version, proposal.children, proposal.sources";

Proposal proposal_from(Row const& row) {
  DateReader dates;
  Proposal proposal;
  proposal.key = row.string(0);
  proposal.kind = known(ledger::proposal_kind_from(row.text(1)));
  proposal.first_month = month_of(row.text(3));
  proposal.town = row.string(4);
  proposal.to = known(values::agency_from(row.text(5)));
  if (!row.is_null(6)) proposal.category = known(values::category_from(row.text(6)));
  proposal.subtype = row.string(7);
  proposal.since = dates.optional(row, 8);
  proposal.due_on = dates.optional(row, 9);
  proposal.paragraph = row.string(10);
  proposal.town_paragraph = row.string(11);
  proposal.next_step = row.string(12);
  proposal.rules_version = row.string(13);
  proposal.children = children_from(row.text(14));
  proposal.sources = sources_from(row.text(15));
  return proposal;
}

}  // namespace

std::map<std::string, ledger::Standing> LedgerStore::standing() {
  std::map<std::string, ledger::Standing> standing;
  db_.each("SELECT " + std::string(proposal_columns) + " FROM proposal ORDER BY id", [&](Row const& row) {
    auto proposal = proposal_from(row);
    auto key = proposal.key;
    standing.emplace(std::move(key), ledger::Standing{std::move(proposal), row.boolean(2)});
  });
  return standing;
}

void LedgerStore::save(ledger::RoundResult const& result, int64_t round) {
  int64_t next_event = db_.next_id("proposal_event");
  auto log = [&](std::string const& key, std::string_view event) {
    db_.run("INSERT INTO proposal_event (id, proposal_id, round_id, event) SELECT ?, id, ?, ? FROM proposal WHERE proposal_key = ?", next_event++, round,
            event, key);
  };
  int64_t next = db_.next_id("proposal");
  for (auto& proposal : result.open) {
    auto category = proposal.category ? std::optional(std::string(values::code_of(*proposal.category))) : std::nullopt;
    int64_t changed = db_.run(R"sql(
        UPDATE proposal
        SET is_open = 1,
            first_month = ?,
            town = ?,
            to_agency = ?,
            category = ?,
            subtype = ?,
            since = ?,
            due_on = ?,
            paragraph = ?,
            town_paragraph = ?,
            next_step = ?,
            rules_version = ?,
            children = ?,
            sources = ?
        WHERE proposal_key = ?)sql",
                              proposal.first_month.to_string(), proposal.town, values::code_of(proposal.to), category, proposal.subtype,
                              iso(proposal.since), iso(proposal.due_on), proposal.paragraph, proposal.town_paragraph, proposal.next_step,
                              proposal.rules_version, children_json(proposal.children), sources_json(proposal.sources), proposal.key);
    if (!changed)
      db_.run(R"sql(
          INSERT INTO proposal (id, proposal_key, kind, is_open, first_month, town, to_agency, category, subtype, since, due_on, paragraph,
                                town_paragraph, next_step, rules_version, children, sources)
          VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
              next++, proposal.key, ledger::code_of(proposal.kind), proposal.first_month.to_string(), proposal.town, values::code_of(proposal.to), category,
              proposal.subtype, iso(proposal.since), iso(proposal.due_on), proposal.paragraph, proposal.town_paragraph, proposal.next_step,
              proposal.rules_version, children_json(proposal.children), sources_json(proposal.sources));
  }
  for (auto& key : result.opened) log(key, "opened");
  for (auto& proposal : result.closed) {
    db_.run("UPDATE proposal SET is_open = 0 WHERE proposal_key = ?", proposal.key);
    log(proposal.key, "closed");
  }
}

namespace {

// What had happened last to a proposal when the round was over.
constexpr std::string_view last_event = R"sql(
      FROM proposal
      JOIN proposal_event ON proposal_event.id = (
        SELECT MAX(latest.id)
        FROM proposal_event AS latest
        WHERE latest.proposal_id = proposal.id
          AND latest.round_id <= ?
      )
      JOIN round ON round.id = proposal_event.round_id)sql";

}  // namespace

std::vector<Proposal> LedgerStore::open_after(RoundRecord const& round) {
  std::vector<Proposal> open;
  db_.each("SELECT " + std::string(proposal_columns) + std::string(last_event) + " WHERE proposal_event.event = 'opened' ORDER BY proposal.id",
           [&](Row const& row) { open.push_back(proposal_from(row)); }, round.id);
  return open;
}

std::vector<Proposal> LedgerStore::closed_in(RoundRecord const& round) {
  std::vector<Proposal> closed;
  db_.each("SELECT " + std::string(proposal_columns) + std::string(last_event) +
               " WHERE proposal_event.event = 'closed' AND round.month = ? ORDER BY proposal.id",
           [&](Row const& row) { closed.push_back(proposal_from(row)); }, round.id, round.month.to_string());
  return closed;
}

int64_t LedgerStore::rows_taken_in(values::Month month) {
  return db_.integer("SELECT COALESCE(SUM(rows_taken), 0) FROM round WHERE month = ?", month.to_string());
}

}  // namespace hutong::store
