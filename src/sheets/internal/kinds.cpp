#include "sheets/internal/kinds.h"

#include <algorithm>

#include "sheets/internal/bytes.h"

namespace hutong::sheets::internal {
namespace {

using namespace std::string_view_literals;

struct Mark {
  std::string_view bytes;
  std::string_view kind;
};
constexpr Mark marks[] = {
    {"%PDF"sv, "pdf"},
    {"\x89PNG\r\n"sv, "picture"},
    {"\xFF\xD8\xFF"sv, "picture"},
    {"GIF87a"sv, "picture"},
    {"GIF89a"sv, "picture"},
    {"II*\0"sv, "picture"},
    {"MM\0*"sv, "picture"},
    {"{\\rtf"sv, "rtf"},
    {"Rar!\x1A\x07"sv, "archive"},
    {"7z\xBC\xAF\x27\x1C"sv, "archive"},
    {"\x1F\x8B\x08"sv, "archive"},
    {"BZh91AY&SY"sv, "archive"},
    {"\xFD" "7zXZ\0"sv, "archive"},
    {"\x7F" "ELF"sv, "program"},
    {"SQLite format 3\0"sv, "database"},
};

// "MZ" also begins a csv whose first column is 民族 by its initials, "BM" one of 编码: both need a second witness.
bool is_windows_program(std::string_view bytes) {
  if (!bytes.starts_with("MZ")) return false;
  uint32_t header_at = u32_at(bytes, 0x3C);
  return bytes.substr(0, 64).find('\0') != std::string_view::npos && (bytes.substr(std::min<size_t>(header_at, bytes.size()), 2) == "PE" || u16_at(bytes, 2) < 512);
}
bool is_bitmap(std::string_view bytes) {
  return bytes.starts_with("BM") && bytes.size() > 54 && u32_at(bytes, 6) == 0 && u32_at(bytes, 14) >= 12 && u32_at(bytes, 14) <= 124;
}

}  // namespace

std::string_view foreign_kind(std::string_view bytes) {
  for (Mark const& mark : marks)
    if (bytes.starts_with(mark.bytes)) return mark.kind;
  std::string_view const behind_size = bytes.substr(std::min<size_t>(bytes.size(), 4), 8);
  if (bytes.starts_with("RIFF") && behind_size.ends_with("WEBP")) return "picture";
  if (behind_size == "ftypheic" || behind_size == "ftypmif1") return "picture";
  if (is_bitmap(bytes)) return "picture";
  if (is_windows_program(bytes)) return "program";
  if (bytes.starts_with("MIME-Version:") && bytes.substr(0, 4096).find("multipart/related") != std::string_view::npos) return "mht";
  return "";
}

bool is_zip(std::string_view bytes) { return bytes.starts_with("PK\x03\x04"sv) || bytes.starts_with("PK\x05\x06"sv) || bytes.starts_with("PK\x07\x08"sv); }
bool is_ole2(std::string_view bytes) { return bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv); }

bool is_bare_biff(std::string_view bytes) {
  // BOF: 0x0009, 0x0209, 0x0409 or 0x0809, then a length of 4 to 16 and a version.
  if (u8_at(bytes, 0) != 0x09 || u8_at(bytes, 3) != 0 || u8_at(bytes, 2) < 4 || u8_at(bytes, 2) > 16) return false;
  uint8_t generation = u8_at(bytes, 1);
  return generation == 0 || generation == 2 || generation == 4 || generation == 8;
}

}  // namespace hutong::sheets::internal
