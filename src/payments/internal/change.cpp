#include "payments/internal/change.h"

#include "base/messages.h"
#include "base/text.h"

namespace hutong::payments::internal {

using base::label;
using benefits::MoneyRules;
using benefits::MonthLine;
using values::Category;
using values::Money;
using values::Month;

namespace {

struct Basis {  // what an amount rests on
  Category category;
  Money standard, offset;
};

std::optional<Basis> basis_of(MonthLine const& line) {
  if (!line.category || !line.standard) return std::nullopt;
  return Basis{*line.category, *line.standard, line.offset};
}

Money entitled(MonthLine const* line) { return line ? line->entitled.value_or(Money()) : Money(); }

class Comparison {
 public:
  Comparison(MoneyRules const& rules, Compared const& of) : rules_(rules), of_(of), month_before_(of.month.plus(-1)) {}

  std::optional<Change> change() const {
    Money const before = of_.child.last_line ? of_.child.last_line->amount : Money(), owed = is_settled(of_.month) ? Money() : entitled(of_.now);
    bool const was_owed = Money() < before || Money() < held_before();
    if (!was_owed && owed == Money()) return std::nullopt;
    Change change{ChangeKind::changed, of_.child.child, of_.child.name, before, of_.listed, owed, ""};
    bool const is_held = of_.listed == Money();
    if (!was_owed) {
      change.kind = ChangeKind::started;
      change.why = why_started() + (is_held ? label("change_started_held") : "");
    } else if (owed == Money()) {
      change.kind = ChangeKind::stopped;
      change.amount = std::max(before, held_before());
      change.why = why_stopped() + (before == Money() ? label("change_stopped_held") : "");
    } else if (is_held) {
      change.kind = before == Money() ? ChangeKind::still_held : ChangeKind::held;
      change.why = label("change_held");
    } else if (before == Money()) {
      change.kind = ChangeKind::resumed;
      change.why = label("change_resumed");
    } else if (before == of_.listed) {
      return std::nullopt;
    } else {
      change.why = why_changed();
    }
    return change;
  }

 private:
  bool is_settled(Month month) const { return of_.child.paid_through && month <= *of_.child.paid_through; }

  // Owed for the month before, and not on its list.
  Money held_before() const { return of_.last && !is_settled(month_before_) ? entitled(&*of_.last) : Money(); }

  std::string why_started() const {
    if (!of_.now || !of_.now->category) return why_changed();
    std::string const paying = coverage_paying(rules_, of_.child.history, *of_.now->category, of_.month);
    if (of_.last && of_.last->category) return why_changed();  // covered before, and nothing came to be paid
    for (benefits::Coverage const& coverage : of_.child.history.coverage) {
      if (coverage.ref != paying) continue;
      if (!coverage.undone_ends.empty() && of_.last) return label("change_reopened");
      return label("change_confirmed", {{"day", coverage.confirmed_on.to_chinese()}, {"category", std::string(values::chinese(coverage.category))}});
    }
    return why_changed();
  }

  std::string why_stopped() const {
    if (is_settled(of_.month)) return label("change_settled", {{"month", of_.child.paid_through->to_chinese()}});
    bool const is_covered = of_.now && of_.now->category;
    auto const& all = of_.child.history.coverage;
    for (auto coverage = all.rbegin(); !is_covered && coverage != all.rend(); ++coverage)  // the last end is the one that stopped it
      if (coverage->ended_on)
        return label("change_ended", {{"day", coverage->ended_on->to_chinese()}, {"reason", std::string(benefits::chinese(coverage->end_reason.value_or(benefits::EndReason::other)))}});
    return why_changed();
  }

  // What the month before rested on, against what is known now.
  std::string why_changed() const {
    std::optional<Basis> const before = of_.child.last_line ? std::optional(Basis{of_.child.last_line->category, of_.child.last_line->standard, of_.child.last_line->offset})
                                            : of_.last ? basis_of(*of_.last) : std::nullopt;
    auto const now = of_.now ? basis_of(*of_.now) : std::nullopt;
    if (!before || !now) return label("change_paid_otherwise");
    std::vector<std::string> words;
    if (now->category != before->category)
      words.push_back(label("change_category", {{"before", std::string(values::chinese(before->category))}, {"now", std::string(values::chinese(now->category))}}));
    if (now->standard != before->standard)
      words.push_back(label("change_standard", {{"before", before->standard.to_string()}, {"now", now->standard.to_string()}, {"citation", of_.now->rule ? rules_.rule(*of_.now->rule).citation.to_string() : ""}}));
    if (now->offset != before->offset) words.push_back(label("change_offset", {{"before", before->offset.to_string()}, {"now", now->offset.to_string()}}));
    return words.empty() ? label("change_paid_otherwise") : base::join(words, ";");
  }

  MoneyRules const& rules_;
  Compared const& of_;
  Month const month_before_;
};

}  // namespace

std::optional<Change> change_of(MoneyRules const& rules, Compared const& compared) { return Comparison(rules, compared).change(); }

}  // namespace hutong::payments::internal
