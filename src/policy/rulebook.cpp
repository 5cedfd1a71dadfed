// From pages to rules. Pages are read (internal/page), every word is compared with what a rule may say (internal/rule_words), each rule's
// versions must follow one another without gap or overlap, and the whole is cut into stretches of days on which nothing changes. All
// complaints about all pages come together.
#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "base/check.h"
#include "base/digest.h"
#include "base/text.h"
#include "policy/decide.h"
#include "policy/internal/rule_words.h"
#include "policy/internal/rules.h"
#include "policy/page.h"

namespace hutong::policy {

using namespace internal;
using values::Date;

namespace {

struct DatedSetting {
  KeyWord const* word;
  Setting setting;
  Date from;
  std::optional<Date> until;
  int line;
};

// A section whose words are understood.
struct Version {
  Section const* section;
  RuleWord word;
  std::vector<DatedSetting> settings;
  std::vector<Grant> grants;
  std::vector<EventMeaning> events;
};

template <class T>
bool covers(T const& one, Date day) {
  return one.from <= day && (!one.until || day < *one.until);
}

class Compiler {
 public:
  void add(Page page) {
    complaints_.insert(complaints_.end(), page.complaints.begin(), page.complaints.end());
    for (Section& section : page.sections)
      if (!is_about_money(section)) sections_.push_back(std::make_unique<Section>(std::move(section)));
  }

  std::shared_ptr<Rulebook::Data> compile() {
    for (auto const& section : sections_) understand(*section);
    for (RuleWord const& word : rule_words()) versions_follow_each_other(word);
    if (!complaints_.empty() || !missing_.empty()) return nullptr;
    auto data = std::make_shared<Rulebook::Data>();
    for (Version const& one : versions_)
      data->versions.push_back(
          {one.word.rule, one.section->citation, one.section->sense, one.section->doubt, *one.section->from, one.section->until});
    for (Date day : days_of_change()) data->stretches.push_back(stretch_from(day));
    return data;
  }

  // In order of file and line; what is missing altogether stands in no file and comes last.
  std::vector<Complaint> complaints() && {
    std::stable_sort(complaints_.begin(), complaints_.end(),
                     [](Complaint const& a, Complaint const& b) { return std::pair(a.file, a.line) < std::pair(b.file, b.line); });
    for (std::string& rule : missing_) complaints_.push_back({"rules", 0, "rules_why_missing_rule", std::move(rule)});
    return std::move(complaints_);
  }

 private:
  void complain(Section const& section, int line, std::string why, std::string what = "") {
    complaints_.push_back({section.file, line, std::move(why), std::move(what)});
  }

  // ---- one section ----

  void understand(Section const& section) {
    auto word = rule_word_from(section.rule);
    if (!word) {
      if (!section.rule.empty()) complain(section, section.line, "rules_why_unknown_rule", section.rule);
      return;
    }
    if (!section.from) return;  // complained about already
    if (section.until && *section.until <= *section.from) return complain(section, section.in_force_line, "rules_why_ends_before", section.rule);
    Version version{&section, *word, {}, {}, {}};
    if (columns_fit(section, word->shape))
      for (TableRow const& row : section.rows) understand_row(version, row);
    if (word->shape == Shape::settings) keys_are_complete(version);
    if (word->shape == Shape::decision && version.grants.empty()) complain(section, section.line, "rules_why_no_table", section.rule);
    versions_.push_back(std::move(version));
  }

  bool columns_fit(Section const& section, Shape shape) {
    static std::map<Shape, std::pair<std::set<std::string>, std::set<std::string>>> const columns = {  // needed, allowed
        {Shape::prose, {{}, {}}},
        {Shape::settings, {{"key", "compare", "value"}, {"from", "until", "note"}}},
        {Shape::decision, {{"grants"}, {"one parent", "other parent", "child", "income", "type", "note"}}},
        {Shape::events, {{"event", "effect", "circumstance"}, {"detail", "note"}}}};
    auto const& [needed, allowed] = columns.at(shape);
    bool fit = true;
    std::set<std::string> seen;
    for (std::string const& column : section.columns) {
      bool known = (needed.contains(column) || allowed.contains(column)) && seen.insert(column).second;
      if (!known) complain(section, section.line, "rules_why_unknown_column", column);
      fit = fit && known;
    }
    for (std::string const& column : needed) {
      if (seen.contains(column)) continue;
      complain(section, section.line, "rules_why_no_column", column);
      fit = false;
    }
    return fit;
  }

