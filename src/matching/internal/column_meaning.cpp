#include "matching/internal/column_meaning.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace hutong::matching::internal {

using sheets::CsvTable;

bool are_few_values(Profile const& of) { return of.distinct_count <= 100 && of.distinct < 0.1; }

bool ends_like_an_id(std::string_view plain) {
  for (std::string_view end : {"id", "编号", "代码", "编码", "证号", "号码", "key", "no", "code", "number", "num"})
    if (plain.ends_with(end)) return true;
  return false;
}

namespace {

// What a column is if its title says nothing.
FieldKind kind_by_content(Profile const& of, bool of_things) {
  if (of.resident_number >= 0.5) return FieldKind::resident_number;
  if (of.email >= 0.5) return FieldKind::identifier;
  if (of.phone >= 0.6) return FieldKind::phone;
  if (of.date >= 0.7) return FieldKind::date;
  if (of.sex >= 0.8) return FieldKind::category;
  if (of.year >= 0.9) return of_things ? FieldKind::number : FieldKind::date;
  if (of.number >= 0.9) {
    if (are_few_values(of)) return FieldKind::category;
    return of.whole_number >= 0.95 && (of.distinct >= 0.95 || of.mean_characters >= 7) ? FieldKind::identifier : FieldKind::number;
  }
  if (of.place >= 0.4) return FieldKind::place;
  if (are_few_values(of) && of.mean_words <= 2) return FieldKind::category;
  if (of.han_name >= 0.7 && of.mean_characters <= 5) return FieldKind::person_name;
  if (of.code >= 0.6 && of.distinct >= 0.5 && of.mean_characters <= 20) return FieldKind::identifier;
  if (of.capitalised_words >= 0.8 && of.mean_words >= 1.8 && of.mean_words <= 3.2 && !of_things) return FieldKind::person_name;
  return FieldKind::text;
}

std::string_view role_by_content(Profile const& of, FieldKind kind) {
  if (kind == FieldKind::resident_number) return "id_number";
  if (of.sex >= 0.8) return "sex";
  if (of.email >= 0.5) return "email";
  if (kind == FieldKind::phone) return "phone";
  return "";
}

// A title we know, tempered by what stands below it.
FieldKind kind_by_title(Title const& title, Profile const& of, bool of_things) {
  bool const is_wordy = of.mean_words > 3 || of.mean_characters > 24;
  switch (title.kind) {
    case FieldKind::resident_number: return of.resident_number >= 0.3 || of.filled == 0 ? title.kind : FieldKind::identifier;
    case FieldKind::person_name:
      if (of.han_name >= 0.5) return title.kind;
      return (of_things && title.name == "name") || is_wordy ? FieldKind::text : title.kind;
    case FieldKind::number: return of.number >= 0.5 ? title.kind : of.date >= 0.5 ? FieldKind::date : FieldKind::text;
    case FieldKind::category: return is_wordy && !are_few_values(of) ? FieldKind::text : title.kind;
    case FieldKind::phone: return of.digits >= 0.3 || of.phone >= 0.3 ? title.kind : FieldKind::text;
    case FieldKind::text: return are_few_values(of) && of.mean_words <= 1.5 ? FieldKind::category : title.kind;
    case FieldKind::identifier:
    case FieldKind::given_name:
    case FieldKind::surname:
    case FieldKind::date:
    case FieldKind::place: return title.kind;
  }
  CHECK(false);
  return title.kind;
}

}  // namespace

bool is_answer(Column const& column) {
  if (!column.title || column.title->use != TitleUse::answer) return false;
  bool const is_doubtful = column.plain == "label" || column.plain == "labels" || column.plain == "class" || column.plain == "target" || column.plain == "标签";
  return !is_doubtful || column.profile.number >= 0.9 || column.profile.code >= 0.9;
}

Side side_of(CsvTable const& table) {
  Side side;
  side.table = &table;
  for (size_t i = 0; i < table.columns(); ++i) {
    Column column;
    column.index = i;
    column.plain = plain_title(table.title(i));
    column.title = title_of(table.title(i));
    column.profile = profile_of(table, i);
    side.columns.push_back(std::move(column));
  }
  return side;
}

bool are_things(std::vector<Side const*> const& sides) {
  int persons = 0, things = 0;
  for (Side const* side : sides)
    for (Column const& column : side->columns) {
      if (column.title && column.title->use == TitleUse::field) {
        persons += column.title->is_of_person;
        things += column.title->is_of_thing;
      }
      persons += 2 * (column.profile.resident_number >= 0.5 || column.profile.sex >= 0.8);
      bool const is_other_name = column.title && column.title->is_of_thing;
      persons += column.profile.han_name >= 0.7 && column.profile.distinct > 0.1 && column.profile.mean_characters <= 4.5 && !is_other_name;
      bool const is_name = column.title && column.title->name == "name";
      things += 2 * (is_name && column.profile.business >= 0.08) + (is_name && column.profile.few_words < 0.7 && column.profile.han < 0.5);
    }
  return things > persons;
}

namespace {

// "名" over whole names, as nothing else on this side says surname.
void take_whole_names_for_such(Side& side) {
  auto is_named = [](Column const& column, std::string_view name) { return column.title && column.title->use == TitleUse::field && column.title->name == name; };
  bool const has_other = std::any_of(side.columns.begin(), side.columns.end(), [&](Column const& column) { return is_named(column, "surname") || is_named(column, "name"); });
  if (has_other) return;
  for (Column& column : side.columns) {
    bool const are_whole = column.profile.han >= 0.5 ? column.profile.mean_characters >= 2.3 : column.profile.few_words >= 0.7;
    if (!is_named(column, "given_name") || !are_whole) continue;
    column.title->kind = FieldKind::person_name;
    column.title->name = "name";
  }
}

}  // namespace

void judge(Side& side, bool of_things) {
  take_whole_names_for_such(side);
  for (Column& column : side.columns) {
    bool const is_known = column.title && column.title->use == TitleUse::field;
    column.kind = is_known ? kind_by_title(*column.title, column.profile, of_things) : kind_by_content(column.profile, of_things);
    bool const is_one_word = column.profile.mean_words < 1.5 && column.profile.distinct_count > 100 && column.kind != FieldKind::resident_number;
    if (!is_known && ends_like_an_id(column.plain) && is_one_word) column.kind = FieldKind::identifier;
    column.has_role = is_known;
    if (is_known) {
      column.name = column.title->name;
      column.about = of_things ? About::self : column.title->about;
      if (of_things && column.name == "name") column.name = "title";
    } else {
      std::string_view const role = role_by_content(column.profile, column.kind);
      column.has_role = !role.empty();
      column.name = role.empty() ? side.table->title(column.index) : std::string(role);
      bool const is_shared = column.kind == FieldKind::phone || column.kind == FieldKind::place || column.kind == FieldKind::surname;
      column.about = is_shared && !of_things ? About::household : About::self;
    }
  }
}

}  // namespace hutong::matching::internal
