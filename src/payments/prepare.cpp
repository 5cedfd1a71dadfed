#include "payments/prepare.h"

#include <algorithm>
#include <set>

#include "base/check.h"
#include "base/messages.h"
#include "base/text.h"
#include "payments/bank_file.h"
#include "payments/internal/change.h"
#include "values/person_name.h"

namespace hutong::payments {

using base::label;
using benefits::Adjustment;
using benefits::MoneyRules;
using benefits::MonthLine;
using values::Category;
using values::Date;
using values::Money;
using values::Month;

std::string_view code_of(WarningKind kind) {
  switch (kind) {
    case WarningKind::child_deceased: return "child_deceased";
    case WarningKind::over_age: return "over_age";
    case WarningKind::missing_account: return "missing_account";
    case WarningKind::dead_payee: return "dead_payee";
    case WarningKind::account_not_sendable: return "account_not_sendable";
    case WarningKind::bank_failure: return "bank_failure";
    case WarningKind::no_standard: return "no_standard";
    case WarningKind::shared_account: return "shared_account";
    case WarningKind::account_name_differs: return "account_name_differs";
    case WarningKind::offset_doubtful: return "offset_doubtful";
    case WarningKind::double_benefit: return "double_benefit";
    case WarningKind::recovery_too_high: return "recovery_too_high";
    case WarningKind::paid_after_death: return "paid_after_death";
    case WarningKind::paid_before_system: return "paid_before_system";
  }
  return "";
}

bool holds(WarningKind kind) {
  switch (kind) {
    case WarningKind::child_deceased:
    case WarningKind::over_age:
    case WarningKind::missing_account:
    case WarningKind::dead_payee:
    case WarningKind::account_not_sendable:
    case WarningKind::bank_failure:
    case WarningKind::no_standard: return true;
    case WarningKind::shared_account:
    case WarningKind::account_name_differs:
    case WarningKind::offset_doubtful:
    case WarningKind::double_benefit:
    case WarningKind::paid_before_system:
    case WarningKind::paid_after_death:
    case WarningKind::recovery_too_high: return false;
  }
  return true;
}

std::string_view code_of(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::started: return "started";
    case ChangeKind::resumed: return "resumed";
    case ChangeKind::stopped: return "stopped";
    case ChangeKind::changed: return "changed";
    case ChangeKind::held: return "held";
    case ChangeKind::still_held: return "still_held";
  }
  return "";
}

Money Held::amount() const {
  Money sum;
  for (Line const& line : lines) sum = sum + line.counted();
  return sum;
}

Money TooMuch::amount() const {
  Money sum;
  for (auto const& [month, amount] : months) sum = sum + amount;
  return sum;
}

std::string coverage_paying(MoneyRules const& rules, benefits::History const& history, Category category, Month month) {
  for (benefits::Coverage const& coverage : history.coverage) {
    auto const span = benefits::months_of(rules, coverage);
    if (coverage.category == category && !coverage.withdrawn_on && span.first <= month && (!span.last || month <= *span.last)) return coverage.ref;
  }
  return "";
}

namespace {

std::string name_key(std::string const& name) {
  auto const parsed = values::PersonName::parse(name);
  return parsed ? parsed->key() : name;
}

// 成年后在校继续保障 is for orphans and de facto unattended children (POLICY 1.6).
bool may_go_on_at_school(Category category) { return category == Category::community_orphan || category == Category::de_facto_unattended; }

std::string words_of(std::vector<benefits::Cause> const& causes) {
  std::vector<std::string> words;
  for (benefits::Cause const& cause : causes)
    if (words.empty() || words.back() != cause.text) words.push_back(cause.text);
  return base::join(words, ";");
}

// One child's money in one month.
class ChildsMonth {
 public:
  ChildsMonth(MoneyRules const& rules, Preparation const& preparation, CoveredChild const& child) : rules_(rules), preparation_(preparation), child_(child) {
    for (benefits::Coverage const& coverage : child.history.coverage) CHECK(coverage.category != Category::hiv_affected);
    auto const table = rules.table_for(preparation.district, child.residence, preparation.known_on);
    entitlements_ = benefits::compute(rules, table, benefits::as_known_on(child.history, preparation.known_on), preparation.month, benefits::Explain::no);
    adjustments_ = benefits::adjustments(rules, preparation.district, child.residence, child.history, preparation.month, preparation.known_on);
    std::erase_if(adjustments_, [&](Adjustment const& one) { return child.paid_through && one.month <= *child.paid_through; });
  }

