#include "matching/internal/column.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <optional>

#include "base/check.h"
#include "matching/internal/coding.h"
#include "matching/internal/levels.h"
#include "matching/internal/parallel.h"
#include "matching/strings.h"

namespace hutong::matching {

namespace {

constexpr size_t rows_together = 1024;

bool has_text(FieldKind kind) {
  return kind == FieldKind::given_name || kind == FieldKind::surname || kind == FieldKind::place || kind == FieldKind::text ||
         kind == FieldKind::category || kind == FieldKind::identifier || kind == FieldKind::phone;
}
bool has_ends(FieldKind kind) { return kind == FieldKind::identifier || kind == FieldKind::phone; }
bool has_words(FieldKind kind) { return kind == FieldKind::place || kind == FieldKind::text; }

// 男, M, male, 1 … are one value, whatever the two tables write.
std::string_view sex_word(std::string_view folded) {
  for (auto word : {"男", "m", "male", "1", "man", "boy", "男性"})
    if (folded == word) return "男";
  for (auto word : {"女", "f", "female", "2", "woman", "girl", "女性"})
    if (folded == word) return "女";
  return folded;
}

// Digits only, without +86, 0086 and a leading 0 of the area; fewer than six digits are no telephone.
std::string phone_digits(std::string_view written) {
  std::string digits;
  for (char c : clean_identifier(written))
    if (c >= '0' && c <= '9') digits.push_back(c);
  if (digits.starts_with("0086")) digits.erase(0, 4);
  if (digits.size() == 13 && digits.starts_with("86")) digits.erase(0, 2);
  if (digits.size() < 6) digits.clear();
  return digits;
}

bool are_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}
bool is_plain_phone(std::string_view text) { return text.size() >= 6 && text.size() != 13 && !text.starts_with("0086") && are_digits(text); }
bool is_plain_identifier(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

// What is compared of a text; `made` keeps it unless it is the text as it stands.
std::string_view folded_text(Field const& field, std::string_view raw, std::string& made) {
  switch (field.kind) {
    case FieldKind::identifier:
      if (is_plain_identifier(raw)) return raw;
      return made = clean_identifier(raw);
    case FieldKind::phone:
      if (is_plain_phone(raw)) return raw;
      return made = phone_digits(raw);
    case FieldKind::category:
      made = fold_latin(raw);
      if (field.name == "sex") made = std::string(sex_word(made));
      return made;
    case FieldKind::given_name:
    case FieldKind::surname:
    case FieldKind::place:
    case FieldKind::text:
      if (is_surely_folded(raw)) return raw;
      return made = fold_latin(raw);
    case FieldKind::resident_number:
    case FieldKind::person_name:
    case FieldKind::date:
    case FieldKind::number: break;
  }
  return {};
}

// 12,345.60 元 → 12345.6; not a number → NaN.
double amount_of(std::string_view written) {
  std::string plain;
  bool has_digit = false;
  for (char c : written) {
    if (c == ',' || c == ' ') continue;
    bool is_part = (c >= '0' && c <= '9') || c == '.' || (c == '-' && plain.empty());
    if (is_part) plain.push_back(c);
    has_digit |= c >= '0' && c <= '9';
    if (!is_part && has_digit) break;
  }
  double amount = std::nan("");
  if (has_digit) std::from_chars(plain.data(), plain.data() + plain.size(), amount);
  return amount;
}

// The first letter and the consonants that follow, like sounds alike (after Russell's Soundex, US patent 1,261,167, without its length of four).
uint64_t soundex_of(std::string_view word) {
  static constexpr char sounds[] = "01230120022455012623010202";  // a … z
  std::string sound;
  for (char c : word) {
    if (c < 'a' || c > 'z') continue;
    char s = sounds[c - 'a'];
    if (sound.empty()) sound.push_back(c);
    else if (s != '0' && s != sound.back()) sound.push_back(s);
    if (sound.size() == 4) break;
  }
  return sound.empty() ? hash_of(word) : hash_of(sound);
}

// Cells met lately and their codes: what is written again and again is read once. Forgets much, which only costs time; half a megabyte stays near the processor.
class RecentCells {
 public:
  struct Cell {
    uint64_t hash = 0;
    uint32_t code = 0;
  };
  Cell& of(uint64_t hash) { return cells_[hash >> (64 - bits)]; }

 private:
  static constexpr unsigned bits = 15;
  std::vector<Cell> cells_ = std::vector<Cell>(size_t{1} << bits);
};

}  // namespace

Column::Column(Tables const& tables, Field const& field, KnownField const* known, bool has_keys)
    : tables_(tables), field_(field), is_one_(tables.is_one()), levels_(&levels_of(field.kind)) {
  CHECK(levels_->size() <= max_levels);
  code_rows();
  if (has_words(field_.kind)) {
    std::vector<std::string_view> const texts(folded_.begin() + 1, folded_.end());
    words_.build(texts, counts_[0], counts_[is_one_ ? 0 : 1], known);
  }
  if (has_keys) make_atoms();
}

bool Column::is_unique_by_design() const {
  return field_.kind == FieldKind::resident_number || field_.kind == FieldKind::identifier || field_.kind == FieldKind::phone;
}

std::vector<Column> columns_of(Tables const& tables, std::vector<Field> const& fields, unsigned threads, std::vector<KnownField> const* known, bool has_keys) {
  // What takes longest comes first: so nobody waits for it in the end, and the memory it needs meanwhile goes to the others.
  std::vector<size_t> order(fields.size());
  std::iota(order.begin(), order.end(), size_t{0});
  auto duration = [&](size_t f) { return has_words(fields[f].kind) ? 3 : fields[f].kind == FieldKind::category ? 0 : fields[f].kind == FieldKind::date ? 1 : 2; };
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return duration(a) > duration(b); });
  std::vector<std::optional<Column>> made(fields.size());
  in_parallel(threads, fields.size(), [&](size_t i) {
    size_t const f = order[i];
    made[f].emplace(tables, fields[f], known ? &(*known)[f] : nullptr, has_keys);
  });
  std::vector<Column> columns;
  columns.reserve(fields.size());
  for (auto& column : made) columns.push_back(std::move(*column));
  return columns;
}

