#include "matching/internal/learn.h"

#include <gtest/gtest.h>

#include <cmath>

#include "matching/internal/levels.h"

namespace hutong::matching {
namespace {

// A district as counts: a million on the left, 630,000 on the right, 600,000 of them the same. No rows; only what learn() sees.
struct District {
  struct Kind {
    char const* name;
    FieldKind kind;
    About about;
  };
  static constexpr double left_rows = 1e6, right_rows = 6.3e5;

  explicit District(std::vector<Kind> const& kinds) {
    std::string csv = "a";
    for (size_t f = 1; f < kinds.size(); ++f) csv += ",b" + std::to_string(f);
    csv += "\n1";
    for (size_t f = 1; f < kinds.size(); ++f) csv += ",2";
    table = sheets::read_csv_table(csv + "\n", "district.csv").value();
    Tables const tables{{&table, &table}};
    std::vector<Field> fields;
    for (size_t f = 0; f < kinds.size(); ++f) fields.push_back({kinds[f].kind, kinds[f].about, kinds[f].name, f, f});
    for (size_t f = 0; f < kinds.size(); ++f) columns.emplace_back(tables, fields[f]);
    patterns.fields = kinds.size();
    input.pairs = left_rows * right_rows;
    input.matches_at_most = right_rows;
    for (auto const& column : columns) input.all_pairs.emplace_back(column.levels().size() + 1, 0);
  }
  // Levels by their codes; "" = missing.
  std::vector<uint8_t> levels(std::vector<std::string> const& codes) const {
    std::vector<uint8_t> levels;
    for (size_t f = 0; f < codes.size(); ++f) {
      uint8_t level = 0;
      for (size_t l = 0; l < columns[f].levels().size(); ++l)
        if (columns[f].levels()[l].code == codes[f]) level = static_cast<uint8_t>(l + 1);
      EXPECT_EQ(level == 0, codes[f].empty()) << codes[f];
      levels.push_back(level);
    }
    return levels;
  }
  size_t add(double pairs, std::vector<std::string> const& codes) {
    auto const of = levels(codes);
    patterns.levels.insert(patterns.levels.end(), of.begin(), of.end());
    patterns.counts.push_back(pairs);
    for (size_t f = 0; f < of.size(); ++f) input.all_pairs[f][of[f]] += pairs;
    return patterns.size() - 1;
  }
  // What the pairs that no rule made show.
  void chance(size_t field, std::string const& code, double share) {
    std::vector<std::string> codes(columns.size());
    codes[field] = code;
    input.all_pairs[field][levels(codes)[field]] += share * input.pairs;
  }
  LearnInput const& ready() {
    input.columns = &columns;
    input.patterns = &patterns;
    return input;
  }
  double probability(Learnt const& learnt, size_t pattern) const {
    std::array<double, classes> chance = learnt.shares;
    for (size_t f = 0; f < columns.size(); ++f)
      for (size_t c = 0; c < classes; ++c)
        if (uint8_t level = patterns.level(pattern, f)) chance[c] *= learnt.fields[f].p[c][level];
    if (!learnt.can_be_household(&patterns.levels[pattern * columns.size()])) chance[household] = 0;
    double all = 0;
    for (double of_class : chance) all += of_class;
    return chance[same] / all;
  }
  static bool is_drifted(std::vector<base::Problem> const& doubts) {
    return std::any_of(doubts.begin(), doubts.end(), [](auto const& doubt) { return doubt.code == "link_warn_drifted" || doubt.code == "link_warn_undecided"; });
  }