  std::vector<Line> lines() const {
    std::vector<Line> lines;
    for (Adjustment const& one : adjustments_) {
      if (one.kind != LineKind::arrears) continue;
      Money const amount = one.amount - std::min(one.amount, amount_in(child_.not_paid_out, one.month));
      if (amount == Money()) continue;
      if (!one.category) {
        lines.push_back(refund(one.month, amount));
        continue;
      }
      MonthLine const& month = *entitlements_.in(one.month);
      Line line;
      line.month = one.month;
      line.kind = one.month == preparation_.month ? LineKind::normal : LineKind::arrears;
      line.amount = amount;
      line.category = *one.category;
      line.standard = month.standard.value();
      line.offset = month.offset;
      line.citation = one.rule ? rules_.rule(*one.rule).citation.to_string() : "";
      line.why = line.kind == LineKind::normal ? own_month_words(month) : was_sent_back(one.month) ? label("payment_why_sent_back") : words_of(one.because);
      line.coverage = coverage_paying(rules_, child_.history, line.category, line.month);
      CHECK(!line.coverage.empty());  // every payment rests on a coverage …
      CHECK(!line.citation.empty());  // … and on a rule in force
      lines.push_back(std::move(line));
    }
    return lines;
  }

  // By written agreement alone, from the month's own money alone: never more than the rule's share of it, than what the plan has due, than what is still
  // paid too much as known today.
  std::vector<Line> deductions() const {
    Money room = share_to_deduct(own_month_paid());
    std::map<Month, Money> too_much;
    for (Adjustment const& one : adjustments_)
      if (one.kind == LineKind::recovery) too_much[one.month] = one.amount;
    std::vector<Line> lines;
    for (AgreedDeduction const& agreed : child_.deductions) {
      Money due = agreed.due;
      for (Line line : agreed.months) {
        Money& still = too_much[line.month];
        line.amount = std::min({line.amount, due, room, still});
        if (line.amount <= Money()) continue;
        for (Money* left : {&due, &room, &still}) *left = *left - line.amount;
        line.kind = LineKind::recovery;
        line.recovery = agreed.recovery;
        line.why = label("payment_why_deduction", {{"document", agreed.document}, {"month", line.month.to_chinese()}});
        lines.push_back(std::move(line));
      }
    }
    return lines;
  }

  Money deduction_max() const { return share_to_deduct(owed_for_month()); }

  // What was paid too much and no proposal asks for yet. Later news (a raise, a confirmation) can make less of it than was proposed: a proposal on which
  // nobody has decided is then replaced by what is left of it.
  TooMuch too_much() const {
    TooMuch found{child_.child, child_.name, {}, {}, ""};
    std::map<Month, Money> not_asked_for = beyond_what_is_asked_for();
    for (UndecidedProposal const& proposal : child_.undecided) {
      bool const is_too_high = std::any_of(proposal.months.begin(), proposal.months.end(), [&](auto const& one) { return not_asked_for[one.first] < Money(); });
      if (!is_too_high) continue;
      found.replaces.push_back(proposal.recovery);
      for (auto const& [month, amount] : proposal.months) not_asked_for[month] = not_asked_for[month] + amount;
    }
    leave_what_was_let_go(not_asked_for);
    // What two persons have revised is less by a sum, not by months: never is more proposed than the sum of the months allows.
    Money left = sum_of(not_asked_for);
    std::set<std::string> why;
    for (auto const& [month, amount] : not_asked_for) {
      Money const news = std::min(amount, left);
      if (news <= Money()) continue;
      left = left - news;
      found.months.emplace_back(month, news);
      if (std::string const words = words_for(month); why.insert(words).second) found.why += (found.why.empty() ? "" : ";") + words;
    }
    return found;
  }

