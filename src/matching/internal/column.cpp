#include "matching/internal/column.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "base/check.h"
#include "matching/internal/coding.h"
#include "matching/internal/levels.h"
#include "matching/internal/parallel.h"
#include "matching/strings.h"

namespace hutong::matching {

namespace {

constexpr size_t values_per_run = 16384;

bool has_text(FieldKind kind) {
  return kind == FieldKind::given_name || kind == FieldKind::surname || kind == FieldKind::place || kind == FieldKind::text ||
         kind == FieldKind::category || kind == FieldKind::identifier || kind == FieldKind::phone;
}
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

std::string folded_text(Field const& field, std::string_view raw) {
  switch (field.kind) {
    case FieldKind::identifier: return clean_identifier(raw);
    case FieldKind::phone: return phone_digits(raw);
    case FieldKind::category: {
      std::string folded = fold_latin(raw);
      return field.name == "sex" ? std::string(sex_word(folded)) : folded;
    }
    case FieldKind::given_name:
    case FieldKind::surname:
    case FieldKind::place:
    case FieldKind::text: return fold_latin(raw);
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

}  // namespace

Column::Column(Tables const& tables, Field const& field, std::vector<uint64_t> hashes, unsigned threads, KnownField const* known, bool has_keys)
    : tables_(tables), field_(field), is_one_(tables.is_one()), levels_(&levels_of(field.kind)) {
  CHECK(levels_->size() <= max_levels);
  code_rows(tables, std::move(hashes), threads, known);
  if (has_keys) make_atoms(threads);
}

bool Column::is_unique_by_design() const {
  return field_.kind == FieldKind::resident_number || field_.kind == FieldKind::identifier || field_.kind == FieldKind::phone;
}

std::vector<std::vector<uint64_t>> hashes_of_cells(Tables const& tables, std::vector<Field> const& fields, unsigned threads) {
  size_t const left_rows = tables.side[0]->rows();
  std::vector<std::vector<uint64_t>> hashes(fields.size());
  for (auto& of_field : hashes) of_field.resize(left_rows + (tables.is_one() ? 0 : tables.side[1]->rows()));
  for (int side = 0; side < tables.sides(); ++side) {
    auto const& table = *tables.side[side];
    size_t const before = side ? left_rows : 0;
    in_runs(threads, table.rows(), 1 << 14, [&](size_t, size_t first, size_t last) {
      for (size_t row = first; row < last; ++row)
        for (size_t f = 0; f < fields.size(); ++f) {
          auto cell = table.cell(row, side ? fields[f].right_column : fields[f].left_column);
          hashes[f][before + row] = cell.empty() ? 0 : hash_of(cell);
        }
    });
  }
  return hashes;
}

std::vector<Column> columns_of(Tables const& tables, std::vector<Field> const& fields, unsigned threads, std::vector<KnownField> const* known, bool has_keys) {
  auto hashes = hashes_of_cells(tables, fields, threads);
  std::vector<std::optional<Column>> made(fields.size());
  in_parallel(threads, fields.size(), [&](size_t f) { made[f].emplace(tables, fields[f], std::move(hashes[f]), 1, known ? &(*known)[f] : nullptr, has_keys); });
  std::vector<Column> columns;
  columns.reserve(fields.size());
  for (auto& column : made) columns.push_back(std::move(*column));
  return columns;
}

// Raw text → code of the text → form → code of the form: 张 三 and 张三 are one value.
void Column::code_rows(Tables const& tables, std::vector<uint64_t> hashes, unsigned threads, KnownField const* known) {
  size_t const rows[2] = {tables.side[0]->rows(), is_one_ ? 0 : tables.side[1]->rows()};
  size_t const columns[2] = {field_.left_column, field_.right_column};
  std::vector<uint32_t> raw_codes, first_at;
  {
    Coder coder(1 << 16);
    coder.code(hashes, raw_codes, first_at);
    std::vector<uint64_t>().swap(hashes);
  }
  std::vector<std::string_view> raw(first_at.size());
  for (size_t i = 0; i < raw.size(); ++i) {
    bool is_right = first_at[i] >= rows[0];
    raw[i] = tables.side[is_right]->cell(first_at[i] - (is_right ? rows[0] : 0), columns[is_right]);
  }
  std::vector<uint64_t> canonical(raw.size());
  make_forms(raw, threads, canonical);

  std::vector<uint32_t> codes_of_raw, first_of;
  Coder coder(raw.size());
  coder.code(canonical, codes_of_raw, first_of);
  values_ = coder.size();
  auto keep = [&](auto& forms) {  // of each value the first form
    if (forms.empty()) return;
    std::remove_reference_t<decltype(forms)> kept(values_ + 1);
    for (size_t i = 0; i < first_of.size(); ++i) kept[i + 1] = forms[first_of[i]];
    forms = std::move(kept);
  };
  first_rows_.assign(values_ + 1, 0);
  for (size_t i = 0; i < first_of.size(); ++i) first_rows_[i + 1] = first_at[first_of[i]];
  keep(folded_), keep(ends_), keep(names_), keep(numbers_), keep(dates_), keep(amounts_);
  for (int side = 0; side < tables.sides(); ++side) {
    codes_[side].resize(rows[side]);
    counts_[side].assign(values_ + 1, 0);
    uint32_t const* raw_code = raw_codes.data() + (side ? rows[0] : 0);
    for (size_t row = 0; row < rows[side]; ++row) {
      uint32_t code = raw_code[row] ? codes_of_raw[raw_code[row] - 1] : 0;
      codes_[side][row] = code;
      ++counts_[side][code];
    }
    present_[side] = static_cast<double>(rows[side] - counts_[side][0]);
  }
  if (has_words(field_.kind)) {
    std::vector<std::string_view> texts(folded_.begin() + (folded_.empty() ? 0 : 1), folded_.end());
    words_.build(texts, counts_[0], counts_[is_one_ ? 0 : 1], known);
  }
}

void Column::make_forms(std::vector<std::string_view> const& raw, unsigned threads, std::vector<uint64_t>& canonical) {
  size_t const count = raw.size();
  if (has_text(field_.kind)) folded_.resize(count), ends_.resize(count), folded_runs_.resize((count + values_per_run - 1) / values_per_run);
  if (field_.kind == FieldKind::person_name) names_.resize(count);
  if (field_.kind == FieldKind::resident_number) numbers_.resize(count);
  if (field_.kind == FieldKind::date) dates_.resize(count);
  if (field_.kind == FieldKind::number) amounts_.resize(count);
  in_runs(threads, count, values_per_run, [&](size_t run, size_t first, size_t last) {
    std::vector<std::pair<size_t, size_t>> places;
    for (size_t i = first; i < last; ++i) {
      switch (field_.kind) {
        case FieldKind::person_name:
          names_[i] = name_form(raw[i]);
          break;
        case FieldKind::resident_number:
          numbers_[i] = number_form(raw[i]);
          break;
        case FieldKind::date:
          dates_[i] = date_form(raw[i]);
          break;
        case FieldKind::number:
          amounts_[i] = amount_of(raw[i]);
          break;
        case FieldKind::identifier:
        case FieldKind::given_name:
        case FieldKind::surname:
        case FieldKind::category:
        case FieldKind::place:
        case FieldKind::phone:
        case FieldKind::text: {
          std::string folded = folded_text(field_, raw[i]);
          places.emplace_back(folded_runs_[run].size(), folded.size());
          folded_runs_[run] += folded;
        }
      }
    }
    for (size_t i = 0; i < places.size(); ++i) {
      folded_[first + i] = std::string_view(folded_runs_[run]).substr(places[i].first, places[i].second);
      ends_[first + i] = ends_of(folded_[first + i]);
    }
    for (size_t i = first; i < last; ++i) canonical[i] = hash_of_form(i);
  });
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
    case FieldKind::date: return dates_[at].is_empty() ? 0 : hash_of(dates_[at].to_string());
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
    case FieldKind::date: return different(compare(dates_[a], dates_[b]));
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
      auto [cosine, contained, numbers_differ] = words_.likeness(a, b);
      float likeness = likeness_of(cosine, contained);
      if (likeness < .8F && ends_[a].is_latin && ends_[b].is_latin) likeness = std::max(likeness, likeness_of_letters(folded_[a], folded_[b]));
      return level_of_likeness(likeness, numbers_differ);
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
  ends.is_latin = !text.empty() && text.size() <= 48 && static_cast<unsigned char>(text[0]) < 0x80;
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
      both(ends_);
      words_.prefetch(a);
      words_.prefetch(b);
  }
}

Column::Atom& Column::atom(char const* name, size_t width, bool is_alone_only) {
  atoms_.push_back({name, width, is_alone_only, {}, {}});
  if (width) atoms_.back().keys.assign((values_ + 1) * width, 0);
  return atoms_.back();
}

void Column::make_atoms(unsigned threads) {
  auto for_values = [&](auto const& do_value) {
    in_runs(threads, values_, values_per_run, [&](size_t, size_t first, size_t last) {
      for (size_t i = first; i < last; ++i) do_value(static_cast<uint32_t>(i + 1));
    });
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
      for_values([&](uint32_t code) {
        std::vector<uint64_t> keys;
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
