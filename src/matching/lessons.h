#pragma once
// What the clerks' answers teach. Of all whom the round has asked about and who agreed in one way ("the number is equal, one character looks alike"), how many
// were the person and how many were not? That share corrects what the weights of match.cpp make of everybody who agrees in this way, as labels correct a
// linkage's patterns. An answer teaches about its own way of agreeing only: whoever is asked about is a doubtful case, and says nothing about the others.
//
// Nobody is left out because of it. However often a way of agreeing has meant another person, the next one is asked about again: an unneeded question costs a
// minute, a missing one a child. Spared are only questions that were always answered with yes: is_settled() below.
#include <map>
#include <string>

namespace hutong::matching {

struct Comparison;

// "number:equal name:look_alike". The town is no part of it: people move, and it is weighed beside.
std::string agreement_of(Comparison const&);

struct Tally {  // of the persons asked about
  int same = 0, different = 0;
  int all() const { return same + different; }
  friend bool operator==(Tally const&, Tally const&) = default;
};

class Lessons {
 public:
  void add(std::string const& agreement, bool is_same) { ++(is_same ? tallies_[agreement].same : tallies_[agreement].different); }
  bool is_empty() const { return tallies_.empty(); }
  Tally of(std::string const& agreement) const {
    auto found = tallies_.find(agreement);
    return found == tallies_.end() ? Tally{} : found->second;
  }

 private:
  std::map<std::string, Tally> tallies_;
};

// So many answers, all of them yes, and a number that is the same beside a name that is nearly so, need no further one. Were the number worth nothing, twenty
// of twenty would still leave one in seven possible; with it, one in ten thousand.
constexpr int answers_to_settle = 20;

}  // namespace hutong::matching