  // By how much persons have decided to have back more than is too much now.
  Money decided_too_high() const {
    std::map<Month, Money> not_asked_for = beyond_what_is_asked_for();
    for (UndecidedProposal const& proposal : child_.undecided)
      for (auto const& [month, amount] : proposal.months) not_asked_for[month] = not_asked_for[month] + amount;
    return std::max(Money(), Money() - sum_of(not_asked_for));
  }

  OpenDifferences differences() const {
    OpenDifferences open;
    for (Line const& line : lines()) open.owed[line.month] = line.amount;
    open.not_asked_for = beyond_what_is_asked_for();
    leave_what_was_let_go(open.not_asked_for);
    return open;
  }

  // What was let go is about the difference as it was known then. Where news made it smaller, a later difference is not what was decided on.
  std::vector<LetGoEnd> let_go_ends() const {
    std::vector<LetGoEnd> ends;
    auto add = [&](benefits::LetGoSide side, Month month, Money moot) {
      if (Money() < moot) ends.push_back({child_.child, side, month, moot});
    };
    auto not_asked_for = beyond_what_is_asked_for();
    auto const used = leave_what_was_let_go(not_asked_for);
    for (auto const& [month, amount] : child_.not_asked_back) add(benefits::LetGoSide::paid_too_much, month, amount - amount_in(used, month));
    for (auto const& [month, amount] : child_.not_paid_out) {
      auto const owed = std::find_if(adjustments_.begin(), adjustments_.end(), [&](Adjustment const& one) { return one.month == month && one.kind == LineKind::arrears; });
      add(benefits::LetGoSide::owed, month, amount - std::min(amount, owed == adjustments_.end() ? Money() : owed->amount));
    }
    return ends;
  }

  // The month's own money as it is owed now, whatever has been paid of it.
  Money owed_for_month() const {
    MonthLine const* line = entitlements_.in(preparation_.month);
    return line && line->entitled ? *line->entitled : Money();
  }

  std::optional<Category> category() const {
    MonthLine const* line = entitlements_.in(preparation_.month);
    return line ? line->category : std::nullopt;
  }

  bool lacks_standard() const {
    return std::any_of(entitlements_.months.begin(), entitlements_.months.end(), [&](MonthLine const& line) {
      return line.category && !line.standard && !(child_.paid_through && line.month <= *child_.paid_through);
    });
  }

  Money standard() const {
    MonthLine const* line = entitlements_.in(preparation_.month);
    return line && line->standard ? *line->standard : Money();
  }

  // Deducted in the month, and next to nothing; or all together leave nothing of the standard.
  std::vector<benefits::Offset const*> doubtful_offsets() const {
    std::vector<benefits::Offset const*> doubtful;
    MonthLine const* line = entitlements_.in(preparation_.month);
    if (!line || !line->category || !line->standard || is_paid_before_system()) return doubtful;
    bool const leaves_nothing = line->offset >= *line->standard;
    for (benefits::Offset const& offset : child_.history.offsets) {
      bool const is_drawn = offset.from <= preparation_.month && (!offset.until || preparation_.month < *offset.until) && offset.amount > Money();
      bool const is_deducted = is_drawn && rules_.offset_rule(*line->category, offset.kind, preparation_.month).deducted;
      if (is_deducted && (leaves_nothing || offset.amount < rules_.offset_min(preparation_.month))) doubtful.push_back(&offset);
    }
    return doubtful;
  }

  // A person said so when confirming; nothing is paid for the month.
  bool is_paid_before_system() const { return child_.paid_through && preparation_.month <= *child_.paid_through; }

  std::optional<Change> change(Entry const* listed) const {
    internal::Compared compared{child_, preparation_.month, entitlements_.in(preparation_.month), month_before_as_known_then(), listed ? listed->amount_of(LineKind::normal) : Money()};
    return internal::change_of(rules_, compared);
  }

 private:
  Money share_to_deduct(Money of) const { return Money::fen(of.in_fen() * rules_.deduction_percent_max(preparation_.month).value_or(0) / 100); }

