#include "matching/internal/words.h"

#include <algorithm>
#include <cmath>

#include "matching/internal/coding.h"
#include "matching/internal/parallel.h"

namespace hutong::matching {

namespace {

bool is_letter(unsigned char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(unsigned char c) { return c >= '0' && c <= '9'; }
size_t size_of_character(unsigned char first) { return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4; }

constexpr size_t values_per_run = 16384;
constexpr size_t words_max = 200;
constexpr uint64_t number_mark = 1;  // of a word's hash

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
      while (end < text.size() && (is_digit(text[end]) || (text[end] == '.' && end + 1 < text.size() && is_digit(text[end + 1])))) ++end;
      words.push_back(hash_of(text.substr(at, end - at)) | number_mark);
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

void Words::build(std::vector<std::string_view> const& texts, std::vector<uint32_t> const& rows_left, std::vector<uint32_t> const& rows_right,
                  unsigned threads, KnownField const* known) {
  size_t runs = (texts.size() + values_per_run - 1) / values_per_run;
  std::vector<std::vector<uint64_t>> hashes(runs);
  std::vector<std::vector<uint32_t>> sizes(runs);
  in_runs(threads, texts.size(), values_per_run, [&](size_t run, size_t first, size_t last) {
    std::vector<uint64_t> words;
    for (size_t i = first; i < last; ++i) {
      words_of(texts[i], words);
      std::sort(words.begin(), words.end());
      words.erase(std::unique(words.begin(), words.end()), words.end());
      if (words.size() > words_max) words.resize(words_max);  // of a whole essay some words are enough
      hashes[run].insert(hashes[run].end(), words.begin(), words.end());
      sizes[run].push_back(static_cast<uint32_t>(words.size()));
    }
  });
  Coder coder(1024);
  std::vector<uint32_t> first_at, ids;
  std::vector<uint64_t> at = {0, 0};  // value 0 has no words
  known_.assign(1, {});
  for (size_t run = 0; run < runs; ++run) {
    size_t const before = ids.size();
    coder.code(hashes[run], ids, first_at);
    for (size_t i = 0; i < hashes[run].size(); ++i)
      if (ids[before + i] == known_.size()) known_.push_back({hashes[run][i], 0, 0});
    for (uint32_t size : sizes[run]) at.push_back(at.back() + size);
    hashes[run] = {};
  }
  std::vector<uint32_t> in_left(coder.size() + 1, 0), in_right(coder.size() + 1, 0);
  double rows = 0;
  for (size_t i = 0; i < texts.size(); ++i) {
    rows += rows_left[i + 1] + rows_right[i + 1];
    for (uint64_t k = at[i + 1]; k < at[i + 2]; ++k) {
      in_left[ids[k]] += rows_left[i + 1];
      in_right[ids[k]] += rows_right[i + 1];
    }
  }
  auto weight_of = [&](double rows_with_it) {
    double idf = std::log((rows + 1) / (rows_with_it + 0.5));
    return static_cast<float>(std::max(0.05, idf * idf));
  };
  weight_of_unknown_ = known ? known->weight_of_unknown : weight_of(1);
  std::vector<float> weight(coder.size() + 1, 0);
  for (size_t id = 1; id <= coder.size(); ++id) {
    if (known) known_[id] = known->word(known_[id].hash);
    else known_[id] = {known_[id].hash, weight_of(in_left[id] + in_right[id]), in_left[id] > 0 && in_right[id] > 0};
    weight[id] = known_[id].weight;
  }
  // Words of more than every third row (济南, 市章, street) tell nothing; without them most strangers share no word at all, which a glance at the
  // fingerprints shows.
  values_.assign(texts.size() + 1, {});
  words_.resize(ids.size());
  in_runs(threads, texts.size(), values_per_run, [&](size_t, size_t first, size_t last) {
    for (size_t i = first; i < last; ++i) {
      auto begin = ids.begin() + static_cast<ptrdiff_t>(at[i + 1]), end = ids.begin() + static_cast<ptrdiff_t>(at[i + 2]);
      std::sort(begin, end);
      Value& value = values_[i + 1];
      value.first = static_cast<uint32_t>(at[i + 1]);
      for (bool keeps_common : {false, true}) {
        for (auto id = begin; id != end; ++id) {
          if (weight[*id] < 1.2F && !keeps_common) continue;
          words_[value.first + value.count++] = {known_[*id].hash & number_mark ? *id | number_bit : *id, weight[*id]};
          value.total += weight[*id];
          value.fingerprint |= uint64_t{1} << (*id * 0x9E3779B1U >> 26);
        }
        if (value.count > 0) break;
      }
    }
  });
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
  return {shared / std::sqrt(left.total * right.total), shared / std::min(left.total, right.total), std::min(number_left, number_right) > number_shared};
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
