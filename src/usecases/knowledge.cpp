#include "usecases/knowledge.h"

#include <algorithm>

#include "base/check.h"
#include "base/files.h"
#include "base/text.h"
#include "usecases/internal/data_files.h"

namespace hutong::usecases {
namespace {

namespace fs = std::filesystem;

// Empty if the folder cannot be read to its end.
std::vector<fs::path> files_in(fs::path const& folder, std::string_view ending) {
  std::vector<fs::path> found;
  std::error_code error, none_of_ours;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::string const name = at->path().filename().string();
    // Editors leave hidden copies (.~lock, .swp) behind. Whatever else is no folder will be read, and refused if it cannot be.
    if (!base::starts_with(name, ".") && base::ends_with(name, ending) && !at->is_directory(none_of_ours)) found.push_back(at->path());
  }
  if (error) return {};
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

base::Result<std::vector<base::Resource>> knowledge(fs::path const& data_folder, std::string_view folder, std::deque<std::string>& texts) {
  auto const kind = std::find_if(knowledge_folders().begin(), knowledge_folders().end(), [&](KnowledgeFolder const& one) { return one.name == folder; });
  CHECK(kind != knowledge_folders().end());
  if (data_folder.empty()) return base::resources_in(folder);
  TRY([[maybe_unused]] bool const is_ours, data_folder_is_ours(data_folder));
  std::vector<fs::path> const own = files_in(data_folder / folder, kind->ending);
  if (own.empty()) throw base::OutsideFailure("knowledge_lost", {{"path", data_folder.string()}, {"folder", std::string(folder)}});
  std::vector<base::Resource> resources;
  for (fs::path const& path : own) {
    constexpr uint64_t limit_bytes = 10'000'000;
    TRY(std::string text, base::read_file(path, limit_bytes));
    std::string_view const name = texts.emplace_back(std::string(folder) + "/" + path.filename().string());
    resources.push_back({name, texts.emplace_back(std::move(text))});
  }
  return resources;
}

}  // namespace hutong::usecases
