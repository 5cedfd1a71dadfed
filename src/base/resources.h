#pragma once
// rules/, lists/, divisions/, calendar/ and messages/ as they were at build time, inside the binary. A data directory may hold
// newer copies of them (DESIGN 8); reading those is the business of usecases.
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace hutong::base {

struct Resource {
  std::string_view name;  // "lists/court.monthly.yaml"
  std::string_view text;
};
std::vector<Resource> const& resources();
std::optional<std::string_view> resource(std::string_view name);
// All in one folder, "rules" → rules/*.md, in order of name.
std::vector<Resource> resources_in(std::string_view folder);

}  // namespace hutong::base
