#include "matching/people.h"

#include <charconv>

#include "base/check.h"
#include "matching/number_form.h"

namespace hutong::matching {

namespace {

uint64_t packed(values::IdNumber const& id) {
  std::string text = id.reveal();  // an index needs the number itself
  uint64_t number = 0;
  std::from_chars(text.data(), text.data() + 17, number);
  return number;
}

uint64_t scattered(uint64_t number) {  // splitmix64's finalizer: neighbouring numbers must not be neighbours in the table
  number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9ull;
  number = (number ^ (number >> 27)) * 0x94d049bb133111ebull;
  return number ^ (number >> 31);
}

constexpr size_t name_bytes_max = 255;  // longer names are kept in other_names_ whole

}  // namespace

People::People() : towns_{""}, slots_(1024) { town_numbers_[""] = 0; }

void People::reserve(size_t count) {
  ids_.reserve(count);
  name_at_.reserve(count);
  name_size_.reserve(count);
  births_.reserve(count);
  sexes_.reserve(count);
  town_of_.reserve(count);
  names_.reserve(count * 10);
  size_t slots = slots_.size();
  while (slots < count * 2) slots *= 2;
  if (slots > slots_.size()) {
    slots_.assign(slots, 0);
    for (PersonId person = 1; person <= ids_.size(); ++person)
      if (has_id(person)) index_id(person);
  }
}

PersonId People::add(NewPerson const& person) {
  CHECK(!person.id || !with_id(*person.id));
  ids_.push_back(person.id ? packed(*person.id) : 0);
  auto birth = person.id ? std::optional(person.id->birth_date()) : person.birth_date;
  auto sex = person.id ? std::optional(person.id->sex()) : person.sex;
  births_.push_back(birth ? birth->days_since_epoch() : unknown_day);
  sexes_.push_back(sex ? static_cast<uint8_t>(*sex) : 2);
  town_of_.push_back(town_index(person.town));
  auto id = static_cast<PersonId>(ids_.size());
  bool fits = person.name.size() <= name_bytes_max;
  CHECK(names_.size() < UINT32_MAX - name_bytes_max);
  name_at_.push_back(static_cast<uint32_t>(names_.size()));
  name_size_.push_back(fits ? static_cast<uint8_t>(person.name.size()) : 0);
  if (fits) names_ += person.name;
  else other_names_[id].emplace_back(person.name);
  if (person.id) {
    ++with_ids_;
    if (with_ids_ * 2 > slots_.size()) reserve(slots_.size());
    else index_id(id);
  }
  return id;
}

void People::index_id(PersonId person) {
  size_t mask = slots_.size() - 1;
  size_t at = scattered(ids_[person - 1]) & mask;
  while (slots_[at]) at = (at + 1) & mask;
  slots_[at] = person;
}

PersonId People::with_id(values::IdNumber const& id) const {
  uint64_t number = packed(id);
  size_t mask = slots_.size() - 1;
  for (size_t at = scattered(number) & mask; slots_[at]; at = (at + 1) & mask)
    if (ids_[slots_[at] - 1] == number) return slots_[at];
  return 0;
}

std::optional<values::IdNumber> People::id_of(PersonId person) const {
  if (!has_id(person)) return std::nullopt;
  std::string digits = std::to_string(ids_[person - 1]);
  digits.insert(0, 17 - digits.size(), '0');
  digits.push_back(values::id_check_character(digits));
  auto id = values::IdNumber::parse(digits);
  CHECK(id);
  return *id;
}

std::string_view People::name_of(PersonId person) const {
  auto name = std::string_view(names_).substr(name_at_[person - 1], name_size_[person - 1]);
  if (name.empty())
    if (auto* others = other_names_of(person)) return others->front();
  return name;
}

std::optional<values::Date> People::birth_date_of(PersonId person) const {
  int32_t day = births_[person - 1];
  if (day == unknown_day) return std::nullopt;
  return values::Date().plus_days(day);
}

std::optional<values::Sex> People::sex_of(PersonId person) const {
  uint8_t sex = sexes_[person - 1];
  if (sex > 1) return std::nullopt;
  return static_cast<values::Sex>(sex);
}

uint16_t People::town_index(std::string_view town) {
  auto [at, is_new] = town_numbers_.try_emplace(std::string(town), static_cast<uint16_t>(towns_.size()));
  if (is_new) {
    CHECK(towns_.size() < UINT16_MAX);
    towns_.emplace_back(town);
  }
  return at->second;
}

void People::set_town(PersonId person, std::string_view town) {
  town_of_[person - 1] = town_index(town);
  if (person <= indexed_until_) index_place(person);
}

void People::add_name(PersonId person, std::string_view name) { other_names_[person].emplace_back(name); }

std::vector<std::string> const* People::other_names_of(PersonId person) const {
  auto at = other_names_.find(person);
  return at == other_names_.end() ? nullptr : &at->second;
}

namespace {
bool names_agree(std::string_view a, std::string_view b) {
  if (a == b) return true;
  auto left = values::PersonName::parse(a);
  auto right = values::PersonName::parse(b);
  return left && right && left->key() == right->key();
}
}  // namespace

bool People::is_named(PersonId person, std::string_view name) const {
  if (names_agree(name_of(person), name)) return true;
  if (auto* others = other_names_of(person))
    for (auto& other : *others)
      if (names_agree(other, name)) return true;
  return false;
}

std::vector<PersonId> People::named_and_born_without_number(std::string_view name, values::Date birth) const {
  for (; without_number_until_ < ids_.size(); ++without_number_until_)
    if (births_[without_number_until_] != unknown_day && ids_[without_number_until_] == 0)
      without_number_[births_[without_number_until_]].push_back(static_cast<PersonId>(without_number_until_ + 1));
  std::vector<PersonId> found;
  auto at = without_number_.find(birth.days_since_epoch());
  if (at == without_number_.end()) return found;
  for (PersonId person : at->second)
    if (is_named(person, name)) found.push_back(person);
  return found;
}

// ---- indexes of everybody ------------------------------------------------------------------------------------------------

uint32_t People::place_key(std::string_view town, int birth_year, std::string_view name) {
  uint64_t hash = scattered(static_cast<uint64_t>(birth_year));
  for (std::string_view text : {town, name})
    for (char c : text) hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001b3ull;
  return static_cast<uint32_t>(scattered(hash));
}

void People::index_place(PersonId person) const {
  auto birth = birth_date_of(person);
  auto const& town = town_of(person);
  if (birth && !town.empty()) by_place_.add(place_key(town, birth->year(), name_of(person)), person);
}

void People::index_all() const {
  for (; indexed_until_ < ids_.size(); ++indexed_until_) {
    auto person = static_cast<PersonId>(indexed_until_ + 1);
    if (births_[indexed_until_] != unknown_day) by_day_.add(static_cast<uint32_t>(births_[indexed_until_]), person);
    index_place(person);
  }
}

void People::index_numbers() const {
  for (; numbers_until_ < ids_.size(); ++numbers_until_) {
    auto person = static_cast<PersonId>(numbers_until_ + 1);
    auto id = id_of(person);
    if (!id) continue;
    NumberKeys keys;
    number_keys(number_form(id->reveal()), keys);
    by_number_.add(static_cast<uint32_t>(keys[0] ^ keys[0] >> 32), person);
  }
}

}  // namespace hutong::matching
