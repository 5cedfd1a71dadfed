#include "matching/internal/pairing.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "base/check.h"
#include "base/text.h"
#include "matching/internal/row_id.h"

namespace hutong::matching::internal {
namespace {

using sheets::CsvTable;

FieldKind common_kind(Column const& left, Column const& right) {
  if (left.kind == right.kind) return left.kind;
  auto either = [&](FieldKind kind) { return left.kind == kind || right.kind == kind; };
  if (either(FieldKind::place) && !left.has_role && !right.has_role) return FieldKind::place;  // 东街3组 looks like text until 东街村3组 stands beside it
  for (FieldKind kind : {FieldKind::resident_number, FieldKind::date, FieldKind::text, FieldKind::place, FieldKind::identifier, FieldKind::person_name})
    if (either(kind)) return kind;
  return left.has_role ? left.kind : right.kind;
}

}  // namespace

Field field_of(Column const& left, Column const& right) {
  Field field;
  field.kind = common_kind(left, right);
  field.about = left.about == About::household || right.about == About::household ? About::household : About::self;
  field.name = left.has_role ? left.name : right.has_role ? right.name : left.name;
  field.left_column = left.index;
  field.right_column = right.index;
  return field;
}

namespace {

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
    std::vector<Pair> candidates;
    for (Column& left : left_.columns)
      for (Column& right : right_.columns)
        if (!left.is_out && !right.is_out && same(left, right)) candidates.push_back({&left, &right, left.plain == right.plain ? 2.0 : 0.0});
    if (is_ambiguous(candidates))
      for (Pair& one : candidates) one.alike += likeness_of(*one.left, *one.right);
    take_best(std::move(candidates));
  }

  // What is alike without being called alike.
  void pair_by_content() {
    std::vector<Pair> candidates;
    for (Column& left : left_.columns)
      for (Column& right : right_.columns) {
        if (left.is_out || right.is_out) continue;
        double const alike = likeness_of(left, right);
        constexpr double alike_enough = 0.4;
        if (alike >= alike_enough) candidates.push_back({&left, &right, alike});
      }
    take_best(std::move(candidates));
  }

  struct Pair {
    Column* left;
    Column* right;
    double alike;
  };

  static bool is_ambiguous(std::vector<Pair> const& candidates) {
    for (size_t i = 0; i < candidates.size(); ++i)
      for (size_t k = 0; k < i; ++k)
        if (candidates[i].left == candidates[k].left || candidates[i].right == candidates[k].right) return true;
    return false;
  }

  void take_best(std::vector<Pair> candidates) {
    std::stable_sort(candidates.begin(), candidates.end(), [](Pair const& a, Pair const& b) { return a.alike > b.alike; });
    for (Pair const& one : candidates)
      if (!one.left->is_out && !one.right->is_out) take(*one.left, *one.right);
  }

  double likeness_of(Column& left, Column& right) {
    add_values(left.profile, *left_.table, left.index);
    add_values(right.profile, *right_.table, right.index);
    return likeness(left, right);
  }

  static double likeness(Column const& a, Column const& b) {
    constexpr double words_count = 0.85;  // beside whole values
    double shared = overlap(a.profile, b.profile);
    // "company" and "supplier" hold hardly a name that is written alike, but the same words.
    auto is_wordy = [](Column const& column) {
      bool const may_be_text = column.kind == FieldKind::place || column.kind == FieldKind::category;
      return column.kind == FieldKind::text || (may_be_text && !column.has_role);
    };
    if (is_wordy(a) && is_wordy(b)) shared = std::max(shared, words_count * overlap_of_words(a.profile, b.profile));
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
      if (!is_candidate || !names_every_row(*side.table, column.index)) continue;
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

}  // namespace

void pair_columns(Side& left, Side& right, Plan& plan) { Pairing(left, right, plan).pair(); }

}  // namespace hutong::matching::internal
