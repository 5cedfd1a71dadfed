#include "sheets/internal/biff_records.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "sheets/internal/bytes.h"

namespace hutong::sheets::internal {

void append_record(std::string& to, uint16_t id, std::string_view data) {
  append_u16(to, id);
  append_u16(to, static_cast<unsigned>(data.size()));
  to.append(data);
}

BiffText::BiffText(std::string_view utf8, size_t units_max) {
  std::u16string all;
  for (char32_t c : base::to_utf32(utf8)) {
    size_t wanted = c >= 0x10000 ? 2 : 1;
    if (all.size() + wanted > units_max) break;
    if (wanted == 1) {
      all.push_back(static_cast<char16_t>(c));
    } else {
      all.push_back(static_cast<char16_t>(0xD800 + ((c - 0x10000) >> 10)));
      all.push_back(static_cast<char16_t>(0xDC00 + ((c - 0x10000) & 0x3FF)));
    }
  }
  is_wide = std::any_of(all.begin(), all.end(), [](char16_t unit) { return unit >= 0x100; });
  units = all.size();
  for (char16_t unit : all) {
    if (is_wide) append_u16(bytes, unit);
    else append_u8(bytes, unit);
  }
}

namespace {

constexpr size_t sector_bytes = 512, names_per_sector = sector_bytes / 4, header_table_places = 109, mini_stream_below = 4096;
constexpr uint32_t free_sector = 0xFFFFFFFF, chain_end = 0xFFFFFFFE, table_sector = 0xFFFFFFFD, table_names_sector = 0xFFFFFFFC;

void append_directory_entry(std::string& to, std::string_view name, uint8_t type, uint32_t child, uint32_t start, size_t size) {
  std::string entry;
  for (char c : name) append_u16(entry, static_cast<unsigned char>(c));
  entry.resize(64, '\0');
  append_u16(entry, name.empty() ? 0 : static_cast<unsigned>(name.size() * 2 + 2));
  append_u8(entry, type);
  append_u8(entry, 1);  // black
  append_u32(entry, free_sector);
  append_u32(entry, free_sector);
  append_u32(entry, child);
  entry.append(16 + 4 + 8 + 8, '\0');  // class, state, times
  append_u32(entry, start);
  append_number(entry, static_cast<uint64_t>(size));
  to += entry;
}

}  // namespace

std::string compound_file(std::string_view stream_name, std::string stream) {
  size_t const stream_bytes = std::max(stream.size(), mini_stream_below);  // below 4096 it would have to live in the mini stream
  stream.resize((stream_bytes + sector_bytes - 1) / sector_bytes * sector_bytes, '\0');
  size_t const stream_sectors = stream.size() / sector_bytes;
  // The table must also name its own sectors, and those that name them.
  size_t tables = 0, names = 0;
  for (;;) {
    size_t all = stream_sectors + 1 + tables + names;
    size_t wanted_tables = (all + names_per_sector - 1) / names_per_sector;
    size_t wanted_names = wanted_tables <= header_table_places ? 0 : (wanted_tables - header_table_places + names_per_sector - 2) / (names_per_sector - 1);
    if (wanted_tables == tables && wanted_names == names) break;
    tables = std::max(tables, wanted_tables);
    names = std::max(names, wanted_names);
  }
  uint32_t const directory_at = static_cast<uint32_t>(stream_sectors), tables_at = directory_at + 1, names_at = static_cast<uint32_t>(tables_at + tables);

  std::string out("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
  out.append(16, '\0');
  append_u16(out, 0x3E);
  append_u16(out, 3);
  append_u16(out, 0xFFFE);
  append_u16(out, 9);
  append_u16(out, 6);
  out.append(10, '\0');
  append_u32(out, static_cast<uint32_t>(tables));
  append_u32(out, directory_at);
  append_u32(out, 0);
  append_u32(out, mini_stream_below);
  append_u32(out, chain_end);
  append_u32(out, 0);
  append_u32(out, names ? names_at : chain_end);
  append_u32(out, static_cast<uint32_t>(names));
  for (size_t i = 0; i < header_table_places; ++i) append_u32(out, i < tables ? static_cast<uint32_t>(tables_at + i) : free_sector);

  out += stream;
  append_directory_entry(out, "Root Entry", 5, 1, chain_end, 0);
  append_directory_entry(out, stream_name, 2, free_sector, 0, stream_bytes);
  for (int i = 0; i < 2; ++i) append_directory_entry(out, "", 0, free_sector, 0, 0);

  std::vector<uint32_t> table(tables * names_per_sector, free_sector);
  for (size_t i = 0; i < stream_sectors; ++i) table[i] = static_cast<uint32_t>(i + 1);
  table[stream_sectors - 1] = chain_end;
  table[directory_at] = chain_end;
  for (size_t i = 0; i < tables; ++i) table[tables_at + i] = table_sector;
  for (size_t i = 0; i < names; ++i) table[names_at + i] = table_names_sector;
  for (uint32_t next : table) append_u32(out, next);
  for (size_t i = 0; i < names; ++i) {
    for (size_t j = 0; j + 1 < names_per_sector; ++j) {
      size_t index = header_table_places + i * (names_per_sector - 1) + j;
      append_u32(out, index < tables ? static_cast<uint32_t>(tables_at + index) : free_sector);
    }
    append_u32(out, i + 1 < names ? static_cast<uint32_t>(names_at + i + 1) : chain_end);
  }
  return out;
}

}  // namespace hutong::sheets::internal