  std::string one_word(Section const& section, TableRow const& row, std::string_view column) {
    Words const& words = cell_of(section, row, column);
    if (words.size() > 1) complain(section, row.line, "rules_why_one_word", base::join(words, " "));
    return words.empty() ? "" : words.front();
  }

  void understand_row(Version& version, TableRow const& row) {
    switch (version.word.shape) {
      case Shape::prose:
        return;
      case Shape::settings:
        return understand_setting(version, row);
      case Shape::decision:
        return understand_grant(version, row);
      case Shape::events:
        return understand_event(version, row);
    }
  }

  // ---- settings ----

  void understand_setting(Version& version, TableRow const& row) {
    Section const& section = *version.section;
    std::string name = one_word(section, row, "key");
    KeyWord const* word = nullptr;
    for (KeyWord const& one : key_words())
      if (one.rule == version.word.rule && one.name == name) word = &one;
    if (word == nullptr) return complain(section, row.line, "rules_why_unknown_key", name);
    std::string compare = one_word(section, row, "compare");
    auto meaning = compare_from(compare);
    if (!meaning || !position_in(word->compares, compare)) return complain(section, row.line, "rules_why_bad_compare", compare);
    DatedSetting dated{word, {*meaning, 0, 0}, *section.from, section.until, row.line};
    if (!understand_value(*word, cell_of(section, row, "value"), dated.setting))
      return complain(section, row.line, "rules_why_bad_value", base::join(cell_of(section, row, "value"), " "));
    if (!understand_dates(section, row, dated)) return;
    version.settings.push_back(dated);
  }

  bool understand_dates(Section const& section, TableRow const& row, DatedSetting& dated) {
    for (std::string_view column : {"from", "until"}) {
      std::string text = one_word(section, row, column);
      if (text.empty()) continue;
      auto day = Date::from_iso(text);
      if (!day) {
        complain(section, row.line, "rules_why_bad_date", text);
        return false;
      }
      if (column == "from")
        dated.from = *day;
      else
        dated.until = *day;
    }
    if (!dated.until || dated.from < *dated.until) return true;
    complain(section, row.line, "rules_why_ends_before", std::string(dated.word->name));
    return false;
  }

  static std::optional<int> number_from(std::string_view text) {
    int number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
  }

  static bool understand_value(KeyWord const& word, Words const& value, Setting& to) {
    switch (word.kind) {
      case Kind::number: {
        auto number = value.size() == 1 ? number_from(value[0]) : std::nullopt;
        if (!number || *number < word.low || *number > word.high) return false;
        to.number = *number;
        return true;
      }
      case Kind::numbers:
        for (std::string const& one : value) {
          auto number = number_from(one);
          if (!number || *number < word.low || *number > word.high) return false;
          to.mask |= 1u << *number;
        }
        return true;
      case Kind::words:
        for (std::string const& one : value) {
          auto position = position_in(word.words, one);
          if (!position) return false;
          to.mask |= 1u << *position;
        }
        return !value.empty() && (to.compare == Compare::in || value.size() == 1);
      case Kind::month_day:
        return value.size() == 1 && understand_month_day(value[0], to);
      case Kind::order:
        return understand_order(word, value, to);
    }
    return false;
  }

  // A day that every year has.
  static bool understand_month_day(std::string const& text, Setting& to) {
    auto day = Date::from_iso("2001-" + text);
    if (!day) return false;
    to.number = static_cast<int>(day->month() * 100 + day->day());
    return true;
  }

  // Every category once; the ranks are kept as four bits each.
  static bool understand_order(KeyWord const& word, Words const& value, Setting& to) {
    uint32_t seen = 0;
    for (size_t rank = 0; rank < value.size(); ++rank) {
      auto position = position_in(word.words, value[rank]);
      if (!position || (seen & (1u << *position)) != 0) return false;
      seen |= 1u << *position;
      to.mask |= static_cast<uint32_t>(rank) << (4 * *position);
    }
    return value.size() == 4;
  }

