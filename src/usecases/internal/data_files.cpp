#include "usecases/internal/data_files.h"

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

int digit(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; }

}  // namespace

base::Result<bool> data_folder_is_ours(fs::path const& data_folder) {
  std::error_code error;
  if (!fs::is_directory(data_folder, error)) return base::fail("data_folder_missing", {{"path", data_folder.string()}});
  if (!fs::exists(data_folder / settings_name, error)) return base::fail("data_folder_not_ours", {{"path", data_folder.string()}});
  return true;
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
