#include "intake/internal/children.h"

#include <algorithm>

#include "base/text.h"
#include "intake/internal/record_builder.h"

namespace hutong::intake {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// Length of the separator that stands at `at`, 0 if none does. Full-width forms are bytes of their own.
size_t separator_at(std::string_view text, size_t at) {
  for (std::string_view const mark : {"\n", "\r", "、", ";", "\uFF1B", ",", "\uFF0C", "/", "\uFF0F", "\\", "|"})
    if (base::starts_with(text.substr(at), mark)) return mark.size();
  return 0;
}

// 1.王小明 2.王小红: the numbering goes.
std::string_view without_number(std::string_view part) {
  part = base::trimmed(part);
  size_t digits = 0;
  while (digits < part.size() && part[digits] >= '0' && part[digits] <= '9') ++digits;
  if (digits == 0 || digits > 2) return part;
  for (std::string_view const mark : {".", "\uFF0E", ")", "\uFF09"})
    if (base::starts_with(part.substr(digits), mark) && part.size() > digits + mark.size() && !(part[digits + mark.size()] >= '0' && part[digits + mark.size()] <= '9'))
      return base::trimmed(part.substr(digits + mark.size()));
  return part;
}

std::vector<std::string_view> parts_at_marks(std::string_view text) {
  std::vector<std::string_view> parts;
  size_t begin = 0;
  auto add = [&](size_t end) {
    if (auto const part = without_number(text.substr(begin, end - begin)); !part.empty()) parts.push_back(part);
  };
  for (size_t at = 0; at < text.size();) {
    size_t const size = separator_at(text, at);
    if (size == 0) {
      ++at;
      continue;
    }
    add(at);
    at += size;
    begin = at;
  }
  add(text.size());
  return parts;
}

std::vector<std::string_view> parts_at_blanks(std::string_view text) {
  std::vector<std::string_view> parts;
  size_t begin = 0;
  for (size_t at = 0; at <= text.size();) {
    bool const is_wide = base::starts_with(text.substr(std::min(at, text.size())), "\u3000");
    if (at == text.size() || is_blank(text[at]) || is_wide) {
      if (at > begin) parts.push_back(text.substr(begin, at - begin));
      at += is_wide ? 3 : 1;
      begin = at;
    } else {
      ++at;
    }
  }
  return parts;
}

bool is_whole_number(std::string_view part) { return looks_like_id_number(part); }

// Identity numbers: marks separate; blanks only where every piece is a number of its own, for offices also group digits by blanks.
std::vector<std::string_view> numbers_in(std::string_view text) {
  auto parts = parts_at_marks(text);
  if (parts.size() != 1) return parts;
  auto const words = parts_at_blanks(parts.front());
  if (words.size() > 1 && std::all_of(words.begin(), words.end(), is_whole_number)) return words;
  return parts;
}

// 水⏎小 and 阿依古丽·⏎买买提 are one name that did not fit its cell: a piece of one character or an end in · is no name, and where only one number
// stands beside it four characters are one name too.
bool is_wrapped_name(std::string_view text, size_t numbers) {
  bool has_other_mark = false, has_short_piece = false;
  size_t characters = 0;
  for (size_t at = 0; at < text.size(); ++at) has_other_mark |= text[at] != '\n' && text[at] != '\r' && separator_at(text, at) > 0;
  auto const pieces = parts_at_marks(text);
  for (std::string_view const piece : pieces) {
    size_t const length = base::length_in_characters(base::without_blanks(piece));
    has_short_piece |= length == 1 || base::ends_with(piece, "·") || base::ends_with(piece, "•");
    characters += length;
  }
  constexpr size_t longest_usual_name = 4;
  return !has_other_mark && pieces.size() == 2 && (has_short_piece || (numbers == 1 && characters <= longest_usual_name));
}

// Names: marks separate; blanks only where the numbers ask for it (王 明 is one child).
std::vector<std::string_view> names_in(std::string_view text, size_t numbers) {
  if (is_wrapped_name(text, numbers)) return {text};
  auto parts = parts_at_marks(text);
  // 王小明,3701…: a piece that is only a number belongs to the name before it.
  std::vector<std::string_view> joined;
  for (auto const part : parts) {
    bool const is_number = part.find_first_not_of("0123456789Xx* ()") == std::string_view::npos;
    if (is_number && !joined.empty()) joined.back() = std::string_view(joined.back().data(), static_cast<size_t>(part.data() + part.size() - joined.back().data()));
    else joined.push_back(part);
  }
  parts = std::move(joined);
  if (parts.size() != 1 || numbers < 2) return parts;
  auto const words = parts_at_blanks(parts.front());
  bool const each_is_a_name = std::all_of(words.begin(), words.end(), [](std::string_view word) { return base::length_in_characters(word) >= 2; });
  return words.size() == numbers && each_is_a_name ? words : parts;
}

// A list of children is long; a single child's cell is not. Cheap enough for every row.
bool may_be_several(FieldType type, std::string_view text) {
  if (type == FieldType::id) return text.size() > 20;
  if (type == FieldType::name) return text.size() > 12 || (text.size() > 4 && text.find_first_of("\n,;/ |\\") != std::string_view::npos);
  return type == FieldType::name_and_id && text.size() > 30;
}

bool is_shared(FieldType type) {
  switch (type) {
    case FieldType::name:
    case FieldType::id:
    case FieldType::name_and_id:
    case FieldType::sex:
    case FieldType::birth:
    case FieldType::parent_relation:
    case FieldType::guardian_relation:
    case FieldType::ethnicity: return false;
    default: return true;
  }
}

}  // namespace

