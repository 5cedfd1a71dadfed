#pragma once
// A new data directory (DESIGN 8): settings, database, keys, and copies of the rules, lists, calendar and divisions that a district may edit.
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"

namespace hutong::usecases {

struct NewData {
  std::filesystem::path folder;
  std::string district_name;  // 章丘区
};

// The folder must be missing or empty, or left behind by an init that was interrupted: that one is done again from the beginning. It is ours
// once hutong.toml is there, which is written last. Problems: data_folder_exists, data_folder_not_empty (path), district_unknown
// (district, known). OutsideFailure: what the disk says.
base::Result<NewData> init_data(std::filesystem::path const& folder, std::string_view district, base::Clock const&, base::Random&);

}  // namespace hutong::usecases
