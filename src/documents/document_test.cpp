#include "documents/document.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

#include "base/files.h"
#include "documents/internal/pages.h"

namespace hutong::documents {
namespace {

using values::Money;

Document list_of(size_t rows) {
  Document document;
  document.title = "测试名单";
  document.heading_lines = {"编号 HT-1"};
  document.columns = {{"序号", 4}, {"姓名", 10, Align::left}, {"账号", 20}, {"金额", 10, Align::right, true}};
  for (size_t i = 0; i < rows; ++i)
    document.rows.push_back({static_cast<int64_t>(i + 1), "=SUM(A1)", "62280000000000000" + std::to_string(i), Money::fen(100'001)});
  document.closing_lines = {"人民币(大写)"};
  document.signatures = {"制表人", "审核人"};
  document.sheet_name = "名单";
  return document;
}

TEST(Pages, hold_every_row_once) {
  for (size_t rows : {0u, 1u, 17u, 18u, 19u, 36u, 37u}) {
    auto const document = list_of(rows);
    auto const pages = internal::pages_of(document);
    size_t next = 0;
    for (auto const& page : pages) {
      EXPECT_EQ(page.first_row, next);
      next = page.end_row;
      EXPECT_EQ(page.is_last, &page == &pages.back());
    }
    EXPECT_EQ(next, rows);
  }
}

TEST(Pages, totals_add_up_to_the_fen) {
  auto const document = list_of(41);
  Money sum;
  for (auto const& page : internal::pages_of(document)) sum = sum + std::get<Money>(internal::sum_of(document, 3, page.first_row, page.end_row));
  EXPECT_EQ(sum, Money::fen(41 * 100'001));
}

TEST(Pages, group_amounts_by_thousands) {
  EXPECT_EQ(internal::text_of(Money::fen(123456789)), "1,234,567.89");
  EXPECT_EQ(internal::text_of(Money::fen(12345)), "123.45");
  EXPECT_EQ(internal::text_of(Money::fen(-123456)), "-1,234.56");
}

TEST(Pdf, has_room_for_a_full_last_page) {
  auto document = list_of(18);
  document.heading_lines.push_back("第二行");
  EXPECT_FALSE(to_pdf(document).empty());
}

TEST(Documents, are_the_same_bytes_every_time) {
  EXPECT_EQ(to_pdf(list_of(41)), to_pdf(list_of(41)));
  EXPECT_EQ(to_xlsx({list_of(41)}), to_xlsx({list_of(41)}));
}

TEST(Pdf, is_one_and_has_as_many_pages_as_it_says) {
  std::string const pdf = to_pdf(list_of(41));
  EXPECT_EQ(pdf.substr(0, 5), "%PDF-");
  EXPECT_NE(pdf.find("/Count 3"), std::string::npos);
}

}  // namespace
}  // namespace hutong::documents
