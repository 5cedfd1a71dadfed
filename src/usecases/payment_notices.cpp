#include "usecases/internal/payment_notices.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/messages.h"
#include "base/text.h"
#include "store/ledger_store.h"
#include "store/payment_store.h"
#include "store/submissions.h"
#include "usecases/context.h"

namespace hutong::usecases {

using base::label;
using values::Money;
using values::Month;

std::string_view code_of(NoticeKind kind) {
  switch (kind) {
    case NoticeKind::standard_doubtful: return "standard_doubtful";
    case NoticeKind::lists_waiting: return "lists_waiting";
    case NoticeKind::not_exported: return "not_exported";
    case NoticeKind::without_return: return "without_return";
  }
  return "";
}

namespace {

class Noticing {
 public:
  Noticing(Context& context, benefits::MoneyRules const& rules, payments::Prepared const& prepared) : context_(context), rules_(rules), prepared_(prepared), month_(prepared.list.month) {}

  std::vector<PaymentNotice> notices() {
    doubtful_standards();
    waiting_lists();
    earlier_months();
    return std::move(made_);
  }

 private:
  void say(NoticeKind kind, std::map<std::string, std::string> values) { made_.push_back({kind, label("notice_" + std::string(code_of(kind)), values)}); }

  // Of the months that the list speaks of: its own, those it pays arrears for, those it finds paid too much.
  void doubtful_standards() {
    std::set<Month> months = {month_};
    for (payments::Entry const& entry : prepared_.list.entries)
      for (payments::Line const& line : entry.lines) months.insert(line.month);
    for (payments::TooMuch const& one : prepared_.too_much)
      for (auto const& [month, amount] : one.months) months.insert(month);
    for (benefits::StandardWarning const& warning : rules_.warnings()) {
      benefits::Standard const& doubtful = warning.standard;
      bool const is_here = base::starts_with(context_.settings().district, doubtful.place) || doubtful.place == context_.settings().district.substr(0, 4) + "00";
      bool const counts = is_here && doubtful.category != values::Category::hiv_affected && std::any_of(months.begin(), months.end(), [&](Month month) { return is_in_force(doubtful, month); });
      if (counts) say(NoticeKind::standard_doubtful, {{"text", warning.text}, {"citation", rules_.rule(doubtful.rule).citation.to_string()}, {"iso", month_.to_string()}});
    }
  }

  bool is_in_force(benefits::Standard const& standard, Month month) const {
    auto const in_force = rules_.standards_in(month);
    return std::any_of(in_force.begin(), in_force.end(), [&](benefits::Standard const& one) {
      return one.place == standard.place && one.residence == standard.residence && one.category == standard.category && one.from == standard.from && one.monthly == standard.monthly;
    });
  }

  void waiting_lists() {
    auto const last = store::LedgerStore(context_.db()).last_round();
    auto const waiting = store::Submissions(context_.db()).with_accepted_rows_after(last ? last->last_row_id : 0);
    if (waiting.empty()) return;
    std::vector<std::string> words;
    Month round = last ? last->month : waiting.front().period;
    for (store::Submission const& one : waiting) {
      std::string const title = context_.catalogue().find(one.report) ? context_.catalogue().title(one.report) : one.report;
      words.push_back(label("notice_list", {{"title", title}, {"period", one.period.to_chinese()}, {"number", one.number}}));
      round = std::max(round, one.period);
    }
    say(NoticeKind::lists_waiting, {{"count", std::to_string(waiting.size())}, {"lists", base::join(words, "、")}, {"round", round.to_string()}, {"iso", month_.to_string()}});
  }

  void earlier_months() {
    store::PaymentStore store(context_.db());
    std::map<int64_t, std::pair<size_t, Money>> untold;  // by list
    for (store::EntryRecord const& entry : store.entries_without_result()) {
      auto& [count, sum] = untold[entry.list_id];
      ++count;
      sum = sum + entry.amount;
    }
    for (store::ListRecord const& list : store.lists()) {
      if (month_ <= list.month || list.entry_count == 0) continue;
      std::map<std::string, std::string> values = {{"month", list.month.to_chinese()}, {"iso", list.month.to_string()}, {"count", std::to_string(list.entry_count)}, {"amount", list.total.to_string()}};
      auto const found = untold.find(list.id);
      if (found == untold.end()) continue;
      if (store.exports_of(list.id).empty()) {
        say(NoticeKind::not_exported, std::move(values));
        continue;
      }
      values["count"] = std::to_string(found->second.first);
      values["amount"] = found->second.second.to_string();
      say(NoticeKind::without_return, std::move(values));
    }
  }

  Context& context_;
  benefits::MoneyRules const& rules_;
  payments::Prepared const& prepared_;
  Month month_;
  std::vector<PaymentNotice> made_;
};

}  // namespace

std::vector<PaymentNotice> payment_notices(Context& context, benefits::MoneyRules const& rules, payments::Prepared const& prepared) { return Noticing(context, rules, prepared).notices(); }

}  // namespace hutong::usecases
