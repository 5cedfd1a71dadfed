#include "store/coverage_store.h"

#include <nlohmann/json.hpp>

#include "base/check.h"
#include "store/internal/row_values.h"

namespace hutong::store {

using internal::date_of;
using internal::iso;
using internal::known;
using internal::month_of;
using internal::optional_date;
using internal::optional_id;

// ---- persons and clues ---------------------------------------------------------------------------------------------------

namespace {

// The last town told is the one that counts.
constexpr std::string_view person_columns = R"sql(
      SELECT
        person.id,
        person.id_number,
        person.name,
        person.birth_date,
        COALESCE((SELECT person_town.town FROM person_town WHERE person_town.person_id = person.id ORDER BY person_town.id DESC LIMIT 1), person.town)
      FROM person)sql";

PersonRecord person_from(Row const& row) {
  PersonRecord person;
  person.id = static_cast<PersonId>(row.integer(0));
  person.id_number = optional_id(row, 1);
  person.name = row.string(2);
  person.birth_date = person.id_number ? std::optional(person.id_number->birth_date()) : optional_date(row, 3);
  person.town = row.string(4);
  return person;
}

}  // namespace

std::optional<PersonRecord> CoverageStore::person(PersonId id) { return db_.first(std::string(person_columns) + " WHERE person.id = ?", person_from, id); }

std::optional<PersonRecord> CoverageStore::person_numbered(values::IdNumber const& number) {
  return db_.first(std::string(person_columns) + " WHERE person.id_number = ?", person_from, number.reveal());
}

std::vector<ClueRecord> CoverageStore::open_clues(PersonId child) {
  std::vector<ClueRecord> clues;
  std::string const own = child ? "new_clue:" + std::to_string(child) + ":%" : "new_clue:%";
  db_.each(R"sql(
      SELECT proposal_key, category, subtype, paragraph, sources, rules_version, first_month, children, since
      FROM proposal
      WHERE is_open = 1
        AND kind = 'new_clue'
        AND proposal_key LIKE ?
      ORDER BY id)sql",
           [&](Row const& row) {
             ClueRecord clue;
             clue.key = row.string(0);
             clue.category = known(values::category_from(row.text(1)));
             clue.subtype = row.string(2);
             clue.paragraph = row.string(3);
             clue.sources = row.string(4);
             clue.rules_version = row.string(5);
             clue.first_month = month_of(row.text(6));
             clue.child = nlohmann::json::parse(row.text(7)).at(0).at("person").get<PersonId>();
             clue.since = optional_date(row, 8);
             clues.push_back(std::move(clue));
           },
           own);
  std::stable_sort(clues.begin(), clues.end(), [](ClueRecord const& a, ClueRecord const& b) { return a.category < b.category; });
  return clues;
}

// ---- coverage ------------------------------------------------------------------------------------------------------------

namespace {

constexpr std::string_view coverage_columns = R"sql(
      SELECT
        coverage.id,
        coverage.child_id,
        coverage.category,
        coverage.subtype,
        coverage.residence,
        coverage.confirmed_on,
        coverage.paid_through,
        coverage.recorded_at,
        coverage.decided_by,
        coverage.approved_by,
        coverage.reason,
        coverage.document,
        coverage.proposal_key,
        coverage.paragraph,
        coverage.sources,
        coverage.rules_version,
        coverage_end.ended_on,
        coverage_end.end_reason,
        coverage_end.recorded_at,
        coverage_end.decided_by,
        coverage_end.approved_by,
        coverage_end.reason,
        coverage_end.document
      FROM coverage
      LEFT JOIN coverage_end ON coverage_end.coverage_id = coverage.id)sql";

CoverageRecord coverage_from(Row const& row) {
  CoverageRecord coverage;
  coverage.id = row.integer(0);
  coverage.child = static_cast<PersonId>(row.integer(1));
  coverage.category = known(values::category_from(row.text(2)));
  coverage.subtype = row.string(3);
  coverage.residence = known(benefits::residence_from(row.text(4)));
  coverage.confirmed_on = date_of(row.text(5));
  if (!row.is_null(6)) coverage.paid_through = month_of(row.text(6));
  coverage.recorded_at = row.string(7);
  coverage.persons = {row.string(8), row.string(9)};
  coverage.reason = row.string(10);
  coverage.document = row.string(11);
  coverage.proposal_key = row.string(12);
  coverage.paragraph = row.string(13);
  coverage.sources = row.string(14);
  coverage.rules_version = row.string(15);
  if (!row.is_null(16))
    coverage.end = CoverageEnd{date_of(row.text(16)), known(benefits::end_reason_from(row.text(17))), row.string(18), {row.string(19), row.string(20)}, row.string(21), row.string(22)};
  return coverage;
}

}  // namespace

