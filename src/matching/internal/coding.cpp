#include "matching/internal/coding.h"

#include <bit>

namespace hutong::matching {

namespace {
constexpr size_t ahead = 16;  // lookups under way at once
}

std::string_view without_blanks_around(std::string_view text) {
  auto is_blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

Coder::Coder(size_t expected) : slots_(std::bit_ceil(std::max<size_t>(64, expected + expected / 2))) {}

size_t Coder::slot_of(uint64_t hash) const {
  size_t slot = hash & low_bits();
  while (slots_[slot] != 0 && (slots_[slot] ^ hash) > low_bits()) slot = (slot + 1) & low_bits();
  return slot;
}

uint32_t Coder::add(size_t slot, uint64_t hash) {
  hashes_.push_back(hash);
  uint32_t const code = size();
  slots_[slot] = (hash & ~low_bits()) | code;
  if (code * 4ULL > slots_.size() * 3ULL) grow();
  return code;
}

void Coder::grow() {
  size_t const slots = slots_.size() * 2;
  slots_.clear();
  slots_.resize(slots);
  for (uint32_t code = 1; code <= size(); ++code) {
    if (code + ahead <= size()) __builtin_prefetch(&slots_[hashes_[code + ahead] & low_bits()], 1);
    slots_[slot_of(hashes_[code])] = (hashes_[code] & ~low_bits()) | code;
  }
}

void Coder::code(std::vector<uint64_t> const& hashes, std::vector<uint32_t>& codes) {
  size_t out = codes.size();
  codes.resize(out + hashes.size());
  for (size_t i = 0; i < hashes.size(); ++i) {
    if (i + ahead < hashes.size()) __builtin_prefetch(&slots_[hashes[i + ahead] & low_bits()], 1);
    codes[out + i] = hashes[i] == 0 ? 0 : code(hashes[i]);
  }
}

uint32_t Coder::code(uint64_t hash) {
  size_t const slot = slot_of(hash);
  return slots_[slot] != 0 ? static_cast<uint32_t>(slots_[slot] & low_bits()) : add(slot, hash);
}

uint32_t Coder::code_of(uint64_t hash) const { return hash == 0 ? 0 : static_cast<uint32_t>(slots_[slot_of(hash)] & low_bits()); }

}  // namespace hutong::matching
