#include "cli/rules.h"

#include <algorithm>
#include <filesystem>

#include "base/files.h"
#include "base/resources.h"

namespace hutong::cli {
namespace {

constexpr uint64_t file_bytes_max = 1 << 20;

using Pages = std::vector<std::pair<std::string, std::string>>;  // name → text

base::Result<Pages> pages_of(Door const& door) {
  Pages pages;
  std::filesystem::path folder = std::filesystem::path(door.data_folder) / "rules";
  std::error_code ignored;
  if (door.data_folder.empty() || !std::filesystem::is_directory(folder, ignored)) {
    for (base::Resource const& file : base::resources_in("rules")) pages.emplace_back(file.name, file.text);
    return pages;
  }
  for (auto const& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".md") continue;
    TRY(std::string text, base::read_file(entry.path(), file_bytes_max));
    pages.emplace_back("rules/" + entry.path().filename().string(), std::move(text));
  }
  std::sort(pages.begin(), pages.end());
  return pages;
}

template <class Rules>
base::Result<Rules> rules_of(Door const& door) {
  TRY(Pages pages, pages_of(door));
  std::vector<base::Resource> files;
  for (auto const& [name, text] : pages) files.push_back({name, text});
  return Rules::from_files(files);
}

}  // namespace

base::Result<policy::Rulebook> rulebook_of(Door const& door) { return rules_of<policy::Rulebook>(door); }
base::Result<benefits::MoneyRules> money_rules_of(Door const& door) { return rules_of<benefits::MoneyRules>(door); }

}  // namespace hutong::cli
