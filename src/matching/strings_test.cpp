#include "matching/strings.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <vector>

#include "base/text.h"

namespace hutong::matching {
namespace {

constexpr size_t far = 1000;

// The definition, to hold the fast ones to.
size_t plain_distance(std::u32string const& a, std::u32string const& b, bool transpositions) {
  std::vector<std::vector<size_t>> cost(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) {
    for (size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i][j] = i + j;
        continue;
      }
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (transpositions && i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
    }
  }
  return cost[a.size()][b.size()];
}

// Few letters, so that much agrees; sometimes Chinese, sometimes longer than one machine word.
std::string any_text() {
  auto length = *rc::gen::oneOf(rc::gen::inRange<size_t>(0, 12), rc::gen::inRange<size_t>(0, 90));
  bool chinese = *rc::gen::inRange(0, 3) == 0;
  auto letters = *rc::gen::container<std::u32string>(length, chinese ? rc::gen::element<char32_t>(U'王', U'伟', U'a', U'𬱖', U'é')
                                                                      : rc::gen::element<char32_t>(U'a', U'b', U'c', U'd'));
  return base::to_utf8(letters);
}

RC_GTEST_PROP(Distances, are_what_their_definition_says, ()) {
  std::string a = any_text(), b = any_text();
  auto limit = *rc::gen::oneOf(rc::gen::just(far), rc::gen::inRange<size_t>(0, 8));
  auto capped = [&](size_t distance) { return std::min(distance, limit + 1); };
  RC_ASSERT(levenshtein(a, b, limit) == capped(plain_distance(base::to_utf32(a), base::to_utf32(b), false)));
  RC_ASSERT(damerau(a, b, limit) == capped(plain_distance(base::to_utf32(a), base::to_utf32(b), true)));
}

RC_GTEST_PROP(Jaro, does_not_depend_on_the_side, ()) {
  std::string a = any_text(), b = any_text();
  RC_ASSERT(jaro(a, b) == jaro(b, a));
  RC_ASSERT(jaro_winkler(a, b) == jaro_winkler(b, a));
  RC_ASSERT(jaro(a, a) == 1.0);
}

TEST(Jaro, gives_the_published_values) {  // Winkler 1994, table 1
  EXPECT_NEAR(jaro("SHACKLEFORD", "SHACKELFORD"), 0.970, 0.0005);
  EXPECT_NEAR(jaro_winkler("SHACKLEFORD", "SHACKELFORD"), 0.982, 0.0005);
  EXPECT_NEAR(jaro("MARTHA", "MARHTA"), 0.944, 0.0005);
  EXPECT_NEAR(jaro_winkler("MARTHA", "MARHTA"), 0.961, 0.0005);
  EXPECT_NEAR(jaro_winkler("DIXON", "DICKSONX"), 0.813, 0.0005);
  EXPECT_NEAR(jaro("JONES", "JOHNSON"), 0.790, 0.0005);
  EXPECT_EQ(jaro("", ""), 1.0);
  EXPECT_EQ(jaro("", "a"), 0.0);
  EXPECT_EQ(jaro("a", "b"), 0.0);
  EXPECT_EQ(jaro("王", "王"), 1.0);
}

// tests/strings/make_vectors tells how the file came about, and how to hold a longer one against us.
TEST(RapidFuzz, agrees_with_us_on_every_pair) {
  char const* other_file = std::getenv("HUTONG_STRING_VECTORS");
  std::ifstream file(other_file ? other_file : HUTONG_SOURCE_DIR "/tests/strings/vectors.tsv");
  size_t pairs = 0;
  for (std::string line; std::getline(file, line); ++pairs) {
    auto cells = base::split(line, '\t');
    ASSERT_EQ(cells.size(), 6u) << line;
    std::string const &left = cells[0], &right = cells[1];
    EXPECT_NEAR(jaro(left, right), std::stod(cells[2]), 1e-12) << line;
    EXPECT_NEAR(jaro_winkler(left, right), std::stod(cells[3]), 1e-12) << line;
    EXPECT_EQ(levenshtein(left, right, far), std::stoul(cells[4])) << line;
    EXPECT_EQ(damerau(left, right, far), std::stoul(cells[5])) << line;
    EXPECT_EQ(jaro(left, right), jaro(right, left)) << line;
  }
  EXPECT_GT(pairs, 1000u);
}

TEST(FoldLatin, leaves_letters_and_digits) {
  EXPECT_EQ(fold_latin("  O'Brien,  John-Paul "), "obrien john paul");
  EXPECT_EQ(fold_latin("José Ángel MÜLLER"), "jose angel muller");
  EXPECT_EQ(fold_latin("Łukasz Søren Straße"), "lukasz soren strasse");
  EXPECT_EQ(fold_latin("Ｊｏｈｎ　Ｓｍｉｔｈ"), "john smith");
  EXPECT_EQ(fold_latin("D’Arcy"), "darcy");
  EXPECT_EQ(fold_latin("买买提·艾力"), "买买提 艾力");
  EXPECT_EQ(fold_latin("ガ"), "ガ");
  EXPECT_EQ(fold_latin("..."), "");
}

RC_GTEST_PROP(FoldLatin, knows_at_a_glance_only_what_it_would_leave_as_it_is, ()) {
  std::vector<std::string> const parts{"张", "三", "村", "㐀", "豈", "ａ", "Ａ", "a", "Z", "9", "-", " ", "  ", "　", "é", "é", "·", "号", "。", "𠮷", "\xC2\xA0", "１"};
  auto const picked = *rc::gen::container<std::vector<size_t>>(rc::gen::inRange<size_t>(0, parts.size()));
  std::string text;
  for (size_t part : picked) text += parts[part];
  if (is_surely_folded(text)) RC_ASSERT(fold_latin(text) == text);
  RC_TAG(is_surely_folded(text) ? "at a glance" : "to be folded");
}

// Chinese text takes a short way; an é makes the same text take the long one.
RC_GTEST_PROP(FoldLatin, gives_the_same_by_both_ways, ()) {
  auto letters = *rc::gen::container<std::u32string>(rc::gen::element<char32_t>(U'王', U'㐂', U'𬱖', U'a', U'Z', U'7', U'Ａ', U'９', U' ', U'　', U'，', U'·', U'—',
                                                                                  U'（', U'】', U'’', U'\'', U'-', U'“', U'…', U'\u0301'));
  std::string text = base::to_utf8(letters);
  RC_ASSERT(fold_latin(text + " é") == (fold_latin(text).empty() ? "e" : fold_latin(text) + " e"));
}

TEST(Identifiers, agree_in_four_ways) {
  struct Row {
    std::string left, right;
    IdentifierAgreement expected;
  };
  Row const table[] = {
      {"978-7-5086-1234-0", "9787508612340", IdentifierAgreement::equal},
      {"ａＢ12", "AB12", IdentifierAgreement::equal},
      {"A.Smith@x.org", "asmith@X.ORG", IdentifierAgreement::equal},
      {"5304218", "5304278", IdentifierAgreement::one_slip},
      {"5304218", "5304281", IdentifierAgreement::one_slip},
      {"5304218", "304218", IdentifierAgreement::one_slip},
      {"5304218", "53042188", IdentifierAgreement::one_slip},
      {"KDL-46XBR", "KDL46XBR/9B", IdentifierAgreement::contained},
      {"46XBR9", "SONYKDL46XBR9", IdentifierAgreement::contained},
      {"123", "124", IdentifierAgreement::different},
      {"5304218", "5304812", IdentifierAgreement::different},
      {"5304218", "9117", IdentifierAgreement::different},
  };
  for (Row const& row : table) {
    std::string left = clean_identifier(row.left), right = clean_identifier(row.right);
    EXPECT_EQ(compare_identifiers(left, right), row.expected) << row.left << " " << row.right;
    EXPECT_EQ(compare_identifiers(right, left), row.expected) << row.left << " " << row.right;
  }
}

}  // namespace
}  // namespace hutong::matching
