#pragma once
// Only for tests and fuzzers: zip archives byte by byte, so that they can lie. And the parts of a small xlsx.
#include <functional>
#include <string>
#include <vector>

#include "sheets/internal/bytes.h"
#include "sheets/internal/markup.h"

namespace hutong::sheets::testing {

inline uint32_t crc_of(std::string_view bytes) {
  uint32_t crc = 0xFFFFFFFF;
  for (unsigned char byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ (crc & 1 ? 0xEDB88320 : 0);
  }
  return ~crc;
}

// One stored entry as it will be written; tests change what should be wrong.
struct RawEntry {
  std::string name, bytes;
  std::string local_name = name;
  uint16_t flags = 0, local_flags = 0, method = 0;
  uint32_t crc = crc_of(bytes), packed = static_cast<uint32_t>(bytes.size()), inflated = packed;
  uint32_t local_crc = crc, local_packed = packed, local_inflated = inflated;
  bool has_descriptor = false;
  int64_t at = -1;  // offset the directory claims; -1 = the true one
};

inline std::string raw_zip(std::vector<RawEntry> const& entries) {
  using namespace internal;
  std::string out, directory;
  for (RawEntry const& entry : entries) {
    uint32_t const at = entry.at >= 0 ? static_cast<uint32_t>(entry.at) : static_cast<uint32_t>(out.size());
    uint16_t const descriptor = entry.has_descriptor ? 8 : 0;
    append_u32(out, 0x04034b50);
    for (unsigned value : {20u, unsigned(entry.local_flags | descriptor), unsigned(entry.method), 0u, 33u}) append_u16(out, value);
    for (uint32_t value : {entry.local_crc, entry.local_packed, entry.local_inflated}) append_u32(out, entry.has_descriptor ? 0 : value);
    append_u16(out, static_cast<unsigned>(entry.local_name.size()));
    append_u16(out, 0);
    out += entry.local_name + entry.bytes;
    if (entry.has_descriptor)
      for (uint32_t value : {0x08074b50u, entry.crc, entry.packed, entry.inflated}) append_u32(out, value);
    append_u32(directory, 0x02014b50);
    for (unsigned value : {20u, 20u, unsigned(entry.flags | descriptor), unsigned(entry.method), 0u, 33u}) append_u16(directory, value);
    for (uint32_t value : {entry.crc, entry.packed, entry.inflated}) append_u32(directory, value);
    append_u16(directory, static_cast<unsigned>(entry.name.size()));
    for (int i = 0; i < 4; ++i) append_u16(directory, 0);
    append_u32(directory, 0);
    append_u32(directory, at);
    directory += entry.name;
  }
  uint32_t const directory_at = static_cast<uint32_t>(out.size());
  out += directory;
  append_u32(out, 0x06054b50);
  for (unsigned value : {0u, 0u, unsigned(entries.size()), unsigned(entries.size())}) append_u16(out, value);
  append_u32(out, static_cast<uint32_t>(directory.size()));
  append_u32(out, directory_at);
  append_u16(out, 0);
  return out;
}

// A workbook with one sheet "S"; each part can be replaced.
struct XlsxParts {
  std::string sheet = "<worksheet><sheetData/></worksheet>";
  std::string shared_strings = {};  // "" = no such part
  std::string styles = {};
  std::string workbook = "<workbook xmlns:r=\"r\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
  std::string relationships = "<Relationships><Relationship Id=\"rId1\" Type=\"http://x/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>";

  std::vector<RawEntry> entries() const {
    std::vector<RawEntry> all = {{.name = "[Content_Types].xml", .bytes = "<Types/>"},
                                 {.name = "xl/workbook.xml", .bytes = workbook},
                                 {.name = "xl/_rels/workbook.xml.rels", .bytes = relationships},
                                 {.name = "xl/worksheets/sheet1.xml", .bytes = sheet}};
    if (!shared_strings.empty()) all.push_back({.name = "xl/sharedStrings.xml", .bytes = shared_strings});
    if (!styles.empty()) all.push_back({.name = "xl/styles.xml", .bytes = styles});
    return all;
  }
  std::string zip() const { return raw_zip(entries()); }
  // As entries() after a change.
  std::string zip(std::function<void(std::vector<RawEntry>&)> const& change) const {
    std::vector<RawEntry> all = entries();
    change(all);
    return raw_zip(all);
  }
};

inline std::string sheet_of(std::string_view rows) { return "<worksheet><sheetData>" + std::string(rows) + "</sheetData></worksheet>"; }

}  // namespace hutong::sheets::testing
