#include "matching/internal/words.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>

#include "matching/internal/coding.h"

namespace hutong::matching {

namespace {

bool is_letter(unsigned char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(unsigned char c) { return c >= '0' && c <= '9'; }
size_t size_of_character(unsigned char first) { return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4; }

constexpr size_t values_per_run = 16384;
constexpr size_t words_max = 200;

size_t end_of_digits(std::string_view text, size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

// With what follows a point, and thousands after commas.
size_t end_of_number(std::string_view text, size_t at) {
  size_t end = end_of_digits(text, at);
  while (end < text.size() && (text[end] == '.' || text[end] == ',')) {
    size_t const next = end_of_digits(text, end + 1);
    bool const is_part = text[end] == '.' ? next > end + 1 : next == end + 4;
    if (!is_part) break;
    end = next;
  }
  return end;
}

uint64_t hash_of_number(std::string_view number) {
  size_t const mark = number.find_first_of(".,");
  if (mark == std::string_view::npos) return hash_of(number);
  std::string plain;
  std::copy_if(number.begin(), number.end(), std::back_inserter(plain), [](char c) { return c != ','; });
  bool const has_point = std::count(plain.begin(), plain.end(), '.') == 1;
  while (has_point && (plain.back() == '0' || plain.back() == '.')) {
    bool const is_point = plain.back() == '.';
    plain.pop_back();
    if (is_point) break;
  }
  return hash_of(plain);
}

template <class T>
void sort_and_drop_repeats(std::vector<T>& all) {
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
}

}  // namespace

void words_of(std::string_view text, std::vector<uint64_t>& words) {
  words.clear();
  for (size_t at = 0; at < text.size();) {
    auto c = static_cast<unsigned char>(text[at]);
    size_t end = at;
    if (is_letter(c)) {
      while (end < text.size() && (is_letter(text[end]) || text[end] == '\'')) ++end;
      words.push_back(hash_of(text.substr(at, end - at)) & ~number_mark);
    } else if (is_digit(c)) {
      end = end_of_number(text, at);
      words.push_back(hash_of_number(text.substr(at, end - at)) | number_mark);
    } else if (c >= 0xC3 && c < 0xE0) {  // accented Latin, Greek, Cyrillic: letters
      while (end < text.size() && (is_letter(text[end]) || (static_cast<unsigned char>(text[end]) >= 0x80 && static_cast<unsigned char>(text[end]) < 0xE0))) ++end;
      words.push_back(hash_of(text.substr(at, end - at)) & ~number_mark);
    } else if (c >= 0xE0) {
      size_t previous = at, characters = 0;
      while (end < text.size() && static_cast<unsigned char>(text[end]) >= 0xE0) {
        size_t size = std::min(size_of_character(static_cast<unsigned char>(text[end])), text.size() - end);
        if (characters++ > 0) words.push_back(hash_of(text.substr(previous, end + size - previous)) & ~number_mark);
        previous = end;
        end += size;
      }
      if (characters == 1) words.push_back(hash_of(text.substr(at, end - at)) & ~number_mark);
    } else {
      end = at + 1;
    }
    at = std::max(end, at + 1);
  }
}

void Words::build(std::vector<std::string_view> const& texts, std::vector<uint32_t> const& rows_left, std::vector<uint32_t> const& rows_right, KnownField const* known) {
  auto const [runs, counts] = numbered(texts, rows_left, rows_right);
  double rows = 0;
  for (size_t value = 1; value <= texts.size(); ++value) rows += rows_left[value] + rows_right[value];
  auto weight_of = [&](double rows_with_it) {
    double idf = std::log((rows + 1) / (rows_with_it + 0.5));
    return static_cast<float>(std::max(0.05, idf * idf));
  };
  weight_of_unknown_ = known ? known->weight_of_unknown : weight_of(1);
  for (size_t id = 1; id < known_.size(); ++id) {
    auto const [left, right] = counts[id];
    if (known) known_[id] = known->word(known_[id].hash);
    else known_[id] = {known_[id].hash, weight_of(left + right), left > 0 && right > 0};
  }
  // Words of more than every third row (济南, 市章, street) tell nothing; without them most strangers share no word at all, which a glance at the
  // fingerprints shows.
  auto is_telling = [&](uint32_t id) { return known_[id].weight >= 1.2F; };
  values_.assign(1, {});  // value 0 has no words
  values_.reserve(texts.size() + 1);
  uint32_t kept = 0;
  for (auto const& run : runs) {
    auto const* id = run.ids.data();
    for (uint8_t const size : run.sizes) {
      auto const telling = static_cast<uint32_t>(std::count_if(id, id + size, is_telling));
      values_.push_back({0, kept, telling > 0 ? telling : size, 0});
      kept += values_.back().count;
      id += size;
    }
  }
  words_.reserve(kept);
  auto* value = values_.data();
  for (auto const& run : runs) {
    auto const* id = run.ids.data();
    for (uint8_t const size : run.sizes) {
      ++value;
      bool const keeps_all = value->count == size;
      for (auto const* end = id + size; id != end; ++id) {
        auto const& word = known_[*id];
        if (!keeps_all && !is_telling(*id)) continue;
        words_.push_back({is_number(word.hash) ? *id | number_bit : *id, word.weight});
        value->total += word.weight;
        value->fingerprint |= uint64_t{1} << (*id * 0x9E3779B1U >> 26);
      }
    }
  }
}

// Words in numbers, in order of appearance, within a value in order of their hashes. Each value's numbers ascend.
Words::Numbered Words::numbered(std::vector<std::string_view> const& texts, std::vector<uint32_t> const& rows_left, std::vector<uint32_t> const& rows_right) {
  Numbered made;
  made.counts.assign(1, {});
  known_.assign(1, {});
  Coder coder(1024);
  std::vector<uint64_t> words, unseen;
  std::vector<uint32_t> ids;
  for (size_t i = 0; i < texts.size(); ++i) {
    words_of(texts[i], words);
    if (words.size() > words_max) {  // of a whole essay some words are enough
      sort_and_drop_repeats(words);
      if (words.size() > words_max) words.resize(words_max);
    }
    ids.clear(), unseen.clear();
    for (uint64_t const word : words) {
      uint32_t const id = coder.code_of(word);
      if (id) ids.push_back(id);
      else unseen.push_back(word);
    }
    sort_and_drop_repeats(ids);
    sort_and_drop_repeats(unseen);
    for (uint64_t const word : unseen) {
      ids.push_back(coder.code(word));
      known_.push_back({word, 0, 0});
      made.counts.emplace_back();
    }
    for (uint32_t const id : ids) made.counts[id].left += rows_left[i + 1], made.counts[id].right += rows_right[i + 1];
    if (i % values_per_run == 0) made.runs.emplace_back();
    auto& run = made.runs.back();
    run.ids.insert(run.ids.end(), ids.begin(), ids.end());
    run.sizes.push_back(static_cast<uint8_t>(ids.size()));
  }
  return made;
}

Words::Likeness Words::likeness(uint32_t a, uint32_t b) const {
  Value const &left = values_[a], &right = values_[b];
  if ((left.fingerprint & right.fingerprint) == 0) return {};
  Word const *x = words_.data() + left.first, *x_end = x + left.count;
  Word const *y = words_.data() + right.first, *y_end = y + right.count;
  float shared = 0, number_shared = 0, number_left = 0, number_right = 0;  // of numbers the rarest
  auto note = [](float& rarest, Word const& word) {
    if ((word.id & number_bit) != 0) rarest = std::max(rarest, word.weight);
  };
  while (x != x_end && y != y_end) {
    uint32_t const a_id = x->id & ~number_bit, b_id = y->id & ~number_bit;
    if (a_id == b_id) {
      shared += x->weight;
      note(number_shared, *x++), ++y;
    } else if (a_id < b_id) {
      note(number_left, *x++);
    } else {
      note(number_right, *y++);
    }
  }
  for (; x != x_end; ++x) note(number_left, *x);
  for (; y != y_end; ++y) note(number_right, *y);
  if (shared <= 0) return {};
  float const differing = std::min(number_left, number_right);
  auto const numbers = differing <= 0 ? Numbers::agree : differing > number_shared ? Numbers::other_number : Numbers::other_size;
  return {shared / std::sqrt(left.total * right.total), shared / std::min(left.total, right.total), numbers};
}

void Words::rarest(uint32_t value, size_t most, std::vector<uint64_t>& keys) const {
  keys.clear();
  Word shared[words_max];
  size_t count = 0;
  for (uint32_t k = values_[value].first; k < values_[value].first + values_[value].count; ++k)
    if (known_[words_[k].id & ~number_bit].is_shared) shared[count++] = words_[k];
  size_t const kept = std::min(most, count);
  auto hash = [&](Word const& word) { return known_[word.id & ~number_bit].hash; };
  std::partial_sort(shared, shared + kept, shared + count, [&](Word const& a, Word const& b) { return a.weight != b.weight ? a.weight > b.weight : hash(a) < hash(b); });
  for (size_t i = 0; i < kept; ++i) keys.push_back(hash(shared[i]));
}

}  // namespace hutong::matching
