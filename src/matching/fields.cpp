// Recognition goes from what is sure to what is likely: titles we know; what stands below them, which may overrule a title ("name" of people or of
// restaurants); then pairs of columns by meaning, by equal titles, and at last by content alone. Whatever is left out is said with its reason, as a
// column that is silently ignored costs more trust than a wrong one that is shown.
#include "matching/fields.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/check.h"
#include "base/text.h"
#include "matching/internal/pairing.h"
#include "matching/internal/row_id.h"

namespace hutong::matching {
namespace {

using namespace internal;
using sheets::CsvTable;

struct KindWords {
  FieldKind kind;
  std::string_view code, chinese;
};
constexpr KindWords kind_words[] = {
    {FieldKind::resident_number, "resident_number", "身份证号"}, {FieldKind::identifier, "identifier", "其他号码"}, {FieldKind::person_name, "person_name", "姓名"},
    {FieldKind::given_name, "given_name", "名"},                 {FieldKind::surname, "surname", "姓"},            {FieldKind::date, "date", "日期"},
    {FieldKind::category, "category", "类别"},                   {FieldKind::place, "place", "地点"},              {FieldKind::phone, "phone", "电话"},
    {FieldKind::number, "number", "数量"},                       {FieldKind::text, "text", "文字"},
};

// Most telling first.
int rank(Field const& field) {
  switch (field.kind) {
    case FieldKind::resident_number: return field.about == About::self ? 0 : 6;
    case FieldKind::identifier: return 1;
    case FieldKind::person_name: return field.about == About::self ? 2 : 6;
    case FieldKind::given_name: return 3;
    case FieldKind::surname: return 4;
    case FieldKind::date: return 5;
    case FieldKind::phone: return 7;
    case FieldKind::text: return 8;
    case FieldKind::place: return 9;
    case FieldKind::number: return 10;
    case FieldKind::category: return 11;
  }
  CHECK(false);
  return 0;
}

// Both tables looked at and judged; one table stands on both sides.
struct Sides {
  Side left;
  std::optional<Side> right;
  bool are_of_things = false;
  Side& other() { return right ? *right : left; }
};

base::Result<std::vector<size_t>> ignored_in(CsvTable const& table, CsvTable const* other, std::vector<std::string> const& titles) {
  std::vector<size_t> columns;
  for (std::string const& title : titles) {
    auto const column = column_titled(table, title);
    if (column) columns.push_back(*column);
    else if (!other || !column_titled(*other, title)) return failure("link_no_column", table, {{"column", title}, {"known", base::join(table.titles(), "、")}});
  }
  return columns;
}

base::Result<Sides> sides_of(CsvTable const& left_table, CsvTable const* right_table, Choice const& choice) {
  Sides sides{side_of(left_table), std::nullopt, false};
  if (right_table) sides.right = side_of(*right_table);
  TRY(sides.left.id, row_id_of(sides.left, choice.left_id));
  TRY(sides.left.ignored, ignored_in(left_table, right_table, choice.ignore));
  if (right_table) {
    TRY(sides.right->id, row_id_of(*sides.right, choice.right_id));
    TRY(sides.right->ignored, ignored_in(*right_table, &left_table, choice.ignore));
  }
  sides.are_of_things = are_things({&sides.left, &sides.other()});
  judge(sides.left, sides.are_of_things);
  if (sides.right) judge(*sides.right, sides.are_of_things);
  return sides;
}

// A first line with a date or a number of a person in it, and without any title we know, is data.
bool has_no_titles(Side const& side) {
  bool has_data = false;
  for (Column const& column : side.columns) {
    if (column.title) return false;
    has_data = has_data || is_data(side.table->title(column.index));
  }
  return has_data;
}

void leave_out_the_least_telling(Plan& plan, CsvTable const& left) {
  if (plan.fields.size() <= fields_max) return;
  constexpr size_t named_max = 8;
  std::vector<std::string> titles;
  for (size_t f = fields_max; f < plan.fields.size() && titles.size() < named_max; ++f) titles.push_back(left.title(plan.fields[f].left_column));
  if (plan.fields.size() > fields_max + named_max) titles.push_back("……");
  std::map<std::string, std::string> const values = {
      {"most", std::to_string(fields_max)}, {"count", std::to_string(plan.fields.size() - fields_max)}, {"columns", base::join(titles, "、")}};
  plan.notes.push_back(base::problem("link_note_beyond", values));
  plan.fields.resize(fields_max);
}

base::Result<Plan> finished(Plan plan, CsvTable const& left) {
  bool const is_all_the_same = std::any_of(plan.notes.begin(), plan.notes.end(), [](base::Problem const& note) { return note.code == "link_note_constant"; });
  if (plan.fields.empty()) return base::fail(is_all_the_same ? "link_all_the_same" : "link_nothing_to_compare");
  std::stable_sort(plan.fields.begin(), plan.fields.end(), [](Field const& a, Field const& b) { return std::pair(rank(a), a.left_column) < std::pair(rank(b), b.left_column); });
  leave_out_the_least_telling(plan, left);
  return plan;
}

base::Result<Plan> recognised(CsvTable const& left, CsvTable const* right, Choice const& choice) {
  TRY(Sides sides, sides_of(left, right, choice));
  if (has_no_titles(sides.left)) return failure("link_no_titles", left, {});
  if (right && has_no_titles(*sides.right)) return failure("link_no_titles", *right, {});
  Plan plan{sides.left.id, sides.other().id, {}, {}};
  pair_columns(sides.left, sides.other(), plan);
  return finished(std::move(plan), left);
}

base::Result<Plan> planned(Config const& config, CsvTable const& left, CsvTable const* right) {
  if (config.fields.empty()) return recognised(left, right, config.choice);
  TRY(Sides sides, sides_of(left, right, config.choice));
  Plan plan{sides.left.id, sides.other().id, {}, {}};
  for (Config::ConfigField const& wanted : config.fields) {
    TRY(size_t const left_column, known_column(left, wanted.left));
    TRY(size_t const right_column, known_column(right ? *right : left, wanted.right));
    Field field = field_of(sides.left.columns[left_column], sides.other().columns[right_column]);
    if (wanted.kind) field.kind = *wanted.kind;
    if (wanted.about) field.about = *wanted.about;
    if (!wanted.name.empty()) field.name = wanted.name;
    plan.fields.push_back(std::move(field));
  }
  return finished(std::move(plan), left);
}

// Where a table keeps the names of its own people.
struct NameColumns {
  std::optional<size_t> whole, given, surname;
};

NameColumns name_columns_of(CsvTable const& table) {
  NameColumns found;
  for (size_t i = 0; i < table.columns(); ++i) {
    auto const title = title_of(table.title(i));
    if (!title || title->use != TitleUse::field) continue;
    if (title->name == "name" && !found.whole) found.whole = i;
    if (title->name == "given_name" && !found.given) found.given = i;
    if (title->name == "surname" && !found.surname) found.surname = i;
  }
  return found;
}

}  // namespace

void join_names(CsvTable& left, CsvTable& right) {
  auto join_for = [](CsvTable& table, CsvTable const& other) {
    NameColumns const own = name_columns_of(table), others = name_columns_of(other);
    if (own.whole || !own.given || !own.surname || !others.whole || others.given || others.surname) return;
    bool const is_chinese = profile_of(table, *own.surname).han >= 0.5;
    size_t const first = is_chinese ? *own.surname : *own.given, second = is_chinese ? *own.given : *own.surname;
    table.add_joined_column(first, second, is_chinese ? "姓名" : "full name");
  };
  join_for(left, right);
  join_for(right, left);
}

std::string_view code_of(FieldKind kind) {
  for (KindWords const& one : kind_words)
    if (one.kind == kind) return one.code;
  CHECK(false);
  return "";
}

std::string_view chinese(FieldKind kind) {
  for (KindWords const& one : kind_words)
    if (one.kind == kind) return one.chinese;
  CHECK(false);
  return "";
}

std::optional<FieldKind> field_kind_from(std::string_view code) {
  for (KindWords const& one : kind_words)
    if (one.code == code) return one.kind;
  return std::nullopt;
}

std::string_view code_of(About about) { return about == About::self ? "self" : "household"; }

base::Result<Plan> recognise(CsvTable const& left, CsvTable const& right, Choice const& choice) { return recognised(left, &right, choice); }

base::Result<Plan> recognise(CsvTable const& table, Choice const& choice) { return recognised(table, nullptr, choice); }

base::Result<Plan> plan_of(Config const& config, CsvTable const& left, CsvTable const& right) { return planned(config, left, &right); }

base::Result<Plan> plan_of(Config const& config, CsvTable const& table) { return planned(config, table, nullptr); }

}  // namespace hutong::matching
