#include "intake/internal/record_builder.h"

#include <algorithm>

#include "base/text.h"
#include "intake/internal/children.h"
#include "intake/internal/quick.h"

namespace hutong::intake {
namespace {

constexpr size_t most_words_remembered = 4096;

FieldValue::Type type_of(FieldType type) {
  if (type == FieldType::disability_grade) return FieldValue::Type::number;
  return type == FieldType::yes_no ? FieldValue::Type::boolean : FieldValue::Type::text;
}

CellInput input_of(RawCell const& cell) { return {cell.text, cell.kind, cell.is_lossy}; }

}  // namespace

void set_field(Draft& draft, CatalogueData const& data, FieldId field, FieldValue value) {
  value.field = data.fields[field].name;
  if (draft.at[field] >= 0) {
    draft.record.fields[static_cast<size_t>(draft.at[field])] = value;
    return;
  }
  draft.at[field] = static_cast<int16_t>(draft.record.fields.size());
  draft.record.fields.push_back(value);
}

FieldValue const* field_in(Draft const& draft, FieldId field) {
  if (field == kNone || draft.at[field] < 0) return nullptr;
  return &draft.record.fields[static_cast<size_t>(draft.at[field])];
}

bool is_bad(Draft const& draft, FieldId field) { return std::find(draft.bad.begin(), draft.bad.end(), field) != draft.bad.end(); }

RecordBuilder::RecordBuilder(Context const& context, TablePlan const& table) : context_(context) {
  FieldId const subject_field = context.data.known.name[static_cast<size_t>(context.spec.subject)];
  for (ColumnPlan const& plan : table.columns) {
    if (plan.field == kNone) continue;
    FieldDef const& def = context.data.fields[plan.field];
    Slot slot{plan.field, def.type, plan.owner, plan.is_estimated, context.spec.soft.contains(plan.field), nullptr, {}};
    if (auto const words = context.spec.words.find(plan.field); words != context.spec.words.end()) slot.words = &words->second;
    bool const is_name = def.type == FieldType::name || def.type == FieldType::name_and_id;
    if (plan.field == subject_field || (subject_name_ == npos && is_name)) subject_name_ = columns_.size();
    columns_.push_back(plan);
    slots_.push_back(std::move(slot));
  }
}

std::vector<Draft> RecordBuilder::build(std::vector<RawCell> const& cells) {
  std::vector<Draft> drafts;
  ChildrenOfRow children = children_of_row(columns_, context_.data, cells);
  if (children.count <= 1) {
    drafts.push_back(build_one(cells));
  } else if (!children.fits) {
    drafts.push_back(build_one(children.rows.front()));
    Draft& draft = drafts.back();
    draft.record.reasons.clear();
    RawCell const& at = cells[children.named_in];
    draft.record.reasons.push_back({context_.data.fields[columns_[children.named_in].field].name, "children_count_mismatch", sheets::cell_name(at.column, at.row), std::string(at.cell_text),
                                    {{"names", std::to_string(children.names)}, {"numbers", std::to_string(children.numbers)}}});
  } else {
    for (auto const& row : children.rows) drafts.push_back(build_one(row));
  }
  return drafts;
}

Draft RecordBuilder::build_one(std::vector<RawCell> const& cells) {
  Draft draft;
  draft.record.fields.reserve(slots_.size() + 4);
  for (size_t i = 0; i < slots_.size(); ++i) read_slot(slots_[i], cells[i], draft);
  return draft;
}

void RecordBuilder::read_slot(Slot& slot, RawCell const& cell, Draft& draft) {
  if (cell.is_empty()) {
    FieldDef const& def = context_.data.fields[slot.field];
    for (FieldId const part : def.parts)
      if (!field_in(draft, part)) add_null(part, cell, draft);
    if (def.parts.empty() && !field_in(draft, slot.field)) add_null(slot.field, cell, draft);
    return;
  }
  switch (slot.type) {
    case FieldType::id: return read_id(slot, cell, draft);
    case FieldType::name: return read_name_cell(slot, cell, draft);
    case FieldType::birth:
    case FieldType::event_date:
    case FieldType::end_date:
    case FieldType::any_date:
    case FieldType::term: return read_date_cell(slot, cell, draft);
    case FieldType::card: return read_card(slot, cell, draft);
    case FieldType::town: return read_town(slot, cell, draft);
    case FieldType::category_and_grade:
    case FieldType::since_until:
    case FieldType::name_and_id:
    case FieldType::name_and_phone: return read_pair(slot, cell, draft);
    case FieldType::text:
      if (quick_text(cell.text)) return add_text(slot.field, cell.text, cell, draft);
      return take(slot, slot.field, read_text(input_of(cell)), cell, draft);
    case FieldType::phone:
      if (quick_phone(cell.text)) return add_text(slot.field, cell.text, cell, draft);
      return take(slot, slot.field, read_phone(input_of(cell)), cell, draft);
    case FieldType::account: return take(slot, slot.field, read_account_number(input_of(cell)), cell, draft);
    case FieldType::parent_relation: draft.parent_relation_text = cell.text; return take(slot, slot.field, read_word(slot, cell), cell, draft);
    case FieldType::sex:
    case FieldType::month:
    case FieldType::guardian_relation:
    case FieldType::code:
    case FieldType::yes_no:
    case FieldType::amount:
    case FieldType::disability_category:
    case FieldType::disability_grade:
    case FieldType::ethnicity: return take(slot, slot.field, read_word(slot, cell), cell, draft);
  }
}

void RecordBuilder::read_id(Slot& slot, RawCell const& cell, Draft& draft) {
  auto& id = draft.ids[static_cast<size_t>(slot.owner)];
  if (cell.kind == sheets::CellKind::text)
    if (auto quick = quick_id(cell.text, context_.request.received_on)) {
      id = *quick;
      return add_text(slot.field, cell.text, cell, draft);
    }
  IdReading const reading = read_id_number(input_of(cell), context_.request.received_on);
  id = reading.id;
  take(slot, slot.field, reading, cell, draft);
}

void RecordBuilder::read_name_cell(Slot& slot, RawCell const& cell, Draft& draft) {
  if (cell.kind == sheets::CellKind::text && quick_name(cell.text)) return add_text(slot.field, cell.text, cell, draft);
  take(slot, slot.field, read_name(input_of(cell)), cell, draft);
}

void RecordBuilder::read_date_cell(Slot& slot, RawCell const& cell, Draft& draft) {
  if (slot.type == FieldType::term) {
    TermReading const reading = read_term(input_of(cell));
    draft.term_from = reading.from;
    return take(slot, slot.field, reading, cell, draft);
  }
  bool const is_birth = slot.type == FieldType::birth;
  FoundDate& birth = draft.births[static_cast<size_t>(slot.owner)];
  if (auto const day = quick_date(cell.text); day && (slot.type == FieldType::end_date || *day <= context_.request.received_on) && !slot.is_estimated) {
    if (is_birth) birth = {*day, day->month_of()};
    return add_text(slot.field, cell.text, cell, draft);
  }
  DateRole const role = is_birth ? DateRole::birth : slot.type == FieldType::event_date ? DateRole::event : slot.type == FieldType::end_date ? DateRole::end : DateRole::any;
  DateReading const reading = read_date(input_of(cell), role, context_.request.received_on, context_.uses_1904);
  if (is_birth && reading.is_value()) birth = {reading.day, reading.month};
  if (is_birth && reading.is_value() && (reading.is_estimated || slot.is_estimated)) warn(draft, "birth_estimated");
  take(slot, slot.field, reading, cell, draft);
}

void RecordBuilder::read_card(Slot& slot, RawCell const& cell, Draft& draft) {
  CardReading const reading = read_disability_card(input_of(cell), context_.request.received_on);
  draft.card_id = reading.id;
  draft.card_category = reading.category;
  draft.card_grade = reading.grade;
  take(slot, slot.field, reading, cell, draft);
}

void RecordBuilder::read_town(Slot& slot, RawCell const& cell, Draft& draft) {
  draft.town_text = cell.text;
  Reading const& reading = read_word(slot, cell);
  if (reading.is_value()) add_text(slot.field, keep(reading.value, cell), cell, draft);
}

// One cell, two fields: 肢体一级, 2024.3.1-2029.2.28, 王小明 3701….
void RecordBuilder::read_pair(Slot& slot, RawCell const& cell, Draft& draft) {
  std::vector<FieldId> const& parts = context_.data.fields[slot.field].parts;
  auto free = [&](FieldId field) {
    FieldValue const* known = field_in(draft, field);
    return !known || known->type == FieldValue::Type::null;
  };
  if (slot.type == FieldType::category_and_grade) {
    CategoryAndGrade const both = read_category_and_grade(input_of(cell));
    take(slot, parts[0], both.category, cell, draft);
    take(slot, parts[1], both.grade, cell, draft);
  } else if (slot.type == FieldType::since_until) {
    TermReading const reading = read_term(input_of(cell));
    if (reading.is_bad()) return take(slot, parts[0], reading, cell, draft);
    if (!reading.from_text.empty() && free(parts[0])) add_text(parts[0], context_.arena.keep(reading.from_text), cell, draft);
    if (!reading.until_text.empty() && free(parts[1])) add_text(parts[1], context_.arena.keep(reading.until_text), cell, draft);
  } else if (slot.type == FieldType::name_and_phone) {
    NameAndNumber const both = name_and_phone(cell.text);
    RawCell name = cell, phone = cell;
    name.text = context_.arena.keep(both.name);
    phone.text = context_.arena.keep(both.number);
    if (free(parts[0])) take(slot, parts[0], read_name(input_of(name)), name, draft);
    if (free(parts[1])) take(slot, parts[1], read_phone(input_of(phone)), phone, draft);
  } else {
    NameAndNumber const both = name_and_number(cell.text);
    RawCell name = cell, number = cell;
    name.text = context_.arena.keep(both.name);
    number.text = context_.arena.keep(both.number);
    Slot name_slot{parts[0], FieldType::name, slot.owner, false, false, nullptr, {}};
    Slot number_slot{parts[1], FieldType::id, slot.owner, false, false, nullptr, {}};
    read_slot(name_slot, name, draft);
    read_slot(number_slot, number, draft);
  }
}

Reading const& RecordBuilder::read_word(Slot& slot, RawCell const& cell) {
  if (auto const known = slot.seen.find(cell.text); known != slot.seen.end()) return known->second;
  if (slot.seen.size() >= most_words_remembered) slot.seen.clear();
  std::string_view const key = cell.text.data() == cell.cell_text.data() ? cell.text : context_.arena.keep(cell.text);
  Reading reading = parse_word(slot, input_of(cell));
  if (reading.is_value()) reading.value = std::string(reading.value);
  return slot.seen.emplace(key, std::move(reading)).first->second;
}

Reading RecordBuilder::parse_word(Slot& slot, CellInput const& cell) const {
  Reading reading;
  switch (slot.type) {
    case FieldType::sex: reading = read_sex(cell); break;
    case FieldType::month: reading = read_month(cell, context_.request.period); break;
    case FieldType::parent_relation: reading = read_parent_relation(cell); break;
    case FieldType::guardian_relation: reading = read_guardian_relation(cell); break;
    case FieldType::amount: reading = read_amount(cell); break;
    case FieldType::ethnicity: reading = read_ethnicity(cell); break;
    case FieldType::disability_category: reading = read_disability_category(cell); break;
    case FieldType::disability_grade: reading = read_disability_grade(cell); break;
    case FieldType::yes_no:
      if (slot.words) reading = slot.words->read(cell);
      if (!reading.is_value()) reading = read_yes_no(cell);
      break;
    case FieldType::town: {
      auto code = context_.divisions.town_by_name(base::without_blanks(cell.text));
      if (!code) code = context_.divisions.town_in_address(base::without_blanks(cell.text));
      if (code) reading.found = Found::value, reading.value = *code;
      break;
    }
    default:
      if (slot.words) reading = slot.words->read(cell);
      else reading = read_text(cell);
  }
  return slot.is_soft && reading.is_bad() ? read_text(cell) : reading;
}

std::string_view RecordBuilder::keep(std::string_view text, RawCell const& cell) { return text == cell.text ? cell.text : context_.arena.keep(text); }

void RecordBuilder::take(Slot const& slot, FieldId field, Reading const& reading, RawCell const& cell, Draft& draft) {
  for (std::string_view const warning : reading.warnings) warn(draft, warning);
  FieldType const type = context_.data.fields[field].type;
  switch (reading.found) {
    case Found::value: {
      FieldValue::Type value_type = type_of(type);
      if (slot.is_soft && value_type == FieldValue::Type::boolean && reading.value != "true" && reading.value != "false") value_type = FieldValue::Type::text;
      return add_text(field, keep(reading.value, cell), cell, draft, value_type);
    }
    case Found::bad: return reject(field, reading, cell, draft);
    case Found::blank:
    case Found::none:
      if (!field_in(draft, field)) add_null(field, cell, draft);
      return;
  }
}

void RecordBuilder::add_text(FieldId field, std::string_view text, RawCell const& cell, Draft& draft, FieldValue::Type type) {
  set_field(draft, context_.data, field, {{}, text, cell.cell_text, cell.row, cell.column, type});
}

void RecordBuilder::add_null(FieldId field, RawCell const& cell, Draft& draft) {
  FieldValue value;
  value.type = FieldValue::Type::null;
  value.cell_text = cell.cell_text;
  value.cell_row = cell.cell_text.empty() ? 0 : cell.row;
  value.cell_column = cell.column;
  set_field(draft, context_.data, field, value);
}

void RecordBuilder::reject(FieldId field, Reading const& reading, RawCell const& cell, Draft& draft) {
  draft.bad.push_back(field);
  draft.record.reasons.push_back({context_.data.fields[field].name, std::string(reading.problem), sheets::cell_name(cell.column, cell.row), std::string(cell.cell_text), reading.values});
}

void RecordBuilder::warn(Draft& draft, std::string_view code) {
  auto& warnings = draft.record.warnings;
  if (std::find(warnings.begin(), warnings.end(), code) == warnings.end()) warnings.push_back(code);
}

}  // namespace hutong::intake