  sheets::CsvTable table;
  std::vector<Column> columns;
  Patterns patterns;
  LearnInput input;
};

// Name, date, telephone and village; `families` sibling pairs for every match.
struct WithFamilies : District {
  size_t person = 0, slip = 0, siblings = 0, namesakes = 0;
  // `excess`: how much more often strangers of one village share name or date than chance would have it; surnames run in villages.
  WithFamilies(double matches, double families, double excess = 1.5)
      : District({{"name", FieldKind::person_name, About::self}, {"birth_date", FieldKind::date, About::self}, {"phone", FieldKind::phone, About::household}, {"village", FieldKind::place, About::household}}) {
    person = add(.80 * matches, {"name_equal", "date_equal", "phone_equal", "text_equal"});
    add(.08 * matches, {"name_equal", "date_equal", "phone_other", "text_equal"});
    add(.03 * matches, {"name_equal", "date_equal", "", "text_equal"});
    slip = add(.05 * matches, {"name_homophone", "date_equal", "phone_equal", "text_equal"});
    add(.04 * matches, {"name_equal", "date_one_digit", "phone_equal", "text_equal"});
    siblings = add(.6 * families * matches, {"name_surname_only", "date_other", "phone_equal", "text_equal"});
    add(.3 * families * matches, {"name_different", "date_other", "phone_equal", "text_equal"});
    add(.1 * families * matches, {"name_one_character", "date_other", "phone_equal", "text_equal"});
    namesakes = add(excess * 3.6e4, {"name_equal", "date_other", "phone_other", "text_equal"});
    add(excess * 1.5e4, {"name_surname_only", "date_equal", "phone_other", "text_equal"});
    chance(0, "name_equal", 3e-5), chance(0, "name_surname_only", .06), chance(0, "name_different", .92), chance(0, "name_one_character", .02);
    chance(1, "date_equal", 2e-4), chance(1, "date_one_digit", 2e-3), chance(1, "date_other", .95), chance(1, "date_same_year", .05);
    chance(2, "phone_equal", 3e-7), chance(2, "phone_other", 1);
    chance(3, "text_equal", 2e-3), chance(3, "text_other", 1);
  }
};

TEST(EmTrap, a_million_persons_are_not_taken_for_their_households) {
  for (double matches : {6e5, 2e5, 5e4, 5e3})
    for (double families : {0.2, 1.0, 3.0, 10.0}) {
      WithFamilies district(matches, families);
      Learnt const learnt = learn(district.ready());
      auto const doubts = doubts_of(district.ready(), learnt);
      bool const is_right = district.probability(learnt, district.person) > .99 && district.probability(learnt, district.siblings) < .05 &&
                            district.probability(learnt, district.namesakes) < .5;
      EXPECT_TRUE(is_right || District::is_drifted(doubts))
          << matches << " matches, " << families << " sibling pairs each; persons " << district.probability(learnt, district.person) << ", siblings "
          << district.probability(learnt, district.siblings) << ", namesakes " << district.probability(learnt, district.namesakes);
    }
}

// A few thousand persons among hundreds of thousands of namesakes: nothing in the tables tells how many are the same.
TEST(EmTrap, a_model_that_drowns_in_namesakes_says_so) {
  WithFamilies district(5e3, 1, 16);
  Learnt const learnt = learn(district.ready());
  ASSERT_GT(district.probability(learnt, district.namesakes), .3) << "no trap any more; make it deeper";
  EXPECT_TRUE(District::is_drifted(doubts_of(district.ready(), learnt)));
}

TEST(EmTrap, a_million_persons_are_counted_rightly) {
  WithFamilies district(6e5, 1);
  Learnt const learnt = learn(district.ready());
  EXPECT_NEAR(learnt.expected_matches / 6e5, 1, .02);
  EXPECT_TRUE(learnt.has_converged);
  EXPECT_FALSE(District::is_drifted(doubts_of(district.ready(), learnt)));
}

// Only a name and a telephone: whoever answers the same telephone looks like one person with many names.
struct OnlyNameAndPhone : District {
  size_t person = 0, family = 0;
  OnlyNameAndPhone() : District({{"given_name", FieldKind::given_name, About::self}, {"phone", FieldKind::phone, About::self}, {"village", FieldKind::place, About::self}}) {
    person = add(6e4, {"word_equal", "phone_equal", "text_equal"});
    family = add(4e5, {"word_somewhat_like", "phone_equal", "text_equal"});
    add(3e5, {"word_other", "phone_equal", "text_equal"});
    chance(0, "word_equal", 1e-4), chance(0, "word_somewhat_like", .06), chance(0, "word_other", .94);
    chance(1, "phone_equal", 1e-7), chance(1, "phone_other", 1);
    chance(2, "text_equal", 2e-3), chance(2, "text_other", 1);
  }
};

TEST(EmTrap, a_model_that_took_the_family_for_the_person_says_so) {
  OnlyNameAndPhone district;
  Learnt const learnt = learn(district.ready());
  ASSERT_GT(district.probability(learnt, district.family), .5) << "no trap any more; make it deeper";
  EXPECT_TRUE(District::is_drifted(doubts_of(district.ready(), learnt)));
}

TEST(Labels, thirty_of_them_put_a_drifted_level_right) {
  OnlyNameAndPhone district;
  district.input.labelled_same.assign(district.patterns.size(), 0);
  district.input.labelled_other = district.input.labelled_same;
  district.input.labelled_same[district.person] = 10;
  district.input.labelled_other[district.family] = 10;
  district.input.labelled_other[district.family + 1] = 10;
  Learnt const learnt = learn(district.ready());
  EXPECT_GT(district.probability(learnt, district.person), .9);
  EXPECT_LT(district.probability(learnt, district.family), .2);
  EXPECT_LT(district.probability(learnt, district.family + 1), .2);
  EXPECT_FALSE(District::is_drifted(doubts_of(district.ready(), learnt)));
}

TEST(Labels, that_agree_with_the_model_change_next_to_nothing) {
  WithFamilies without(6e5, 1), with(6e5, 1);
  with.input.labelled_same.assign(with.patterns.size(), 0);
  with.input.labelled_other = with.input.labelled_same;
  with.input.labelled_same[with.person] = 20, with.input.labelled_same[with.slip] = 10;
  with.input.labelled_other[with.siblings] = 20;
  Learnt const one = learn(without.ready()), other = learn(with.ready());
  for (size_t p = 0; p < with.patterns.size(); ++p) EXPECT_NEAR(without.probability(one, p), with.probability(other, p), .02) << p;
}

// Books: titles are retyped each time, prices change. That is no drift.
TEST(Drift, is_not_suspected_of_what_identifies_nobody) {
  District books({{"title", FieldKind::text, About::self}, {"isbn", FieldKind::identifier, About::self}, {"price", FieldKind::number, About::self}, {"venue", FieldKind::category, About::self}});
  books.add(6e4, {"text_very_like", "identifier_equal", "amount_other", "category_other"});
  books.add(2e4, {"text_equal", "identifier_equal", "amount_other", "category_other"});
  books.chance(0, "text_equal", 1e-6), books.chance(0, "text_very_like", 1e-6), books.chance(0, "text_other", 1);
  books.chance(1, "identifier_equal", 1e-6), books.chance(1, "identifier_other", 1);
  books.chance(2, "amount_equal", .1), books.chance(2, "amount_other", .9);
  books.chance(3, "category_equal", .2), books.chance(3, "category_other", .8);
  Learnt const learnt = learn(books.ready());
  EXPECT_GT(learnt.expected_matches, 5e4);
  EXPECT_LT(learnt.fields[3].p[same][1], .1);
  EXPECT_TRUE(doubts_of(books.ready(), learnt).empty());
}

TEST(Drift, is_suspected_when_a_persons_number_is_seldom_the_same) {
  for (auto [kind, about, warned] : {std::tuple(FieldKind::date, About::self, true), std::tuple(FieldKind::date, About::household, false)}) {
    District odd({{"born", kind, about}, {"isbn", FieldKind::identifier, About::self}});
    odd.add(6e4, {"date_same_month", "identifier_equal"});
    odd.add(1e4, {"date_equal", "identifier_equal"});
    odd.chance(0, "date_equal", 1e-4), odd.chance(0, "date_same_month", 3e-3), odd.chance(0, "date_other", 1);
    odd.chance(1, "identifier_equal", 1e-7), odd.chance(1, "identifier_other", 1);
    Learnt const learnt = learn(odd.ready());
    bool is_named = false;
    for (auto const& doubt : doubts_of(odd.ready(), learnt)) is_named |= doubt.code == "link_warn_drifted" && doubt.values.at("field") == "born";
    EXPECT_EQ(is_named, warned);
  }
}

}  // namespace
}  // namespace hutong::matching
