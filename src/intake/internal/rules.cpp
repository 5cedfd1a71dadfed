#include "intake/internal/rules.h"

#include <algorithm>

#include "base/text.h"

namespace hutong::intake {
namespace {

// An address, a sheet's name, a line of its own: the town somewhere in it, or nothing but the town's bare name.
std::optional<std::string> town_named(std::string_view text, values::Divisions const& divisions) {
  if (auto const inside = divisions.town_in_address(text)) return inside;
  constexpr size_t longest_name = 40;
  return text.size() <= longest_name ? divisions.town_by_name(base::without_blanks(text)) : std::nullopt;
}

size_t index_of(Owner owner) { return static_cast<size_t>(owner); }

class Rules {
 public:
  Rules(Draft& draft, TablePlan const& table, Context const& context, SheetFacts const& facts) : draft_(draft), table_(table), context_(context), data_(context.data), known_(context.data.known), spec_(context.spec), facts_(facts) {}

  void apply() {
    complete_event();
    person_from_card();
    for (Owner const owner : {Owner::child, Owner::person}) compare_with_number(owner);
    relation_from_words();
    compare_with_card();
    scope_of_disability();
    amount_of_register();
    locate_town();
    for (auto const& required : spec_.required) require(required);
    age_of_child();
    willingness();
    warn_of_missing_number();
  }

 private:
  FieldValue const* found(FieldId field) const { return field_in(draft_, field); }
  std::string_view text(FieldId field) const {
    FieldValue const* value = found(field);
    return value && value->type != FieldValue::Type::null ? value->text : std::string_view();
  }
  bool stands_there(FieldId field) const { return !text(field).empty() || is_bad(draft_, field); }
  void derive(FieldId field, std::string_view value, FieldValue::Type type = FieldValue::Type::text) {
    if (field != kNone) set_field(draft_, data_, field, {{}, value, {}, 0, 0, type});
  }
  void warn(std::string_view code) {
    auto& warnings = draft_.record.warnings;
    if (std::find(warnings.begin(), warnings.end(), code) == warnings.end()) warnings.push_back(code);
  }
  void reject(FieldId field, std::string code, std::map<std::string, std::string> values = {}) {
    FieldValue const* value = found(field);
    std::string cell = value ? value->cell() : "";
    std::string_view cell_text = value ? value->cell_text : std::string_view();
    // What the card alone says is to be mended in the card; what is missing, in its empty cell.
    FieldValue const* card = found(known_.disability_card);
    if (cell.empty() && card && (field == known_.disability_category || field == known_.disability_grade) && !has_column_for(field)) cell = card->cell(), cell_text = card->cell_text;
    if (cell.empty()) cell = empty_cell_for(field);
    draft_.record.reasons.push_back({data_.fields[field].name, std::move(code), std::move(cell), std::string(cell_text), std::move(values)});
  }

  std::string empty_cell_for(FieldId field) const {
    if (table_.is_form) return "";
    for (auto const& column : table_.columns)
      if (column.field == field) return sheets::cell_name(column.column, draft_.record.row);
    return "";
  }

  void complete_event() {
    FieldId const event = known_.event;
    if (!spec_.event_fixed.empty()) derive(event, spec_.event_fixed);
    else if (!stands_there(event) && !facts_.event.empty()) derive(event, facts_.event);
    else if (!stands_there(event) && !spec_.event_default.empty()) derive(event, spec_.event_default);
    // 刑期起止 alone says when it began.
    FieldId const since = known_.event_date;
    if (!stands_there(since) && draft_.term_from && *draft_.term_from <= context_.request.received_on) derive(since, context_.arena.keep(draft_.term_from->to_string()));
  }

  // The card holds the number, the category and the grade (rule 8).
  void person_from_card() {
    if (!draft_.card_id) return;
    Owner const holder = table_.has(known_.name[index_of(Owner::child)]) && !table_.has(known_.name[index_of(Owner::person)]) ? Owner::child : Owner::person;
    auto& number = draft_.ids[index_of(holder)];
    FieldId const field = known_.id[index_of(holder)];
    if (!stands_there(field)) {
      number = draft_.card_id;
      derive(field, context_.arena.keep(number->reveal()));
    } else if (number && *number != *draft_.card_id) {
      reject(known_.disability_card, "card_mismatch");
    }
  }

  void compare_with_card() {
    if (draft_.card_category.empty()) return;
    FieldId const category = known_.disability_category, grade = known_.disability_grade;
    if (!stands_there(category)) derive(category, context_.arena.keep(draft_.card_category));
    else if (!text(category).empty() && text(category) != draft_.card_category) reject(category, "card_mismatch");
    std::string const digit = std::to_string(draft_.card_grade);
    if (!stands_there(grade)) derive(grade, context_.arena.keep(digit), FieldValue::Type::number);
    else if (!text(grade).empty() && text(grade) != digit) reject(grade, "card_mismatch");
  }

