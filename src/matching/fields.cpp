// Recognition goes from what is sure to what is likely: titles we know; what stands below them, which may overrule a title ("name" of people or of
// restaurants); then pairs of columns by meaning, by equal titles, and at last by content alone. Whatever is left out is said with its reason, as a
// column that is silently ignored costs more trust than a wrong one that is shown.
#include "matching/fields.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>

#include "base/check.h"
#include "base/text.h"
#include "matching/internal/profile.h"
#include "matching/internal/titles.h"

namespace hutong::matching {
namespace {

using internal::Profile;
using internal::Title;
using internal::TitleUse;
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

struct Column {
  size_t index = 0;
  std::string plain;
  std::optional<Title> title;
  Profile profile;
  FieldKind kind = FieldKind::text;
  About about = About::self;
  std::string name;        // role, or the title as written
  bool has_role = false;
  bool is_out = false;     // paired, or left out
};

struct Side {
  CsvTable const* table = nullptr;
  std::vector<Column> columns;
  std::optional<size_t> id;
  std::vector<size_t> ignored;
};

// --- one column ---------------------------------------------------------------------------------------------------------------------------------

bool are_few_values(Profile const& of) { return of.distinct_count <= 100 && of.distinct < 0.1; }

// "tax_no", "会员编号": an unknown title that at least says: a number that names something.
bool ends_like_an_id(std::string_view plain) {
  for (std::string_view end : {"id", "编号", "代码", "编码", "证号", "号码", "key", "no", "code", "number", "num"})
    if (plain.ends_with(end)) return true;
  return false;
}

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

// 0 and 1, or numbers: "label" and "class" are also words for other things.
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
    column.plain = internal::plain_title(table.title(i));
    column.title = internal::title_of(table.title(i));
    column.profile = internal::profile_of(table, i);
    side.columns.push_back(std::move(column));
  }
  return side;
}

// Lists of persons say sex, birth or a person's number; things have a price, a brand, a venue. Titles first, then content.
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

// --- the name of a row --------------------------------------------------------------------------------------------------------------------------

base::Failure failure(std::string_view code, CsvTable const& table, std::map<std::string, std::string> values, size_t line = 0) {
  base::Place place;
  place.file = table.file();
  place.row = static_cast<int>(line);
  return base::fail(code, std::move(values), std::move(place));
}

std::optional<size_t> column_titled(CsvTable const& table, std::string_view title) {
  auto const& titles = table.titles();
  auto found = std::find(titles.begin(), titles.end(), title);
  if (found == titles.end()) {
    std::string const plain = internal::plain_title(title);
    found = std::find_if(titles.begin(), titles.end(), [&](std::string const& one) { return internal::plain_title(one) == plain; });
  }
  if (found == titles.end()) return std::nullopt;
  return static_cast<size_t>(found - titles.begin());
}

base::Result<size_t> known_column(CsvTable const& table, std::string const& title) {
  if (auto const column = column_titled(table, title)) return *column;
  return failure("link_no_column", table, {{"column", title}, {"known", base::join(table.titles(), "、")}});
}

struct Repeat {
  size_t first = 0, second = 0;
};

// Numbers given in order, as most are: longer, or of equal length and greater, than the one before. Then nothing can repeat itself.
bool is_ascending(CsvTable const& table, size_t column) {
  for (size_t row = 1; row < table.rows(); ++row) {
    std::string_view const before = table.cell(row - 1, column), value = table.cell(row, column);
    if (value.size() < before.size() || (value.size() == before.size() && value <= before)) return false;
  }
  return !table.cell(0, column).empty();
}

// The first row whose cell is empty or stood in an earlier row (then both).
std::optional<Repeat> first_repeat(CsvTable const& table, size_t column) {
  if (is_ascending(table, column)) return std::nullopt;
  size_t slots = 1024;
  while (slots < 2 * table.rows()) slots *= 2;
  // Half of the hash, and row + 1. Cells are only compared when the halves agree: each look at one is a miss of the cache.
  std::vector<uint64_t> seen(slots, 0);
  for (size_t row = 0; row < table.rows(); ++row) {
    std::string_view const value = table.cell(row, column);
    if (value.empty()) return Repeat{row, row};
    uint64_t const hash = internal::hash_of(value), half = hash >> 32;
    size_t slot = hash & (slots - 1);
    for (; seen[slot] != 0; slot = (slot + 1) & (slots - 1)) {
      size_t const earlier = (seen[slot] & UINT32_MAX) - 1;
      if (seen[slot] >> 32 == half && table.cell(earlier, column) == value) return Repeat{earlier, row};
    }
    seen[slot] = half << 32 | (row + 1);
  }
  return std::nullopt;
}