// Cell → form → code of the form: 张 三 and 张三 are one value. Some rows at a time, so that a cell is still at hand when its form is made; forms of values
// that are known already go again.
void Column::code_rows() {
  RecentCells recent;
  Coder coder(size_t{1} << 12);
  std::array<uint64_t, rows_together> hashes;
  std::vector<uint32_t> rows, codes;  // of cells that were not met lately
  std::vector<uint64_t> forms;
  size_t const all_rows = tables_.side[0]->rows() + (is_one_ ? 0 : tables_.side[1]->rows());
  size_t room = size_t{1} << 14;
  for_forms([&](auto& of_values) { of_values.reserve(room), of_values.resize(1); });
  for (int side = 0; side < tables_.sides(); ++side) {
    auto const& table = *tables_.side[side];
    size_t const column = side ? field_.right_column : field_.left_column, before = side ? tables_.side[0]->rows() : 0;
    codes_[side].resize(table.rows());
    for (size_t first = 0; first < table.rows(); first += rows_together) {
      size_t const last = std::min(table.rows(), first + rows_together);
      rows.clear(), codes.clear(), forms.clear();
      for (size_t row = first; row < last; ++row) {
        auto const cell = table.cell(row, column);
        if (cell.empty()) continue;
        uint64_t const hash = hashes[row - first] = hash_of(cell);
        auto const& met = recent.of(hash);
        if (met.hash == hash) codes_[side][row] = met.code;
        else rows.push_back(static_cast<uint32_t>(row));
      }
      std::vector<std::string> made(has_text(field_.kind) ? rows.size() : 0);
      if (size_t const needed = values_ + 1 + rows.size(); needed > room) {
        // As many for the rows to come as for those that were read: arrays that grow bit by bit are copied and leave their memory behind.
        room = std::max(2 * needed, needed * all_rows / (before + first));
        for_forms([&](auto& of_values) { of_values.reserve(room); });
      }
      for_forms([&](auto& of_values) { of_values.resize(values_ + 1 + rows.size()); });
      for (size_t i = 0; i < rows.size(); ++i) {
        size_t const at = values_ + 1 + i;
        auto const cell = table.cell(rows[i], column);
        make_form(at, cell, made.empty() ? nullptr : &made[i]);
        bool const is_as_written = !made.empty() && folded_[at].data() == cell.data() && folded_[at].size() == cell.size();
        forms.push_back(is_as_written ? hashes[rows[i] - first] : hash_of_form(at));
      }
      coder.code(forms, codes);
      uint32_t const known = values_;
      for (size_t i = 0; i < rows.size(); ++i) {
        codes_[side][rows[i]] = codes[i];
        uint64_t const hash = hashes[rows[i] - first];
        recent.of(hash) = {hash, codes[i]};
        if (codes[i] <= known) take_if_first_in_order(codes[i], known + 1 + i, before + rows[i]);
        if (codes[i] <= values_) continue;
        keep_form(++values_, known + 1 + i, made.empty() || folded_[known + 1 + i].data() != made[i].data());
        first_rows_[values_] = static_cast<uint32_t>(before + rows[i]);
        scattered_[values_] = static_cast<uint16_t>(forms[i] >> 48);
      }
    }
  }
  for_forms([&](auto& of_values) {
    of_values.resize(values_ + 1);
    if (of_values.capacity() > 2 * of_values.size()) of_values.shrink_to_fit();
  });
  hashes_ = std::move(coder).hashes();
  for (int side = 0; side < tables_.sides(); ++side) {
    counts_[side].assign(values_ + 1, 0);
    for (uint32_t code : codes_[side]) ++counts_[side][code];
    present_[side] = static_cast<double>(codes_[side].size() - counts_[side][0]);
  }
}