  // In scope: grades 1 and 2 of every category, 3 and 4 of 智力 and 精神 (LISTS A.4 8).
  void scope_of_disability() {
    if (!spec_.severe_only) return;
    std::string_view const category = text(known_.disability_category), grade = text(known_.disability_grade);
    if (category.empty() || grade.empty()) return;
    bool const is_severe = grade == "1" || grade == "2" || category == "智力" || category == "精神";
    if (!is_severe) reject(known_.disability_grade, "not_severe");
  }

  // As yuan with two decimals by now.
  void amount_of_register() {
    if (!spec_.refuses_negative_amounts || !base::starts_with(text(known_.amount), "-")) return;
    reject(known_.amount, "amount_below_zero", {{"text", std::string(text(known_.amount))}});
  }

  // Sex and birth date come from the number; what the file says besides must agree (rule 2).
  void compare_with_number(Owner owner) {
    auto const& number = draft_.ids[index_of(owner)];
    if (!number) return;
    FieldId const sex = known_.sex[index_of(owner)], birth = known_.birth[index_of(owner)];
    if (text(sex).empty() && !is_bad(draft_, sex)) derive_beside(sex, values::code_of(number->sex()));
    else if (!text(sex).empty() && text(sex) != values::code_of(number->sex())) reject(sex, "id_sex_mismatch");
    FoundDate const& written = draft_.births[index_of(owner)];
    values::Date const born = number->birth_date();
    bool const differs = written.day ? *written.day != born : written.month && *written.month != born.month_of();
    if (differs) reject(birth, "id_birth_mismatch");
    else if (!is_bad(draft_, birth) && !written.day) derive_beside(birth, context_.arena.keep(born.to_string()));
  }

  // A derived value that keeps the place of what stood in the file (a month, a blank), if anything did.
  void derive_beside(FieldId field, std::string_view value) {
    if (field == kNone) return;
    FieldValue made{{}, value, {}, 0, 0, FieldValue::Type::text};
    if (FieldValue const* known = found(field)) {
      made.cell_text = known->cell_text;
      made.cell_row = known->cell_row;
      made.cell_column = known->cell_column;
    }
    set_field(draft_, data_, field, made);
  }

  // 儿子 or 女儿 says who the child is; which parent it is, the parent's number says.
  void relation_from_words() {
    FieldId const relation = known_.parent_relation;
    auto const& number = draft_.ids[index_of(Owner::parent)];
    if (!number || draft_.parent_relation_text.empty() || stands_there(relation)) return;
    if (is_word_for_none(draft_.parent_relation_text)) return;
    derive_beside(relation, number->sex() == values::Sex::male ? "father" : "mother");
  }

  // Town column, else address, else sheet name (rule 9).
  void locate_town() {
    FieldId const town = known_.town_code;
    if (!text(town).empty()) return;
    if (!draft_.town_text.empty() && !is_word_for_none(draft_.town_text)) warn("town_not_found");
    for (FieldId const field : {known_.address, known_.hukou_address}) {
      std::string_view const written = text(field);
      if (written.empty()) continue;
      if (auto const code = town_named(written, context_.divisions)) return derive(town, context_.arena.keep(*code));
    }
    if (!facts_.town_code.empty()) return derive(town, facts_.town_code);
    if (table_.has(town) && !found(town)) derive(town, {}, FieldValue::Type::null);
  }

  void require(RequiredField const& required) {
    bool const has_column = std::any_of(required.any_of.begin(), required.any_of.end(), [&](FieldId field) { return has_column_for(field); });
    if (required.only_if_column && !has_column) return;
    if (!required.with_event.empty() && text(known_.event) != required.with_event) return;
    if (std::any_of(required.any_of.begin(), required.any_of.end(), [&](FieldId field) { return stands_there(field); })) return;
    // Of several that would do, name the one the sheet has a column for.
    FieldId named = required.any_of.front();
    for (FieldId const field : required.any_of)
      if (has_column_for(field)) {
        named = field;
        break;
      }
    bool const is_ambiguous = names_person(named, data_) && std::any_of(table_.columns.begin(), table_.columns.end(), [](auto const& column) { return column.why == "why_ambiguous"; });
    reject(named, is_ambiguous ? "ambiguous_columns" : "missing_required");
  }

  bool has_column_for(FieldId field) const {
    if (table_.has(field)) return true;
    return std::any_of(table_.columns.begin(), table_.columns.end(), [&](auto const& column) {
      if (column.field == kNone) return false;
      auto const& parts = data_.fields[column.field].parts;
      return std::find(parts.begin(), parts.end(), field) != parts.end();
    });
  }

