#include "store/payment_store.h"

#include <gtest/gtest.h>

#include "base/files.h"
#include "store/migrate.h"

namespace hutong::store {
namespace {

using values::Money;

values::Month month(std::string_view iso) { return values::Month::from_iso(iso).value(); }

struct Payments : testing::Test {
  base::TemporaryFolder folder;
  Connection db = Connection::create(folder.path() / "test.db");
  CoverageStore coverage{db};
  PaymentStore store{db};
  int64_t list_id = 0, entry_id = 0, coverage_id = 0;

  // One child, one frozen list with one line.
  Payments() {
    migrate(db, base::Instant());
    db.transaction([&] {
      db.run("INSERT INTO person (id, name, town, is_registered_here, row_id) VALUES (1, '童小明', '', 1, 0)");
      CoverageRecord covered;
      covered.child = 1;
      covered.confirmed_on = values::Date::from_iso("2024-03-01").value();
      covered.recorded_at = "2024-03-01T09:00:00+08:00";
      covered.persons = {"张三", "李四"};
      covered.reason = "查验属实";
      covered.sources = "[]";
      coverage_id = coverage.add(covered);
      AccountRecord account;
      account.child = 1;
      account.holder_name = account.payee_name = "童小明";
      account.account_number = "6228480000000010001";
      account.persons = {"张三", "李四"};
      int64_t const account_id = coverage.add(account);
      ListRecord list;
      list.number = "HT-370114-202404-PAY";
      list.month = month("2024-04");
      list.persons = {"张三", "李四"};
      list.reason = "按月发放";
      list.entry_count = list.line_count = 1;
      list.total = Money::yuan(2228);
      list_id = store.add(list);
      entry_id = store.add(EntryRecord{0, list_id, 1, "20240400001", 1, "童小明", std::nullopt, "", account_id, Money::yuan(2228)});
      store.add(line("normal", benefits::LineKind::normal, 1));
    });
  }

  LineRecord line(std::string item, benefits::LineKind kind, int64_t number) {
    LineRecord made;
    made.child = 1;
    made.month = month("2024-04");
    made.item = std::move(item);
    made.kind = kind;
    made.amount = made.standard = Money::yuan(2228);
    made.coverage_id = coverage_id;
    made.list_id = list_id;
    made.line_number = number;
    made.entry_id = entry_id;
    return made;
  }

  Fault fault_of(std::string const& sql) {
    try {
      db.transaction([&] { db.run(sql); });
    } catch (StoreFailure const& failure) {
      return failure.fault();
    }
    return Fault::other;
  }
};

TEST_F(Payments, give_back_what_was_written) {
  auto const lines = store.all_lines();
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].sequence, 1);
  EXPECT_EQ(store.entries_of(list_id).at(0).amount, Money::yuan(2228));
  EXPECT_EQ(store.list_of(month("2024-04"))->persons.approved_by, "李四");
  EXPECT_EQ(store.entries_without_result().size(), 1u);
}

// A frozen list never changes, whoever has the file and whatever program he uses.
TEST_F(Payments, cannot_be_changed_or_removed) {
  for (char const* table : {"payment_list", "payment_entry", "payment_line", "coverage", "account"}) {
    EXPECT_EQ(fault_of("DELETE FROM " + std::string(table)), Fault::constraint) << table;
    EXPECT_EQ(fault_of("UPDATE " + std::string(table) + " SET id = id + 1"), Fault::constraint) << table;
  }
  EXPECT_EQ(fault_of("UPDATE payment_line SET amount_fen = amount_fen + 1"), Fault::constraint);
}

TEST_F(Payments, refuse_a_second_line_of_the_same_item) {
  try {
    db.transaction([&] {
      LineRecord again = line("normal", benefits::LineKind::normal, 1);
      again.list_id = list_id;
      store.add(again);
    });
    FAIL() << "paid twice";
  } catch (StoreFailure const& failure) {
    EXPECT_EQ(failure.fault(), Fault::unique);
  }
}

TEST_F(Payments, refuse_a_line_that_a_frozen_list_did_not_have) {
  try {
    db.transaction([&] { store.add(line("arrears:2024-04", benefits::LineKind::arrears, 2)); });
    FAIL() << "a frozen list grew";
  } catch (StoreFailure const& failure) {
    EXPECT_EQ(failure.fault(), Fault::constraint);
  }
  EXPECT_EQ(store.all_lines().size(), 1u);
}

TEST_F(Payments, refuse_one_person_alone_and_a_child_of_the_restricted_compartment) {
  EXPECT_EQ(fault_of("INSERT INTO payment_list SELECT 2, 'X', '2024-05', frozen_at, '张三', '张三', reason, list_digest, rules_version, 0, 0, 0, '' FROM payment_list"), Fault::constraint);
  EXPECT_EQ(fault_of("INSERT INTO coverage SELECT 2, child_id, 'hiv_affected', subtype, residence, confirmed_on, paid_through, recorded_at, decided_by, approved_by, reason, "
                     "document, proposal_key, paragraph, sources, rules_version FROM coverage"),
            Fault::constraint);
}

}  // namespace
}  // namespace hutong::store