// Of long names that differ in dots and blanks only, the one that sorts first speaks for all: not the one that happens to stand first.
void Column::take_if_first_in_order(uint32_t code, size_t form, size_t row) {
  if (field_.kind != FieldKind::person_name || names_[form].script == NameScript::han) return;
  uint32_t const earlier = first_rows_[code];
  std::string const text_before(text(code));
  first_rows_[code] = static_cast<uint32_t>(row);
  if (text(code) < text_before) names_[code] = names_[form];
  else first_rows_[code] = earlier;
}

// The arrays that have a place for each value.
template <class Do>
void Column::for_forms(Do const& do_array) {
  do_array(first_rows_), do_array(scattered_);
  if (has_text(field_.kind)) do_array(folded_);
  if (has_ends(field_.kind)) do_array(ends_);
  if (has_words(field_.kind)) do_array(are_letters_);
  if (field_.kind == FieldKind::person_name) do_array(names_);
  if (field_.kind == FieldKind::resident_number) do_array(numbers_);
  if (field_.kind == FieldKind::date) do_array(dates_);
  if (field_.kind == FieldKind::number) do_array(amounts_);
}

void Column::make_form(size_t at, std::string_view raw, std::string* made) {
  switch (field_.kind) {
    case FieldKind::person_name: names_[at] = name_form(raw); return;
    case FieldKind::resident_number: numbers_[at] = number_form(raw); return;
    case FieldKind::date: dates_[at] = date_form(raw); return;
    case FieldKind::number: amounts_[at] = amount_of(raw); return;
    case FieldKind::identifier:
    case FieldKind::given_name:
    case FieldKind::surname:
    case FieldKind::category:
    case FieldKind::place:
    case FieldKind::phone:
    case FieldKind::text: folded_[at] = folded_text(field_, raw, *made);
  }
}

// The form at `from` is that of a new value. is_in_table: its text lives as long as the table.
void Column::keep_form(uint32_t code, size_t from, bool is_in_table) {
  switch (field_.kind) {
    case FieldKind::person_name: names_[code] = names_[from]; return;
    case FieldKind::resident_number: numbers_[code] = numbers_[from]; return;
    case FieldKind::date: dates_[code] = dates_[from]; return;
    case FieldKind::number: amounts_[code] = amounts_[from]; return;
    case FieldKind::identifier:
    case FieldKind::given_name:
    case FieldKind::surname:
    case FieldKind::category:
    case FieldKind::place:
    case FieldKind::phone:
    case FieldKind::text: {
      auto const text = is_in_table ? folded_[from] : kept_text(folded_[from]);
      folded_[code] = text;
      if (has_ends(field_.kind)) ends_[code] = ends_of(text);
      if (has_words(field_.kind)) are_letters_[code] = text.size() <= 48 && static_cast<unsigned char>(text[0]) < 0x80;
    }
  }
}

std::string_view Column::kept_text(std::string_view text) {
  constexpr size_t bytes_together = size_t{1} << 18;
  bool const fits = !folded_runs_.empty() && folded_runs_.back().capacity() - folded_runs_.back().size() >= text.size();
  if (!fits) folded_runs_.emplace_back().reserve(std::max(bytes_together, text.size()));
  auto& run = folded_runs_.back();
  run += text;
  return std::string_view(run).substr(run.size() - text.size());
}

