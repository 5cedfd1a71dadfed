// init: a new data directory.
#include <CLI/CLI.hpp>

#include "base/json_writer.h"
#include "base/messages.h"
#include "base/random.h"
#include "cli/door.h"
#include "usecases/init_data.h"

namespace hutong::cli {
namespace {

struct Arguments {
  std::string folder, district = "370114";
};

int init(Door const& door, Arguments const& arguments) {
  base::SystemRandom random;
  auto const made = usecases::init_data(arguments.folder, arguments.district, *door.clock, random);
  if (!made) return door.refuse(made.error(), made.error().code == "district_unknown" ? wrong_input : refused);
  if (door.json) {
    base::JsonWriter json;
    json.begin_object().member("schema", "hutong.init/1").member("folder", made->folder.string()).member("district", arguments.district).end_object();
    door.out(json.text() + "\n");
  } else {
    door.out(base::label("init_done", {{"district", made->district_name}, {"path", made->folder.string()}}) + "\n");
  }
  return done;
}

}  // namespace

void add_store_commands(CLI::App& app, Door& door) {
  auto const arguments = std::make_shared<Arguments>();
  CLI::App* const command = app.add_subcommand("init", "建一个新的数据目录：数据库、密钥、规则、名单、区划、节假日");
  command->add_option("DIR", arguments->folder, "目录名；要么还没有，要么是空的")->required();
  command->add_option("--district", arguments->district, "区划代码")->capture_default_str();
  command->callback([&door, arguments] { door.chosen = [&door, arguments] { return init(door, *arguments); }; });
}

}  // namespace hutong::cli