ChildrenOfRow children_of_row(std::vector<ColumnPlan> const& columns, CatalogueData const& data, std::vector<RawCell> const& cells) {
  ChildrenOfRow found;
  auto type_of = [&](size_t i) { return data.fields[columns[i].field].type; };
  auto is_child_key = [&](size_t i) {
    FieldType const type = type_of(i);
    return (columns[i].owner == Owner::child || columns[i].owner == Owner::person) && (type == FieldType::name || type == FieldType::id || type == FieldType::name_and_id);
  };
  bool is_several = false;
  for (size_t i = 0; i < columns.size(); ++i)
    if (is_child_key(i) && may_be_several(type_of(i), cells[i].text)) is_several = true;
  if (!is_several) return found;

  std::vector<std::string_view> names, numbers;
  for (size_t i = 0; i < columns.size(); ++i)
    if (is_child_key(i) && type_of(i) == FieldType::id) numbers = numbers_in(cells[i].text);
  if (numbers.size() == 1 && is_word_for_none(numbers.front())) numbers.clear();
  for (size_t i = 0; i < columns.size(); ++i) {
    if (!is_child_key(i) || type_of(i) == FieldType::id) continue;
    names = names_in(cells[i].text, numbers.size());
    found.named_in = i;
  }
  found.names = names.size();
  found.numbers = numbers.size();
  found.count = std::max(found.names, found.numbers);
  if (found.count <= 1) {
    found.count = 1;
    return found;
  }
  bool const has_number_column = std::any_of(columns.begin(), columns.end(), [&](auto const& plan) { return plan.owner == columns[found.named_in].owner && data.fields[plan.field].type == FieldType::id; });
  found.fits = found.names == found.count && (found.numbers == found.count || found.numbers == 0 || !has_number_column);
  found.rows.assign(found.fits ? found.count : 1, cells);
  if (!found.fits) {
    for (size_t i = 0; i < columns.size(); ++i)
      if (is_child_key(i)) found.rows.front()[i].text = {};
    return found;
  }
  for (size_t i = 0; i < columns.size(); ++i) {
    if (is_shared(type_of(i))) continue;
    auto parts = is_child_key(i) ? (type_of(i) == FieldType::id ? numbers : names) : parts_at_marks(cells[i].text);
    // 2015/03/01 is one date, not three.
    if (type_of(i) == FieldType::birth && parts.size() != found.count) parts = parts_at_blanks(cells[i].text);
    if (parts.size() != found.count) {
      if (is_child_key(i) && parts.empty())
        for (auto& row : found.rows) row[i].text = {};
      continue;
    }
    for (size_t k = 0; k < found.count; ++k) found.rows[k][i].text = parts[k];
  }
  return found;
}

NameAndNumber name_and_number(std::string_view text) {
  std::u32string name, number, run;
  auto belongs = [](char32_t c) { return (c >= '0' && c <= '9') || c == 'X' || c == 'x' || c == '*'; };
  auto flush = [&] {
    if (run.size() >= 8 && run.size() > number.size()) number = run;
    else name += run;
    run.clear();
  };
  for (char32_t const c : base::to_utf32(base::nfkc(text))) {
    if (belongs(c)) {
      run += c;
      continue;
    }
    if (c == ' ' && !run.empty()) continue;  // blanks inside the number
    flush();
    name += c;
  }
  flush();
  std::erase_if(name, [](char32_t c) { return std::u32string_view(U"(),:;/、-|").find(c) != std::u32string_view::npos; });
  std::string clean = base::to_utf8(name);
  for (std::string_view const word : {"身份证号码", "身份证号", "身份证", "公民身份号码", "姓名"}) clean = base::replace_all(clean, word, "");
  return {std::string(base::trimmed(clean)), base::to_utf8(number)};
}

NameAndNumber name_and_phone(std::string_view text) {
  std::string const plain = base::nfkc(text);
  size_t const first = plain.find_first_of("0123456789+");
  if (first == std::string::npos) return {std::string(base::trimmed(plain)), ""};
  size_t const last = plain.find_last_of("0123456789");
  std::string const around = plain.substr(0, first) + (last == std::string::npos ? "" : plain.substr(last + 1));
  std::u32string name = base::to_utf32(around);
  // Brackets stay: what stands in them (爷爷) is a remark and not part of the name.
  std::erase_if(name, [](char32_t c) { return std::u32string_view(U":,;/、-|").find(c) != std::u32string_view::npos; });
  std::string clean = base::to_utf8(name);
  for (std::string_view const word : {"联系电话", "联系方式", "手机号", "手机", "电话"}) clean = base::replace_all(clean, word, "");
  return {std::string(base::trimmed(clean)), last == std::string::npos ? "" : plain.substr(first, last + 1 - first)};
}

}  // namespace hutong::intake
