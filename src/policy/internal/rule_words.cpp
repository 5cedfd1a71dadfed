#include "policy/internal/rule_words.h"

#include "base/check.h"

namespace hutong::policy::internal {
namespace {

constexpr std::string_view always = "2019-01-01";  // every month from 2019 has its rule
constexpr std::string_view since_2020 = "2020-01-01";

constexpr std::array<RuleWord, rule_count> all_rules{{
    {Rule::deceased, "deceased", Shape::settings, always},
    {Rule::declared_dead, "declared_dead", Shape::settings, always},
    {Rule::declared_missing, "declared_missing", Shape::settings, always},
    {Rule::severe_disability, "severe_disability", Shape::settings, always},
    {Rule::serious_illness, "serious_illness", Shape::settings, always},
    {Rule::imprisoned, "imprisoned", Shape::settings, always},
    {Rule::compulsory_detox, "compulsory_detox", Shape::settings, always},
    {Rule::liberty_restricted, "liberty_restricted", Shape::settings, since_2020},
    {Rule::lost_contact_police, "lost_contact.police", Shape::settings, since_2020},
    {Rule::guardianship_revoked, "guardianship_revoked", Shape::settings, since_2020},
    {Rule::deported, "deported", Shape::settings, since_2020},
    {Rule::lost_contact_commitment, "lost_contact.commitment", Shape::settings, since_2020},
    {Rule::compulsory_detox_term, "compulsory_detox.term", Shape::settings, always},
    {Rule::both_absent, "parents.both_absent", Shape::decision, always},
    {Rule::foundling, "child.foundling", Shape::decision, always},
    {Rule::absent_and_incapable, "parents.absent_and_incapable", Shape::decision, always},
    {Rule::both_incapable, "parents.both_incapable", Shape::decision, always},
    {Rule::hiv, "child.hiv", Shape::decision, always},
    {Rule::absent_and_poor, "parents.absent_and_poor", Shape::decision, always},
    {Rule::severe_and_poor, "child.severe_and_poor", Shape::decision, always},
    {Rule::age_limit, "age.limit", Shape::settings, always},
    {Rule::schooling_orphan, "age.schooling.community_orphan", Shape::settings, always},
    {Rule::schooling_de_facto, "age.schooling.de_facto_unattended", Shape::settings, since_2020},
    {Rule::schooling_hiv, "age.schooling.hiv_affected", Shape::settings, always},
    {Rule::schooling_hardship, "age.schooling.priority_hardship", Shape::settings, always},
    {Rule::household, "locality.household", Shape::settings, always},
    {Rule::died, "exclusion.died", Shape::prose, always},
    {Rule::adopted, "exclusion.adopted", Shape::prose, always},
    {Rule::institution, "exclusion.institution", Shape::settings, always},
    {Rule::precedence, "precedence.one_category", Shape::settings, always},
    {Rule::parents_checked, "parents.checked", Shape::prose, always},
    {Rule::parent_legally_unknown, "parents.legally_unknown", Shape::prose, always},
    {Rule::counting_months, "counting.months", Shape::prose, always},
    {Rule::review_periods, "review.periods", Shape::settings, always},
    {Rule::events, "events", Shape::events, always},
}};

constexpr std::string_view threshold = ">= >";
constexpr std::string_view is = "=";
constexpr std::string_view in = "in";
constexpr std::string_view sets = "absent incapable";
constexpr std::string_view school = "none full_time";
constexpr std::string_view categories = "community_orphan de_facto_unattended hiv_affected priority_hardship";
constexpr std::string_view kinds =
    "deceased declared_dead declared_missing severe_disability serious_illness imprisoned compulsory_detox liberty_restricted "
    "lost_contact guardianship_revoked deported";

constexpr KeyWord set_of(Rule rule) { return {rule, "set", Key::set, Kind::words, is, sets}; }
constexpr KeyWord grades(std::string_view name, Key key) { return {Rule::severe_disability, name, key, Kind::numbers, in, "", 1, 4}; }
constexpr KeyWord fixed(Rule rule, std::string_view name, std::string_view word) { return {rule, name, Key::fixed, Kind::words, is, word}; }
constexpr KeyWord months(Rule rule, std::string_view name, Key key, std::string_view compares) {
  return {rule, name, key, Kind::number, compares, "", 0, 1200};
}

constexpr KeyWord all_keys[] = {
    set_of(Rule::deceased),
    set_of(Rule::declared_dead),
    set_of(Rule::declared_missing),
    set_of(Rule::severe_disability),
    set_of(Rule::serious_illness),
    set_of(Rule::imprisoned),
    set_of(Rule::compulsory_detox),
    set_of(Rule::liberty_restricted),
    set_of(Rule::lost_contact_police),
    set_of(Rule::guardianship_revoked),
    set_of(Rule::deported),
    set_of(Rule::lost_contact_commitment),
    grades("vision", Key::grades_vision),
    grades("hearing", Key::grades_hearing),
    grades("speech", Key::grades_speech),
    grades("limb", Key::grades_limb),
    grades("intellectual", Key::grades_intellectual),
    grades("mental", Key::grades_mental),
    grades("multiple", Key::grades_multiple),
    fixed(Rule::severe_disability, "multiple_otherwise", "by_components"),
    fixed(Rule::serious_illness, "certified", "required"),
    months(Rule::serious_illness, "recertify_months", Key::illness_recertify_months, is),
    months(Rule::imprisoned, "term_months", Key::imprisoned_term_months, threshold),
    fixed(Rule::imprisoned, "term_basis", "total"),
    fixed(Rule::imprisoned, "in_custody", "required"),
    months(Rule::compulsory_detox, "months", Key::detox_months, threshold),
    fixed(Rule::compulsory_detox, "community", "no"),
    months(Rule::compulsory_detox_term, "earliest_months", Key::detox_earliest_months, is),
    months(Rule::compulsory_detox_term, "expected_months", Key::detox_expected_months, is),
    months(Rule::compulsory_detox_term, "latest_months", Key::detox_latest_months, is),
    months(Rule::liberty_restricted, "months", Key::liberty_months, threshold),
    months(Rule::lost_contact_police, "months", Key::police_months, threshold),
    fixed(Rule::lost_contact_police, "outcome", "not_found"),
    months(Rule::lost_contact_commitment, "months", Key::commitment_months, threshold),
    fixed(Rule::deported, "supports_child", "no"),
    {Rule::age_limit, "years", Key::age_years, Kind::number, "<", "", 1, 150},
    {Rule::schooling_orphan, "schooling", Key::schooling_orphan, Kind::words, is, school},
    {Rule::schooling_de_facto, "schooling", Key::schooling_de_facto, Kind::words, is, school},
    {Rule::schooling_hiv, "schooling", Key::schooling_hiv, Kind::words, is, school},
    {Rule::schooling_hardship, "schooling", Key::schooling_hardship, Kind::words, is, school},
    {Rule::household, "division", Key::division, Kind::number, is, "", 110000, 999999},
    {Rule::institution, "category", Key::institution_category, Kind::words, is, categories},
    {Rule::precedence, "order", Key::order, Kind::order, is, categories},
    {Rule::review_periods, "yearly_on", Key::yearly_on, Kind::month_day, is, ""},
    {Rule::review_periods, "half_yearly_on", Key::half_yearly_on, Kind::month_day, is, ""},
    {Rule::review_periods, "half_yearly_kinds", Key::half_yearly_kinds, Kind::words, in, kinds},
    {Rule::review_periods, "days_before_release", Key::days_before_release, Kind::number, is, "", 0, 1000},
    {Rule::review_periods, "days_before_birthday", Key::days_before_birthday, Kind::number, is, "", 0, 1000},
};

}  // namespace

std::span<RuleWord const> rule_words() { return all_rules; }
std::span<KeyWord const> key_words() { return all_keys; }

std::optional<RuleWord> rule_word_from(std::string_view code) {
  for (RuleWord const& one : all_rules)
    if (one.code == code) return one;
  return std::nullopt;
}

std::string_view code_of(Rule rule) {
  RuleWord const& word = all_rules[static_cast<size_t>(rule)];
  CHECK(word.rule == rule);
  return word.code;
}

std::optional<Compare> compare_from(std::string_view text) {
  if (text == "<") return Compare::less;
  if (text == ">=") return Compare::at_least;
  if (text == ">") return Compare::more_than;
  if (text == "=") return Compare::equal;
  if (text == "in") return Compare::in;
  return std::nullopt;
}

std::optional<int> position_in(std::string_view list, std::string_view word) {
  int position = 0;
  for (size_t at = 0; at < list.size(); ++position) {
    size_t end = std::min(list.find(' ', at), list.size());
    if (list.substr(at, end - at) == word) return position;
    at = end + 1;
  }
  return std::nullopt;
}

}  // namespace hutong::policy::internal