uint64_t Column::hash_of_form(size_t at) const {
  switch (field_.kind) {
    case FieldKind::person_name: {
      auto const& name = names_[at];
      return name.is_empty() ? 0 : mixed(name.written, 1 + name.annotation * 2U + name.is_child_of);
    }
    case FieldKind::resident_number: {
      auto const& number = numbers_[at];
      bool is_telling = number.state() == NumberState::other_document || number.known_digits() >= 10;
      return number.is_empty() || !is_telling ? 0 : number.hash();
    }
    case FieldKind::date: return dates_[at].is_empty() ? 0 : mixed(dates_[at].digits(), 1);
    case FieldKind::number: return std::isnan(amounts_[at]) ? 0 : hash_of({reinterpret_cast<char const*>(&amounts_[at]), sizeof(double)});
    case FieldKind::identifier:
    case FieldKind::given_name:
    case FieldKind::surname:
    case FieldKind::category:
    case FieldKind::place:
    case FieldKind::phone:
    case FieldKind::text: return folded_[at].empty() ? 0 : hash_of(folded_[at]);
  }
  return 0;
}

uint8_t Column::level_of_different(uint32_t a, uint32_t b) const {
  auto different = [](auto agreement) { return static_cast<uint8_t>(std::max(2, static_cast<int>(agreement) + 1)); };
  switch (field_.kind) {
    case FieldKind::resident_number: return different(compare(numbers_[a], numbers_[b]));
    case FieldKind::date: return level_of_dates(dates_[a], dates_[b]);
    case FieldKind::person_name: {
      auto const &left = names_[a], &right = names_[b];
      bool are_short = left.script == NameScript::han && right.script == NameScript::han;  // their forms say all
      return different(compare(left, right, are_short ? std::string_view() : text(a), are_short ? std::string_view() : text(b)));
    }
    case FieldKind::identifier:
    case FieldKind::phone:
      if (!can_be_alike(ends_[a], ends_[b])) return different(IdentifierAgreement::different);
      return different(compare_identifiers(folded_[a], folded_[b]));
    case FieldKind::category: return 2;
    case FieldKind::given_name:
    case FieldKind::surname: return level_of_words(folded_[a], folded_[b]);
    case FieldKind::number: return level_of_amounts(amounts_[a], amounts_[b]);
    case FieldKind::place:
    case FieldKind::text: {
      auto [cosine, contained, numbers] = words_.likeness(a, b);
      float likeness = likeness_of(cosine, contained);
      if (likeness < .8F && are_letters_[a] && are_letters_[b]) likeness = std::max(likeness, likeness_of_letters(folded_[a], folded_[b]));
      return level_of_likeness(likeness, numbers);
    }
  }
  return 0;
}

Column::Ends Column::ends_of(std::string_view text) {
  Ends ends;
  ends.length = static_cast<uint32_t>(text.size());
  for (size_t i = 0; i < std::min<size_t>(16, text.size()); ++i) {
    ends.beginning |= uint64_t{static_cast<unsigned char>(text[i]) & 15U} << (4 * i);
    ends.end |= uint64_t{static_cast<unsigned char>(text[text.size() - 1 - i]) & 15U} << (4 * i);
  }
  return ends;
}

// One slip leaves the beginning or the end as it was but for two characters; a part is the beginning or the end of the whole.
bool Column::can_be_alike(Ends const& a, Ends const& b) {
  uint64_t beginning = a.beginning ^ b.beginning, end = a.end ^ b.end;
  auto agreeing = [](uint64_t difference) { return difference == 0 ? 16U : static_cast<uint32_t>(__builtin_ctzll(difference)) / 4; };
  uint32_t shorter = std::min(a.length, b.length), longer = std::max(a.length, b.length);
  uint32_t first = agreeing(beginning), last = agreeing(end);
  return longer > 16 || first + last + 2 >= longer || first >= shorter || last >= shorter;
}

void Column::prefetch(uint32_t a, uint32_t b) const {
  auto both = [&](auto const& forms) { __builtin_prefetch(&forms[a]), __builtin_prefetch(&forms[b]); };
  switch (field_.kind) {
    case FieldKind::resident_number: return both(numbers_);
    case FieldKind::date: return both(dates_);
    case FieldKind::person_name: return both(names_);
    case FieldKind::identifier:
    case FieldKind::phone: return both(ends_);
    case FieldKind::given_name:
    case FieldKind::surname: return both(folded_);
    case FieldKind::category: return;
    case FieldKind::number: return both(amounts_);
    case FieldKind::place:
    case FieldKind::text:
      both(are_letters_);
      words_.prefetch(a);
      words_.prefetch(b);
  }
}

Column::Atom& Column::atom(char const* name, size_t width, bool is_alone_only) {
  atoms_.push_back({name, width, is_alone_only, {}, {}});
  if (width) atoms_.back().keys.assign((values_ + 1) * width, 0);
  return atoms_.back();
}

