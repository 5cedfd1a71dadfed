#pragma once
// One field in both tables: the values as codes, how alike two codes are, and the keys that bring likely partners together.
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "matching/date_form.h"
#include "matching/fields.h"
#include "matching/internal/known.h"
#include "matching/internal/words.h"
#include "matching/name_form.h"
#include "matching/number_form.h"
#include "sheets/csv_table.h"

namespace hutong::matching {

struct Tables {
  sheets::CsvTable const* side[2];  // one table: twice the same
  bool is_one() const { return side[0] == side[1]; }
  int sides() const { return is_one() ? 1 : 2; }
  // The shorter table. Samples are taken as its and the other's, so that nothing changes when left and right change places (unless both are equally long).
  int shorter() const { return side[1]->rows() < side[0]->rows() ? 1 : 0; }
  int other_than(int of) const { return is_one() ? of : 1 - of; }
  double rows(int of) const { return static_cast<double>(side[of]->rows()); }
  double pairs() const { return is_one() ? rows(0) * (rows(0) - 1) / 2 : rows(0) * rows(1); }
};

// What the field's kind knows of a level, before anything is learnt.
struct LevelKind {
  char const* code;     // link_level_<code> of messages
  double expected_m;     // prior share among the same
  double close_at_most;  // share among the close that learning may not exceed: relatives do not have the same name
  double same_at_most = 1;  // share among the same that learning may not exceed: a person's own name is not mostly another
};

class Column {
 public:
  static constexpr size_t max_levels = 31;

  // known: what an index remembers of the field; words are then weighed as there. Without keys there are no atoms.
  Column(Tables const&, Field const&, KnownField const* known = nullptr, bool has_keys = true);

  Field const& field() const { return field_; }
  // Codes of a table's rows; 0 = missing. Equal code ⇔ level 1.
  std::vector<uint32_t> const& codes(int side) const { return codes_[is_one_ ? 0 : side]; }
  uint32_t values() const { return values_; }
  uint32_t count(int side, uint32_t code) const { return counts_[is_one_ ? 0 : side][code]; }
  double present(int side) const { return present_[is_one_ ? 0 : side]; }  // rows
  std::vector<LevelKind> const& levels() const { return *levels_; }   // level l is [l-1]
  // The two values are about to be compared.
  void prefetch(uint32_t a, uint32_t b) const;
  void prefetch_words(uint32_t a, uint32_t b) const { words_.prefetch_words(a, b); }
  uint8_t level(uint32_t a, uint32_t b) const { return a == b ? level_of_equal(a) : level_of_different(a, b); }
  std::string_view text(uint32_t code) const {  // as written where it is first found; long names: as sorts first
    size_t const row = first_rows_[code], left_rows = tables_.side[0]->rows();
    return row < left_rows ? tables_.side[0]->cell(row, field_.left_column) : tables_.side[1]->cell(row - left_rows, field_.right_column);
  }
  // The same for the same value in whatever tables; of codes above 0.
  uint64_t hash(uint32_t code) const { return hashes_[code]; }
  // 16 bits of it, at hand.
  uint16_t scattered(uint32_t code) const { return scattered_[code]; }
  Words const& words() const { return words_; }
  std::string_view folded(uint32_t code) const { return folded_[code]; }  // kinds that compare text
  // Is the value unique by design (a number, a telephone), so that two who share it are suspicious?
  bool is_unique_by_design() const;

  // Keys of a value, 0 = none; strict ones first. A value may have several under one atom.
  struct Atom {
    char const* name;            // "pinyin"; "" = the value itself
    size_t width = 1;            // keys per value; 0 = as many as `at` says
    bool is_alone_only = false;  // too strict, or too many keys, to be worth combining with another field
    std::vector<uint64_t> keys;  // code × width
    std::vector<uint32_t> at;    // width 0: the keys of a value are [at[code], at[code + 1])
    std::span<uint64_t const> of(uint32_t code) const {
      return width ? std::span(keys).subspan(code * width, width) : std::span(keys).subspan(at[code], at[code + 1] - at[code]);
    }
  };
  std::vector<Atom> const& atoms() const { return atoms_; }

  DateForm date(uint32_t code) const { return dates_[code]; }
  NumberForm number(uint32_t code) const { return numbers_[code]; }
 private:
  // Two equal rests of numbers (3701142015030399…) need not come from equal numbers.
  uint8_t level_of_equal(uint32_t code) const {
    bool is_rest = field_.kind == FieldKind::resident_number && !numbers_[code].is_complete() && numbers_[code].state() != NumberState::other_document;
    return is_rest ? static_cast<uint8_t>(NumberAgreement::agrees_where_known) + 1 : 1;
  }
  uint8_t level_of_different(uint32_t a, uint32_t b) const;
  uint64_t hash_of_form(size_t at) const;  // 0 = nothing that could be compared
  void code_rows();
  void take_if_first_in_order(uint32_t code, size_t form, size_t row);
  template <class Do>
  void for_forms(Do const& do_array);
  void make_form(size_t at, std::string_view raw, std::string* made);
  void keep_form(uint32_t code, size_t from, bool is_in_table);
  std::string_view kept_text(std::string_view);
  void make_atoms();
  Atom& atom(char const* name, size_t width = 1, bool is_alone_only = false);

  Tables tables_;
  Field field_;
  bool is_one_;
  std::vector<LevelKind> const* levels_ = nullptr;
  std::array<std::vector<uint32_t>, 2> codes_, counts_;
  std::array<double, 2> present_{};
  uint32_t values_ = 0;
  std::vector<uint32_t> first_rows_;           // by code: where it was first written; right rows count on from the left ones
  std::vector<uint16_t> scattered_;             // by code
  std::vector<uint64_t> hashes_;                // by code
  std::vector<std::string> folded_runs_;       // arenas of folded text that the table does not have
  std::vector<std::string_view> folded_;       // by code; kinds that compare text
  // Of short text: its ends in four bits a character, so that most strangers are told apart without looking at the text.
  struct Ends {
    uint64_t beginning = 0, end = 0;
    uint32_t length = 0;
  };
  static Ends ends_of(std::string_view);
  static bool can_be_alike(Ends const&, Ends const&);
  std::vector<Ends> ends_;             // by code; telephones and other identifiers
  std::vector<uint8_t> are_letters_;   // by code; kinds that have words: begins with a Latin letter or a digit, and is short: can be compared letter by letter
  std::vector<NameForm> names_;
  std::vector<NumberForm> numbers_;
  std::vector<DateForm> dates_;
  std::vector<double> amounts_;
  Words words_;
  std::vector<Atom> atoms_;
};

// All fields, side by side. known: by field, or nullptr.
std::vector<Column> columns_of(Tables const&, std::vector<Field> const&, unsigned threads, std::vector<KnownField> const* known = nullptr, bool has_keys = true);

}  // namespace hutong::matching
