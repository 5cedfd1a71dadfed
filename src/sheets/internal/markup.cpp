#include "sheets/internal/markup.h"

#include <zip.h>

#include "base/check.h"

namespace hutong::sheets::internal {

void append_escaped(std::string& to, std::string_view utf8, bool is_attribute) {
  for (char c : utf8) {
    switch (c) {
      case '&': to += "&amp;"; break;
      case '<': to += "&lt;"; break;
      case '>': to += "&gt;"; break;
      case '"': to += "&quot;"; break;
      case '\t':
      case '\n':
      case '\r':
        if (is_attribute || c == '\r') to += "&#" + std::to_string(static_cast<int>(c)) + ";";
        else to += c;
        break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20) to += c;
    }
  }
}

std::string escaped(std::string_view utf8) {
  std::string out;
  append_escaped(out, utf8, true);
  return out;
}

std::string zip_of(std::vector<ZipPart> const& parts) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
  CHECK(target != nullptr);
  zip_source_keep(target);  // zip_close gives its own reference back; ours is read afterwards
  zip_t* archive = zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, &error);
  CHECK(archive != nullptr);
  for (ZipPart const& part : parts) {
    zip_source_t* source = zip_source_buffer(archive, part.bytes.data(), part.bytes.size(), 0);
    CHECK(source != nullptr);
    zip_int64_t const index = zip_file_add(archive, part.name.c_str(), source, ZIP_FL_ENC_UTF_8);
    CHECK(index >= 0);
    constexpr uint16_t day_1980 = (1 << 5) | 1;  // 1980-01-01 in DOS form
    CHECK(zip_file_set_dostime(archive, static_cast<zip_uint64_t>(index), 0, day_1980, 0) == 0);
    CHECK(zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), part.is_stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 0) == 0);
  }
  CHECK(zip_close(archive) == 0);
  zip_stat_t stat;
  CHECK(zip_source_stat(target, &stat) == 0 && zip_source_open(target) == 0);
  std::string bytes(stat.size, '\0');
  CHECK(zip_source_read(target, bytes.data(), bytes.size()) == static_cast<zip_int64_t>(bytes.size()));
  zip_source_close(target);
  zip_source_free(target);
  zip_error_fini(&error);
  return bytes;
}

}  // namespace hutong::sheets::internal
