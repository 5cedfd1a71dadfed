#include "usecases/run_demo.h"

#include <algorithm>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "base/check.h"
#include "base/clock.h"
#include "base/files.h"
#include "base/messages.h"
#include "base/resources.h"
#include "demo/agencies.h"
#include "demo/reader.h"
#include "demo/truth.h"
#include "demo/world.h"
#include "ledger/registry.h"
#include "store/ledger_store.h"
#include "usecases/context.h"
#include "usecases/init_data.h"
#include "usecases/internal/demo_payments.h"
#include "usecases/nil_return.h"
#include "usecases/run_round.h"
#include "usecases/show_round.h"
#include "usecases/submit_list.h"

namespace hutong::usecases {
namespace {

namespace fs = std::filesystem;
using demo::PersonIndex;
using demo::Standing;
using values::Date;
using values::Month;

constexpr char marker[] = ".hutong-demo";  // lies in a folder that a demo has filled and may replace

base::Result<bool> make_room(fs::path const& folder) {
  std::error_code ignored;
  bool const is_used = fs::exists(folder, ignored) && (!fs::is_directory(folder, ignored) || !fs::is_empty(folder, ignored));
  if (is_used && !fs::exists(folder / marker, ignored)) return base::fail("demo_folder_in_use", {{"path", folder.string()}});
  if (is_used) fs::remove_all(folder, ignored);
  base::make_folder(folder);
  base::write_file(folder / marker, "");
  return true;
}

base::Instant morning_of(Date day, int hour) { return base::Instant(day.sys_days()) + std::chrono::hours(hour - 8); }

// What is watched of one child who at some time might be eligible.
struct Track {
  std::optional<int> eligible, findable, proposed;  // first month
  bool was_held_up = false;                         // a returned row kept the facts away
};

class Demo {
 public:
  Demo(DemoRequest const& request, base::Random& random, std::function<void(std::string_view)> const& progress)
      : request_(request), random_(random), progress_(progress), divisions_(*values::Divisions::from_yaml(*base::resource("divisions/370114.yaml"))) {}

  base::Result<DemoOutcome> run() {
    TRY([[maybe_unused]] auto room, make_room(request_.folder));
    settle();
    clock_.set(morning_of(world_.begins(), 8));
    outcome_.data_folder = request_.folder / "data";
    TRY([[maybe_unused]] auto made, init_data(outcome_.data_folder, world_.district_code, clock_, random_));
    DemoPayments::announce_raise(outcome_.data_folder, world_);
    TRY(auto context, Context::open(outcome_.data_folder, clock_, random_));
    context_ = context.get();
    payments_.emplace(*context_, clock_, world_, *reader_, children_by_number_);
    agencies_.emplace(world_);
    agencies_->send_register([this](demo::Delivery const& delivery) { take_in(delivery, 0); });
    for (int month = 0; month < request_.months && !problem_; ++month) {
      TRY([[maybe_unused]] auto done, live_month(month));
    }
    if (problem_) return base::Failure(*problem_);
    sum_up();
    compare_links();
    outcome_.money = payments_->sum_up(outcome_.complaints);
    return std::move(outcome_);
  }

 private:
  void settle() {
    say("demo_settling", {{"people", std::to_string(request_.people)}});
    auto const first_month = *Month::of(2026, 1);
    world_ = demo::make_world({.people = request_.people, .first_month = first_month, .months = request_.months, .seed = request_.seed}, divisions_);
    reader_.emplace(world_);
    outcome_.folder = request_.folder;
    outcome_.people = world_.people.size();
    outcome_.households = world_.households.size();
    outcome_.months.resize(static_cast<size_t>(request_.months));
    for (PersonIndex child : demo::children_of(world_)) {
      if (world_.people[static_cast<size_t>(child)].birth < world_.begins()) ++outcome_.minors;
      children_by_number_.emplace(world_.people[static_cast<size_t>(child)].id.reveal(), child);
      demo::Knowledge const truth = demo::true_knowledge(world_, child);
      bool const is_quiet = truth.father.empty() && truth.mother.empty() && truth.child.empty() && truth.income.empty() && truth.father_income.empty() && truth.mother_income.empty();
      if (!is_quiet) watched_.push_back(child);
    }
  }

