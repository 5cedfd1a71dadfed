#include "usecases/cases.h"

#include <algorithm>
#include <map>

#include "base/json_writer.h"
#include "base/text.h"
#include "usecases/context.h"
#include "usecases/internal/instants.h"
#include "usecases/internal/persons.h"
#include "usecases/internal/two_persons.h"
#include "values/person_name.h"

namespace hutong::usecases {

using store::CoverageRecord;
using store::CoverageStore;
using store::PersonRecord;
using values::Category;

namespace {

CaseFile file_of(Context& context, PersonRecord const& child) {
  CoverageStore coverage(context.db());
  CaseFile file;
  file.child = child;
  file.clues = coverage.open_clues(child.id);
  file.coverages = coverage.coverages_of(child.id);
  file.account = coverage.account_of(child.id);
  file.lines = store::PaymentStore(context.db()).lines_of(child.id);
  for (store::LetGoRecord& one : store::PaymentStore(context.db()).let_go())
    if (one.child == child.id && one.side == benefits::LetGoSide::owed) file.not_paid_out.push_back(std::move(one));
  return file;
}

CaseFile told_again(Context& context, PersonRecord const& child) {
  CaseFile file = file_of(context, child);
  file.was_told_before = true;
  return file;
}

base::Result<bool> not_in_future(Context& context, values::Date on) {
  if (on > context.today()) return base::fail("case_in_future", {{"day", on.to_chinese()}, {"today", context.today().to_chinese()}});
  return true;
}

}  // namespace

// ---- confirm -------------------------------------------------------------------------------------------------------------

namespace {

// Between a decision and its recording lie weeks, not seasons.
constexpr int arrears_months_unasked = 2;

class Confirming {
 public:
  Confirming(Context& context, Confirmation const& confirmation) : context_(context), confirmation_(confirmation), store_(context.db()) {}

  base::Result<CaseFile> confirm() {
    TRY(deciding_, checked(confirmation_.deciding, true));
    TRY([[maybe_unused]] bool const may, not_in_future(context_, confirmation_.on));
    if (confirmation_.paid_through && deciding_.document.empty()) return base::fail("case_document_missing", {{"option", "--paid-through"}});
    if (confirmation_.arrears_from && deciding_.document.empty()) return base::fail("case_document_missing", {{"option", "--arrears-from"}});
    if (confirmation_.despite_clue && deciding_.document.empty()) return base::fail("case_document_missing", {{"option", "--despite-clue"}});
    if (confirmation_.paid_through && *confirmation_.paid_through > context_.today().month_of())
      return base::fail("case_paid_through_in_future", {{"month", confirmation_.paid_through->to_chinese()}, {"today", context_.today().to_chinese()}});
    TRY(auto const child, person_called(store_, confirmation_.child));
    if (confirmation_.category == Category::hiv_affected) return base::fail("case_restricted");
    if (child.birth_date && confirmation_.on < *child.birth_date)
      return base::fail("case_before_birth", {{"name", child.name}, {"birth", child.birth_date->to_chinese()}, {"day", confirmation_.on.to_chinese()}});
    if (child.birth_date && values::age_on(*child.birth_date, confirmation_.on) >= 18)
      return base::fail("case_of_age", {{"name", child.name}, {"day", values::birthday(*child.birth_date, 18).to_chinese()}});
    TRY(CoverageRecord const record, record_for(child));
    bool is_done = false;
    for (CoverageRecord const& other : store_.coverages_of(child.id)) {
      is_done = is_done || is_same(other, record);
      bool const lasts = !other.end || other.end->ended_on >= record.confirmed_on;
      if (!is_done && other.category == record.category && lasts && !is_annulled(other) && other.end)
        return base::fail("case_covered_until", {{"name", child.name}, {"day", other.confirmed_on.to_chinese()}, {"ended", other.end->ended_on.to_chinese()}, {"category", std::string(values::chinese(other.category))}});
      if (!is_done && other.category == record.category && lasts && !is_annulled(other))
        return base::fail("case_already_covered", {{"name", child.name}, {"day", other.confirmed_on.to_chinese()}, {"category", std::string(values::chinese(other.category))}});
    }
    if (is_done) return told_again(context_, child);
    TRY(values::Month const first, first_month_paid(child, record));
    store_.add(record);
    CaseFile file = file_of(context_, child);
    file.pays_from = first;
    return file;
  }