  // Each key of the rule is set on every day on which the section is in force, once.
  void keys_are_complete(Version const& version) {
    Section const& section = *version.section;
    for (KeyWord const& word : key_words()) {
      if (word.rule != version.word.rule) continue;
      std::vector<DatedSetting const*> rows;
      for (DatedSetting const& one : version.settings)
        if (one.word == &word) rows.push_back(&one);
      std::stable_sort(rows.begin(), rows.end(), [](auto const* a, auto const* b) { return a->from < b->from; });
      std::optional<Date> reached = *section.from;
      for (DatedSetting const* row : rows) {
        if (!reached || row->from < *reached) complain(section, row->line, "rules_why_overlap", std::string(word.name));
        if (reached && row->from > *reached) complain(section, row->line, "rules_why_gap", std::string(word.name));
        reached = row->until;
      }
      bool complete = !rows.empty() && (section.until ? reached && *reached == *section.until : !reached);
      if (rows.empty() || (!complete && (!section.until || (reached && *reached < *section.until))))
        complain(section, rows.empty() ? section.line : rows.back()->line, "rules_why_gap", std::string(word.name));
      else if (!complete)
        complain(section, rows.back()->line, "rules_why_overlap", std::string(word.name));
    }
  }

  // ---- decision tables ----

  void understand_grant(Version& version, TableRow const& row) {
    Section const& section = *version.section;
    Grant grant;
    grant.rule = version.word.rule;
    auto category = values::category_from(one_word(section, row, "grants"));
    if (!category) return complain(section, row.line, "rules_why_bad_value", one_word(section, row, "grants"));
    grant.category = *category;
    grant.type = one_word(section, row, "type");
    bool understood = true;
    auto mask_of = [&](std::string_view column, std::string_view words, uint8_t otherwise) {
      uint8_t mask = 0;
      for (std::string const& one : cell_of(section, row, column)) {
        auto position = position_in(words, one);
        if (!position) {
          complain(section, row.line, "rules_why_bad_value", one);
          understood = false;
        } else {
          mask = static_cast<uint8_t>(mask | (1u << *position));
        }
      }
      return mask == 0 ? otherwise : mask;
    };
    grant.one = mask_of("one parent", "absent incapable none", 7);
    grant.other = mask_of("other parent", "absent incapable none", 7);
    grant.child = mask_of("child", "foundling consented severe_disability serious_illness", 0);
    grant.income = mask_of("income", "dibao tekun margin", 0);
    if (understood) version.grants.push_back(std::move(grant));
  }

  void understand_event(Version& version, TableRow const& row) {
    Section const& section = *version.section;
    EventMeaning meaning{one_word(section, row, "event"), one_word(section, row, "detail"), true, values::Circumstance::deceased};
    std::string effect = one_word(section, row, "effect"), kind = one_word(section, row, "circumstance");
    auto circumstance = values::circumstance_from(kind);
    if (meaning.event.empty() || !position_in("begins ends", effect)) return complain(section, row.line, "rules_why_bad_value", effect);
    if (!circumstance) return complain(section, row.line, "rules_why_bad_value", kind);
    meaning.begins = effect == "begins";
    meaning.circumstance = *circumstance;
    version.events.push_back(std::move(meaning));
  }

  // ---- all versions of one rule ----

  void versions_follow_each_other(RuleWord const& word) {
    std::vector<Section const*> all;
    for (Version const& one : versions_)
      if (one.word.rule == word.rule) all.push_back(one.section);
    if (all.empty()) {
      bool attempted = std::any_of(sections_.begin(), sections_.end(), [&](auto const& one) { return one->rule == word.code; });
      if (!attempted) missing_.push_back(std::string(word.code));
      return;
    }
    std::stable_sort(all.begin(), all.end(), [](auto const* a, auto const* b) { return *a->from < *b->from; });
    if (*all.front()->from > *Date::from_iso(word.needed_from))
      complain(*all.front(), all.front()->in_force_line, "rules_why_gap", std::string(word.code));
    for (size_t i = 1; i < all.size(); ++i) {
      auto const& before = all[i - 1]->until;
      if (!before || *before > *all[i]->from) complain(*all[i], all[i]->in_force_line, "rules_why_overlap", std::string(word.code));
      if (before && *before < *all[i]->from) complain(*all[i], all[i]->in_force_line, "rules_why_gap", std::string(word.code));
    }
    if (all.back()->until) complain(*all.back(), all.back()->in_force_line, "rules_why_gap", std::string(word.code));
  }