  base::Result<bool> live_month(int month) {
    DemoMonth& told = outcome_.months[static_cast<size_t>(month)];
    told.month = world_.size.first_month.plus(month);
    say("demo_month", {{"month", told.month.to_chinese()}});
    agencies_->send_month(month, [&](demo::Delivery const& delivery) { take_in(delivery, month); });
    if (problem_) return true;
    clock_.set(morning_of(told.month.plus(1).first_day().plus_days(5), 9));
    TRY(auto round, run_round(*context_, told.month));
    compare(month, round);
    for (WorkList const& list : work_lists(*context_, round)) {
      base::make_folder(month_folder(told.month) / "工作清单");
      base::write_file(month_folder(told.month) / "工作清单" / list.file_name, list.bytes);
    }
    return payments_->live_month(round, month_folder(told.month) / "发放");
  }

  fs::path month_folder(Month month) const { return request_.folder / month.to_string(); }

  // ---- the agencies' side ------------------------------------------------------------------------------------------

  void take_in(demo::Delivery const& delivery, int month) {
    if (problem_) return;
    DemoMonth& told = outcome_.months[static_cast<size_t>(month)];
    clock_.set(morning_of(delivery.sent_on, 9));
    Handing const handing{delivery.report, delivery.period, *values::agency_from(delivery.agency)};
    SubmitAnswer answer;
    if (delivery.file_name.empty()) {
      ++told.nil_returns;
      answer = nil_return(*context_, handing);
    } else {
      if (!delivery.is_repeated) {
        base::make_folder(month_folder(delivery.period) / delivery.folder);
        base::write_file(month_folder(delivery.period) / delivery.folder / delivery.file_name, delivery.bytes);
        ++told.files;
      }
      told.corrections += delivery.is_correction;
      // The register comes as one file for each town, which looks like a list cut short: the clerk knows and confirms.
      bool const is_confirmed = delivery.report == "police.households";
      answer = submit_list(*context_, {handing, delivery.file_name, delivery.bytes, is_confirmed});
    }
    note_answer(delivery, answer, told);
    reader_->hear_of(delivery.report, delivery.period);
    for (demo::Lesson const& lesson : delivery.lessons) {
      reader_->learn(lesson);
      if (auto fact = fact_told_by(lesson)) told_.emplace(lesson.who, *fact);
    }
    held_up_.insert(delivery.held_up.begin(), delivery.held_up.end());
    ever_held_up_.insert(delivery.held_up.begin(), delivery.held_up.end());
  }

  void note_answer(demo::Delivery const& delivery, SubmitAnswer const& answer, DemoMonth& told) {
    bool const is_well_taken =
        answer.verdict == SubmitAnswer::Verdict::recorded || (delivery.is_repeated && answer.verdict == SubmitAnswer::Verdict::already_received);
    if (!is_well_taken) {
      problem_ = answer.problems.empty() ? base::problem("demo_not_taken") : answer.problems.front();
      problem_->place.file = delivery.file_name;
      return;
    }
    if (!answer.receipt || delivery.is_repeated) return;
    told.rows += answer.receipt->accepted;
    told.returned += answer.receipt->returned;
    if (answer.receipt->returned == delivery.returned && answer.receipt->accepted == delivery.rows - delivery.returned) return;
    ++outcome_.unexpected_readings;
    complain("demo_other_reading", {{"file", delivery.file_name},
                                    {"rows", std::to_string(delivery.rows)},
                                    {"returned", std::to_string(delivery.returned)},
                                    {"accepted_instead", std::to_string(answer.receipt->accepted)},
                                    {"returned_instead", std::to_string(answer.receipt->returned)}});
  }

  // ---- truth and proposals -----------------------------------------------------------------------------------------

  void compare(int month, RoundOutcome const& round) {
    DemoMonth& told = outcome_.months[static_cast<size_t>(month)];
    std::unordered_map<PersonIndex, Standing> proposed;
    for (ledger::Proposal const& proposal : round.proposals) {
      told.proposals_new += proposal.is_new;
      if (proposal.kind == ledger::ProposalKind::new_clue) note_clue(proposal, month, round.day, proposed);
    }
    reader_->judge_as_of(told.month);
    for (PersonIndex child : watched_) {
      if (demo::standing_on(demo::true_knowledge(world_, child), round.day) == Standing::none) continue;
      Track& track = tracks_[child];
      ++told.eligible;
      if (!track.eligible) track.eligible = month;
      Standing const by_facts = demo::standing_on(reader_->knowledge_of(child), round.day);
      if (by_facts == Standing::none) {
        track.was_held_up |= is_held_up(child);
        continue;
      }
      ++told.findable;
      if (!track.findable) track.findable = month;
      auto const found = proposed.find(child);
      told.found += found != proposed.end();
      if (found == proposed.end()) complain_of(child, "demo_child_missed", round.day, by_facts);
      else if (found->second != by_facts) {
        ++outcome_.other_category;
        complain_of(child, "demo_other_category", round.day, by_facts);
      }
    }
    held_up_.clear();
  }