std::vector<CoverageRecord> CoverageStore::coverages_of(PersonId child) {
  std::vector<CoverageRecord> found;
  db_.each(std::string(coverage_columns) + " WHERE coverage.child_id = ? ORDER BY coverage.id", [&](Row const& row) { found.push_back(coverage_from(row)); }, child);
  follow_changes(found, child);
  return found;
}

std::vector<CoverageRecord> CoverageStore::all_coverages() {
  std::vector<CoverageRecord> found;
  db_.each(std::string(coverage_columns) + " ORDER BY coverage.child_id, coverage.id", [&](Row const& row) { found.push_back(coverage_from(row)); });
  follow_changes(found, 0);
  return found;
}

// child: 0 = of all.
void CoverageStore::follow_changes(std::vector<CoverageRecord>& coverages, PersonId child) {
  std::map<int64_t, CoverageRecord*> by_id;
  for (CoverageRecord& coverage : coverages) by_id[coverage.id] = &coverage;
  db_.each(R"sql(
      SELECT
        coverage_change.coverage_id,
        coverage_change.ended_on,
        coverage_change.end_reason,
        coverage_change.recorded_at,
        coverage_change.decided_by,
        coverage_change.approved_by,
        coverage_change.reason,
        coverage_change.document
      FROM coverage_change
      JOIN coverage ON coverage.id = coverage_change.coverage_id
      WHERE ? = 0
        OR coverage.child_id = ?
      ORDER BY coverage_change.coverage_id, coverage_change.change_number)sql",
           [&](Row const& row) {
             CoverageRecord& coverage = *by_id.at(row.integer(0));
             TwoPersons persons = {row.string(4), row.string(5)};
             if (row.is_null(1)) {
               coverage.undone_ends.push_back({known(coverage.end), {row.string(3), std::move(persons), row.string(6), row.string(7)}});
               coverage.end.reset();
             } else {
               coverage.end = CoverageEnd{date_of(row.text(1)), known(benefits::end_reason_from(row.text(2))), row.string(3), std::move(persons), row.string(6), row.string(7)};
             }
           },
           child, child);
}

int64_t CoverageStore::add(CoverageRecord const& coverage) {
  int64_t const id = db_.next_id("coverage");
  db_.run(R"sql(
      INSERT INTO coverage (id, child_id, category, subtype, residence, confirmed_on, paid_through, recorded_at, decided_by, approved_by, reason, document,
                            proposal_key, paragraph, sources, rules_version)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          id, coverage.child, values::code_of(coverage.category), coverage.subtype, benefits::code_of(coverage.residence), coverage.confirmed_on.to_string(),
          iso(coverage.paid_through), coverage.recorded_at, coverage.persons.decided_by, coverage.persons.approved_by, coverage.reason, coverage.document,
          coverage.proposal_key, coverage.paragraph, coverage.sources, coverage.rules_version);
  return id;
}

namespace {

void add_change(Connection& db, CoverageRecord const& coverage, CoverageEnd const* end, Reopening const& decided) {
  db.run(R"sql(
      INSERT INTO coverage_change (coverage_id, change_number, change_kind, ended_on, end_reason, recorded_at, decided_by, approved_by, reason, document)
      SELECT ?, COUNT(*) + 1, ?, ?, ?, ?, ?, ?, ?, ?
      FROM coverage_change
      WHERE coverage_id = ?)sql",
         coverage.id, end ? "ended" : "reopened", end ? std::optional(end->ended_on.to_string()) : std::nullopt,
         end ? std::optional(std::string(benefits::code_of(end->end_reason))) : std::nullopt, decided.recorded_at, decided.persons.decided_by, decided.persons.approved_by,
         decided.reason, decided.document, coverage.id);
}

}  // namespace

void CoverageStore::add_reopening(CoverageRecord const& coverage, Reopening const& reopening) {
  CHECK(coverage.end);
  add_change(db_, coverage, nullptr, reopening);
}