 private:
  static bool is_annulled(CoverageRecord const& coverage) { return coverage.end && coverage.end->end_reason == benefits::EndReason::annulled; }

  static bool is_same(CoverageRecord const& a, CoverageRecord const& b) {
    return !a.end && a.category == b.category && a.confirmed_on == b.confirmed_on && a.residence == b.residence && a.paid_through == b.paid_through &&
           a.persons.decided_by == b.persons.decided_by && a.persons.approved_by == b.persons.approved_by;
  }

  // A slip in the year of the day would pay years of arrears: nobody is paid for the time before the ground, and for a time long past only who has written
  // the first month as well.
  base::Result<values::Month> first_month_paid(PersonRecord const& child, CoverageRecord const& record) {
    TRY(auto const* rules, context_.money_rules());
    benefits::Coverage coverage;
    coverage.category = record.category;
    coverage.confirmed_on = record.confirmed_on;
    values::Month first = benefits::months_of(*rules, coverage).first;
    if (record.paid_through) first = std::max(first, record.paid_through->plus(1));
    if (confirmation_.arrears_from) {
      if (*confirmation_.arrears_from == first) return first;
      return base::fail("case_arrears_from_differs", {{"written", confirmation_.arrears_from->to_chinese()}, {"month", first.to_chinese()}});
    }
    values::Month const now = context_.today().month_of();
    std::map<std::string, std::string> values = {{"name", child.name}, {"day", record.confirmed_on.to_chinese()}, {"month", first.to_chinese()}, {"iso", first.to_string()}};
    bool const is_settled = record.paid_through && ground_since_ && ground_since_->month_of() <= *record.paid_through;  // by the register before this one
    if (ground_since_ && record.confirmed_on < *ground_since_ && !is_settled) {
      values["since"] = ground_since_->to_chinese();
      return base::fail("case_before_ground", std::move(values));
    }
    if (first < now.plus(-arrears_months_unasked)) {
      values["count"] = std::to_string(now.index() - first.index());
      return base::fail("case_long_past", std::move(values));
    }
    return first;
  }

  base::Result<CoverageRecord> record_for(PersonRecord const& child) {
    CoverageRecord record;
    record.child = child.id;
    auto clues = store_.open_clues(child.id);
    if (confirmation_.category) std::erase_if(clues, [](store::ClueRecord const& one) { return one.category == Category::hiv_affected; });  // of which nothing is said here
    auto const clue = std::find_if(clues.begin(), clues.end(), [&](store::ClueRecord const& one) { return !confirmation_.category || one.category == *confirmation_.category; });
    if (clue == clues.end() && !confirmation_.category) return base::fail("case_no_clue", {{"name", child.name}});
    if (clue == clues.end() && !clues.empty() && !confirmation_.despite_clue)
      return base::fail("case_other_category", {{"name", child.name}, {"clue", std::string(values::chinese(clues.front().category))}, {"category", std::string(values::chinese(*confirmation_.category))}});
    record.category = clue == clues.end() ? *confirmation_.category : clue->category;
    if (record.category == Category::hiv_affected) return base::fail("case_restricted");
    if (clue != clues.end()) {
      ground_since_ = clue->since;
      record.subtype = clue->subtype;
      record.proposal_key = clue->key;
      record.paragraph = clue->paragraph;
      record.sources = clue->sources;
      record.rules_version = clue->rules_version;
    } else {
      record.sources = "[]";
      record.rules_version = context_.rulebook().version();
    }
    record.residence = confirmation_.residence;
    record.confirmed_on = confirmation_.on;
    record.paid_through = confirmation_.paid_through;
    record.recorded_at = base::to_string(context_.now());
    record.persons = {deciding_.decided_by, deciding_.approved_by};
    record.reason = deciding_.reason;
    record.document = deciding_.document;
    return record;
  }

