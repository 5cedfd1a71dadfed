// hutong.case/1: what is read, and what is refused, all at once.
#include <gtest/gtest.h>

#include <algorithm>

#include "base/messages.h"
#include "policy/internal/test_case.h"

namespace hutong::policy {
namespace {

using namespace test;

constexpr char contract_example[] = R"({"schema": "hutong.case/1", "on": "2026-10-31",
 "child": {"birth_date": "2015-03-03", "household_division": "370114",
   "died_on": null, "adopted_on": null, "foundling_on": null,
   "schooling": [{"from": "2023-09-01", "until": null, "full_time": true}],
   "conditions": [{"kind": "severe_disability", "from": "2018-01-01", "until": null, "disability": "limb", "grade": 1}],
   "household_income": [{"kind": "dibao", "from": "2022-01-01", "until": null}],
   "care": [{"kind": "kin", "from": "2021-01-01", "until": null}]},
 "father": {"known": true, "checked": true, "facts": [{"kind": "deceased", "from": "2020-05-01", "until": null}]},
 "mother": {"known": true, "checked": true, "facts": [{"kind": "lost_contact", "from": "2026-03-31", "until": null, "route": "police", "outcome": "not_found"}]}})";

TEST(CaseJson, reads_the_example_of_the_contract) {
  auto read = case_from_json(contract_example, std::nullopt);
  ASSERT_TRUE(read.problems.empty());
  Decision decision = decide(rules(), read.value);
  EXPECT_EQ(summary(decision), "eligible de_facto_unattended");
  EXPECT_EQ(decision.since, day("2026-10-01"));
  EXPECT_EQ(decision.until, std::nullopt);  // at school without a known end
  EXPECT_EQ(decision.next_review_on, day("2026-12-31"));
  EXPECT_EQ(decision.reasons.front().because[1].facts, std::vector<std::string>{"/mother/facts/0"});
}

TEST(CaseJson, takes_absent_for_null_false_or_empty) {
  auto read = case_from_json(R"({"on": "2026-10-31", "child": null, "father": {}})", std::nullopt);
  ASSERT_TRUE(read.problems.empty());
  EXPECT_FALSE(read.value.father.known);
  EXPECT_TRUE(read.value.mother.facts.empty());
  auto prison = case_from_json(R"({"on": "2026-10-31", "father": {"facts": [{"kind": "imprisoned"}]}})", std::nullopt);
  EXPECT_TRUE(prison.value.father.facts.at(0).in_custody);
  EXPECT_EQ(prison.value.father.facts.at(0).term_months, std::nullopt);
}

TEST(CaseJson, lets_the_day_be_given_from_outside) {
  EXPECT_EQ(case_from_json(R"({"on": "2026-10-31"})", day("2025-01-01")).value.on, day("2025-01-01"));
  EXPECT_TRUE(case_from_json("{}", day("2025-01-01")).problems.empty());
  EXPECT_FALSE(case_from_json("{}", std::nullopt).problems.empty());
}

TEST(CaseJson, reads_components_as_words_or_with_grades) {
  auto read = case_from_json(R"({"on": "2026-10-31", "father": {"facts": [
      {"kind": "severe_disability", "disability": "multiple", "grade": 3, "components": ["limb", {"kind": "mental", "grade": 4}, {"disability": "speech"}]}]}})",
                             std::nullopt);
  ASSERT_TRUE(read.problems.empty());
  auto const& components = read.value.father.facts.at(0).components;
  ASSERT_EQ(components.size(), 3u);
  EXPECT_EQ(components[1].kind, Disability::mental);
  EXPECT_EQ(components[1].grade, 4);
}

struct Refused {
  char const* json;
  std::vector<std::string> pointers;
};