base::Failure repeated(CsvTable const& table, size_t column, Repeat const& repeat) {
  std::string const& title = table.title(column);
  if (repeat.first == repeat.second) return failure("link_id_missing", table, {{"column", title}}, table.line_of(repeat.first));
  return failure("link_id_twice", table, {{"column", title}, {"value", std::string(table.cell(repeat.first, column))}, {"first", std::to_string(table.line_of(repeat.first))}},
                 table.line_of(repeat.second));
}

// Titles that can mean nothing but the name of the row: if such a column repeats itself, somebody must say what it is.
bool is_surely_row_id(std::string_view plain) {
  constexpr std::array<std::string_view, 9> sure = {"id", "recid", "recordid", "uniqueid", "uid", "rowid", "编号", "记录号", "记录编号"};
  return std::find(sure.begin(), sure.end(), plain) != sure.end();
}

base::Result<std::optional<size_t>> row_id_of(Side const& side, std::string const& chosen) {
  CsvTable const& table = *side.table;
  if (!chosen.empty()) {
    TRY(size_t const column, known_column(table, chosen));
    if (auto const repeat = first_repeat(table, column)) return repeated(table, column, *repeat);
    return std::optional(column);
  }
  auto could_be = [](Column const& column) { return column.profile.filled == 1 && column.profile.distinct == 1; };
  std::optional<base::Failure> refusal;
  for (Column const& column : side.columns) {
    if (!is_surely_row_id(column.plain)) continue;
    auto const repeat = first_repeat(table, column.index);
    if (!repeat) return std::optional(column.index);
    if (!refusal) refusal = repeated(table, column.index, *repeat);
  }
  // The name of a person or thing says more than 序号, which comes last.
  auto first_unique = [&](auto&& is_candidate) -> std::optional<size_t> {
    for (Column const& column : side.columns)
      if (is_candidate(column) && could_be(column) && !first_repeat(table, column.index)) return column.index;
    return std::nullopt;
  };
  auto used_as = [](Column const& column, TitleUse use) { return column.title && column.title->use == use; };
  if (auto const id = first_unique([&](Column const& column) { return used_as(column, TitleUse::person_id); })) return id;
  if (auto const id = first_unique([&](Column const& column) { return !column.title && column.index == 0 && ends_like_an_id(column.plain); })) return id;
  if (auto const id = first_unique([&](Column const& column) { return used_as(column, TitleUse::row_id); })) return id;
  if (auto const id = first_unique([&](Column const& column) { return !column.title && (ends_like_an_id(column.plain) || (column.index == 0 && column.plain == "第1列")); })) return id;
  if (refusal) return *refusal;
  // A first column of nothing but different words or numbers, of which nothing else is known.
  Column const& first = side.columns.front();
  bool const is_telling = first.profile.resident_number >= 0.3 || first.profile.phone >= 0.3 || first.profile.date >= 0.3;
  bool const says_nothing = !first.title && !is_telling && first.profile.mean_words < 1.05 && (first.profile.whole_number == 1 || first.profile.code >= 0.9);
  if (side.columns.size() > 1 && says_nothing && could_be(first) && !first_repeat(table, first.index)) return std::optional(first.index);
  return std::optional<size_t>();
}

// --- pairs of columns ---------------------------------------------------------------------------------------------------------------------------

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

FieldKind common_kind(Column const& left, Column const& right) {
  if (left.kind == right.kind) return left.kind;
  auto either = [&](FieldKind kind) { return left.kind == kind || right.kind == kind; };
  for (FieldKind kind : {FieldKind::resident_number, FieldKind::date, FieldKind::text, FieldKind::place, FieldKind::identifier, FieldKind::person_name})
    if (either(kind)) return kind;
  return left.has_role ? left.kind : right.kind;
}