  Context& context_;
  Confirmation const& confirmation_;
  CoverageStore store_;
  Deciding deciding_;
  std::optional<values::Date> ground_since_;  // of the clue: since when all its conditions hold together
};

}  // namespace

base::Result<CaseFile> confirm_case(Context& context, Confirmation const& confirmation) {
  return context.db().transaction([&] { return Confirming(context, confirmation).confirm(); });
}

// ---- end -----------------------------------------------------------------------------------------------------------------

namespace {

base::Result<CaseFile> end_inside(Context& context, Ending const& ending) {
  TRY(Deciding const deciding, checked(ending.deciding, true));
  TRY([[maybe_unused]] bool const may, not_in_future(context, ending.on));
  CoverageStore store(context.db());
  TRY(auto const child, person_called(store, ending.child));
  std::vector<CoverageRecord> open, ended;
  for (CoverageRecord const& coverage : store.coverages_of(child.id)) {
    if (ending.category && coverage.category != *ending.category) continue;
    (coverage.end ? ended : open).push_back(coverage);
  }
  if (open.empty()) {
    if (ended.empty()) return base::fail("case_not_covered", {{"name", child.name}});
    store::CoverageEnd const& end = *ended.back().end;
    if (end.ended_on == ending.on && end.end_reason == ending.reason && is_same(end.persons, end.reason, end.document, deciding)) return told_again(context, child);
    return base::fail("case_already_ended", {{"name", child.name},
                                             {"day", end.ended_on.to_chinese()},
                                             {"reason", std::string(benefits::chinese(end.end_reason))},
                                             {"by", end.persons.decided_by},
                                             {"approved", end.persons.approved_by},
                                             {"recorded", day_of(end.recorded_at).to_chinese()},
                                             {"why", base::join({end.reason, end.document}, " ")}});
  }
  if (open.size() > 1) return base::fail("case_several", {{"name", child.name}});
  if (ending.on < open[0].confirmed_on && ending.reason != benefits::EndReason::annulled)
    return base::fail("case_end_before_start", {{"day", ending.on.to_chinese()}, {"confirmed", open[0].confirmed_on.to_chinese()}});
  store.add_end(open[0], {ending.on, ending.reason, base::to_string(context.now()), {deciding.decided_by, deciding.approved_by}, deciding.reason, deciding.document});
  return file_of(context, child);
}

}  // namespace

base::Result<CaseFile> end_case(Context& context, Ending const& ending) {
  return context.db().transaction([&] { return end_inside(context, ending); });
}

// ---- reopen --------------------------------------------------------------------------------------------------------------

namespace {

base::Result<CaseFile> reopen_inside(Context& context, Reopened const& reopened) {
  TRY(Deciding const deciding, checked(reopened.deciding, true));
  CoverageStore store(context.db());
  TRY(auto const child, person_called(store, reopened.child));
  std::vector<CoverageRecord> ended;
  for (CoverageRecord const& coverage : store.coverages_of(child.id)) {
    if (reopened.category && coverage.category != *reopened.category) continue;
    if (!coverage.end) {
      if (coverage.undone_ends.empty()) continue;
      store::Reopening const& last = coverage.undone_ends.back().reopening;
      if (is_same(last.persons, last.reason, last.document, deciding)) return told_again(context, child);
    } else {
      ended.push_back(coverage);
    }
  }
  if (ended.empty()) return base::fail("case_not_ended", {{"name", child.name}});
  bool const are_several = std::any_of(ended.begin(), ended.end(), [&](CoverageRecord const& one) { return one.category != ended.back().category; });
  if (are_several) return base::fail("case_several", {{"name", child.name}});
  for (CoverageRecord const& other : store.coverages_of(child.id)) {
    bool const is_annulled = other.end && other.end->end_reason == benefits::EndReason::annulled;
    if (other.id > ended.back().id && other.category == ended.back().category && !is_annulled)
      return base::fail("case_confirmed_since", {{"name", child.name}, {"day", other.confirmed_on.to_chinese()}, {"category", std::string(values::chinese(other.category))}});
  }
  store.add_reopening(ended.back(), {base::to_string(context.now()), {deciding.decided_by, deciding.approved_by}, deciding.reason, deciding.document});
  return file_of(context, child);
}

}  // namespace

base::Result<CaseFile> reopen_case(Context& context, Reopened const& reopened) {
  return context.db().transaction([&] { return reopen_inside(context, reopened); });
}

// ---- account -------------------------------------------------------------------------------------------------------------

namespace {

constexpr size_t account_digits_min = 8, account_digits_max = 32;

constexpr size_t account_text_length_max = 100;

// What no bank takes: separators, quotation marks, control and invisible characters, emoji. Rare Chinese characters beyond the basic plane are names.
bool is_for_a_bank(char32_t c) {
  constexpr std::u32string_view unwanted = U",;|\"'\\<>\u200B\u200C\u200D\u200E\u200F\u2028\u2029\uFE0F\uFEFF\uFFFD";
  bool const is_control = c < 0x20 || (c >= 0x7F && c < 0xA0), is_symbol = (c >= 0x2600 && c < 0x2800) || (c >= 0xE000 && c < 0xF900);
  return !is_control && !is_symbol && unwanted.find(c) == unwanted.npos && (c < 0x10000 || base::is_han(c));
}

base::Result<bool> fit_for_a_bank(std::string_view option, std::string const& text) {
  std::u32string const points = base::to_utf32(text);
  if (points.size() > account_text_length_max) return base::fail("account_text_too_long", {{"option", std::string(option)}, {"limit", std::to_string(account_text_length_max)}});
  if (!std::all_of(points.begin(), points.end(), is_for_a_bank)) return base::fail("account_text_bad", {{"option", std::string(option)}});
  return true;
}

base::Result<store::AccountRecord> account_from(NewAccount const& account) {
  store::AccountRecord record;
  TRY(auto const holder, values::PersonName::parse(account.holder_name));
  record.holder_name = holder.reveal();
  record.account_number = base::replace_all(base::without_blanks(base::nfkc(account.account_number)), "-", "");
  bool const has_digits = record.account_number.find_first_not_of("0123456789") == std::string::npos;
  if (!has_digits || record.account_number.size() < account_digits_min || record.account_number.size() > account_digits_max) return base::fail("account_number_bad");
  record.bank_name = base::trimmed(account.bank_name);
  record.payee_name = record.holder_name;
  if (!base::trimmed(account.payee_name).empty()) {
    TRY(auto const payee, values::PersonName::parse(account.payee_name));
    record.payee_name = payee.reveal();
  }
  if (!base::trimmed(account.payee_id).empty()) {
    TRY(record.payee_id_number, values::IdNumber::parse(base::without_blanks(base::nfkc(account.payee_id))));
  }
  record.payee_relation = base::trimmed(account.payee_relation);
  for (auto const& [option, text] : {std::pair<std::string_view, std::string const&>{"--holder", record.holder_name}, {"--bank", record.bank_name}, {"--payee", record.payee_name}, {"--relation", record.payee_relation}}) {
    TRY([[maybe_unused]] bool const fits, fit_for_a_bank(option, text));
  }
  return record;
}

bool says_the_same(store::AccountRecord const& a, store::AccountRecord const& b) {
  return a.holder_name == b.holder_name && a.account_number == b.account_number && a.bank_name == b.bank_name && a.payee_name == b.payee_name &&
         a.payee_id_number == b.payee_id_number && a.payee_relation == b.payee_relation;
}

base::Result<CaseFile> set_account_inside(Context& context, NewAccount const& account) {
  TRY(Deciding const deciding, checked(account.deciding, false));
  CoverageStore store(context.db());
  TRY(auto const child, person_called(store, account.child));
  TRY(auto record, account_from(account));
  // The same account again means something after the bank failed on it (somebody has looked, and it may be tried once more), and with another paper: by which a
  // dead child's heir is named.
  auto const in_force = store.account_of(child.id);
  bool has_failed = false;
  for (auto const& failure : store::PaymentStore(context.db()).last_failures()) has_failed = has_failed || (in_force && failure.child == child.id && failure.account_id == in_force->id);
  if (in_force && says_the_same(*in_force, record) && !has_failed && (deciding.document.empty() || deciding.document == in_force->document)) return file_of(context, child);
  record.child = child.id;
  record.recorded_at = base::to_string(context.now());
  record.persons = {deciding.decided_by, deciding.approved_by};
  record.document = deciding.document;
  store.add(record);
  return file_of(context, child);
}

}  // namespace

base::Result<CaseFile> set_account(Context& context, NewAccount const& account) {
  return context.db().transaction([&] { return set_account_inside(context, account); });
}

// ---- look ----------------------------------------------------------------------------------------------------------------

base::Result<CaseFile> show_case(Context& context, std::string const& child) {
  CoverageStore store(context.db());
  TRY(auto const person, person_called(store, child));
  return file_of(context, person);
}

std::vector<CaseLine> list_cases(Context& context) {
  CoverageStore store(context.db());
  std::map<store::PersonId, CaseLine> lines;
  for (CoverageRecord& coverage : store.all_coverages()) lines[coverage.child].coverage = std::move(coverage);
  for (store::ClueRecord& clue : store.open_clues()) {
    if (clue.category == Category::hiv_affected) continue;
    auto const found = lines.find(clue.child);
    bool const is_covered = found != lines.end() && found->second.coverage && !found->second.coverage->end && found->second.coverage->category <= clue.category;
    if (!is_covered && !lines[clue.child].clue) lines[clue.child].clue = std::move(clue);
  }
  auto const accounts = store.accounts();
  std::vector<CaseLine> all;
  for (auto& [child, line] : lines) {
    line.child = store.person(child).value();
    line.has_account = accounts.contains(child);
    all.push_back(std::move(line));
  }
  std::stable_sort(all.begin(), all.end(), [](CaseLine const& a, CaseLine const& b) { return a.child.town < b.child.town; });
  return all;
}

std::vector<store::WorkItem> open_work(Context& context) { return store::PaymentStore(context.db()).open_work_items(); }

// ---- JSON ----------------------------------------------------------------------------------------------------------------

namespace {

void write_optional(base::JsonWriter& json, std::string_view key, std::optional<std::string> const& value) {
  json.key(key);
  value ? json.value(*value) : json.null();
}

void write_child(base::JsonWriter& json, PersonRecord const& child) {
  json.member("person", static_cast<int64_t>(child.id)).member("name", child.name);
  write_optional(json, "id", child.id_number ? std::optional(child.id_number->reveal()) : std::nullopt);
  write_optional(json, "birth_date", child.birth_date ? std::optional(child.birth_date->to_string()) : std::nullopt);
  json.member("town", child.town);
}

void write_clue(base::JsonWriter& json, store::ClueRecord const& clue) {
  json.begin_object().member("category", values::code_of(clue.category)).member("subtype", clue.subtype).member("first_month", clue.first_month.to_string());
  write_optional(json, "since", clue.since ? std::optional(clue.since->to_string()) : std::nullopt);
  json.member("paragraph", clue.paragraph).end_object();
}

void write_end(base::JsonWriter& json, store::CoverageEnd const& end) {
  json.begin_object().member("ended_on", end.ended_on.to_string()).member("end_reason", benefits::code_of(end.end_reason)).member("recorded_at", end.recorded_at);
  json.member("decided_by", end.persons.decided_by).member("approved_by", end.persons.approved_by).member("reason", end.reason).member("document", end.document);
  json.end_object();
}

void write_coverage(base::JsonWriter& json, CoverageRecord const& coverage) {
  json.begin_object().member("coverage", coverage.id).member("category", values::code_of(coverage.category)).member("subtype", coverage.subtype);
  json.member("residence", benefits::code_of(coverage.residence)).member("confirmed_on", coverage.confirmed_on.to_string());
  write_optional(json, "paid_through", coverage.paid_through ? std::optional(coverage.paid_through->to_string()) : std::nullopt);
  json.member("recorded_at", coverage.recorded_at).member("decided_by", coverage.persons.decided_by).member("approved_by", coverage.persons.approved_by);
  json.member("reason", coverage.reason).member("document", coverage.document).member("proposal_key", coverage.proposal_key).key("end");
  coverage.end ? write_end(json, *coverage.end) : void(json.null());
  json.key("undone_ends").begin_array();
  for (store::UndoneEnd const& undone : coverage.undone_ends) {
    json.begin_object().key("end");
    write_end(json, undone.end);
    json.member("recorded_at", undone.reopening.recorded_at).member("decided_by", undone.reopening.persons.decided_by).member("approved_by", undone.reopening.persons.approved_by);
    json.member("reason", undone.reopening.reason).member("document", undone.reopening.document).end_object();
  }
  json.end_array().end_object();
}

void write_account(base::JsonWriter& json, store::AccountRecord const& account) {
  json.begin_object().member("holder_name", account.holder_name).member("account_number", account.account_number).member("bank_name", account.bank_name);
  json.member("payee_name", account.payee_name).member("payee_relation", account.payee_relation).member("recorded_at", account.recorded_at);
  json.member("decided_by", account.persons.decided_by).member("approved_by", account.persons.approved_by).end_object();
}

}  // namespace

std::string to_json(CaseFile const& file) {
  base::JsonWriter json;
  json.begin_object().member("schema", "hutong.case_file/1");
  write_child(json, file.child);
  json.key("clues").begin_array();
  for (auto const& clue : file.clues)
    if (clue.category != Category::hiv_affected) write_clue(json, clue);
  json.end_array().key("coverage").begin_array();
  for (auto const& coverage : file.coverages) write_coverage(json, coverage);
  json.end_array().key("account");
  if (file.account) write_account(json, *file.account);
  else json.null();
  json.key("payments").begin_array();
  for (store::LineRecord const& line : file.lines) {
    json.begin_object().member("payment", line.id).member("month", line.month.to_string()).member("kind", benefits::code_of(line.kind)).member("item", line.item);
    json.member("amount_fen", line.amount.in_fen()).member("recorded_at", line.recorded_at).end_object();
  }
  json.end_array().key("not_paid_out").begin_array();
  for (store::LetGoRecord const& one : file.not_paid_out) {
    json.begin_object().member("month", one.month.to_string()).member("amount_fen", one.amount.in_fen()).member("recorded_at", one.recorded_at);
    json.member("decided_by", one.persons.decided_by).member("approved_by", one.persons.approved_by).member("reason", one.reason).member("document", one.document).end_object();
  }
  json.end_array();
  write_optional(json, "pays_from", file.pays_from ? std::optional(file.pays_from->to_string()) : std::nullopt);
  json.member("was_told_before", file.was_told_before).end_object();
  return json.text() + "\n";
}

std::string to_json(std::vector<CaseLine> const& lines) {
  base::JsonWriter json;
  json.begin_object().member("schema", "hutong.cases/1").key("cases").begin_array();
  for (CaseLine const& line : lines) {
    json.begin_object();
    write_child(json, line.child);
    json.key("clue");
    if (line.clue) write_clue(json, *line.clue);
    else json.null();
    json.key("coverage");
    if (line.coverage) write_coverage(json, *line.coverage);
    else json.null();
    json.member("has_account", line.has_account).end_object();
  }
  json.end_array().end_object();
  return json.text() + "\n";
}

std::string to_json(std::vector<store::WorkItem> const& items) {
  base::JsonWriter json;
  json.begin_object().member("schema", "hutong.work/1").key("items").begin_array();
  for (store::WorkItem const& item : items)
    json.begin_object().member("kind", store::code_of(item.kind)).member("person", static_cast<int64_t>(item.child)).member("opened_at", item.opened_at)
        .member("paragraph", item.paragraph).end_object();
  json.end_array().end_object();
  return json.text() + "\n";
}

}  // namespace hutong::usecases
