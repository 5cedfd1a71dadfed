#include "base/resources.h"

#include <algorithm>
#include <string>

namespace hutong::base {

std::optional<std::string_view> resource(std::string_view name) {
  for (Resource const& one : resources())
    if (one.name == name) return one.text;
  return std::nullopt;
}

std::vector<Resource> resources_in(std::string_view folder) {
  std::vector<Resource> found;
  std::string prefix = std::string(folder) + "/";
  for (Resource const& one : resources())
    if (one.name.substr(0, prefix.size()) == prefix) found.push_back(one);
  std::sort(found.begin(), found.end(), [](Resource const& a, Resource const& b) { return a.name < b.name; });
  return found;
}

}  // namespace hutong::base
