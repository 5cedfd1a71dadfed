#include "intake/internal/cells.h"

#include <gtest/gtest.h>

#include "intake/internal/testing_cells.h"

namespace hutong::intake {
namespace {

using sheets::CellKind;
using namespace testing;

// ---- names --------------------------------------------------------------------------------------------------------------

TEST(NameCell, is_cleaned_refused_or_empty) {
  for (auto const& [written, expected] : std::vector<Case>{
           {"王小明", "王小明"},
           {"王 明", "王明"},
           {"王　明", "王明"},
           {" 王小明\n", "王小明"},
           {"阿依古丽•买买提", "阿依古丽·买买提"},
           {"阿依古丽・买买提", "阿依古丽·买买提"},
           {"阿依古丽·买买提", "阿依古丽·买买提"},
           {"ANNA MARIA", "ANNA MARIA"},
           {"王小明(已故)", "王小明 ~name_annotated"},
           {"王小明（服刑）", "王小明 ~name_annotated"},
           {"王某某", "王某某 ~name_anonymised"},
           {"王\xEE\x80\x80", "王\xEE\x80\x80 ~name_private_character"},
           {"王?明", "!name_garbled"},
           {"王？明", "!name_garbled"},
           {"王\xEF\xBF\xBD明", "!name_garbled"},
           {"王□明", "!name_garbled"},
           {"王*明", "!name_masked"},
           {"王＊＊", "!name_masked"},
           {"370114201503010000", "!name_not_a_name"},
           {"王小明1", "!name_not_a_name"},
           {"王小明、王小红", "!name_not_a_name"},
           {"魏二\n陶氏", "!name_not_a_name"},  // dropping the line break would make one person of two
           {"王\n小明", "王小明"},
           {"欧阳\n娜娜", "欧阳娜娜"},
           {"详见附件,请核对", "!name_not_a_name"},
           {"未取名", "none"},
           {"无名氏", "none"},
           {"（未取名）", "none"},
           {"张三之子", "none"},
           {"无", "none"},
           {"不详", "none"},
           {"/", "none"},
           {"", "blank"},
           {"#REF!", "!cell_error"},
       })
    EXPECT_EQ(tell(read_name({written})), expected) << written;
  EXPECT_EQ(read_name({"王小明（已故）"}).note, "已故");
  EXPECT_EQ(tell(read_name(number("12"))), "!name_not_a_name");
}

TEST(ReadName, quotes_a_long_cell_and_does_not_reprint_it) {
  // A cell of nine megabytes came back whole in the sentence about it, on the screen and in the receipt.
  std::string long_text;
  for (int i = 0; i < 100'000; ++i) long_text += "孙";
  EXPECT_LT(read_name({long_text}).values.at("text").size(), 120u);
}

}  // namespace
}  // namespace hutong::intake
