#include "usecases/init_data.h"

#include "base/digest.h"
#include "base/files.h"
#include "base/resources.h"
#include "base/text.h"
#include "store/connection.h"
#include "store/migrate.h"
#include "usecases/internal/data_files.h"
#include "values/division.h"

namespace hutong::usecases {
namespace {

namespace fs = std::filesystem;

// Stands in the folder while it is being made.
constexpr char unfinished_name[] = "init.unfinished";

void make_private_folder(fs::path const& folder) {
  base::make_folder(folder);
  std::error_code error;
  fs::permissions(folder, fs::perms::owner_all, error);
  if (error) throw base::OutsideFailure("cannot_write", {{"path", folder.string()}, {"why", error.message()}});
}

base::Result<bool> folder_is_free(fs::path const& folder) {
  auto const refuse = [&](std::string_view code) { return base::fail(code, {{"path", folder.string()}}); };
  std::error_code error;
  if (!fs::exists(folder, error)) return true;
  if (!fs::is_directory(folder, error)) return refuse("data_folder_not_empty");
  if (fs::exists(folder / settings_name, error)) return refuse("data_folder_exists");
  if (fs::exists(folder / unfinished_name, error)) return true;
  if (!fs::is_empty(folder, error)) return refuse("data_folder_not_empty");
  return true;
}

std::string known_districts() {
  std::vector<std::string> known;
  for (base::Resource const& file : base::resources_in("divisions"))
    if (auto const divisions = values::Divisions::from_yaml(file.text)) known.push_back(divisions->district_code() + " " + divisions->district_name());
  return base::join(known, "、");
}

void copy_knowledge(fs::path const& folder) {
  for (KnowledgeFolder const& kind : knowledge_folders()) {
    make_private_folder(folder / kind.name);
    for (base::Resource const& file : base::resources_in(kind.name)) base::write_durably(folder / file.name, file.text);
  }
}

std::string settings_text(std::string_view district, std::string_view district_name) {
  return "# 护童数据目录的设置。规则、名单、区划、报送责任、节假日在旁边的文件夹里，可以修改。\n"
         "\n"
         "district = \"" + std::string(district) + "\"  # " + std::string(district_name) + "\n";
}

}  // namespace

base::Result<NewData> init_data(fs::path const& folder, std::string_view district, base::Clock const& clock, base::Random& random) {
  auto const text = base::resource("divisions/" + std::string(district) + ".yaml");
  if (!text) return base::fail("district_unknown", {{"district", std::string(district)}, {"known", known_districts()}});
  TRY(values::Divisions const divisions, values::Divisions::from_yaml(*text));
  TRY([[maybe_unused]] bool const is_free, folder_is_free(folder));

  make_private_folder(folder);
  base::write_durably(folder / unfinished_name, "");
  for (char const* name : {keys_folder, files_folder_name, log_folder}) make_private_folder(folder / name);
  write_key(folder / keys_folder / originals_key_name, random.bytes(16));
  write_key(folder / keys_folder / index_key_name, random.bytes(16));
  copy_knowledge(folder);
  {
    store::Connection db = store::Connection::create(folder / database_name);
    store::migrate(db, clock.now());
  }
  base::write_durably(folder / settings_name, settings_text(district, divisions.district_name()));
  std::error_code error;
  fs::remove(folder / unfinished_name, error);  // once the settings are there it means nothing any more
  return NewData{folder, divisions.district_name()};
}

}  // namespace hutong::usecases
