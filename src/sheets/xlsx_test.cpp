#include <gtest/gtest.h>

#include "base/messages.h"
#include "sheets/internal/testing.h"

namespace hutong::sheets {
namespace {

using namespace testing;

TEST(Xlsx, gives_back_what_was_written) { EXPECT_EQ(shown(read_workbook(write_xlsx(sample()))), expected(sample())); }

TEST(Xlsx, gives_back_dates_of_the_1904_system) {
  OutWorkbook out{.sheets = {{.name = "S", .rows = {{date("2026-09-03"), date("1904-01-02"), number("44441")}}}}, .uses_1904 = true};
  auto read = read_workbook(write_xlsx(out));
  EXPECT_EQ(shown(read), expected(out));
  ASSERT_TRUE(read.has_value());
  EXPECT_TRUE(read->uses_1904);
}

TEST(Xlsx, is_written_to_the_same_bytes_each_time) { EXPECT_EQ(write_xlsx(sample()), write_xlsx(sample())); }

}  // namespace
}  // namespace hutong::sheets
