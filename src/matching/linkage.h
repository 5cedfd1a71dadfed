#pragma once
// Which rows of two tables (or of one) mean the same person or thing? Probabilistic record linkage after Fellegi and Sunter (JASA 64, 1969), learnt
// without examples: recognise (fields.h) says what the columns mean; here each pair of rows that shares a blocking key is turned into one pattern of
// levels of agreement, the patterns are counted, and expectation–maximisation finds what each level is worth.
//
// Beyond the textbook, because lists of persons need it:
//   - five latent classes, not two: the same, one household (siblings, spouses, a child under its guardian's number), neighbours, rivals (a book's other
//     edition), strangers. People who live together share address, telephone and guardian; with two classes they look like one person.
//   - u, the chance agreement, comes from all pairs of the two tables (exact from the frequencies of values, sampled for likeness), less the pairs
//     that the model itself believes to be matches: small tables do not spoil it.
//   - a resident number contains date and sex; where a date only repeats the number it is no second witness.
//
// Deterministic: neither the number of threads nor anything else but the input changes the result.
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "matching/fields.h"
#include "sheets/csv_table.h"

namespace hutong::matching {

struct RowPair {
  uint32_t left = 0, right = 0;  // rows, from 0; in one table left < right
  friend auto operator<=>(RowPair const&, RowPair const&) = default;
};

struct KnownPair {  // from people who looked
  RowPair rows;
  bool is_match = false;
};

struct LinkOptions {
  bool one_to_one = false;   // at most one partner for each row of either table, chosen globally
  bool many_to_one = false;  // at most one left row for each right row: the right table may name one twice
  double threshold = 0.5;    // pairs of at least this probability are returned
  unsigned threads = 0;      // 0 = one per processor
  uint64_t memory_bytes = uint64_t{3} << 29;  // 1.5 GB: pairs kept at once; a rule that would exceed it is refined or skipped, and said so
  std::vector<KnownPair> labels;  // teach the model, and stand whatever it says: compared also if no rule makes them; probability 1 or 0
  size_t questions = 0;      // how many pairs to name whose labels would teach most
  std::function<void(std::string_view phase)> on_phase;  // called as a phase ends; the caller may hold a watch
};

constexpr float decided_bits = 1000;  // what people decided: more, or less, than any evidence

struct ScoredPair {
  uint32_t left = 0, right = 0;
  uint32_t pattern = 0;     // into Linkage::patterns
  float probability = 0;
  float bits = 0;           // log2 of the odds: the sum of the waterfall
};

struct RuleReport {  // one blocking rule; counted before anything is compared
  std::string name;            // words of fields: "name.pinyin + birth_date"
  uint64_t pairs = 0;          // it alone would make
  uint64_t new_pairs = 0;      // not made by an earlier rule
  uint64_t largest_block = 0;  // left × right of its largest key, before refinement
  uint64_t refined_keys = 0;   // keys so common that another field was added to them
  uint64_t skipped_pairs = 0;  // pairs not looked at, because even that was too many
};

struct LevelReport {
  std::string code;         // link_level_<code> of messages
  double m = 0, household = 0, neighbours = 0, rivals = 0, u = 0;  // probability of this level by class
  double bits = 0;          // log2(m / u)
  double expected_pairs = 0;  // how many matching pairs show it
};

struct FieldReport {
  Field field;
  std::vector<LevelReport> levels;  // best first; [0] of the pattern digit is "missing" and carries no weight
  double missing_share = 0;
};

struct Model {
  std::vector<FieldReport> fields;
  double prior = 0;           // share of all pairs that match
  double close_prior = 0;
  double expected_matches = 0;
  int iterations = 0;
  bool has_converged = false;
  double certain_from = 1;    // probability from which a pair needs nobody
  double ask_from = 0.5;      // below: nobody is asked
  std::vector<base::Problem> warnings;  // loud diagnostics: a drifted level, too few pairs to learn from …
};

struct Linkage {
  std::vector<ScoredPair> pairs;      // by probability, then bits, then rows
  std::vector<ScoredPair> questions;  // if asked for: see LinkOptions; the most telling first, also below the threshold
  std::vector<std::vector<uint8_t>> patterns;  // level of each field (0 = missing)
  std::vector<uint64_t> pattern_counts;        // candidate pairs
  std::vector<RuleReport> rules;
  Model model;
  uint64_t candidates = 0;
  std::vector<uint64_t> histogram;    // of bits of all candidates, from histogram_from, one bit wide
  int histogram_from = 0;
};

struct Waterfall {  // why one pair has its probability
  struct Step {
    size_t field = 0;        // of the plan
    std::string level;       // link_level_<level> of messages; empty: nothing to compare
    std::string left, right;  // as written
    double bits = 0;         // of the level
    double rarity_bits = 0;  // more (or less) for a rare (common) value
  };
  double prior_bits = 0;
  std::vector<Step> steps;
  double close_bits = 0;     // what is taken off because relatives would look like this too
  std::string doubt;         // link_doubt_<doubt> of messages: why the pair is not certain all the same; "" = nothing of the kind
  double doubt_bits = 0;     // what is taken off for it
  double company_bits = 0;   // one table: what the rows that are like both add or take off (clusters.h)
  double bits = 0;
  std::optional<bool> decided;  // by people: then the probability is 1 or 0, whatever the bits are
  double probability = 0;
};

struct Given;   // internal/given.h
struct Taught;

class Linker {
 public:
  // The tables must outlive the linker. One table: right = nullptr.
  // Problems: link_nothing_to_compare (no field is filled in both tables).
  static base::Result<Linker> make(sheets::CsvTable const& left, sheets::CsvTable const* right, Plan const&, LinkOptions const&);
  // The same with the pairs, weights and counts that an index gives (register_index.h), which are not learnt again.
  static base::Result<Linker> make(sheets::CsvTable const& left, sheets::CsvTable const& right, Plan const&, LinkOptions const&, std::shared_ptr<Given const>);
  Linker(Linker&&) noexcept;
  ~Linker();

  Linkage run();
  // After run(). Any two rows, also if no rule made them a pair.
  Waterfall explain(RowPair) const;
  double bits(RowPair) const;  // its bits alone, without doubts and decisions
  // Must the two rows be two persons? Both numbers are valid and different, or people said so.
  bool must_differ(RowPair) const;
  // After run(): what an index is made of.
  Taught taught() const;

 private:
  struct Work;
  explicit Linker(std::unique_ptr<Work>);
  static base::Result<Linker> made(sheets::CsvTable const& left, sheets::CsvTable const* right, Plan const&, LinkOptions const&, std::shared_ptr<Given const>);
  std::unique_ptr<Work> work_;
};

}  // namespace hutong::matching