void CoverageStore::add_end(CoverageRecord const& coverage, CoverageEnd const& end) {
  CHECK(!coverage.end);
  if (!coverage.undone_ends.empty()) return add_change(db_, coverage, &end, {end.recorded_at, end.persons, end.reason, end.document});
  db_.run(R"sql(
      INSERT INTO coverage_end (coverage_id, ended_on, end_reason, recorded_at, decided_by, approved_by, reason, document)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?))sql",
          coverage.id, end.ended_on.to_string(), benefits::code_of(end.end_reason), end.recorded_at, end.persons.decided_by, end.persons.approved_by, end.reason,
          end.document);
}

// ---- accounts ------------------------------------------------------------------------------------------------------------

namespace {

constexpr std::string_view account_columns = R"sql(
      SELECT id, child_id, holder_name, account_number, bank_name, payee_name, payee_id_number, payee_relation, recorded_at, decided_by, approved_by, document
      FROM account)sql";

AccountRecord account_from(Row const& row) {
  return {row.integer(0), static_cast<PersonId>(row.integer(1)), row.string(2), row.string(3), row.string(4), row.string(5), optional_id(row, 6), row.string(7), row.string(8),
          {row.string(9), row.string(10)}, row.string(11)};
}

}  // namespace

std::optional<AccountRecord> CoverageStore::account_of(PersonId child) {
  return db_.first(std::string(account_columns) + " WHERE child_id = ? ORDER BY id DESC LIMIT 1", account_from, child);
}

std::map<PersonId, AccountRecord> CoverageStore::accounts() {
  std::map<PersonId, AccountRecord> found;
  db_.each(std::string(account_columns) + " ORDER BY id", [&](Row const& row) {
    AccountRecord account = account_from(row);
    found[account.child] = std::move(account);
  });
  return found;
}

AccountRecord CoverageStore::account(int64_t id) { return db_.first(std::string(account_columns) + " WHERE id = ?", account_from, id).value(); }

int64_t CoverageStore::add(AccountRecord const& account) {
  int64_t const id = db_.next_id("account");
  db_.run(R"sql(
      INSERT INTO account (id, child_id, holder_name, account_number, bank_name, payee_name, payee_id_number, payee_relation, recorded_at, decided_by, approved_by, document)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          id, account.child, account.holder_name, account.account_number, account.bank_name, account.payee_name,
          account.payee_id_number ? std::optional(account.payee_id_number->reveal()) : std::nullopt, account.payee_relation, account.recorded_at,
          account.persons.decided_by, account.persons.approved_by, account.document);
  return id;
}

// ---- facts ---------------------------------------------------------------------------------------------------------------

ledger::Registry CoverageStore::registry_of(std::vector<PersonId> const& persons) {
  ledger::Registry registry;
  for (PersonId id : persons) {
    auto const record = person(id);
    CHECK(record);
    matching::NewPerson person;
    person.id = record->id_number;
    person.name = record->name;
    person.birth_date = record->birth_date;
    person.town = record->town;
    PersonId const here = registry.add_person(person, 0);
    db_.each(R"sql(
        SELECT
          fact.kind,
          fact.effect,
          fact.certainty,
          fact.valid_from,
          fact.valid_until,
          fact.recorded_on,
          fact.row_id,
          fact.details,
          fact_withdrawal.withdrawn_on
        FROM fact
        LEFT JOIN fact_withdrawal ON fact_withdrawal.fact_id = fact.id
        WHERE fact.subject_id = ?
        ORDER BY fact.id)sql",
             [&](Row const& row) {
               ledger::Fact fact;
               fact.subject = here;
               fact.kind = known(ledger::fact_kind_from(row.text(0)));
               fact.effect = known(ledger::effect_from(row.text(1)));
               fact.certainty = known(values::certainty_from(row.text(2)));
               fact.from = optional_date(row, 3);
               fact.until = optional_date(row, 4);
               fact.recorded_on = date_of(row.text(5));
               fact.row = row.integer(6);
               fact.details = ledger::details_from_json(row.text(7));
               fact.withdrawn_on = optional_date(row, 8);
               registry.append_fact(std::move(fact));
             },
             id);
  }
  return registry;
}

}  // namespace hutong::store
