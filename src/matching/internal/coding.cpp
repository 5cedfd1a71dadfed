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
  size_t slot = hash & (slots_.size() - 1);
  while (slots_[slot].hash != 0 && slots_[slot].hash != hash) slot = (slot + 1) & (slots_.size() - 1);
  return slot;
}

void Coder::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  for (Slot const& slot : old)
    if (slot.hash != 0) slots_[slot_of(slot.hash)] = slot;
}

void Coder::code(std::vector<uint64_t> const& hashes, std::vector<uint32_t>& codes, std::vector<uint32_t>& first_at) {
  size_t out = codes.size();
  codes.resize(out + hashes.size());
  for (size_t i = 0; i < hashes.size(); ++i, ++position_) {
    if (i + ahead < hashes.size()) __builtin_prefetch(&slots_[hashes[i + ahead] & (slots_.size() - 1)], 1);
    if (hashes[i] == 0) {
      codes[out + i] = 0;
      continue;
    }
    Slot& slot = slots_[slot_of(hashes[i])];
    if (slot.hash == 0) {
      slot = {hashes[i], ++count_};
      first_at.push_back(position_);
      codes[out + i] = count_;
      if (count_ * 5ULL > slots_.size() * 4ULL) grow();
    } else {
      codes[out + i] = slot.code;
    }
  }
}

uint32_t Coder::code(uint64_t hash) {
  Slot& slot = slots_[slot_of(hash)];
  if (slot.hash != 0) return slot.code;
  slot = {hash, ++count_};
  ++position_;
  if (count_ * 5ULL > slots_.size() * 4ULL) grow();
  return count_;
}

uint32_t Coder::code_of(uint64_t hash) const { return hash == 0 ? 0 : slots_[slot_of(hash)].code; }

}  // namespace hutong::matching
