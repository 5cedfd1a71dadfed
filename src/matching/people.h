#pragma once
// The persons a mention is compared with, in compact columns: 1.08 million of them take about 60 MB and are searched in nanoseconds.
// A person is never removed or overwritten here: numbers and names are added, merging is the ledger's business and needs a human.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "matching/key_index.h"
#include "values/date.h"
#include "values/id_number.h"
#include "values/person_name.h"

namespace hutong::matching {

using PersonId = uint32_t;  // 1, 2, 3 … in order of arrival; 0 = nobody

struct NewPerson {
  std::optional<values::IdNumber> id;
  std::string_view name;                 // as written; may be empty
  std::optional<values::Date> birth_date;  // taken from the number where there is one
  std::optional<values::Sex> sex;          // likewise
  std::string_view town;                 // 9 digits; "" = unknown
};

class People {
 public:
  People();
  // CHECK: no person with this number is there already.
  PersonId add(NewPerson const&);
  void reserve(size_t count);

  size_t size() const { return ids_.size(); }
  std::optional<values::IdNumber> id_of(PersonId) const;
  bool has_id(PersonId person) const { return ids_[person - 1] != 0; }
  std::string_view name_of(PersonId) const;
  std::optional<values::Date> birth_date_of(PersonId) const;
  int32_t birth_day_of(PersonId person) const { return births_[person - 1]; }  // days since 1970; unknown_day if not known
  std::optional<values::Sex> sex_of(PersonId) const;
  std::string const& town_of(PersonId person) const { return towns_[town_of_[person - 1]]; }
  void set_town(PersonId, std::string_view town);
  void add_name(PersonId, std::string_view name);  // another spelling under which the person is known
  std::vector<std::string> const* other_names_of(PersonId) const;

  PersonId with_id(values::IdNumber const&) const;  // 0 = none
  bool is_named(PersonId, std::string_view name) const;  // the key of any known spelling agrees
  // Those of this name born on this day whose number is unknown: few, and asked for with every new number.
  std::vector<PersonId> named_and_born_without_number(std::string_view name, values::Date birth) const;
  // The indexes below are built when first asked for: 9 MB each for a million persons.
  // Everybody born on the day (days since 1970): as a rule forty in a million.
  template <class F>
  void each_born_on(int32_t day, F&& f) const {
    index_all();
    by_day_.each(static_cast<uint32_t>(day), f);
  }
  // Everybody of this town, birth year and first spelling, and now and then somebody else.
  template <class F>
  void each_named_in(std::string_view town, int birth_year, std::string_view name, F&& f) const {
    index_all();
    by_place_.each(place_key(town, birth_year, name), f);
  }
  // Whoever has a number with this key (number_keys(…)[0]), and now and then somebody else.
  template <class F>
  void each_with_number_key(uint64_t key, F&& f) const {
    index_numbers();
    by_number_.each(static_cast<uint32_t>(key ^ key >> 32), f);
  }

  static constexpr int32_t unknown_day = INT32_MIN;

 private:
  void index_id(PersonId);
  uint16_t town_index(std::string_view);

  std::vector<uint64_t> ids_;  // first 17 digits as a number (the 18th follows from them); 0 = none
  std::vector<uint32_t> name_at_;
  std::vector<uint8_t> name_size_;
  std::vector<int32_t> births_;
  std::vector<uint8_t> sexes_;  // 0 male, 1 female, 2 unknown
  std::vector<uint16_t> town_of_;
  std::string names_;
  std::vector<std::string> towns_;
  std::unordered_map<std::string, uint16_t> town_numbers_;
  std::unordered_map<PersonId, std::vector<std::string>> other_names_;
  std::vector<PersonId> slots_;  // open addressing over ids_, a power of two, at most half full
  size_t with_ids_ = 0;

  void index_all() const;
  void index_numbers() const;
  static uint32_t place_key(std::string_view town, int birth_year, std::string_view name);
  void index_place(PersonId) const;
  mutable KeyIndex by_day_, by_place_, by_number_;
  mutable size_t indexed_until_ = 0, numbers_until_ = 0;
  mutable std::unordered_map<int32_t, std::vector<PersonId>> without_number_;  // by birth day
  mutable size_t without_number_until_ = 0;
};

}  // namespace hutong::matching