Field field_of(Column const& left, Column const& right) {
  Field field;
  field.kind = common_kind(left, right);
  field.about = left.about == About::household || right.about == About::household ? About::household : About::self;
  field.name = left.has_role ? left.name : right.has_role ? right.name : left.name;
  field.left_column = left.index;
  field.right_column = right.index;
  return field;
}

class Pairing {
 public:
  Pairing(Side& left, Side& right, Plan& plan) : left_(left), right_(right), plan_(plan), is_one_table_(left.table == right.table) {}

  void pair() {
    leave_out(left_);
    if (!is_one_table_) leave_out(right_);
    if (is_one_table_) {
      for (Column& column : left_.columns)
        if (!column.is_out) take(column, column);
    } else {
      pair_where([](Column const& a, Column const& b) { return a.has_role && b.has_role && a.name == b.name; });
      pair_where([](Column const& a, Column const& b) { return a.has_role && b.has_role && stem(a.name) == stem(b.name); });
      pair_where([](Column const& a, Column const& b) { return a.plain == b.plain; });
      pair_where([](Column const& a, Column const& b) { return is_short_for(a.plain, b.plain) || is_short_for(b.plain, a.plain); });
      pair_where([](Column const& a, Column const& b) { return a.has_role && b.has_role && are_related(stem(a.name), stem(b.name)); });
      pair_by_content();
    }
    if (!plan_.left_id) plan_.left_id = id_among_the_lonely(left_);
    if (!plan_.right_id) plan_.right_id = is_one_table_ ? plan_.left_id : id_among_the_lonely(right_);
    note_the_lonely(left_);
    if (!is_one_table_) note_the_lonely(right_);
  }

 private:
  static std::string_view stem(std::string_view name) {
    size_t const mark = name.rfind('_');
    bool const is_numbered = mark != std::string_view::npos && mark + 1 < name.size() && name.find_first_not_of("0123456789", mark + 1) == std::string_view::npos;
    return is_numbered ? name.substr(0, mark) : name;
  }

  // "manu" and "manufacturer".
  static bool is_short_for(std::string_view a, std::string_view b) {
    constexpr size_t letters_min = 3;
    return a.size() >= letters_min && a.size() < b.size() && b.starts_with(a) && static_cast<unsigned char>(b[a.size()]) >= 'a';
  }

  // Different words for what may well be the same.
  static bool are_related(std::string_view a, std::string_view b) {
    constexpr std::array<std::array<std::string_view, 2>, 12> pairs = {{{"address", "street"}, {"address", "village"}, {"suburb", "city"}, {"town", "city"}, {"town", "suburb"}, {"birth_year", "birth_date"}, {"year", "released_on"},
                                                                        {"manufacturer", "brand"}, {"id_number", "disability_card"}, {"title", "name"}, {"authors", "artist"}, {"model", "barcode"}}};
    for (auto const& [one, other] : pairs)
      if ((a == one && b == other) || (a == other && b == one)) return true;
    return false;
  }

  void note(Side const& side, std::string_view code, std::vector<std::string> const& titles) {
    if (titles.empty()) return;
    base::Place place;
    place.file = side.table->file();
    plan_.notes.push_back(base::problem(code, {{"columns", base::join(titles, "、")}}, std::move(place)));
  }

  void leave_out(Side& side) {
    std::map<std::string_view, std::vector<std::string>> titles;
    auto out = [&](Column& column, std::string_view why) {
      column.is_out = true;
      titles[why].push_back(side.table->title(column.index));
    };
    for (Column& column : side.columns) {
      TitleUse const use = column.title ? column.title->use : TitleUse::field;
      if (side.id == column.index || std::count(side.ignored.begin(), side.ignored.end(), column.index)) column.is_out = true;
      else if (is_answer(column) || use == TitleUse::person_id) out(column, "link_note_answer");
      else if (use == TitleUse::source && are_few_values(column.profile)) out(column, "link_note_source");
      else if (column.profile.filled == 0) out(column, "link_note_empty");
      else if (use == TitleUse::row_id) out(column, "link_note_row_id");
      else if (use == TitleUse::link) out(column, "link_note_link");
      else if (is_one_table_ && column.profile.distinct_count == 1 && column.profile.filled == 1) out(column, "link_note_constant");
      else if (is_one_table_ && !column.has_role && column.kind == FieldKind::identifier && column.profile.distinct > 0.999 && column.profile.filled == 1) out(column, "link_note_row_id");
    }
    for (Column& column : side.columns)
      if (!column.is_out && repeats_others(side, column)) out(column, "link_note_repeats");
    for (auto const& [why, columns] : titles) note(side, why, columns);
  }