  Money own_month_paid() const {
    for (Adjustment const& one : adjustments_)
      if (one.month == preparation_.month && one.kind == LineKind::arrears && one.category) return one.amount;
    return Money();
  }

  static Money amount_in(std::map<Month, Money> const& months, Month month) {
    auto const found = months.find(month);
    return found == months.end() ? Money() : found->second;
  }

  // No coverage pays for the month, and less than nothing was paid for it: the family gave back what was paid too much, and the payment itself came back too.
  Line refund(Month month, Money amount) const {
    Line line = child_.given_back.at(month);
    line.kind = LineKind::arrears;
    line.amount = amount;
    line.why = label("payment_why_refund", {{"month", month.to_chinese()}});
    return line;
  }

  // Takes away what two persons decided to leave; gives what of their revisions that needed. Never more than is too much in all.
  std::map<Month, Money> leave_what_was_let_go(std::map<Month, Money>& not_asked_for) const {
    std::map<Month, Money> used;
    Money room = std::max(Money(), sum_of(not_asked_for));
    for (bool const is_revised : {false, true}) {
      for (auto const& [month, amount] : is_revised ? child_.not_asked_back : child_.waived) {
        Money& left = not_asked_for[month];
        Money const part = std::min({amount, std::max(Money(), left), room});
        left = left - part;
        room = room - part;
        if (is_revised) used[month] = part;
      }
    }
    return used;
  }

  // Too much, and asked for in no recovery. Less than nothing where more was proposed than is too much.
  std::map<Month, Money> beyond_what_is_asked_for() const {
    std::map<Month, Money> left;
    for (Adjustment const& one : adjustments_)
      if (one.kind == LineKind::recovery) left[one.month] = left[one.month] + one.amount;
    for (auto const& [month, amount] : child_.returned) left[month] = left[month] + amount;
    for (auto const& [month, amount] : child_.proposed) left[month] = left[month] - amount;
    return left;
  }

  static Money sum_of(std::map<Month, Money> const& months) {
    Money sum;
    for (auto const& [month, amount] : months) sum = sum + amount;
    return sum;
  }

  std::string words_for(Month month) const {
    for (Adjustment const& one : adjustments_)
      if (one.month == month && one.kind == LineKind::recovery) return words_of(one.because);
    return "";
  }

  std::string own_month_words(MonthLine const& month) const {
    if (month.offset == Money()) return label("payment_why_full", {{"category", std::string(values::chinese(*month.category))}, {"standard", month.standard->to_string()}});
    return label("payment_why_difference", {{"category", std::string(values::chinese(*month.category))}, {"standard", month.standard->to_string()}, {"offset", month.offset.to_string()}});
  }

  // The bank returned it, and nothing but that made the month unpaid (what was deducted from it stays settled).
  bool was_sent_back(Month month) const {
    MonthLine const& line = *entitlements_.in(month);
    bool const has_reversal = std::any_of(child_.history.paid.begin(), child_.history.paid.end(), [&](benefits::Paid const& paid) { return paid.month == month && paid.kind == LineKind::reversal; });
    auto const adjustment = std::find_if(adjustments_.begin(), adjustments_.end(), [&](Adjustment const& one) { return one.month == month; });
    bool const is_without_news = adjustment != adjustments_.end() && std::all_of(adjustment->because.begin(), adjustment->because.end(), [](benefits::Cause const& cause) {
      return cause.kind == benefits::NewsKind::paid_otherwise;
    });
    return has_reversal && (line.paid == Money() || is_without_news);
  }

  std::optional<MonthLine> month_before_as_known_then() const {
    if (child_.last_line || !preparation_.last_made_on) return std::nullopt;
    Month const month = preparation_.month.plus(-1);
    auto const table = rules_.table_for(preparation_.district, child_.residence, *preparation_.last_made_on);
    auto const then = benefits::compute(rules_, table, benefits::as_known_on(child_.history, *preparation_.last_made_on), month, benefits::Explain::no);
    MonthLine const* line = then.in(month);
    return line ? std::optional(*line) : std::nullopt;
  }

