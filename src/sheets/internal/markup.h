#pragma once
// For writers of XML, HTML and zip.
#include <string>
#include <string_view>
#include <vector>

namespace hutong::sheets::internal {

// & < > " escaped; control characters that XML cannot hold are left out. In an attribute also tabs and line ends.
void append_escaped(std::string& to, std::string_view utf8, bool is_attribute = false);
std::string escaped(std::string_view utf8);

struct ZipPart {
  std::string name;
  std::string bytes;
  bool is_stored = false;  // not compressed
};
// In the order given, with a fixed time: the same parts give the same bytes.
std::string zip_of(std::vector<ZipPart> const& parts);

}  // namespace hutong::sheets::internal