  // ---- stretches ----

  std::set<Date> days_of_change() const {
    std::set<Date> days;
    for (Version const& one : versions_) {
      days.insert(*one.section->from);
      if (one.section->until) days.insert(*one.section->until);
      for (DatedSetting const& setting : one.settings) {
        days.insert(setting.from);
        if (setting.until) days.insert(*setting.until);
      }
    }
    return days;
  }

  InForce stretch_from(Date day) const {
    InForce stretch;
    stretch.from = day;
    stretch.version.fill(-1);
    stretch.set_of.fill(Status::none);
    for (size_t i = 0; i < versions_.size(); ++i) {
      Version const& one = versions_[i];
      if (*one.section->from > day || (one.section->until && *one.section->until <= day)) continue;
      stretch.version[static_cast<size_t>(one.word.rule)] = static_cast<int16_t>(i);
      for (DatedSetting const& setting : one.settings)
        if (covers(setting, day)) apply(setting, stretch);
      stretch.grants.insert(stretch.grants.end(), one.grants.begin(), one.grants.end());
      stretch.events.insert(stretch.events.end(), one.events.begin(), one.events.end());
    }
    auto rank = [order = stretch.setting(Key::order).mask](Grant const& grant) { return (order >> (4 * static_cast<int>(grant.category))) & 15; };
    std::stable_sort(stretch.grants.begin(), stretch.grants.end(),
                     [&](Grant const& a, Grant const& b) { return std::pair(rank(a), a.type) < std::pair(rank(b), b.type); });
    return stretch;
  }

  static void apply(DatedSetting const& one, InForce& to) {
    if (one.word->key == Key::set)
      to.set_of[static_cast<size_t>(one.word->rule)] = one.setting.mask == 1 ? Status::absent : Status::incapable;
    else if (one.word->key <= Key::order)
      to.settings[static_cast<size_t>(one.word->key)] = one.setting;
  }

  std::vector<std::unique_ptr<Section>> sections_;
  std::vector<Version> versions_;
  std::vector<Complaint> complaints_;
  std::vector<std::string> missing_;  // rules that no page has
};

}  // namespace

base::Result<Rulebook> Rulebook::from_files(std::vector<base::Resource> const& files) {
  Compiler compiler;
  std::string everything;
  for (base::Resource const& file : files) {
    if (base::ends_with(file.name, "README.md")) continue;
    compiler.add(read_page(file.name, file.text));
    everything.append(file.name).append("\n").append(file.text).append("\n");
  }
  auto data = compiler.compile();
  if (!data) return refusal(std::move(compiler).complaints());
  constexpr size_t version_length = 12;
  data->version = base::sm3_hex(everything).substr(0, version_length);
  Rulebook book;
  book.data_ = std::move(data);
  return book;
}

InForce const* Rulebook::Data::on(Date day) const {
  for (size_t i = stretches.size(); i-- > 0;)
    if (stretches[i].from <= day) return &stretches[i];
  return nullptr;
}

std::string const& Rulebook::version() const { return data_->version; }

std::vector<RuleLine> Rulebook::rules_on(Date day) const {
  std::vector<RuleLine> lines;
  InForce const* in_force = data_->on(day);
  if (in_force == nullptr) return lines;
  for (size_t i = 0; i < rule_count; ++i) {
    if (in_force->version[i] < 0) continue;
    RuleVersion const& one = data_->versions[static_cast<size_t>(in_force->version[i])];
    lines.push_back({std::string(code_of(one.rule)), one.citation, one.from, one.until, one.sense, one.doubt});
  }
  return lines;
}

std::vector<EventMeaning> Rulebook::meanings_of(std::string_view event, std::string_view detail, Date day) const {
  std::vector<EventMeaning> meanings;
  if (InForce const* in_force = data_->on(day))
    for (EventMeaning const& one : in_force->events)
      if (one.event == event && (one.detail.empty() || one.detail == detail)) meanings.push_back(one);
  return meanings;
}

}  // namespace hutong::policy