  // Says again what other columns say: a whole name beside its two halves, the same text twice. It is no second witness.
  bool repeats_others(Side const& side, Column const& column) const {
    if (column.kind == FieldKind::category || column.kind == FieldKind::number || column.kind == FieldKind::date) return false;
    CsvTable const& table = *side.table;
    constexpr size_t rows_looked_at = 1000;
    constexpr double nearly_all = 0.9;
    size_t const step = std::max<size_t>(1, table.rows() / rows_looked_at);
    auto share_where = [&](auto&& holds) {
      size_t filled = 0, held = 0;
      for (size_t row = 0; row < table.rows(); row += step) {
        if (table.cell(row, column.index).empty()) continue;
        ++filled;
        held += holds(row, table.cell(row, column.index));
      }
      return filled == 0 ? 0.0 : static_cast<double>(held) / static_cast<double>(filled);
    };
    for (Column const& other : side.columns) {
      bool const comes_first = other.index < column.index && !other.is_out && other.kind == column.kind && other.profile.filled >= column.profile.filled;
      if (comes_first && share_where([&](size_t row, std::string_view cell) { return cell == table.cell(row, other.index); }) >= nearly_all) return true;
    }
    if (!is_one_table_ || column.kind != FieldKind::person_name) return false;  // the other table may have only whole names
    Column const *given = nullptr, *family = nullptr;
    for (Column const& other : side.columns) {
      if (other.is_out) continue;
      if (other.name == "given_name") given = &other;
      if (other.name == "surname") family = &other;
    }
    return given && family && share_where([&](size_t row, std::string_view cell) { return cell.starts_with(table.cell(row, given->index)) && cell.ends_with(table.cell(row, family->index)); }) >= nearly_all;
  }

  // Where several columns could be meant, equal titles decide, then how alike the values are.
  template <class F>
  void pair_where(F&& same) {
    std::vector<Candidate> candidates;
    for (Column& left : left_.columns)
      for (Column& right : right_.columns)
        if (!left.is_out && !right.is_out && same(left, right)) candidates.push_back({&left, &right, left.plain == right.plain ? 2.0 : 0.0});
    if (is_ambiguous(candidates))
      for (Candidate& one : candidates) one.alike += likeness_of(*one.left, *one.right);
    take_best(std::move(candidates));
  }

  // What is alike without being called alike.
  void pair_by_content() {
    std::vector<Candidate> candidates;
    for (Column& left : left_.columns)
      for (Column& right : right_.columns) {
        if (left.is_out || right.is_out) continue;
        double const alike = likeness_of(left, right);
        constexpr double alike_enough = 0.4;
        if (alike >= alike_enough) candidates.push_back({&left, &right, alike});
      }
    take_best(std::move(candidates));
  }

  struct Candidate {
    Column* left;
    Column* right;
    double alike;
  };

  static bool is_ambiguous(std::vector<Candidate> const& candidates) {
    for (size_t i = 0; i < candidates.size(); ++i)
      for (size_t k = 0; k < i; ++k)
        if (candidates[i].left == candidates[k].left || candidates[i].right == candidates[k].right) return true;
    return false;
  }

  void take_best(std::vector<Candidate> candidates) {
    std::stable_sort(candidates.begin(), candidates.end(), [](Candidate const& a, Candidate const& b) { return a.alike > b.alike; });
    for (Candidate const& one : candidates)
      if (!one.left->is_out && !one.right->is_out) take(*one.left, *one.right);
  }

  double likeness_of(Column& left, Column& right) {
    internal::add_values(left.profile, *left_.table, left.index);
    internal::add_values(right.profile, *right_.table, right.index);
    return likeness(left, right);
  }

