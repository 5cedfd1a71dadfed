#include "base/json_reader.h"

#include <nlohmann/json.hpp>
#include <set>
#include <string>

namespace hutong::base {

using json = nlohmann::json;

std::optional<json> read_json(std::string_view text, JsonCodes const& codes, std::vector<Problem>& problems) {
  if (text.size() > json_bytes_max) {
    problems.push_back(problem(codes.too_large, {{"limit", std::to_string(json_bytes_max >> 20)}}));
    return std::nullopt;
  }
  std::vector<std::set<std::string>> open;  // the keys so far of each object that has not ended
  auto const watch_keys = [&](int, json::parse_event_t event, json& parsed) {
    if (event == json::parse_event_t::object_start) open.emplace_back();
    if (event == json::parse_event_t::object_end && !open.empty()) open.pop_back();
    if (event == json::parse_event_t::key && !open.empty() && !open.back().insert(parsed.get<std::string>()).second)
      problems.push_back(problem(codes.key_twice, {{"key", parsed.get<std::string>()}}));
    return true;
  };
  json document = json::parse(text, watch_keys, /*allow_exceptions=*/false);
  if (!document.is_discarded()) return document;
  problems.push_back(problem(codes.not_json));
  return std::nullopt;
}

}  // namespace hutong::base