TEST(CaseJson, names_every_problem_by_its_pointer) {
  std::vector<Refused> const all{
      {"[]", {"/"}},
      {R"({"on": 5})", {"/on"}},
      {R"({"on": "2026-02-29"})", {"/on"}},
      {R"({"on": "2026-10-31", "schema": "hutong.case/2"})", {"/schema"}},
      {R"({"on": "2026-10-31", "fater": {}})", {"/fater"}},
      {R"({"on": "2026-10-31", "child": {"birth_date": "2015-3-3", "household_division": "章丘"}, "father": [], "mother": {"known": "yes"}})",
       {"/child/birth_date", "/child/household_division", "/father", "/mother/known"}},
      {R"({"on": "2026-10-31", "mother": {"facts": [{"kind": "lost"}, {"kind": "deceased", "from": "2026-01-02", "until": "2026-01-01"}, 7]}})",
       {"/mother/facts/0/kind", "/mother/facts/1/until", "/mother/facts/2"}},
      {R"({"on": "2026-10-31", "father": {"facts": [{"kind": "severe_disability", "disability": "limbs", "grade": 5, "components": ["multiple", 3]}]}})",
       {"/father/facts/0/components/0", "/father/facts/0/components/1", "/father/facts/0/disability", "/father/facts/0/grade"}},
      {R"({"on": "2026-10-31", "father": {"facts": [{"kind": "imprisoned", "term_months": -1}, {"kind": "imprisoned", "term_months": 6.5},
           {"kind": "imprisoned", "term_months": 18446744073709551615}, {"kind": "lost_contact", "route": "post", "outcome": "gone"}]}})",
       {"/father/facts/0/term_months", "/father/facts/1/term_months", "/father/facts/2/term_months", "/father/facts/3/outcome", "/father/facts/3/route"}},
      {R"({"on": "2026-10-31", "child": {"conditions": [{"kind": "deceased"}], "household_income": [{"kind": "rich"}], "care": [{"kind": "aunt"}],
           "schooling": [{"fulltime": true}], "hiv": {"consent": "maybe"}}})",
       {"/child/care/0/kind", "/child/conditions/0/kind", "/child/hiv/consent", "/child/household_income/0/kind", "/child/schooling/0/fulltime"}},
  };
  for (Refused const& one : all) {
    auto read = case_from_json(one.json, std::nullopt);
    std::vector<std::string> pointers;
    for (base::Problem const& problem : read.problems) {
      pointers.push_back(problem.place.field);
      EXPECT_FALSE(base::tell(problem).empty());
    }
    std::sort(pointers.begin(), pointers.end());
    EXPECT_EQ(pointers, one.pointers) << one.json;
  }
}

TEST(CaseJson, refuses_what_is_no_json_and_what_is_too_large) {
  EXPECT_EQ(case_from_json("{\"on\":", std::nullopt).problems.at(0).code, "case_not_json");
  EXPECT_EQ(case_from_json("\xff{}", std::nullopt).problems.at(0).code, "case_not_json");
  EXPECT_EQ(case_from_json(std::string(100000, '['), std::nullopt).problems.at(0).code, "case_not_json");
  EXPECT_EQ(case_from_json(std::string(2 << 20, ' '), std::nullopt).problems.at(0).code, "case_too_large");
}

TEST(CaseJson, refuses_a_key_written_twice) {
  // The parser kept the last of two equal keys without a word: whether the father's prison term had ended depended on their order.
  auto read = case_from_json(R"({"on": "2026-10-31", "father": {"facts": [{"kind": "imprisoned", "from": "2020-01-01", "until": "2025-01-01", "until": null}]}})", std::nullopt);
  ASSERT_EQ(read.problems.size(), 1u);
  EXPECT_EQ(read.problems[0].code, "case_key_twice");
  EXPECT_TRUE(case_from_json(R"({"on": "2026-10-31", "father": {"known": true}, "mother": {"known": true}})", std::nullopt).problems.empty());
}

TEST(CaseJson, tells_known_keys_beside_an_unknown_one) {
  auto read = case_from_json(R"({"on": "2026-10-31", "father": {"chekced": true}})", std::nullopt);
  ASSERT_EQ(read.problems.size(), 1u);
  EXPECT_NE(base::tell(read.problems[0]).find("known、checked、facts"), std::string::npos);
}

TEST(DecisionJson, has_every_member_of_the_contract) {
  std::string json = to_json(decide(rules(), of(parent({certain(values::Circumstance::deceased)}), unchecked())));
  for (char const* key : {"\"schema\":\"hutong.decision/1\"", "\"on\":\"2026-10-31\"", "\"outcome\":\"undetermined\"", "\"category\":null", "\"subtype\":null",
                          "\"since\":null", "\"until\":null", "\"pending\":[{\"who\":\"mother\",\"kind\":\"unchecked\",\"satisfied_on\":null,\"needs\":\"",
                          "\"next_review_on\":null", "\"reasons\":[{\"rule\":\"", "\"citation\":\"", "\"holds\":null", "\"doubt\":", "\"because\":[", "\"rules_version\":\""})
    EXPECT_NE(json.find(key), std::string::npos) << key << "\n" << json;
}

}  // namespace
}  // namespace hutong::policy