  MoneyRules const& rules_;
  Preparation const& preparation_;
  CoveredChild const& child_;
  benefits::Entitlements entitlements_;
  std::vector<Adjustment> adjustments_;
};

class Preparer {
 public:
  Preparer(MoneyRules const& rules, Preparation const& preparation, std::vector<CoveredChild> const& children) : rules_(rules), preparation_(preparation) {
    for (CoveredChild const& child : children) in_order_.push_back(&child);
    std::sort(in_order_.begin(), in_order_.end(), [](CoveredChild const* a, CoveredChild const* b) { return std::tie(a->town, a->child) < std::tie(b->town, b->child); });
  }

  Prepared prepare() {
    made_.list.month = preparation_.month;
    made_.list.number = list_number(preparation_.district, preparation_.month);
    made_.list.made_on = preparation_.known_on;
    made_.list.district_name = preparation_.district_name;
    for (CoveredChild const* child : in_order_) take(*child);
    look_for_shared_accounts();
    std::stable_sort(made_.warnings.begin(), made_.warnings.end(), [](Warning const& a, Warning const& b) { return a.kind < b.kind; });
    return std::move(made_);
  }

 private:
  void take(CoveredChild const& child) {
    ChildsMonth const month(rules_, preparation_, child);
    if (child.last_line) {
      ++made_.last_count;
      made_.last_total = made_.last_total + child.last_line->amount;
    }
    auto lines = month.lines();
    if (TooMuch found = month.too_much(); !found.months.empty() || !found.replaces.empty()) made_.too_much.push_back(std::move(found));
    for (LetGoEnd const& one : month.let_go_ends()) made_.let_go_ends.push_back(one);
    bool const is_held = warn(child, month, !lines.empty());
    bool const is_listed = !lines.empty() && put_on_list(child, month, std::move(lines), is_held);
    if (auto change = month.change(is_listed ? &made_.list.entries.back() : nullptr)) made_.changes.push_back(std::move(*change));
  }

  // False: it is held.
  bool put_on_list(CoveredChild const& child, ChildsMonth const& month, std::vector<Line> lines, bool is_held) {
    Entry entry;
    entry.child = child.child;
    entry.name = child.name;
    entry.id = child.id;
    entry.town = child.town;
    entry.lines = std::move(lines);
    if (is_held) {
      made_.held.push_back({child.child, child.name, std::move(entry.lines)});
      return false;
    }
    for (Line& deducted : month.deductions()) entry.lines.push_back(std::move(deducted));
    CHECK(entry.amount() > Money());
    entry.number = static_cast<int>(made_.list.entries.size()) + 1;
    entry.payee_name = child.payee->name;
    entry.relation = child.payee->relation;
    entry.account = child.payee->account;
    entry.account_id = child.payee->account_id;
    if (is_not_sendable(entry)) {
      made_.held.push_back({child.child, child.name, std::move(entry.lines)});
      return false;
    }
    made_.list.entries.push_back(std::move(entry));
    return true;
  }

  bool is_not_sendable(Entry const& entry) {
    if (!preparation_.bank_file) return false;
    auto const problem = problem_in_bank_file(*preparation_.bank_file, preparation_.month, entry);
    if (!problem) return false;
    std::string text = label(problem->code == "bank_field_too_long" ? "warning_account_too_long" : "warning_account_bad_character", {{"name", entry.name}, {"field", problem->values.at("field")}});
    made_.warnings.push_back({WarningKind::account_not_sendable, entry.child, entry.name, entry.town, std::move(text)});
    return true;
  }