  void note_clue(ledger::Proposal const& proposal, int month, Date day, std::unordered_map<PersonIndex, Standing>& proposed) {
    DemoMonth& told = outcome_.months[static_cast<size_t>(month)];
    for (ledger::ProposalChild const& one : proposal.children) {
      auto const known = one.id ? children_by_number_.find(one.id->reveal()) : children_by_number_.end();
      if (known != children_by_number_.end() && is_death_untold(known->second, day)) {
        died_untold_.insert(known->second);
        continue;
      }
      if (known == children_by_number_.end() || demo::standing_on(demo::true_knowledge(world_, known->second), day) == Standing::none) {
        ++told.wrong;
        wrong_.insert(one.id ? one.id->reveal() : one.name);
        if (known != children_by_number_.end()) complain_of(known->second, "demo_child_wrong", day, Standing::none);
        continue;
      }
      proposed[known->second] = standing_of(proposal);
      Track& track = tracks_[known->second];
      if (track.proposed) continue;
      track.proposed = month;
      ++told.found_now;
      if (outcome_.examples.size() < 3 && is_worth_showing(proposal)) outcome_.examples.push_back(proposal);
    }
  }

  // Nothing but a death of which nobody has told keeps the child from being eligible.
  bool is_death_untold(PersonIndex child, Date day) const {
    demo::Knowledge alive = demo::true_knowledge(world_, child);
    if (!alive.died_on || day < *alive.died_on || reader_->knowledge_of(child).died_on) return false;
    alive.died_on.reset();
    return demo::standing_on(alive, day) != Standing::none;
  }

  // Put together from the lists of two agencies, of which neither names the child as one to protect.
  static bool is_worth_showing(ledger::Proposal const& proposal) {
    std::set<std::string> reports;
    for (ledger::SourceRow const& source : proposal.sources) reports.insert(source.report);
    reports.erase("police.households");
    return reports.size() >= 2 && proposal.is_new;
  }

  static Standing standing_of(ledger::Proposal const& proposal) {
    CHECK(proposal.category.has_value());
    switch (*proposal.category) {
      case values::Category::community_orphan: return Standing::orphan;
      case values::Category::de_facto_unattended: return Standing::de_facto;
      case values::Category::priority_hardship: return proposal.subtype == "K4" ? Standing::k4 : Standing::k3;
      case values::Category::hiv_affected: break;
    }
    return Standing::none;
  }

  bool is_held_up(PersonIndex child) const {
    demo::Person const& person = world_.people[static_cast<size_t>(child)];
    return held_up_.contains(child) || held_up_.contains(person.father) || held_up_.contains(person.mother);
  }

  void sum_up() {
    for (auto const& [child, track] : tracks_) {
      if (!track.eligible) continue;
      ++outcome_.children;
      if (!track.findable) {
        ++(reader_->has_heard_of(child) ? outcome_.partly_reported : outcome_.not_reported);
        continue;
      }
      ++outcome_.findable;
      if (*track.eligible < *track.findable) ++outcome_.delays[track.was_held_up ? "returned" : "told_late"];
      if (!track.proposed) continue;
      ++outcome_.found;
      if (*track.findable < *track.proposed) ++outcome_.found_late;
    }
    outcome_.wrong = static_cast<int>(wrong_.size());
    outcome_.died_untold = static_cast<int>(died_untold_.size());
  }

  // ---- whom rows were taken to mean ------------------------------------------------------------------------------------

  static std::optional<ledger::FactKind> fact_told_by(demo::Lesson const& lesson) {
    if (lesson.kind == demo::Lesson::Kind::ground) return ledger::fact_kind_of(lesson.ground.kind);
    if (lesson.kind == demo::Lesson::Kind::died) return ledger::FactKind::deceased;
    return std::nullopt;
  }

