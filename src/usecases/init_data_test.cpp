#include "usecases/init_data.h"

#include <gtest/gtest.h>

#include "base/files.h"
#include "base/resources.h"
#include "store/connection.h"
#include "store/migrate.h"
#include "usecases/context.h"

namespace hutong::usecases {
namespace {

namespace fs = std::filesystem;

struct InitData : testing::Test {
  base::TemporaryFolder temporary;
  fs::path folder = temporary.path() / "data";
  base::FixedClock clock{base::instant_from("2026-10-06T09:00:00+08:00").value()};
  base::SeededRandom random{1};

  base::Result<NewData> init(std::string_view district = "370114") { return init_data(folder, district, clock, random); }
  std::string code_of_refusal() {
    auto const made = init();
    return made ? "made" : made.error().code;
  }
  static std::string bytes(fs::path const& path) { return base::read_file(path, 10'000'000).value_or("missing"); }
};

TEST_F(InitData, makes_settings_database_keys_and_copies_of_what_a_district_may_edit) {
  auto const made = init();
  ASSERT_TRUE(made);
  EXPECT_EQ(made->district_name, "章丘区");
  EXPECT_NE(bytes(folder / "hutong.toml").find("district = \"370114\""), std::string::npos);
  EXPECT_TRUE(fs::is_directory(folder / "files"));
  EXPECT_TRUE(fs::is_directory(folder / "log"));
  for (base::Resource const& file : base::resources_in("divisions")) EXPECT_EQ(bytes(folder / file.name), file.text) << file.name;
  for (base::Resource const& file : base::resources_in("duties")) EXPECT_EQ(bytes(folder / file.name), file.text) << file.name;
  store::Connection db = store::Connection::open(folder / "hutong.db");
  EXPECT_EQ(store::schema_version(db), store::migrations().back().number);
}

TEST_F(InitData, shows_the_keys_to_nobody_else_and_makes_each_anew) {
  ASSERT_TRUE(init());
  for (char const* name : {"originals.key", "index.key"}) {
    fs::path const key = folder / "keys" / name;
    EXPECT_EQ(bytes(key).size(), 33u) << "16 bytes in hex and a line end";
    EXPECT_EQ(fs::status(key).permissions() & fs::perms::all, fs::perms::owner_read | fs::perms::owner_write) << name;
  }
  EXPECT_NE(bytes(folder / "keys" / "originals.key"), bytes(folder / "keys" / "index.key"));
  EXPECT_EQ(fs::status(folder).permissions() & fs::perms::all, fs::perms::owner_all);
  EXPECT_EQ(fs::status(folder / "hutong.db").permissions() & fs::perms::all, fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(InitData, whose_database_is_empty_is_lost_and_not_new) {
  // An empty hutong.db, as a copy that broke off leaves it, was taken for a new one: every list and every child was forgotten in silence.
  ASSERT_TRUE(init());
  base::write_file(folder / "hutong.db", "");
  EXPECT_THROW(static_cast<void>(Context::open(folder, clock, random)), base::OutsideFailure);
}

TEST_F(InitData, without_its_keys_says_that_keys_are_missing) {
  ASSERT_TRUE(init());
  fs::remove(folder / "keys" / "index.key");
  auto const opened = Context::open(folder, clock, random);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, "key_damaged");
}

TEST_F(InitData, takes_an_empty_folder) {
  fs::create_directory(folder);
  EXPECT_EQ(code_of_refusal(), "made");
}

TEST_F(InitData, leaves_a_data_directory_alone) {
  ASSERT_TRUE(init());
  std::string const key = bytes(folder / "keys" / "originals.key");
  EXPECT_EQ(code_of_refusal(), "data_folder_exists");
  EXPECT_EQ(bytes(folder / "keys" / "originals.key"), key);
}

TEST_F(InitData, leaves_a_folder_with_other_things_alone) {
  fs::create_directory(folder);
  base::write_file(folder / "letter.txt", "x");
  EXPECT_EQ(code_of_refusal(), "data_folder_not_empty");
  EXPECT_FALSE(fs::exists(folder / "hutong.db"));
  fs::remove_all(folder);
  base::write_file(folder, "a file");
  EXPECT_EQ(code_of_refusal(), "data_folder_not_empty");
}

TEST_F(InitData, finishes_what_an_interrupted_one_began) {
  ASSERT_TRUE(init());
  fs::remove(folder / "hutong.toml");
  base::write_file(folder / "init.unfinished", "");
  EXPECT_EQ(code_of_refusal(), "made");
  EXPECT_FALSE(fs::exists(folder / "init.unfinished"));
  EXPECT_EQ(code_of_refusal(), "data_folder_exists");
}

TEST_F(InitData, knows_only_districts_with_a_divisions_file) {
  auto const made = init("110101");
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, "district_unknown");
  EXPECT_NE(made.error().values.at("known").find("370114 章丘区"), std::string::npos);
  EXPECT_FALSE(fs::exists(folder));
}

}  // namespace
}  // namespace hutong::usecases
