#pragma once
// The words of HTML: tags with their attributes, entities, and the one property of style sheets that matters here.
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace hutong::sheets::internal {

struct Tag {
  std::string name;  // lower case; "" for comments and declarations
  bool is_end = false;
  std::vector<std::pair<std::string, std::string>> attributes;  // lower-case name, value with entities decoded

  std::string const* find(std::string_view attribute) const;  // nullptr if absent
  std::string_view text(std::string_view attribute) const;    // "" if absent
  int number(std::string_view attribute, int otherwise) const;
};

class TagReader {
 public:
  explicit TagReader(std::string_view html);
  // Reads the tag or comment that begins at `open` (a '<'); returns the place behind it, or `open` if it is no tag. Linear over a whole document,
  // also where quotes or brackets never close.
  size_t read(size_t open, Tag& tag);

 private:
  size_t end_of_tag(size_t at);
  void read_attributes(std::string_view inside, Tag& tag);
  std::string_view html_;
  size_t last_bracket_, last_double_, last_single_, last_comment_end_;  // where each stands for the last time
  bool quotes_count_ = true;
};

// Appends the character that "&amp;…" names; returns the bytes read. Unknown names stay as they are.
size_t append_entity(std::string_view at_ampersand, std::string& to);

// The value of mso-number-format in a style, unescaped: yyyy"年"m"月"; "" if it has none.
std::string number_format_in(std::string_view style);

// Number formats by class name, out of <style> elements.
class StyleClasses {
 public:
  void read(std::string_view style_sheet);
  std::string const& number_format(std::string_view class_name) const;

 private:
  std::unordered_map<std::string, std::string> formats_;
};

}  // namespace hutong::sheets::internal
