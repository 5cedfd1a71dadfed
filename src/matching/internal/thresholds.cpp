#include "matching/internal/thresholds.h"

#include "matching/internal/levels.h"

namespace hutong::matching {

namespace {

constexpr double wrong_at_most = 1.0 / 4000;  // on the average of all certain pairs
constexpr double wrong_alone_at_most = 1.0 / 400;

// How far the names in one pair bear out that it is one person or thing.
enum class Name : uint8_t { missing, agrees, is_near, is_other };

template <class Level>
bool is_at_most(uint8_t level, Level at_most) {
  return level <= static_cast<uint8_t>(at_most) + 1;
}

Name of_whole_name(uint8_t level) {
  if (is_at_most(level, NameAgreement::look_alike) || level == static_cast<uint8_t>(NameAgreement::transcribed) + 1) return Name::agrees;
  return is_at_most(level, NameAgreement::other_surname) ? Name::is_near : Name::is_other;
}

Name of_given_name(uint8_t level) {
  constexpr uint8_t like = 3, somewhat_like = 5;
  if (level <= like) return Name::agrees;
  return level <= somewhat_like || level == level_swapped ? Name::is_near : Name::is_other;  // FRANK, PETER and PETERS, FRANK may well be two
}

Name of_title(uint8_t level) {
  constexpr uint8_t like = 4, somewhat_like = 6;
  if (level <= like) return Name::agrees;
  return level <= somewhat_like ? Name::is_near : Name::is_other;
}

}  // namespace

Bands thresholds_of(std::vector<ScoredPair> const& pairs) {
  Bands bands;
  double wrong = 0, count = 0;
  for (auto const& pair : pairs) {
    double const alone = 1 - static_cast<double>(pair.probability);
    wrong += alone, ++count;
    if (alone > wrong_alone_at_most || wrong > wrong_at_most * count) break;
    bands.certain_from = static_cast<double>(pair.probability);
  }
  return bands;
}

bool has_number_of_its_own(std::vector<Column> const& columns, uint8_t const* levels) {
  constexpr uint8_t one_slip = 2;
  for (size_t f = 0; f < columns.size(); ++f)
    if (columns[f].field().about == About::self && columns[f].field().kind == FieldKind::identifier && levels[f] != 0 && levels[f] <= one_slip) return true;
  return false;
}

bool has_equal_number(std::vector<Column> const& columns, uint8_t const* levels) {
  for (size_t f = 0; f < columns.size(); ++f) {
    auto const kind = columns[f].field().kind;
    if (columns[f].field().about == About::self && (kind == FieldKind::identifier || kind == FieldKind::resident_number) && levels[f] == 1) return true;
  }
  return false;
}

bool is_title(Field const& field) {
  return field.about == About::self && field.kind == FieldKind::text && (field.name == "title" || field.name == "name" || field.name == "company");
}

char const* doubt_of(std::vector<Column> const& columns, uint8_t const* levels, bool are_persons) {
  constexpr uint8_t equal = 1, one_slip = 2;
  bool has_number = false, has_date_beside = false;
  Name name = Name::missing;
  for (size_t f = 0; f < columns.size(); ++f) {
    auto const& field = columns[f].field();
    uint8_t const level = levels[f];
    if (field.about != About::self || level == 0) continue;
    if (field.kind == FieldKind::resident_number) {
      if (!is_at_most(level, NumberAgreement::agrees_where_known)) return "other_number";
      has_number = true;
    }
    if (field.kind == FieldKind::identifier && field.name != "email") {  // people have several addresses
      if (level == columns[f].levels().size()) return "other_number";
      has_number |= level <= one_slip;
    }
    if (field.kind == FieldKind::date) has_date_beside |= level == equal;
    if (name != Name::missing) continue;
    if (are_persons && field.kind == FieldKind::person_name) name = of_whole_name(level);
    if (are_persons && field.kind == FieldKind::given_name) name = of_given_name(level);
    if (!are_persons && field.kind == FieldKind::text && field.name == "title") name = of_title(level);
  }
  if (has_number) return name == Name::is_other && !(are_persons && has_date_beside) ? "other_name" : "";
  if (are_persons) return name == Name::agrees ? "" : "other_name";
  return name == Name::is_near || name == Name::is_other ? "other_name" : "";
}

bool are_listed_twice(std::vector<Column> const& columns, uint8_t const* levels) {
  for (size_t f = 0; f < columns.size(); ++f)
    if (columns[f].field().about == About::self && levels[f] > 1) return false;
  return true;
}

}  // namespace hutong::matching
