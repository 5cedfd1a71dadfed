#pragma once
// What lies where in a data directory (DESIGN 8).
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hutong::usecases {

inline constexpr char settings_name[] = "hutong.toml";
inline constexpr char database_name[] = "hutong.db";
inline constexpr char keys_folder[] = "keys";
inline constexpr char files_folder_name[] = "files";
inline constexpr char log_folder[] = "log";
inline constexpr char originals_key_name[] = "originals.key";
inline constexpr char index_key_name[] = "index.key";

// The folders of knowledge that a district may edit, with the ending of what is read there.
struct KnowledgeFolder {
  std::string_view name;
  std::string_view ending;
};
std::vector<KnowledgeFolder> const& knowledge_folders();

// Problems: data_folder_missing, data_folder_not_ours (values: path).
base::Result<bool> data_folder_is_ours(std::filesystem::path const&);

// 16 bytes in hex. Problem: key_damaged (values: path), or that of reading.
base::Result<std::string> read_key(std::filesystem::path const&);
void write_key(std::filesystem::path const&, std::string_view bytes);

}  // namespace hutong::usecases
