#include "sheets/internal/ole2.h"

#include <algorithm>

#include "base/check.h"
#include "sheets/internal/builder.h"
#include "sheets/internal/bytes.h"

namespace hutong::sheets::internal {
namespace {

constexpr uint32_t sector_max = 0xFFFFFFFA;  // beyond it: free, end of chain, table, …
constexpr uint64_t header_bytes = 512, mini_sector_bytes = 64, mini_stream_below = 4096, entry_bytes = 128;
constexpr size_t header_table_places = 109;

base::Failure broken() { return base::Failure(damaged("compound")); }

}  // namespace

std::string_view CompoundFile::sector(uint32_t number) const {
  // The header takes the place of one sector (4096-byte sectors: the rest of that sector is padding).
  uint64_t at = (static_cast<uint64_t>(number) + 1) * sector_bytes_;
  if (at >= bytes_.size()) return {};
  return bytes_.substr(at, sector_bytes_);  // the last one may be short: some writers do not pad
}

base::Result<CompoundFile> CompoundFile::open(std::string_view bytes) {
  CompoundFile file;
  file.bytes_ = bytes;
  if (bytes.size() < header_bytes) return base::Failure(damaged("cut"));
  uint16_t shift = u16_at(bytes, 30);
  if (shift != 9 && shift != 12) return broken();
  file.sector_bytes_ = uint64_t{1} << shift;
  if (auto loaded = file.load_allocation(); !loaded) return base::Failure(loaded.error());
  if (auto loaded = file.load_directory(); !loaded) return base::Failure(loaded.error());
  return file;
}

// The table is itself in sectors: 109 of them named in the header, the others in a chain of sectors full of names.
base::Result<bool> CompoundFile::load_allocation() {
  uint64_t const sectors = bytes_.size() / sector_bytes_;
  size_t const per_sector = sector_bytes_ / 4;
  std::vector<uint32_t> table_sectors;
  for (size_t i = 0; i < header_table_places; ++i) table_sectors.push_back(u32_at(bytes_, 76 + 4 * i));
  uint32_t next = u32_at(bytes_, 68);
  for (uint64_t followed = 0; next < sector_max; ++followed) {
    std::string_view names = sector(next);
    if (followed > sectors || names.empty()) return broken();
    for (size_t i = 0; i + 1 < per_sector; ++i) table_sectors.push_back(u32_at(names, 4 * i));
    next = u32_at(names, 4 * (per_sector - 1));
  }
  for (uint32_t number : table_sectors) {
    if (number >= sector_max) continue;
    std::string_view names = sector(number);
    if (names.empty()) return base::Failure(damaged("cut"));
    if (next_.size() > sectors) break;  // enough for every sector there is
    for (size_t i = 0; i < per_sector; ++i) next_.push_back(4 * i + 4 <= names.size() ? u32_at(names, 4 * i) : sector_max);
  }
  return true;
}

base::Result<std::string> CompoundFile::read_chain(uint32_t number, uint64_t size) const {
  std::string out;
  uint64_t const sectors = bytes_.size() / sector_bytes_ + 1;
  for (uint64_t followed = 0; number < sector_max && out.size() < size; ++followed) {
    if (followed > sectors || number >= next_.size()) return broken();
    std::string_view piece = sector(number);
    if (piece.empty()) return base::Failure(damaged("cut"));
    out.append(piece);
    number = next_[number];
  }
  if (size != UINT64_MAX) {
    if (out.size() < size) return base::Failure(damaged("cut"));
    out.resize(size);
  }
  return out;
}

base::Result<std::string> CompoundFile::read_mini_chain(uint32_t number, uint64_t size) const {
  std::string out;
  while (number < sector_max && out.size() < size) {
    uint64_t at = number * mini_sector_bytes;
    if (number >= next_mini_.size() || at >= mini_stream_.size()) return broken();
    out.append(mini_stream_, at, mini_sector_bytes);
    number = next_mini_[number];
  }
  if (out.size() < size) return base::Failure(damaged("cut"));
  out.resize(size);
  return out;
}

base::Result<bool> CompoundFile::load_directory() {
  TRY(std::string const directory, read_chain(u32_at(bytes_, 48), UINT64_MAX));
  std::vector<Entry> entries;
  for (size_t at = 0; at + entry_bytes <= directory.size(); at += entry_bytes) {
    std::string_view raw = std::string_view(directory).substr(at, entry_bytes);
    Entry entry{{}, u8_at(raw, 66), u32_at(raw, 68), u32_at(raw, 72), u32_at(raw, 76), u32_at(raw, 116), u64_at(raw, 120)};
    if (sector_bytes_ == 512) entry.size &= 0xFFFFFFFF;  // the upper half is undefined in version 3
    size_t name_bytes = std::min<size_t>(u16_at(raw, 64), 64);
    for (size_t i = 0; i + 2 < name_bytes; i += 2) entry.name += u16_at(raw, i) < 0x80 ? static_cast<char>(u16_at(raw, i)) : '?';
    entries.push_back(std::move(entry));
  }
  if (entries.empty() || entries[0].type != 5) return broken();
  Entry const& root = entries[0];
  // The children of the root form a tree of siblings; whoever was seen is not visited again.
  std::vector<bool> is_seen(entries.size());
  std::vector<uint32_t> waiting = {root.child};
  while (!waiting.empty()) {
    uint32_t index = waiting.back();
    waiting.pop_back();
    if (index >= entries.size() || is_seen[index]) continue;
    is_seen[index] = true;
    root_entries_.push_back(entries[index]);
    waiting.push_back(entries[index].left);
    waiting.push_back(entries[index].right);
  }
  if (root.start >= sector_max || root.size == 0) return true;
  TRY(mini_stream_, read_chain(root.start, root.size));
  TRY(std::string const table, read_chain(u32_at(bytes_, 60), UINT64_MAX));
  for (size_t at = 0; at + 4 <= table.size(); at += 4) next_mini_.push_back(u32_at(table, at));
  return true;
}

CompoundFile::Entry const* CompoundFile::find(std::string_view name) const {
  for (Entry const& entry : root_entries_)
    if (same_word(entry.name, name)) return &entry;
  return nullptr;
}

base::Result<std::string> CompoundFile::read(std::string_view name) const {
  Entry const* entry = find(name);
  CHECK(entry != nullptr);
  if (entry->size > bytes_.size()) return base::Failure(damaged("cut"));
  return entry->size < mini_stream_below ? read_mini_chain(entry->start, entry->size) : read_chain(entry->start, entry->size);
}

}  // namespace hutong::sheets::internal
