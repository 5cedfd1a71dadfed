#include "usecases/internal/data_files.h"

#include <algorithm>

#include "base/check.h"
#include "base/digest.h"
#include "base/files.h"
#include "base/text.h"

namespace hutong::usecases {

namespace fs = std::filesystem;

std::vector<KnowledgeFolder> const& knowledge_folders() {
  static std::vector<KnowledgeFolder> const all = {{"rules", ".md"}, {"lists", ".yaml"}, {"divisions", ".yaml"}, {"duties", ".yaml"}, {"meanings", ".md"}, {"calendar", ".yaml"}, {"payments", ".yaml"}};
  return all;
}

namespace {

std::vector<fs::path> files_in(fs::path const& folder, std::string_view ending) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::string const name = at->path().filename().string();
    // Editors leave hidden copies (.~lock, .swp) behind.
    if (!base::starts_with(name, ".") && base::ends_with(name, ending) && at->is_regular_file(error)) found.push_back(at->path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

int digit(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; }

}  // namespace

base::Result<std::vector<base::Resource>> knowledge(fs::path const& data_folder, std::string_view folder, std::deque<std::string>& texts) {
  auto const kind = std::find_if(knowledge_folders().begin(), knowledge_folders().end(), [&](KnowledgeFolder const& one) { return one.name == folder; });
  CHECK(kind != knowledge_folders().end());
  std::vector<fs::path> const own = files_in(data_folder / folder, kind->ending);
  if (own.empty()) return base::resources_in(folder);
  std::vector<base::Resource> resources;
  for (fs::path const& path : own) {
    constexpr uint64_t limit_bytes = 10'000'000;
    TRY(std::string text, base::read_file(path, limit_bytes));
    std::string_view const name = texts.emplace_back(std::string(folder) + "/" + path.filename().string());
    resources.push_back({name, texts.emplace_back(std::move(text))});
  }
  return resources;
}

base::Result<std::string> read_key(fs::path const& path) {
  auto const hex = base::read_file(path, 1000);
  if (!hex) return base::fail("key_damaged", {{"path", path.string()}});
  std::string_view const digits = base::trimmed(*hex);
  std::string key;
  for (size_t at = 0; at + 1 < digits.size(); at += 2) {
    int const high = digit(digits[at]), low = digit(digits[at + 1]);
    if (high < 0 || low < 0) return base::fail("key_damaged", {{"path", path.string()}});
    key.push_back(static_cast<char>(high * 16 + low));
  }
  if (digits.size() != 32) return base::fail("key_damaged", {{"path", path.string()}});
  return key;
}

void write_key(fs::path const& path, std::string_view bytes) {
  CHECK(bytes.size() == 16);
  base::write_durably(path, base::to_hex(bytes) + "\n");  // 0600
}

}  // namespace hutong::usecases
