#include "cli/rules.h"

#include <algorithm>
#include <filesystem>

#include "base/files.h"

namespace hutong::cli {
namespace {
constexpr uint64_t file_bytes_max = 1 << 20;
}

std::vector<base::Resource> RulePages::files() const {
  std::vector<base::Resource> files;
  for (auto const& [name, text] : pages_) files.push_back({name, text});
  return files;
}

base::Result<RulePages> rule_pages_of(Door const& door) {
  std::vector<std::pair<std::string, std::string>> pages;
  std::filesystem::path folder = std::filesystem::path(door.data_folder) / "rules";
  std::error_code ignored;
  if (door.data_folder.empty() || !std::filesystem::is_directory(folder, ignored)) {
    for (base::Resource const& file : base::resources_in("rules")) pages.emplace_back(file.name, file.text);
    return RulePages(std::move(pages));
  }
  for (auto const& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".md") continue;
    TRY(std::string text, base::read_file(entry.path(), file_bytes_max));
    pages.emplace_back("rules/" + entry.path().filename().string(), std::move(text));
  }
  std::sort(pages.begin(), pages.end());
  return RulePages(std::move(pages));
}

}  // namespace hutong::cli