  // 18 or older on as_of, the birthday included (rule 6). A month of birth alone counts from its last day: in doubt for the child.
  void age_of_child() {
    if (!spec_.judges_age) return;
    auto const& number = draft_.ids[index_of(Owner::child)];
    FoundDate const& written = draft_.births[index_of(Owner::child)];
    std::optional<values::Date> born = number ? std::optional(number->birth_date()) : written.day;
    if (!born && written.month) born = written.month->last_day();
    if (!born || values::age_on(*born, context_.request.as_of) < 18) return;
    FieldId const field = number ? known_.id[index_of(Owner::child)] : known_.birth[index_of(Owner::child)];
    reject(field, "over_age", {{"date", context_.request.as_of.to_string()}});
  }

  void willingness() {
    FieldId const voluntary = known_.voluntary;
    if (spec_.is_restricted && text(voluntary) == "false") reject(voluntary, "not_voluntary");
  }

  void warn_of_missing_number() {
    if (!spec_.warns_of_missing_number) return;
    FieldId const number = known_.id[index_of(Owner::child)], birth = known_.birth[index_of(Owner::child)];
    if (!stands_there(number) && !text(birth).empty()) warn("child_id_missing");
  }

  Draft& draft_;
  TablePlan const& table_;
  Context const& context_;
  CatalogueData const& data_;
  KnownFields const& known_;
  ReportSpec const& spec_;
  SheetFacts const& facts_;
};

}  // namespace

void note_facts_from(std::string_view text, SheetFacts& facts, Context const& context) {
  if (text.empty()) return;
  if (auto const town = town_named(text, context.divisions)) facts.town_code = context.arena.keep(*town);
  if (!context.spec.event_from_title) return;
  auto const words = context.spec.words.find(context.data.known.event);
  if (words == context.spec.words.end()) return;
  auto const events = words->second.codes_in(text);
  if (events.size() == 1 && events.front() != not_a_choice && events.front() != nothing_of_the_kind) facts.event = context.arena.keep(events.front());
}

void apply_rules(Draft& draft, TablePlan const& table, Context const& context, SheetFacts const& facts) { Rules(draft, table, context, facts).apply(); }

// Same child (or person), same event, same parent. Whoever has no number is known by name and birth date.
std::string_view Duplicates::key_of(Draft const& draft) {
  KnownFields const& known = context_.data.known;
  key_.clear();
  auto add = [&](FieldId field) {
    FieldValue const* value = field_in(draft, field);
    bool const is_there = value && value->type != FieldValue::Type::null;
    if (is_there) key_ += value->text;
    key_ += '|';
    return is_there;
  };
  bool is_named = false;
  for (Owner const owner : {Owner::child, Owner::person, Owner::parent, Owner::father, Owner::mother}) {
    bool const has_number = add(known.id[index_of(owner)]);
    bool const has_name = !has_number && add(known.name[index_of(owner)]);
    if (has_name) add(known.birth[index_of(owner)]);
    is_named = is_named || has_number || has_name;
  }
  if (!is_named) return {};
  add(known.event);
  add(known.event_detail);
  for (FieldId const field : context_.spec.duplicate_extra) add(field);
  return key_;
}

void Duplicates::check(Draft& draft) {
  std::string_view const key = key_of(draft);
  if (key.empty()) return;
  if (used_ * 2 >= entries_.size()) grow();
  uint64_t const hash = std::hash<std::string_view>()(key);
  Entry& entry = place_of(key, hash);
  if (!entry.key.empty()) return reject(draft, entry.row);
  if (!draft.record.reasons.empty()) return;
  entry = {hash, context_.arena.keep(key), draft.record.row};
  ++used_;
}

Duplicates::Entry& Duplicates::place_of(std::string_view key, uint64_t hash) {
  size_t const mask = entries_.size() - 1;
  for (size_t at = hash & mask;; at = (at + 1) & mask)
    if (entries_[at].key.empty() || (entries_[at].hash == hash && entries_[at].key == key)) return entries_[at];
}

void Duplicates::grow() {
  constexpr size_t first_size = 1024;
  std::vector<Entry> old(std::max(first_size, entries_.size() * 4));
  old.swap(entries_);
  for (Entry const& entry : old)
    if (!entry.key.empty()) place_of(entry.key, entry.hash) = entry;
}

void Duplicates::reject(Draft& draft, int earlier_row) const {
  CatalogueData const& data = context_.data;
  for (Owner const owner : {Owner::child, Owner::person, Owner::parent, Owner::father})
    for (FieldId const field : {data.known.id[index_of(owner)], data.known.name[index_of(owner)]}) {
      FieldValue const* value = field_in(draft, field);
      if (!value || value->type == FieldValue::Type::null) continue;
      draft.record.reasons.push_back({data.fields[field].name, "duplicate_in_file", value->cell(), std::string(value->cell_text), {{"row", std::to_string(earlier_row)}}});
      return;
    }
}

}  // namespace hutong::intake
