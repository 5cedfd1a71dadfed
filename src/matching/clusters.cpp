#include "matching/clusters.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <queue>
#include <span>

#include "matching/internal/components.h"

namespace hutong::matching {

namespace {

constexpr size_t all_pairs_rows_max = 300;
constexpr double bits_max = 30;

double limited(double bits) { return std::abs(bits) >= static_cast<double>(decided_bits) ? bits : std::clamp(bits, -bits_max, bits_max); }

// The rows of one component, by their place in it. A cluster is known by its smallest place.
class Component {
 public:
  Component(std::vector<uint32_t> const& rows, std::span<ScoredPair const> pairs, ClusterEvidence const& evidence) : rows_(rows), gains_(rows.size()), differ_(rows.size()), version_(rows.size(), 0) {
    if (rows.size() <= all_pairs_rows_max) {
      std::map<std::pair<uint32_t, uint32_t>, double> decided;
      for (auto const& pair : pairs)
        if (pair.bits >= decided_bits) decided[{place(pair.left), place(pair.right)}] = static_cast<double>(pair.bits);
      for (uint32_t a = 0; a < rows.size(); ++a)
        for (uint32_t b = a + 1; b < rows.size(); ++b) {
          auto const known = decided.find({a, b});
          add(a, b, known != decided.end() ? known->second : evidence.bits({rows[a], rows[b]}), known == decided.end() && evidence.must_differ({rows[a], rows[b]}));
        }
    } else {
      for (auto const& pair : pairs) add(place(pair.left), place(pair.right), static_cast<double>(pair.bits), pair.bits < decided_bits && evidence.must_differ({pair.left, pair.right}));
    }
  }

  void merge_all(std::vector<uint32_t>& cluster_of_row) {
    std::vector<uint32_t> cluster(rows_.size());
    for (uint32_t a = 0; a < rows_.size(); ++a) cluster[a] = a;
    for (uint32_t a = 0; a < rows_.size(); ++a)
      for (auto const& [b, gain] : gains_[a])
        if (a < b) offer(a, b, gain);
    while (!offers_.empty()) {
      Offer const offer = offers_.top();
      offers_.pop();
      bool const is_current = version_[offer.a] == offer.version_a && version_[offer.b] == offer.version_b;
      if (is_current && !differ_[offer.a].contains(offer.b)) merge(offer.a, offer.b, cluster);
    }
    for (uint32_t a = 0; a < rows_.size(); ++a) cluster_of_row[rows_[a]] = rows_[root(cluster, a)];
  }

 private:
  struct Offer {
    double gain;
    uint32_t a, b, version_a, version_b;
    bool operator<(Offer const& other) const {  // the largest gain first, of equal ones the smallest rows
      if (gain != other.gain) return gain < other.gain;
      return a != other.a ? a > other.a : b > other.b;
    }
  };
  static constexpr uint32_t gone = ~uint32_t{0};

  uint32_t place(uint32_t row) const { return static_cast<uint32_t>(std::lower_bound(rows_.begin(), rows_.end(), row) - rows_.begin()); }
  static uint32_t root(std::vector<uint32_t> const& cluster, uint32_t a) {
    while (cluster[a] != a) a = cluster[a];
    return a;
  }
  void add(uint32_t a, uint32_t b, double bits, bool must_differ) {
    gains_[a][b] = gains_[b][a] = limited(bits);
    if (must_differ) differ_[a][b] = differ_[b][a] = true;
  }
  void offer(uint32_t a, uint32_t b, double gain) {
    if (gain > 0) offers_.push({gain, a, b, version_[a], version_[b]});
  }
  void merge(uint32_t a, uint32_t b, std::vector<uint32_t>& cluster) {  // a < b
    cluster[b] = a;
    for (auto const& [other, gain] : gains_[b]) {
      if (other == a) continue;
      gains_[other].erase(b);
      gains_[a][other] = gains_[other][a] = gains_[a][other] + gain;
    }
    for (auto const& [other, is] : differ_[b]) differ_[other].erase(b), differ_[a][other] = differ_[other][a] = is;
    gains_[a].erase(b), gains_[b].clear(), differ_[b].clear();
    ++version_[a], version_[b] = gone;
    for (auto const& [other, gain] : gains_[a]) offer(std::min(a, other), std::max(a, other), gain);
  }

  std::vector<uint32_t> const& rows_;
  std::vector<std::map<uint32_t, double>> gains_;  // cluster → other cluster → bits between them
  std::vector<std::map<uint32_t, bool>> differ_;
  std::vector<uint32_t> version_;
  std::priority_queue<Offer> offers_;
};

}  // namespace

std::vector<uint32_t> clusters_of(size_t rows, std::vector<ScoredPair> const& pairs, ClusterEvidence const& evidence) {
  Components components(rows);
  for (auto const& pair : pairs) components.join(pair.left, pair.right);
  auto sorted = pairs;
  std::sort(sorted.begin(), sorted.end(), [&](ScoredPair const& a, ScoredPair const& b) {
    uint32_t const of_a = components.of(a.left), of_b = components.of(b.left);
    if (of_a != of_b) return of_a < of_b;
    return a.left != b.left ? a.left < b.left : a.right < b.right;
  });
  std::vector<uint32_t> cluster(rows);
  std::iota(cluster.begin(), cluster.end(), 0U);
  std::vector<uint32_t> members;
  for (size_t first = 0, end; first < sorted.size(); first = end) {
    uint32_t const component = components.of(sorted[first].left);
    members.clear();
    for (end = first; end < sorted.size() && components.of(sorted[end].left) == component; ++end) members.push_back(sorted[end].left), members.push_back(sorted[end].right);
    std::sort(members.begin(), members.end());
    members.erase(std::unique(members.begin(), members.end()), members.end());
    Component(members, std::span(sorted).subspan(first, end - first), evidence).merge_all(cluster);
  }
  return cluster;
}

}  // namespace hutong::matching
