#include "store/ledger_store.h"

#include <gtest/gtest.h>

#include "base/files.h"
#include "store/migrate.h"

namespace hutong::store {
namespace {

values::Date day(std::string_view iso) { return values::Date::from_iso(iso).value(); }

values::IdNumber number(std::string digits) {
  digits.push_back(values::id_check_character(digits));
  return values::IdNumber::parse(digits).value();
}

struct Ledger : testing::Test {
  base::TemporaryFolder folder;
  Connection db = Connection::create(folder.path() / "test.db");
  LedgerStore store{db};

  Ledger() { migrate(db, base::Instant()); }
};

// A family with everything that can be known of it, saved in two rounds: loading gives the same registry.
TEST_F(Ledger, gives_back_the_registry_it_was_given) {
  ledger::Registry first;
  auto child = first.add_person({number("37011420150303991"), "张小明", {}, {}, "370114001"}, 1);
  auto father = first.add_person({{}, "阿卜杜·热西提", day("1980-01-01"), values::Sex::male, ""}, 1);
  first.mark_registered_here(child);
  first.add_relation({child, father, ledger::Kinship::father, true, values::Certainty::reported, day("2026-01-01"), 1, {}});
  ledger::Fact fact;
  fact.subject = father;
  fact.kind = ledger::FactKind::imprisoned;
  fact.from = day("2026-02-01");
  fact.recorded_on = day("2026-03-01");
  fact.row = 2;
  fact.details.term_months = 36;
  first.append_fact(fact);
  db.transaction([&] { store.append(first, {}); });

  ledger::Registry second;
  auto extent = store.load(second);
  EXPECT_EQ(extent.persons, 2u);
  second.add_name({father, "阿不都·热西提", 3});
  second.add_town({father, "370114002", day("2026-04-01"), 3});
  second.mark_registered_here(father);
  auto grandmother = second.add_person({number("37018119500505992"), "刘桂兰", {}, {}, ""}, 3);
  second.add_relation({child, grandmother, ledger::Kinship::guardian, false, values::Certainty::reported, day("2026-04-01"), 3, {}});
  fact.effect = ledger::Effect::ends;
  fact.other = child;
  fact.from.reset();
  second.append_fact(fact);
  db.transaction([&] {
    store.append(second, extent);
    store.add_withdrawal(1, day("2026-05-01"));
    store.add_relation_withdrawal(0, day("2026-05-01"));
  });

  ledger::Registry third;
  store.load(third);
  ASSERT_EQ(third.people.size(), 3u);
  EXPECT_EQ(third.people.with_id(number("37011420150303991")), child);
  EXPECT_EQ(third.people.birth_date_of(father), day("1980-01-01"));
  EXPECT_EQ(third.people.sex_of(father), values::Sex::male);
  EXPECT_TRUE(third.people.is_named(father, "阿不都·热西提"));
  EXPECT_EQ(third.people.town_of(father), "370114002");
  EXPECT_TRUE(third.is_registered_here(child));
  EXPECT_TRUE(third.is_registered_here(father));
  EXPECT_FALSE(third.is_registered_here(grandmother));
  EXPECT_EQ(third.father_of(child), 0u);  // withdrawn
  EXPECT_EQ(third.guardians_of(child), std::vector<ledger::PersonId>{grandmother});
  ASSERT_EQ(third.facts().size(), 2u);
  EXPECT_EQ(third.fact(1).details.term_months, 36);
  EXPECT_EQ(third.fact(1).withdrawn_on, day("2026-05-01"));
  EXPECT_EQ(third.fact(2).effect, ledger::Effect::ends);
  EXPECT_EQ(third.fact(2).other, child);
  EXPECT_EQ(third.fact(2).from, std::nullopt);
}

TEST_F(Ledger, shows_what_was_open_after_each_round) {
  auto month = [](std::string_view iso) { return values::Month::from_iso(iso).value(); };
  auto hold = [&](values::Month in, ledger::RoundResult const& result) {
    RoundRecord record;
    record.month = in;
    record.day = in.last_day();
    db.transaction([&] {
      record.id = store.add(record);
      store.save(result, record.id);
    });
    return record;
  };
  ledger::Proposal clue;
  clue.key = "new_clue:1:community_orphan";
  clue.kind = ledger::ProposalKind::new_clue;
  clue.first_month = month("2026-09");
  clue.category = values::Category::community_orphan;
  clue.children.push_back({1, "张小明", number("37011420150303991"), day("2015-03-03")});
  clue.sources.push_back({7, "HT-1", "civil.funeral", "殡葬.csv", "", 3});
  auto september = hold(month("2026-09"), {{clue}, {}, {clue.key}, 1});
  auto october = hold(month("2026-10"), {{}, {clue}, {}, 1});
  auto november = hold(month("2026-11"), {{clue}, {}, {clue.key}, 1});

  ASSERT_EQ(store.open_after(september).size(), 1u);
  EXPECT_EQ(store.open_after(september)[0].children[0].id->reveal(), clue.children[0].id->reveal());
  EXPECT_EQ(store.open_after(september)[0].sources, clue.sources);
  EXPECT_TRUE(store.open_after(october).empty());
  EXPECT_EQ(store.closed_in(october).size(), 1u);
  EXPECT_TRUE(store.closed_in(september).empty());
  EXPECT_EQ(store.open_after(november).size(), 1u);
  EXPECT_TRUE(store.standing().at(clue.key).is_open);
}

}  // namespace
}  // namespace hutong::store
