#pragma once
// JSON that somebody wrote by hand or with a script of their own.
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hutong::base {

// The reader's sentences: too_large (values: limit, in MB), not_json, key_twice (values: key).
struct JsonCodes {
  std::string_view too_large, not_json, key_twice;
};

inline constexpr size_t json_bytes_max = 1 << 20;

// The document, or nothing; problems are added. JSON keeps the last of two equal keys and says nothing, so that a second `until` would quietly undo the
// first: every key that stands twice is a problem here, and the reading goes on.
std::optional<nlohmann::json> read_json(std::string_view text, JsonCodes const&, std::vector<Problem>& problems);

}  // namespace hutong::base
