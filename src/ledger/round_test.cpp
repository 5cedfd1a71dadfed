#include "ledger/round.h"

#include <gtest/gtest.h>

#include "ledger/internal/test_district.h"

namespace hutong::ledger {
namespace {

using namespace test;

void died(District& district, std::string const& name, std::string const& id, std::string_view on, std::string_view period = "2026-09", std::string_view received = "2026-10-03") {
  district.list("civil.funeral", period, received, {{"person_name", name}, {"person_id", id}, {"event", "death"}, {"event_date", std::string(on)}});
}

void disabled(District& district, std::string const& name, std::string const& id, std::string_view since, std::string_view period = "2026-09", std::string_view received = "2026-10-04") {
  district.list("dpf.severe", period, received,
                {{"person_name", name}, {"person_id", id}, {"event", "severe_disability"}, {"event_date", std::string(since)}, {"disability_category", "肢体"}, {"disability_grade", "1"}});
}

TEST(Round, proposes_nothing_where_nothing_has_happened) {
  auto district = family();
  EXPECT_TRUE(district.round("2026-09").open.empty());
}

// The heart of the product: the funeral register knows the father, the list of disabled persons the mother; the child is on no list at all.
TEST(Round, finds_the_mixed_pair_that_is_on_nobodys_list) {
  auto district = family();
  died(district, "张大山", father_id, "2026-08-20");
  disabled(district, "李秀英", mother_id, "2019-05-01");
  auto result = district.round("2026-09");
  ASSERT_EQ(result.open.size(), 1u);
  auto& clue = result.open[0];
  EXPECT_EQ(clue.kind, ProposalKind::new_clue);
  EXPECT_EQ(clue.category, values::Category::de_facto_unattended);
  EXPECT_EQ(clue.since, day("2026-08-20"));
  EXPECT_EQ(clue.town, "370114001");
  EXPECT_EQ(clue.children.at(0).id->reveal(), child_id);
  EXPECT_TRUE(clue.is_new);
  for (auto word : {"张小明", "张大山", "李秀英", "2026年8月20日死亡", "重残(肢体一级)", "civil.funeral.xlsx", "dpf.severe.xlsx", "事实无人抚养儿童"})
    EXPECT_NE(clue.paragraph.find(word), std::string::npos) << word << "\n" << clue.paragraph;
  EXPECT_EQ(clue.sources.size(), 3u);  // two lists, and the register that says whose child he is
}

// “依据,自不详之日起符合重点困境儿童(K3)的条件”: so it read while the other parent's six months were still running.
TEST(Round, says_by_which_rule_and_since_when_a_child_is_in_hardship_while_a_clock_still_runs) {
  auto district = family();
  died(district, "张大山", father_id, "2026-03-20");
  district.list("civil.dibao", "2026-07", "2026-08-02", {{"person_name", "李秀英"}, {"person_id", mother_id}, {"pay_from", "2026-05"}, {"amount", "600.00"}});
  district.list("procuratorate.monthly", "2026-08", "2026-09-03", {{"parent_name", "李秀英"}, {"parent_id", mother_id}, {"event", "arrested"}, {"event_date", "2026-08-11"}});
  auto const result = district.round("2026-09");
  auto const clues = of_kind(result.open, ProposalKind::new_clue);
  ASSERT_EQ(clues.size(), 1u);
  EXPECT_EQ(clues[0].subtype, "K3");
  EXPECT_EQ(clues[0].since, day("2026-05-01"));
  for (auto word : {"依据鲁民〔2018〕104号", "自2026年5月1日起", "享受低保", "civil.dibao.xlsx"}) EXPECT_NE(clues[0].paragraph.find(word), std::string::npos) << word << "\n" << clues[0].paragraph;
  EXPECT_EQ(of_kind(result.open, ProposalKind::reaches_6_months).size(), 1u);
}

TEST(Round, run_twice_proposes_nothing_twice) {
  auto district = family();
  died(district, "张大山", father_id, "2026-08-20");
  disabled(district, "李秀英", mother_id, "2019-05-01");
  auto first = district.round("2026-09");
  auto second = district.round("2026-09");
  ASSERT_EQ(second.open.size(), 1u);
  EXPECT_TRUE(second.opened.empty());
  EXPECT_EQ(second.open[0].paragraph, first.open[0].paragraph);
  auto next_month = district.round("2026-10");
  EXPECT_TRUE(next_month.opened.empty());
  EXPECT_FALSE(next_month.open[0].is_new);
  EXPECT_EQ(next_month.open[0].first_month, month("2026-09"));
}

TEST(Round, calls_a_child_whose_parents_are_both_dead_an_orphan) {
  auto district = family();
  died(district, "张大山", father_id, "2026-08-20");
  district.round("2026-09");
  died(district, "李秀英", mother_id, "2026-10-11", "2026-10", "2026-11-02");
  auto result = district.round("2026-10");
  ASSERT_EQ(of_kind(result.open, ProposalKind::new_clue).size(), 1u);
  EXPECT_EQ(result.open[0].category, values::Category::community_orphan);
  EXPECT_EQ(result.open[0].since, day("2026-10-11"));
}

TEST(Round, finds_both_twins_and_both_children_of_two_marriages) {
  auto district = family();
  std::string const twin_id = id_number("2015-03-03", 993);
  std::string const half_sister_id = id_number("2019-07-07", 994);
  std::string const second_wife_id = id_number("1990-09-09", 996);
  district.register_person({{"person_name", "张小亮"}, {"person_id", twin_id}, {"father_name", "张大山"}, {"father_id", father_id}, {"mother_name", "李秀英"}, {"mother_id", mother_id}});
  district.register_person({{"person_name", "张小红"}, {"person_id", half_sister_id}, {"father_name", "张大山"}, {"father_id", father_id}, {"mother_name", "赵春梅"}, {"mother_id", second_wife_id}});
  died(district, "张大山", father_id, "2026-08-20");
  disabled(district, "李秀英", mother_id, "2019-05-01");
  auto clues = of_kind(district.round("2026-09").open, ProposalKind::new_clue);
  ASSERT_EQ(clues.size(), 2u);  // the half-sister's mother is well
  for (auto& clue : clues) EXPECT_NE(clue.children[0].name, "张小红");
}

// A stepmother is not the mother: what befalls her neither makes a clue nor hides one.
TEST(Round, looks_at_the_registered_mother_and_not_at_the_fathers_wife) {
  auto district = family();
  std::string const stepmother_id = id_number("1988-08-08", 998);
  district.list("civil.marriage", "2026-09", "2026-10-02", {{"father_name", "张大山"}, {"father_id", father_id}, {"mother_name", "孙丽"}, {"mother_id", stepmother_id}, {"event_detail", "married"}, {"event_date", "2026-09-09"}});
  died(district, "张大山", father_id, "2026-09-20");
  disabled(district, "孙丽", stepmother_id, "2018-01-01");
  EXPECT_TRUE(of_kind(district.round("2026-09").open, ProposalKind::new_clue).empty());
  EXPECT_TRUE(district.registry.spell_on(district.person(stepmother_id), FactKind::married, day("2026-09-30"), day("2026-12-31")));
  EXPECT_TRUE(district.registry.spell_on(district.person(father_id), FactKind::married, day("2026-09-30"), day("2026-12-31")));
}

TEST(Round, tells_two_children_of_one_name_apart_by_their_numbers) {
  auto district = family();
  std::string const namesake_id = id_number("2015-03-03", 995);
  district.register_person({{"person_name", "张小明"}, {"person_id", namesake_id}, {"father_name", "张大海"}, {"father_id", id_number("1981-01-01", 993)}, {"mother_name", "王芳"}, {"mother_id", id_number("1983-03-03", 994)}});
  died(district, "张大山", father_id, "2026-08-20");
  disabled(district, "李秀英", mother_id, "2019-05-01");
  auto clues = of_kind(district.round("2026-09").open, ProposalKind::new_clue);
  ASSERT_EQ(clues.size(), 1u);
  EXPECT_EQ(clues[0].children[0].id->reveal(), child_id);
}

TEST(Round, waits_for_the_day_on_which_custody_reaches_six_months) {
  auto district = family();
  died(district, "张大山", father_id, "2026-01-20", "2026-05", "2026-06-02");
  district.list("procuratorate.monthly", "2026-05", "2026-06-03",
                {{"child_name", "张小明"}, {"child_id", child_id}, {"parent_name", "李秀英"}, {"parent_id", mother_id}, {"parent_relation", "mother"}, {"event", "detained"}, {"event_date", "2026-05-10"}});
  auto waiting = of_kind(district.round("2026-05").open, ProposalKind::reaches_6_months);
  ASSERT_EQ(waiting.size(), 1u);
  EXPECT_EQ(waiting[0].due_on, day("2026-11-10"));
  EXPECT_NE(waiting[0].paragraph.find("2026年11月10日"), std::string::npos);
  auto later = district.round("2026-11");
  EXPECT_EQ(of_kind(later.open, ProposalKind::new_clue).size(), 1u);
  EXPECT_EQ(of_kind(later.closed, ProposalKind::reaches_6_months).size(), 1u);
}

// The demo found it: of detention and arrest the later one was counted, a month too late.
TEST(Round, counts_the_six_months_from_the_first_day_of_custody_and_not_from_the_arrest) {
  auto district = family();
  died(district, "张大山", father_id, "2026-01-20", "2026-05", "2026-06-02");
  for (auto& [event, date] : {std::pair("detained", "2026-04-22"), std::pair("arrested", "2026-05-20")})
    district.list("procuratorate.monthly", "2026-05", "2026-06-03",
                  {{"child_name", "张小明"}, {"child_id", child_id}, {"parent_name", "李秀英"}, {"parent_id", mother_id}, {"parent_relation", "mother"}, {"event", event}, {"event_date", date}});
  auto waiting = of_kind(district.round("2026-05").open, ProposalKind::reaches_6_months);
  ASSERT_EQ(waiting.size(), 1u);
  EXPECT_EQ(waiting[0].due_on, day("2026-10-22"));
  EXPECT_EQ(waiting[0].paragraph.find("2026年11月20日"), std::string::npos);
}

TEST(Round, hides_protected_circumstances_in_the_towns_copy) {
  auto district = family();
  died(district, "张大山", father_id, "2026-01-20");
  district.list("procuratorate.monthly", "2026-09", "2026-10-03",
                {{"child_name", "张小明"}, {"child_id", child_id}, {"parent_name", "李秀英"}, {"parent_id", mother_id}, {"parent_relation", "mother"}, {"event", "sentenced"}, {"event_date", "2026-08-10"}, {"term", "P36M"}});
  auto clues = of_kind(district.round("2026-09").open, ProposalKind::new_clue);
  ASSERT_EQ(clues.size(), 1u);
  EXPECT_NE(clues[0].paragraph.find("服刑在押"), std::string::npos);
  EXPECT_EQ(clues[0].town_paragraph.find("服刑"), std::string::npos);
  EXPECT_EQ(clues[0].town_paragraph.find("procuratorate"), std::string::npos);
  EXPECT_NE(clues[0].town_paragraph.find("符合条件情形"), std::string::npos);
  EXPECT_NE(clues[0].town_paragraph.find("2026年1月20日死亡"), std::string::npos);
}

// Police search → found: the clue closes, and somebody verifies before any money stops.
TEST(Round, asks_to_verify_when_the_ground_has_ended) {
  auto district = family();
  died(district, "张大山", father_id, "2026-01-20");
  district.list("police.lost_contact", "2026-09", "2026-10-03",
                {{"child_name", "张小明"}, {"child_id", child_id}, {"parent_name", "李秀英"}, {"parent_id", mother_id}, {"parent_relation", "mother"}, {"event", "lost_contact"}, {"event_date", "2026-02-10"}});
  ASSERT_EQ(of_kind(district.round("2026-09").open, ProposalKind::new_clue).size(), 1u);
  district.list("police.lost_contact", "2026-10", "2026-11-03",
                {{"child_name", "张小明"}, {"child_id", child_id}, {"parent_name", "李秀英"}, {"parent_id", mother_id}, {"parent_relation", "mother"}, {"event", "contact_restored"}, {"event_date", "2026-10-20"}});
  auto result = district.round("2026-10");
  ASSERT_EQ(of_kind(result.open, ProposalKind::ground_ended).size(), 1u);
  EXPECT_NE(of_kind(result.open, ProposalKind::ground_ended)[0].paragraph.find("已于2026年10月20日结束"), std::string::npos) << of_kind(result.open, ProposalKind::ground_ended)[0].paragraph;
  EXPECT_EQ(of_kind(result.closed, ProposalKind::new_clue).size(), 1u);
  // It stays until somebody has verified, and the clue is not proposed again.
  auto later = district.round("2026-11");
  EXPECT_EQ(of_kind(later.open, ProposalKind::ground_ended).size(), 1u);
  EXPECT_TRUE(of_kind(later.open, ProposalKind::new_clue).empty());
}

TEST(Round, asks_to_verify_an_end_even_while_lists_are_missing_and_lets_the_clue_stand) {
  auto district = family();
  died(district, "张大山", father_id, "2026-01-20");
  auto search = [&](std::string period, std::string event, std::string date, std::string received) {
    district.list("police.lost_contact", period, received, {{"child_name", "张小明"}, {"child_id", child_id}, {"parent_name", "李秀英"}, {"parent_id", mother_id}, {"event", event}, {"event_date", date}});
  };
  search("2026-09", "lost_contact", "2026-02-10", "2026-10-03");
  district.round("2026-09");
  search("2026-10", "contact_restored", "2026-02-10", "2026-10-25");  // 报案日期 again: she was found by the day of the answer
  district.parents_are_searched = false;
  auto result = district.round("2026-10");
  EXPECT_EQ(of_kind(result.open, ProposalKind::new_clue).size(), 1u);
  auto ends = of_kind(result.open, ProposalKind::ground_ended);
  ASSERT_EQ(ends.size(), 1u);
  EXPECT_NE(ends[0].paragraph.find("已于2026年10月25日结束"), std::string::npos) << ends[0].paragraph;
}

TEST(Round, asks_to_verify_sixty_days_before_a_known_release) {
  auto district = family();
  died(district, "张大山", father_id, "2026-01-20");
  district.list("justice.custody", "2026-09", "2026-10-03", {{"parent_name", "李秀英"}, {"parent_id", mother_id}, {"event_date", "2025-06-01"}, {"event_until", "2026-11-20"}, {"term", "P18M"}, {"event", "sentenced"}});
  auto result = district.round("2026-09");
  ASSERT_EQ(of_kind(result.open, ProposalKind::new_clue).size(), 1u);
  auto ends = of_kind(result.open, ProposalKind::ground_ended);
  ASSERT_EQ(ends.size(), 1u);
  EXPECT_EQ(ends[0].due_on, day("2026-11-21"));
  // The list says she serves until 20 November; the paragraph said the 21st, the first day on which it no longer holds.
  auto paragraph = of_kind(result.open, ProposalKind::new_clue)[0].paragraph;
  EXPECT_NE(paragraph.find("至2026年11月20日"), std::string::npos) << paragraph;
}

TEST(Round, announces_the_eighteenth_birthday_ninety_days_ahead) {
  District district;
  std::string const grown_id = id_number("2008-12-15", 993);
  district.register_person({{"person_name", "张小明"}, {"person_id", grown_id}, {"father_name", "张大山"}, {"father_id", father_id}, {"mother_name", "李秀英"}, {"mother_id", mother_id}});
  died(district, "张大山", father_id, "2026-01-20");
  died(district, "李秀英", mother_id, "2026-02-20");
  EXPECT_TRUE(of_kind(district.round("2026-08").open, ProposalKind::turns_18).empty());
  auto birthdays = of_kind(district.round("2026-09").open, ProposalKind::turns_18);
  ASSERT_EQ(birthdays.size(), 1u);
  EXPECT_EQ(birthdays[0].due_on, day("2026-12-15"));
  // After the birthday the clue closes; the question about school stays.
  auto after = district.round("2026-12");
  EXPECT_TRUE(of_kind(after.open, ProposalKind::new_clue).empty());
  EXPECT_EQ(of_kind(after.open, ProposalKind::turns_18).size(), 1u);
}

TEST(Round, closes_the_clue_of_a_child_who_died_or_was_adopted) {
  auto district = family();
  died(district, "张大山", father_id, "2026-01-20");
  died(district, "李秀英", mother_id, "2026-02-20");
  district.round("2026-09");
  district.list("police.deregistered", "2026-10", "2026-11-02", {{"child_name", "张小明"}, {"child_id", child_id}, {"event", "deregistered"}, {"event_detail", "death"}, {"event_date", "2026-10-07"}});
  auto dead = district.round("2026-10");
  EXPECT_EQ(of_kind(dead.open, ProposalKind::child_deceased).size(), 1u);
  EXPECT_TRUE(of_kind(dead.open, ProposalKind::new_clue).empty());

  auto other = family();
  died(other, "张大山", father_id, "2026-01-20");
  died(other, "李秀英", mother_id, "2026-02-20");
  other.round("2026-09");
  other.list("civil.adoption", "2026-10", "2026-11-02", {{"child_name", "张小明"}, {"child_id", child_id}, {"guardian_name", "周建国"}, {"guardian_id", id_number("1979-09-09", 995)}, {"event_date", "2026-10-07"}});
  auto adopted = other.round("2026-10");
  EXPECT_EQ(of_kind(adopted.open, ProposalKind::child_adopted).size(), 1u);
  EXPECT_EQ(of_kind(adopted.open, ProposalKind::child_adopted)[0].town_paragraph.find("收养登记"), std::string::npos);
}

TEST(Round, refers_a_child_who_moved_away_instead_of_proposing_it) {
  auto district = family();
  died(district, "张大山", father_id, "2026-01-20");
  died(district, "李秀英", mother_id, "2026-02-20");
  district.list("police.deregistered", "2026-09", "2026-10-02", {{"child_name", "张小明"}, {"child_id", child_id}, {"event", "deregistered"}, {"event_detail", "moved_out"}, {"event_date", "2026-09-07"}});
  auto result = district.round("2026-09");
  EXPECT_TRUE(of_kind(result.open, ProposalKind::new_clue).empty());
  EXPECT_EQ(of_kind(result.open, ProposalKind::not_local).size(), 1u);
}

// POLICY R13: many families have one parent only; they are one list per town, not a letter each.
TEST(Round, gathers_half_hits_into_one_question_per_town) {
  District district;
  for (int i = 0; i < 3; ++i) {
    std::string birth = "201" + std::to_string(i) + "-03-03";
    std::string dead_id = id_number("198" + std::to_string(i) + "-01-01", 991);
    district.register_person({{"person_name", "陈小" + std::string(i == 0 ? "一" : i == 1 ? "二" : "三")}, {"person_id", id_number(birth, 991)}, {"father_name", "陈大"}, {"father_id", dead_id}, {"town_code", i < 2 ? "370114001" : "370114002"}});
    died(district, "陈大", dead_id, "2026-05-05");
  }
  auto questions = of_kind(district.round("2026-09").open, ProposalKind::evidence_missing);
  ASSERT_EQ(questions.size(), 2u);
  EXPECT_EQ(questions[0].children.size(), 2u);
  EXPECT_EQ(questions[1].children.size(), 1u);
  EXPECT_EQ(questions[0].to.kind, values::AgencyKind::police);
  EXPECT_NE(questions[0].paragraph.find("母亲未登记"), std::string::npos) << questions[0].paragraph;
}

TEST(Round, asks_nothing_where_the_other_parent_was_searched_and_is_well) {
  auto district = family();
  died(district, "张大山", father_id, "2026-01-20");
  EXPECT_TRUE(district.round("2026-09").open.empty());
}

// While a list is missing the other parent is unknown; that is the missing list's fault and said once.
TEST(Round, blames_a_missing_list_and_not_the_family) {
  auto district = family();
  district.parents_are_searched = false;
  district.missing.push_back({{values::AgencyKind::court, ""}, "court.monthly", month("2026-09"), day("2026-10-09"), true});
  died(district, "张大山", father_id, "2026-01-20");
  auto result = district.round("2026-09");
  ASSERT_EQ(result.open.size(), 1u);
  EXPECT_EQ(result.open[0].kind, ProposalKind::agency_missing);
  district.missing.clear();
  EXPECT_EQ(of_kind(district.round("2026-09").closed, ProposalKind::agency_missing).size(), 1u);
}

TEST(Round, keeps_a_clue_while_a_list_is_missing) {
  auto district = family();
  died(district, "张大山", father_id, "2026-01-20");
  district.list("civil.dibao", "2026-08", "2026-09-02", {{"person_name", "李秀英"}, {"person_id", mother_id}, {"amount", "600.00"}});
  auto first = of_kind(district.round("2026-09").open, ProposalKind::new_clue);
  ASSERT_EQ(first.size(), 1u);
  EXPECT_EQ(first[0].subtype, "K3");
  district.parents_are_searched = false;
  auto second = district.round("2026-10");
  ASSERT_EQ(of_kind(second.open, ProposalKind::new_clue).size(), 1u);
  EXPECT_EQ(of_kind(second.open, ProposalKind::new_clue)[0].paragraph, first[0].paragraph);
}

TEST(Round, asks_the_disabled_persons_federation_for_the_kinds_of_a_multiple_disability) {
  auto district = family();
  died(district, "张大山", father_id, "2026-01-20");
  district.list("dpf.severe", "2026-09", "2026-10-04",
                {{"person_name", "李秀英"}, {"person_id", mother_id}, {"event", "severe_disability"}, {"event_date", "2019-05-01"}, {"disability_category", "多重"}, {"disability_grade", "3"}});
  auto questions = of_kind(district.round("2026-09").open, ProposalKind::evidence_missing);
  ASSERT_EQ(questions.size(), 1u);
  EXPECT_EQ(questions[0].to.kind, values::AgencyKind::dpf);
}

TEST(Round, stops_a_payment_to_a_payee_who_is_dead) {
  auto district = family();
  std::string const grandmother_id = id_number("1950-05-05", 992);
  died(district, "张大山", father_id, "2026-01-20");
  died(district, "李秀英", mother_id, "2026-02-20");
  district.list("court.monthly", "2026-03", "2026-04-02", {{"child_name", "张小明"}, {"child_id", child_id}, {"guardian_name", "刘桂兰"}, {"guardian_id", grandmother_id}});
  died(district, "刘桂兰", grandmother_id, "2026-07-15");
  auto paid = [&](std::string in_month, std::string received) {
    district.list("finance.paid", in_month, received, {{"child_name", "张小明"}, {"child_id", child_id}, {"account_name", "刘桂兰"}, {"amount", "2228.00"}, {"pay_month", in_month}});
  };
  paid("2026-07", "2026-08-03");
  auto july = district.round("2026-09");
  EXPECT_TRUE(of_kind(july.open, ProposalKind::payment_to_dead_payee).empty());  // the month of death is payable
  EXPECT_EQ(of_kind(july.open, ProposalKind::guardian_deceased).size(), 1u);
  paid("2026-08", "2026-09-03");
  auto august = of_kind(district.round("2026-09").open, ProposalKind::payment_to_dead_payee);
  ASSERT_EQ(august.size(), 1u);
  EXPECT_NE(august[0].paragraph.find("2026年8月仍发放了2228.00元"), std::string::npos) << august[0].paragraph;
}

TEST(Round, shows_a_benefit_drawn_beside_the_childs_allowance) {
  auto district = family();
  district.list("finance.paid", "2026-09", "2026-10-03", {{"child_name", "张小明"}, {"child_id", child_id}, {"account_name", "张小明"}, {"amount", "2228.00"}, {"pay_month", "2026-09"}});
  district.list("civil.tekun", "2026-09", "2026-10-03", {{"person_name", "张小明"}, {"person_id", child_id}, {"pay_from", "2026-01"}, {"amount", "1200.00"}});
  auto found = of_kind(district.round("2026-09").open, ProposalKind::double_benefit);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_NE(found[0].next_step.find("选择一项"), std::string::npos);
}

TEST(Round, keeps_returned_rows_visible_with_the_childs_name) {
  District district;
  ReturnedRow row;
  row.source = {7, "HT-7", "court.monthly", "名单.xls", "", 9};
  row.agency = {values::AgencyKind::court, ""};
  row.name = "张小明";
  row.problems = "身份证号最后一位校验不对";
  district.returned.push_back(row);
  auto result = district.round("2026-09");
  ASSERT_EQ(result.open.size(), 1u);
  EXPECT_EQ(result.open[0].kind, ProposalKind::returned_row);
  EXPECT_NE(result.open[0].paragraph.find("张小明"), std::string::npos);
  district.returned.clear();
  EXPECT_EQ(district.round("2026-09").closed.size(), 1u);
}

TEST(Round, takes_a_foundling_for_an_orphan) {
  District district;
  district.list("police.foundling", "2026-09", "2026-09-12", {{"event_date", "2026-09-10"}, {"child_sex", "female"}, {"child_birth", "2026-09-01"}, {"town_code", "370114001"}, {"event", "foundling"}});
  auto clues = of_kind(district.round("2026-09").open, ProposalKind::new_clue);
  ASSERT_EQ(clues.size(), 1u);
  EXPECT_EQ(clues[0].category, values::Category::community_orphan);
}

TEST(Round, sends_somebody_to_a_child_whom_an_agency_pushed_without_a_ground) {
  auto district = family();
  district.list("police.clue", "2026-09", "2026-09-12", {{"child_name", "张小明"}, {"child_id", child_id}, {"event", "unaccompanied"}, {"event_date", "2026-09-10"}});
  auto result = district.round("2026-09");
  ASSERT_EQ(result.open.size(), 1u);
  EXPECT_EQ(result.open[0].kind, ProposalKind::evidence_missing);
}

}  // namespace
}  // namespace hutong::ledger
