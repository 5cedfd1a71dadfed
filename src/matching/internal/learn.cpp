#include "matching/internal/learn.h"

#include <algorithm>
#include <cmath>

#include "matching/internal/labelled.h"
#include "matching/internal/one_field.h"

namespace hutong::matching {

namespace {

constexpr int iterations_max = 200;
constexpr double rivals_from = 0.03;  // of the matches; some rows that stand twice in a list are no class of their own
constexpr double strangers_at_least = .25;  // of what chance alone makes alike: the rest of two samples' difference is noise

struct Expected {
  std::array<double, classes> pairs{};
  double all_contested = 0;
  std::vector<std::array<std::vector<double>, classes>> levels;  // field × class × level
  std::vector<std::vector<double>> contested;                    // field × level: of the same, those left out of `levels`
};

double limit_of(size_t of_class, Field const& field, LevelKind const& level) {
  bool const can_be_replaced = field.name == "representative";  // a firm stays the same under another one
  if (of_class == same) return can_be_replaced ? 1 : level.same_at_most;
  if (of_class == household && field.about == About::self) return level.close_at_most;
  return 1;
}

// Of the village: places as counted. Names more often alike by as much as surnames are; counting names themselves would count the same persons.
void set_neighbours(LearnInput const& input, Learnt& learnt) {
  if (input.neighbour_pairs.empty()) return;
  for (size_t f = 0; f < learnt.fields.size(); ++f) {
    auto const& field = (*input.columns)[f].field();
    auto const& levels = (*input.columns)[f].levels();
    auto const& counted = input.neighbour_pairs[f];
    auto const& u = learnt.fields[f].p[strangers];
    auto& p = learnt.fields[f].p[neighbours];
    p = u;
    double all = 0.5 * static_cast<double>(levels.size());
    for (double pairs : counted) all += pairs;
    if (field.kind == FieldKind::place)
      for (size_t l = 1; l < p.size(); ++l) p[l] = (counted[l] + 0.5) / all;
    if (field.kind != FieldKind::person_name || field.about != About::self) continue;
    auto surname_only = static_cast<size_t>(NameAgreement::surname_only) + 1;
    double more_alike = std::max(1.0, counted[surname_only] / all / u[surname_only]), rest = 1;
    for (size_t l = 1; l + 1 < p.size(); ++l) p[l] = std::min(u[l] * more_alike, 0.5), rest -= p[l];
    p.back() = std::max(rest, 0.1);
  }
}

// Of the pairs of a pattern, the part that is the same: as the model believes, corrected by those who looked at some of them.
double share_of_same(LearnInput const& input, size_t pattern, double believed) {
  if (input.labelled_same.empty()) return believed;
  return share_told(believed, input.labelled_same[pattern], input.labelled_other[pattern]);
}

// Of the pairs of a pattern, the part in each class. All 0: nothing can be said.
std::array<double, classes> chances_of(LearnInput const& input, Learnt const& learnt, size_t pattern) {
  size_t const fields = input.patterns->fields;
  std::array<double, classes> chance = learnt.shares;
  for (size_t f = 0; f < fields; ++f)
    if (auto level = input.patterns->level(pattern, f))
      for (size_t c = 0; c < classes; ++c) chance[c] *= learnt.fields[f].p[c][level];
  if (!learnt.can_be_household(&input.patterns->levels[pattern * fields])) chance[household] = 0;
  double all = 0;
  for (double of_class : chance) all += of_class;
  for (double& of_class : chance) of_class = all > 0 ? of_class / all : 0;
  return chance;
}

Expected expect(LearnInput const& input, Learnt const& learnt) {
  auto const& patterns = *input.patterns;
  size_t const fields = patterns.fields;
  Expected expected;
  expected.levels.resize(fields);
  expected.contested.resize(fields);
  for (size_t f = 0; f < fields; ++f) expected.contested[f].assign(learnt.fields[f].expected.size(), 0);
  for (size_t f = 0; f < fields; ++f) expected.levels[f].fill(std::vector<double>(learnt.fields[f].expected.size(), 0));
  for (size_t p = 0; p < patterns.size(); ++p) {
    auto const chance = chances_of(input, learnt, p);
    double const believed = chance[same], told = share_of_same(input, p, believed);
    for (size_t c = 0; c < strangers; ++c) {
      double pairs = patterns.counts[p] * chance[c];
      if (c == same) {
        // What looks the same and is not makes a class of its own: strangers would not look like this.
        double contested = patterns.counts[p] * std::max(0.0, believed - told);
        pairs = patterns.counts[p] * told;
        if (!input.uncontested.empty()) {
          double const won = std::min(pairs * input.uncontested[p], (pairs + patterns.counts[p]) / 2);
          contested += std::max(0.0, pairs - won);
          pairs = won;
        }
        expected.all_contested += contested;
        for (size_t f = 0; f < fields; ++f) expected.contested[f][patterns.level(p, f)] += contested;
      } else if (told > believed && believed < 1) {
        pairs *= (1 - told) / (1 - believed);
      }
      expected.pairs[c] += pairs;
      for (size_t f = 0; f < fields; ++f) expected.levels[f][c][patterns.level(p, f)] += pairs;
    }
  }
  return expected;
}

// Shares that sum to one, none above its limit: what is cut off goes to the levels without one, in proportion.
template <class Limit>
void normalise(std::vector<double>& shares, Limit const& limit) {
  double sum = 0;
  for (size_t l = 1; l < shares.size(); ++l) sum += shares[l];
  if (sum <= 0) return;
  double cut = 0, below = 0;
  for (size_t l = 1; l < shares.size(); ++l) {
    shares[l] /= sum;
    if (shares[l] > limit(l)) cut += shares[l] - limit(l), shares[l] = limit(l);
    else if (limit(l) >= 1) below += shares[l] + 1e-6;
  }
  if (cut <= 0 || below <= 0) return;
  for (size_t l = 1; l < shares.size(); ++l)
    if (limit(l) >= 1) shares[l] += cut * (shares[l] + 1e-6) / below;
}

double maximise(LearnInput const& input, Expected const& expected, Learnt& learnt) {
  auto const& columns = *input.columns;
  double moved = 0;
  for (size_t f = 0; f < columns.size(); ++f) {
    auto const& levels = columns[f].levels();
    auto const& field = columns[f].field();
    auto& weights = learnt.fields[f];
    auto const before = weights.p[same];
    weights.expected = expected.levels[f][same];
    std::vector<double> u(levels.size() + 1, 0), of_rivals = expected.levels[f][rivals];
    for (size_t l = 1; l <= levels.size(); ++l) of_rivals[l] += expected.contested[f][l];
    for (size_t l = 1; l <= levels.size(); ++l) {
      u[l] = input.all_pairs[f][l] - expected.contested[f][l];
      for (size_t c : {same, household, rivals}) u[l] -= expected.levels[f][c][l];
      if (!input.neighbour_pairs.empty() && field.kind == FieldKind::place) u[l] = std::max(u[l] - input.neighbour_pairs[f][l], strangers_at_least * u[l]);
      u[l] = std::max(u[l], 0.0) + 0.5;
    }
    normalise(u, [](size_t) { return 1.0; });
    std::copy(u.begin() + 1, u.end(), weights.p[strangers].begin() + 1);
    for (size_t c : {same, household, rivals}) {
      if (learnt.shares[c] <= 0 && !(c == rivals && expected.all_contested > 0)) continue;
      std::vector<double> shares(levels.size() + 1, 0);
      bool agrees = c == same || (c == household && field.about == About::household);
      for (size_t l = 1; l <= levels.size(); ++l) shares[l] = (c == rivals ? of_rivals : expected.levels[f][c])[l] + prior_pairs * (agrees ? levels[l - 1].expected_m : u[l]);
      normalise(shares, [&](size_t l) { return limit_of(c, field, levels[l - 1]); });
      std::copy(shares.begin() + 1, shares.end(), weights.p[c].begin() + 1);
    }
    for (size_t l = 1; l <= levels.size(); ++l) moved = std::max(moved, std::abs(before[l] - weights.p[same][l]));
  }
  double matches = std::min(expected.pairs[same], input.matches_at_most);
  double share = std::max(matches, 0.1) / input.pairs;
  moved = std::max(moved, 0.1 * std::abs(share - learnt.shares[same]) / share);
  learnt.shares[same] = share;
  // Lists without families: a class for a handful would only take the odd ones out of the same.
  bool has_settled = learnt.iterations >= 4;
  if (has_settled && expected.pairs[household] < std::max(10.0, 0.01 * matches)) learnt.shares[household] = 0;
  if (learnt.shares[household] > 0) learnt.shares[household] = std::max(expected.pairs[household], 1.0) / input.pairs;
  set_neighbours(input, learnt);
  double losers = expected.pairs[rivals] + expected.all_contested;
  bool const is_known = !input.labelled_same.empty() && losers >= 1;
  bool const are_many = input.can_have_rivals && losers >= std::max(10.0, rivals_from * matches);
  learnt.shares[rivals] = is_known || are_many ? losers / input.pairs : 0;
  learnt.shares[strangers] = 1;
  for (size_t c = 0; c < strangers; ++c) learnt.shares[strangers] -= learnt.shares[c];
  learnt.shares[strangers] = std::max(1e-300, learnt.shares[strangers]);
  learnt.expected_matches = expected.pairs[same];
  return moved;
}

// Of the pairs that it takes to be the same, the part that it can hardly tell from others: many, and it has not found what makes them the same.
double undecided_share(LearnInput const& input, Learnt const& learnt) {
  constexpr double decided_from = .9;
  double undecided = 0, all = 0;
  for (size_t p = 0; p < input.patterns->size(); ++p) {
    auto const chance = chances_of(input, learnt, p);
    double const pairs = input.patterns->counts[p] * chance[same];
    all += pairs;
    if (chance[same] < decided_from) undecided += pairs;
  }
  return all > 0 ? undecided / all : 0;
}

// Is it mostly equal in two rows of one person? Titles, prices and shops are written differently each time, and that means nothing.
bool identifies(Field const& field) {
  if (field.about != About::self) return false;
  switch (field.kind) {
    case FieldKind::resident_number:
    case FieldKind::identifier:
    case FieldKind::person_name:
    case FieldKind::given_name:
    case FieldKind::surname:
    case FieldKind::date: return true;
    case FieldKind::category:
    case FieldKind::place:
    case FieldKind::phone:
    case FieldKind::number:
    case FieldKind::text: return false;
  }
  return false;
}

}  // namespace

bool Learnt::can_be_household(uint8_t const* levels) const {
  for (size_t f = 0; f < fields.size(); ++f)
    if (household_evidence[f] >> levels[f] & 1) return true;
  return false;
}

Learnt first_guess(LearnInput const& input) {
  Learnt guess;
  // Of so many pairs one shares a house, or fewer: the more people, the rarer.
  double const rare_as_a_house = std::max(1.0 / 2048, 8 / std::sqrt(input.pairs));
  auto const& columns = *input.columns;
  bool has_household = false, has_own = false;
  for (auto const& column : columns) {
    auto const& levels = column.levels();
    auto const& field = column.field();
    has_household |= field.about == About::household;
    has_own |= field.about == About::self;
    Learnt::FieldWeights weights;
    weights.p.fill(std::vector<double>(levels.size() + 1, 1));
    weights.expected.assign(levels.size() + 1, 0);
    auto const& all = input.all_pairs[guess.fields.size()];
    double present = 0;
    for (size_t l = 1; l <= levels.size(); ++l) present += all[l];
    for (size_t l = 1; l <= levels.size(); ++l) {
      double u = (all[l] + 0.5) / (present + 0.5 * static_cast<double>(levels.size()));
      weights.p[same][l] = levels[l - 1].expected_m;
      weights.p[strangers][l] = u;
      weights.p[household][l] = field.about == About::household ? levels[l - 1].expected_m : std::min(levels[l - 1].close_at_most, u);
    }
    uint32_t evidence = 0;
    double at_least_so_alike = 0;
    for (size_t l = 1; l <= 2 && l <= levels.size(); ++l) {
      at_least_so_alike += weights.p[strangers][l];
      if (field.about == About::household && at_least_so_alike < rare_as_a_house) evidence |= 1U << l;
    }
    guess.household_evidence.push_back(evidence);
    guess.fields.push_back(std::move(weights));
  }
  guess.shares[same] = 0.5 * input.matches_at_most / input.pairs;
  guess.shares[household] = has_own && has_household ? guess.shares[same] : 0;
  guess.shares[strangers] = 1;
  if (!input.neighbour_pairs.empty()) guess.shares[neighbours] = input.neighbour_pairs[input.place_column][1] / input.pairs;
  set_neighbours(input, guess);
  return guess;
}

void learn_on(LearnInput const& input, Learnt& learnt, int iterations_at_most) {
  if (learnt.is_assumed) return;
  learnt.has_converged = false;
  for (int i = 0; i < iterations_at_most && !learnt.has_converged; ++i, ++learnt.iterations)
    learnt.has_converged = maximise(input, expect(input, learnt), learnt) < 1e-5;
}

Learnt learn(LearnInput const& input) {
  auto const telling = telling_fields(input);
  if (telling.size() < 2) return learnt_from_one(input, telling.empty() ? 0 : telling[0]);
  Learnt learnt = first_guess(input);
  learn_on(input, learnt, iterations_max);
  return learnt;
}

std::vector<base::Problem> doubts_of(LearnInput const& input, Learnt const& learnt) {
  constexpr double undecided_at_most = .3;
  std::vector<base::Problem> doubts;
  auto const& columns = *input.columns;
  if (learnt.is_assumed) {
    auto const telling = telling_fields(input);
    doubts.push_back(base::problem("link_warn_one_field", {{"field", columns[telling.empty() ? 0 : telling[0]].field().name}}));
    return doubts;
  }
  if (!learnt.has_converged) doubts.push_back(base::problem("link_warn_not_converged", {{"iterations", std::to_string(learnt.iterations)}}));
  bool const is_nobody = std::llround(learnt.expected_matches) == 0;
  if (is_nobody) doubts.push_back(base::problem("link_warn_no_matches"));
  else if (learnt.expected_matches < 20) doubts.push_back(base::problem("link_warn_few_matches", {{"matches", std::to_string(std::llround(learnt.expected_matches))}}));
  double const share = undecided_share(input, learnt);
  if (!is_nobody && share > undecided_at_most)
    doubts.push_back(base::problem("link_warn_undecided", {{"matches", std::to_string(std::llround(learnt.expected_matches))}, {"share", std::to_string(std::lround(share * 100))}}));
  for (size_t f = 0; f < columns.size(); ++f) {
    if (!identifies(columns[f].field())) continue;
    // What agrees less often among the same than the prior would ever allow has drifted to another class (the household instead of the person).
    double equal = learnt.fields[f].p[same][1], expected = columns[f].levels()[0].expected_m;
    double seen = 0;
    for (double pairs : learnt.fields[f].expected) seen += pairs;
    if (seen >= 50 && equal < 0.5 * expected)
      doubts.push_back(base::problem("link_warn_drifted", {{"field", columns[f].field().name}, {"share", std::to_string(std::lround(equal * 100))}}));
  }
  return doubts;
}

}  // namespace hutong::matching
