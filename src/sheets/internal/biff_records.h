#pragma once
// Pieces of an xls file for its writer, and for tests that build odd ones.
#include <cstdint>
#include <string>
#include <string_view>

namespace hutong::sheets::internal {

void append_record(std::string& to, uint16_t id, std::string_view data);
// Flag byte and characters, one byte each where all are below U+0100, else UTF-16.
struct BiffText {
  explicit BiffText(std::string_view utf8, size_t units_max = 32'767);
  bool is_wide = false;
  size_t units = 0;
  std::string bytes;  // of the characters
};
// The stream as the only one ("Workbook", say) of an OLE2 file.
std::string compound_file(std::string_view stream_name, std::string stream);

}  // namespace hutong::sheets::internal