  // True when nothing may be paid.
  bool warn(CoveredChild const& child, ChildsMonth const& month, bool is_owed) {
    bool is_held = false;
    auto say = [&](WarningKind kind, std::map<std::string, std::string> values = {}, std::string_view variant = "") {
      values["name"] = child.name;
      made_.warnings.push_back({kind, child.child, child.name, child.town, label("warning_" + std::string(code_of(kind)) + std::string(variant), values)});
      is_held = is_held || holds(kind);
    };
    bool const is_covered = month.category().has_value();
    if (child.died_on) warn_of_death(child, is_owed, is_covered, say);
    if (is_covered && is_over_age(child, *month.category())) say(WarningKind::over_age, {{"day", values::birthday(*child.birth_date, 18).to_chinese()}});
    if (month.lacks_standard()) say(WarningKind::no_standard);
    for (benefits::Offset const* offset : month.doubtful_offsets())
      say(WarningKind::offset_doubtful, {{"kind", std::string(benefits::chinese(offset->kind))}, {"month", offset->from.to_chinese()}, {"amount", offset->amount.to_string()}, {"standard", month.standard().to_string()}});
    for (benefits::OffsetKind kind : child.amounts_not_told)
      if (is_covered && *month.category() != Category::hiv_affected && rules_.offset_rule(*month.category(), kind, preparation_.month).deducted)
        say(WarningKind::double_benefit, {{"kind", std::string(benefits::chinese(kind))}});
    if (is_covered && month.is_paid_before_system()) say(WarningKind::paid_before_system, {{"month", child.paid_through->to_chinese()}});
    if (Money const too_high = month.decided_too_high(); Money() < too_high) say(WarningKind::recovery_too_high, {{"amount", too_high.to_string()}});
    if (!is_owed) return is_held;
    if (!child.payee) {
      say(WarningKind::missing_account);
      return is_held;
    }
    if (child.payee->died_on) say(WarningKind::dead_payee, {{"payee", child.payee->name}, {"day", child.payee->died_on->to_chinese()}});
    if (!child.bank_failure.empty()) say(WarningKind::bank_failure, {{"why", child.bank_failure}});
    if (name_key(child.payee->account.holder_name) != name_key(child.payee->name))
      say(WarningKind::account_name_differs, {{"holder", child.payee->account.holder_name}, {"payee", child.payee->name}});
    return is_held;
  }

  // What was owed when the child died is not lost and not sent into a dead child's account: two persons name who receives it, or let it go.
  template <class Say>
  static void warn_of_death(CoveredChild const& child, bool is_owed, bool is_covered, Say const& say) {
    std::string const day = child.died_on->to_chinese();
    bool const is_open = child.history.is_open();
    if (is_open && (is_owed || is_covered)) say(WarningKind::child_deceased, {{"day", day}}, "");
    if (is_open || !is_owed) return;
    if (child.payee && !child.payee->heir_document.empty())
      say(WarningKind::paid_after_death, {{"day", day}, {"payee", child.payee->name}, {"document", child.payee->heir_document}}, "");
    else say(WarningKind::child_deceased, {{"day", day}}, "_owed");
  }

  // Stop the month after the birthday (POLICY 3.4).
  bool is_over_age(CoveredChild const& child, Category category) const {
    if (!child.birth_date || preparation_.month <= values::birthday(*child.birth_date, 18).month_of()) return false;
    return !(child.is_in_school && may_go_on_at_school(category));
  }

  void look_for_shared_accounts() {
    std::map<std::string, std::vector<Entry const*>> by_number;
    for (Entry const& entry : made_.list.entries) by_number[entry.account.number].push_back(&entry);
    for (auto const& [number, entries] : by_number) {
      if (entries.size() < 2) continue;
      std::vector<std::string> names;
      for (Entry const* entry : entries) names.push_back(entry->name);
      for (Entry const* entry : entries) {
        std::string text = label("warning_shared_account", {{"name", entry->name}, {"names", base::join(names, "、")}, {"count", std::to_string(entries.size())}});
        made_.warnings.push_back({WarningKind::shared_account, entry->child, entry->name, entry->town, std::move(text)});
      }
    }
  }

  MoneyRules const& rules_;
  Preparation const& preparation_;
  std::vector<CoveredChild const*> in_order_;
  Prepared made_;
};

}  // namespace

OpenDifferences open_differences(MoneyRules const& rules, Preparation const& preparation, CoveredChild const& child) { return ChildsMonth(rules, preparation, child).differences(); }

Money deduction_max(MoneyRules const& rules, Preparation const& preparation, CoveredChild const& child) { return ChildsMonth(rules, preparation, child).deduction_max(); }

Prepared prepare(MoneyRules const& rules, Preparation const& preparation, std::vector<CoveredChild> const& children) { return Preparer(rules, preparation, children).prepare(); }

}  // namespace hutong::payments
