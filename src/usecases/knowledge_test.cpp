#include "usecases/knowledge.h"

#include <gtest/gtest.h>

#include "base/files.h"
#include "base/random.h"
#include "usecases/init_data.h"

namespace hutong::usecases {
namespace {

namespace fs = std::filesystem;

class Knowledge : public testing::Test {
 protected:
  Knowledge() { EXPECT_TRUE(init_data(folder_, "370114", clock_, random_)); }

  std::vector<std::string> names(std::string_view of) {
    std::vector<std::string> found;
    auto const files = knowledge(folder_, of, texts_).value();
    for (base::Resource const& file : files) found.emplace_back(file.name);
    return found;
  }
  void leave_only(std::string const& of) {
    for (auto const& entry : fs::directory_iterator(folder_ / of)) fs::remove_all(entry.path());
  }

  base::TemporaryFolder temporary_;
  fs::path folder_ = temporary_.path() / "data";
  base::FixedClock clock_{base::instant_from("2026-10-06T09:00:00+08:00").value()};
  base::SeededRandom random_{1};
  std::deque<std::string> texts_;
};

TEST_F(Knowledge, of_no_directory_is_that_of_the_program) {
  auto const own = knowledge("", "lists", texts_).value();
  ASSERT_EQ(own.size(), base::resources_in("lists").size());
  EXPECT_TRUE(texts_.empty());
}

TEST_F(Knowledge, of_a_directory_is_its_files_in_order_of_name_and_nothing_else) {
  leave_only("duties");
  for (char const* name : {"b.yaml", "a.yaml", ".a.yaml", "a.yaml.swp", "README.md"}) base::write_file(folder_ / "duties" / name, "x");
  fs::create_directory(folder_ / "duties" / "old.yaml");
  EXPECT_EQ(names("duties"), (std::vector<std::string>{"duties/a.yaml", "duties/b.yaml"}));
}

// A broken link used to end the reading of the folder without a word: the files behind it were not there.
TEST_F(Knowledge, that_cannot_be_read_is_a_problem_and_not_left_out) {
  fs::create_symlink(folder_ / "nowhere", folder_ / "duties" / "0.yaml");
  auto const refused = knowledge(folder_, "duties", texts_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "file_missing");
}

TEST_F(Knowledge, that_is_lost_is_never_replaced_by_that_of_the_program) {
  for (char const* name : {"rules", "lists", "divisions", "duties", "meanings", "calendar", "payments"}) {
    SCOPED_TRACE(name);
    EXPECT_FALSE(names(name).empty());
    leave_only(name);
    EXPECT_THROW((void)knowledge(folder_, name, texts_), base::OutsideFailure);
    fs::remove(folder_ / name);
    EXPECT_THROW((void)knowledge(folder_, name, texts_), base::OutsideFailure);
  }
}

}  // namespace
}  // namespace hutong::usecases