  static double likeness(Column const& a, Column const& b) {
    double const shared = internal::overlap(a.profile, b.profile);
    if (a.has_role && b.has_role) return shared >= 0.5 && a.kind == b.kind ? shared : 0;  // two known meanings are only the same if the values insist
    if (a.kind != b.kind) return shared >= 0.5 ? shared * 0.9 : 0;
    Profile const &one = a.profile, &other = b.profile;
    double const length = std::min(one.mean_characters, other.mean_characters) / std::max({one.mean_characters, other.mean_characters, 0.01});
    switch (a.kind) {
      case FieldKind::resident_number:
      case FieldKind::person_name:
      case FieldKind::phone: return 0.6 + 0.3 * shared + 0.1 * length;
      case FieldKind::date:
      case FieldKind::place:
      case FieldKind::given_name:
      case FieldKind::surname: return 0.35 + 0.5 * shared + 0.1 * length;
      case FieldKind::text: return 0.2 + 0.6 * shared + 0.2 * length;
      case FieldKind::identifier:
      case FieldKind::category: return 0.8 * shared + 0.1 * length;
      case FieldKind::number: return 0.1 + 0.5 * shared + 0.2 * length;
    }
    CHECK(false);
    return 0;
  }

  void take(Column& left, Column& right) {
    left.is_out = right.is_out = true;
    Profile const &one = left.profile, &other = right.profile;
    bool const says_nothing = one.distinct_count == 1 && other.distinct_count == 1 && one.filled == 1 && other.filled == 1;
    if (says_nothing && !is_one_table_) {
      note(left_, "link_note_constant", {left_.table->title(left.index)});
      return;
    }
    plan_.fields.push_back(field_of(left, right));
  }

  // A number that only this list gives (学号, a licence) still tells its rows apart.
  static std::optional<size_t> id_among_the_lonely(Side& side) {
    for (Column& column : side.columns) {
      bool const is_candidate = !column.is_out && column.kind == FieldKind::identifier && column.about == About::self && column.profile.filled == 1 && column.profile.distinct == 1;
      if (!is_candidate || first_repeat(*side.table, column.index)) continue;
      column.is_out = true;
      return column.index;
    }
    return std::nullopt;
  }

  void note_the_lonely(Side& side) {
    std::vector<std::string> titles;
    for (Column const& column : side.columns)
      if (!column.is_out) titles.push_back(side.table->title(column.index));
    note(side, "link_note_alone", titles);
  }

  Side& left_;
  Side& right_;
  Plan& plan_;
  bool is_one_table_;
};

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
    has_data = has_data || internal::is_data(side.table->title(column.index));
  }
  return has_data;
}

base::Result<Plan> finished(Plan plan) {
  bool const is_all_the_same = std::any_of(plan.notes.begin(), plan.notes.end(), [](base::Problem const& note) { return note.code == "link_note_constant"; });
  if (plan.fields.empty()) return base::fail(is_all_the_same ? "link_all_the_same" : "link_nothing_to_compare");
  std::stable_sort(plan.fields.begin(), plan.fields.end(), [](Field const& a, Field const& b) { return std::pair(rank(a), a.left_column) < std::pair(rank(b), b.left_column); });
  return plan;
}

base::Result<Plan> recognised(CsvTable const& left, CsvTable const* right, Choice const& choice) {
  TRY(Sides sides, sides_of(left, right, choice));
  if (has_no_titles(sides.left)) return failure("link_no_titles", left, {});
  if (right && has_no_titles(*sides.right)) return failure("link_no_titles", *right, {});
  Plan plan{sides.left.id, sides.other().id, {}, {}};
  Pairing(sides.left, sides.other(), plan).pair();
  return finished(std::move(plan));
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
  return finished(std::move(plan));
}

// Where a table keeps the names of its own people.
struct NameColumns {
  std::optional<size_t> whole, given, surname;
};

NameColumns name_columns_of(CsvTable const& table) {
  NameColumns found;
  for (size_t i = 0; i < table.columns(); ++i) {
    auto const title = internal::title_of(table.title(i));
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
    bool const is_chinese = internal::profile_of(table, *own.surname).han >= 0.5;
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
