#pragma once
// What a district may edit in YAML (divisions/, calendar/, duties/, payments/), read strictly: every key is known and stands once, every value is what
// it should be, or the file is refused with the line. A misspelt key that is passed over in silence would change the outcome and nobody would notice.
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/result.h"

namespace YAML {
class Node;
}

namespace hutong::values {

// What is wrong with a file. Leaves the reader at any depth and ends in read_yaml().
struct WrongYaml {
  int line;  // from 1
  std::string why;
};

// A place in the file that has a value. Each of these refuses with WrongYaml.
class YamlNode {
 public:
  explicit YamlNode(YAML::Node const&);

  // A map with no other keys than these, and none of them twice.
  void allow_keys(std::initializer_list<std::string_view>) const;
  YamlNode needed(char const* key) const;               // of a map
  std::optional<YamlNode> find(char const* key) const;  // of a map; nothing if the key is missing or nothing is written behind it
  std::vector<std::pair<YamlNode, YamlNode>> entries() const;  // of a map

  std::vector<YamlNode> list() const;
  std::vector<std::string> words() const;  // of a list
  std::string word() const;
  int number() const;
  bool flag() const;  // true or false, also yes and no

  [[noreturn]] void refuse(std::string why) const;

 private:
  YAML::Node const& map() const;
  template <class T>
  T as() const;
  std::shared_ptr<YAML::Node const> node_;  // the library's headers stay out of ours
};

YamlNode yaml_root(std::string_view yaml);

// What `read` makes of the root. Problem: `code` (values: where, why).
template <class Read>
auto read_yaml(std::string_view yaml, std::string_view code, Read const& read) -> base::Result<std::invoke_result_t<Read, YamlNode>> {
  try {
    return read(yaml_root(yaml));
  } catch (WrongYaml const& wrong) {
    return base::fail(code, {{"where", "第 " + std::to_string(wrong.line) + " 行"}, {"why", wrong.why}});
  }
}

}  // namespace hutong::values
