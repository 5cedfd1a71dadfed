#include "policy/decide.h"

#include "policy/internal/days.h"
#include "policy/internal/explain.h"
#include "policy/internal/verdict.h"

namespace hutong::policy {

Decision decide(Rulebook const& rules, Case const& of, bool with_reasons) {
  using namespace internal;
  Situation now = situation_on(rules.data(), of, of.on);
  Verdict verdict = verdict_of(now);
  Decision decision;
  decision.on = of.on;
  decision.outcome = verdict.outcome;
  decision.rules_version = rules.version();
  if (verdict.grant != nullptr) {
    decision.category = verdict.grant->category;
    decision.subtype = verdict.type();
  }
  if (verdict.outcome == Outcome::eligible) {
    Standing standing = standing_of(rules.data(), of, verdict);
    decision.since = standing.since;
    decision.until = standing.until;
  }
  if (verdict.outcome == Outcome::undetermined) decision.pending = pending_of(of, now);
  if (verdict.outcome == Outcome::undetermined && verdict.grant != nullptr) decision.interim_since = interim_since(rules.data(), of, verdict);
  decision.next_review_on = next_review_of(of, now, decision);
  if (with_reasons) decision.reasons = reasons_of(rules.data(), of, now, verdict);
  return decision;
}

}  // namespace hutong::policy