  // The ledger's persons are found in the world by their numbers. A person without one tells nothing here.
  void compare_links() {
    ledger::Registry registry;
    store::LedgerStore(context_->db()).load(registry);
    std::vector<PersonIndex> in_world(registry.people.size() + 1, demo::nobody);
    for (size_t i = 0; i < world_.people.size(); ++i)
      if (world_.people[i].has_number) in_world[registry.people.with_id(world_.people[i].id)] = static_cast<PersonIndex>(i);
    in_world[0] = demo::nobody;
    std::set<ledger::FactKind> circumstances;
    for (auto circumstance : values::all_circumstances()) circumstances.insert(ledger::fact_kind_of(circumstance));
    std::set<std::pair<PersonIndex, ledger::FactKind>> linked;
    for (ledger::Fact const& fact : registry.facts())
      if (fact.effect == ledger::Effect::begins && circumstances.contains(fact.kind) && in_world[fact.subject] != demo::nobody) linked.emplace(in_world[fact.subject], fact.kind);
    // Of whom a spoilt row told, the right one told as well, or will: what stands under them was not somebody else's.
    for (auto const& [who, kind] : linked)
      if (!told_.contains({who, kind}) && !ever_held_up_.contains(who)) false_merge(who);
    for (ledger::PersonId person = 1; person <= registry.people.size(); ++person) {
      if (in_world[person] == demo::nobody) continue;
      demo::Person const& truth = world_.people[static_cast<size_t>(in_world[person])];
      for (auto const& [told, parent] : {std::pair(registry.father_of(person), truth.father), std::pair(registry.mother_of(person), truth.mother)})
        if (told && in_world[told] != demo::nobody && in_world[told] != parent) false_merge(in_world[person]);
    }
    for (auto const& [who, kind] : told_) {
      if (linked.contains({who, kind}) || !world_.people[static_cast<size_t>(who)].has_number) continue;
      ++outcome_.missed_links;
      complain("demo_missed_link", {{"person", world_.people[static_cast<size_t>(who)].id.masked()}, {"index", std::to_string(who)}, {"fact", ledger::label_of(kind)}});
    }
  }

  void false_merge(PersonIndex who) {
    ++outcome_.false_merges;
    complain("demo_false_merge", {{"person", world_.people[static_cast<size_t>(who)].id.masked()}, {"index", std::to_string(who)}});
  }

  // ---- words -------------------------------------------------------------------------------------------------------

  void say(std::string_view code, std::map<std::string, std::string> const& values) { progress_(base::label(code, values)); }
  void complain(std::string_view code, std::map<std::string, std::string> const& values) {
    constexpr size_t most = 200;
    if (outcome_.complaints.size() < most) outcome_.complaints.push_back(base::label(code, values));
  }
  void complain_of(PersonIndex child, std::string_view code, Date day, Standing standing) {
    constexpr char const* names[] = {"-", "orphan", "de_facto", "K3", "K4"};
    complain(code, {{"child", world_.people[static_cast<size_t>(child)].id.masked()}, {"index", std::to_string(child)}, {"day", day.to_string()},
                    {"standing", names[static_cast<size_t>(standing)]}});
  }

  DemoRequest const& request_;
  base::Random& random_;
  std::function<void(std::string_view)> const& progress_;
  values::Divisions divisions_;
  base::FixedClock clock_{base::Instant()};
  demo::World world_;
  std::optional<demo::Reader> reader_;
  std::optional<demo::Agencies> agencies_;
  Context* context_ = nullptr;
  std::optional<DemoPayments> payments_;
  DemoOutcome outcome_;
  std::optional<base::Problem> problem_;
  std::unordered_map<std::string, PersonIndex> children_by_number_;
  std::vector<PersonIndex> watched_;
  std::map<PersonIndex, Track> tracks_;
  std::unordered_set<PersonIndex> held_up_, ever_held_up_;
  std::set<std::pair<PersonIndex, ledger::FactKind>> told_;  // circumstances, by readable rows
  std::set<std::string> wrong_;
  std::set<PersonIndex> died_untold_;
};

}  // namespace

base::Result<DemoOutcome> run_demo(DemoRequest const& request, base::Random& random, std::function<void(std::string_view)> const& progress) {
  return Demo(request, random, progress).run();
}

}  // namespace hutong::usecases