void Column::make_atoms() {
  auto for_values = [&](auto const& do_value) {
    for (uint32_t code = 1; code <= values_; ++code) do_value(code);
  };
  auto whole = [&](bool is_alone_only = false) {
    Atom& same = atom("", 1, is_alone_only);
    for_values([&](uint32_t code) { same.keys[code] = hash(code); });
  };
  atoms_.reserve(8);
  switch (field_.kind) {
    case FieldKind::resident_number: {
      Atom& first_17 = atom("first_17", 0, true);
      Atom& birth_and_sequence = atom("birth_and_sequence", 1, true);
      Atom& without_month_and_day = atom("without_month_and_day");
      Atom& first_15 = atom("first_15", 1, true);
      std::array<uint64_t, repair_keys_max> repairs;
      first_17.at.assign(1, 0);
      first_17.at.push_back(0);
      for (uint32_t code = 1; code <= values_; ++code) {
        NumberKeys keys;
        number_keys(numbers_[code], keys);
        if (keys[0]) first_17.keys.push_back(keys[0]);
        size_t count = repair_keys(numbers_[code], repairs);
        first_17.keys.insert(first_17.keys.end(), repairs.begin(), repairs.begin() + static_cast<ptrdiff_t>(count));
        first_17.at.push_back(static_cast<uint32_t>(first_17.keys.size()));
        birth_and_sequence.keys[code] = keys[1];
        without_month_and_day.keys[code] = keys[2];
        first_15.keys[code] = keys[3];
      }
      break;
    }
    case FieldKind::date: {
      Atom *day = &atom("day"), *sorted = &atom("sorted_digits"), *month_day = &atom("month_day"), *month = &atom("month"), *year = &atom("year");
      for_values([&](uint32_t code) {
        DateKeys keys = date_keys(dates_[code]);
        day->keys[code] = keys.day, sorted->keys[code] = keys.sorted_digits, month_day->keys[code] = keys.month_day, month->keys[code] = keys.month,
        year->keys[code] = keys.year;
      });
      break;
    }
    case FieldKind::person_name: {
      Atom *written = &atom("written", 1, true), *pinyin = &atom("pinyin"), *given = &atom("given", 1, true), *given_pinyin = &atom("given_pinyin"), *wild = &atom("one_wild", 3),
           *surname = &atom("surname");
      for_values([&](uint32_t code) {
        NameKeys keys = name_keys(names_[code], text(code));
        written->keys[code] = keys.written, pinyin->keys[code] = keys.pinyin, given->keys[code] = keys.given;
        given_pinyin->keys[code] = keys.given_pinyin, surname->keys[code] = keys.surname;
        std::copy(keys.one_wild.begin(), keys.one_wild.end(), wild->keys.begin() + code * 3);
      });
      break;
    }
    case FieldKind::given_name:
    case FieldKind::surname: {
      whole();
      Atom *sound = &atom("sound"), *first = &atom("beginning");
      for_values([&](uint32_t code) {
        sound->keys[code] = soundex_of(folded_[code]);
        first->keys[code] = hash_of(folded_[code].substr(0, 3));
      });
      break;
    }
    case FieldKind::identifier:
    case FieldKind::phone: {
      whole();
      Atom *first = &atom("first_half"), *second = &atom("second_half");
      for_values([&](uint32_t code) {
        auto text = folded_[code];
        if (text.size() < 4) return;
        size_t half = (text.size() + 1) / 2;
        first->keys[code] = hash_of(text.substr(0, half));
        second->keys[code] = hash_of(text.substr(text.size() - half));
      });
      break;
    }
    case FieldKind::category: whole(); break;
    case FieldKind::number: whole(); break;
    case FieldKind::place:
    case FieldKind::text: {
      whole(true);
      // Words of an address go by towns and villages: fewer are enough.
      size_t const words = field_.kind == FieldKind::place ? 3 : 4, rare_words = words - 1;
      Atom *two = &atom("two_rare_words", words * (words - 1) / 2), *rare = &atom("rare_word", rare_words);
      std::vector<uint64_t> keys;
      for_values([&](uint32_t code) {
        words_.rarest(code, words, keys);
        for (size_t i = 0; i < std::min(rare_words, keys.size()); ++i) rare->keys[code * rare_words + i] = keys[i];
        size_t out = code * two->width;
        for (size_t i = 0; i < keys.size(); ++i)
          for (size_t j = i + 1; j < keys.size(); ++j) two->keys[out++] = mixed(std::min(keys[i], keys[j]), std::max(keys[i], keys[j]));
      });
      break;
    }
  }
}

}  // namespace hutong::matching
