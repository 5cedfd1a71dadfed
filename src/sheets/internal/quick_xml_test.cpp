#include <gtest/gtest.h>

#include "sheets/internal/testing.h"
#include "sheets/internal/testing_zip.h"
#include "sheets/internal/xml_events.h"

namespace hutong::sheets {
namespace {

using namespace testing;

TEST(QuickXml, says_what_expat_says_wherever_the_pieces_are_cut) {
  for (std::string const xml : {
           "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n<worksheet xmlns=\"m\" xmlns:r='r'><row r=\"1\"><c r=\"A1\" t='s'><v>0</v></c><c/></row ></worksheet>\n",
           "\xEF\xBB\xBF<a b=\"&lt;&amp;&quot;&#65;&#x5F20;\">张三 &lt;b&gt; &apos;\n\t\"</a>",
           "<x:a><x:b y:c=\"1\" c='2'/></x:a>",
       }) {
    auto const expat = events_by_expat(xml);
    ASSERT_TRUE(expat.has_value()) << xml;
    bool is_plain = xml.find("row >") == std::string::npos;
    for (size_t piece = 1; piece <= xml.size(); ++piece) {
      auto const quick = events_quickly(xml, piece);
      EXPECT_EQ(quick.has_value(), is_plain) << xml;
      EXPECT_EQ(quick.value_or(*expat), *expat) << piece;
    }
  }
}

TEST(QuickXml, leaves_to_expat_whatever_is_not_plain) {
  for (std::string const xml : {
           "<a><!-- c --></a>", "<a><![CDATA[x]]></a>", "<a><?p?></a>", "<!DOCTYPE a><a/>", "<a>\r\n</a>", "<a b=\"\n\"/>", "<a b='<'/>", "<a>]]></a>", "<a>&nbsp;</a>", "<a>&#0;</a>",
           "<a>&#xD800;</a>", "<a>\x01</a>", "<a>\xFF</a>", "<a>\xEF\xBF\xBF</a>", "<a b='1' b='2'/>", "<a b='1'c='2'/>", "<a b=1/>", "<a b/>", "<a></b>", "<a>", "<a/><a/>", "<a/>x", "x<a/>",
           "<张/>", "<1/>", "</a>", "<a", "", "<?xml version=\"1.0\" encoding=\"gb2312\"?><a/>", "<?xml version=\"1.1\"?><a/>", "< a/>", "<a / >",
       })
    EXPECT_FALSE(events_quickly(xml, 1000).has_value()) << xml;
}

TEST(QuickXml, gives_way_in_the_middle_of_a_sheet_without_a_trace) {
  std::string rows;
  for (int i = 1; i <= 3000; ++i) rows += "<row r=\"" + std::to_string(i) + "\"><c><v>" + std::to_string(i) + "</v></c><c t=\"inlineStr\"><is><t>甲</t></is></c></row>";
  XlsxParts const plain{.sheet = sheet_of(rows)}, commented{.sheet = "<worksheet><cols><col min=\"3\" max=\"3\" hidden=\"1\"/></cols><sheetData>" + rows + "</sheetData><!-- written by hand --></worksheet>"};
  auto with = read_workbook(commented.zip()), without = read_workbook(plain.zip());
  ASSERT_TRUE(with && without);
  EXPECT_EQ(shown(with), shown(without) + "hidden column C\n");
  EXPECT_EQ(with->all_text().size(), without->all_text().size());
}

}  // namespace
}  // namespace hutong::sheets
