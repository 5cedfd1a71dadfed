#include "exchange/compare.h"

#include <algorithm>
#include <unordered_map>

namespace hutong::exchange {
namespace {

using Index = std::unordered_map<std::string_view, std::vector<size_t>>;

class Comparing {
 public:
  Comparing(std::vector<KnownRow> const& known, std::vector<FileRow> const& file) : known_(known), file_(file), is_taken_(known.size()), is_seen_(known.size()) {
    result_.of_file.resize(file.size());
    is_matched_.resize(file.size());
  }

  void by_identity() {
    Index const index = index_of([](RowKey const& key) { return std::string_view(key.identity); });
    // The very same row first: of two rows with one identity, the one that stayed as it was must not be taken for the other.
    for (auto const is_good : {+[](KnownRow const& known, FileRow const& row) { return known.key.digest == row.key.digest && known.is_returned == row.is_returned; },
                               +[](KnownRow const& known, FileRow const& row) { return known.is_returned == row.is_returned; },
                               +[](KnownRow const&, FileRow const&) { return true; }}) {
      for (size_t at = 0; at < file_.size(); ++at) {
        if (is_matched_[at]) continue;
        if (auto const found = first_free(index, file_[at].key.identity, [&](KnownRow const& known) { return is_good(known, file_[at]); })) match(at, *found);
      }
    }
  }

  // A number was added, or a wrong one put right: the names are the same. Only if one side's number says nothing, or two children of one
  // name would become one; and only if a single row answers.
  void by_names() {
    Index const index = index_of([](RowKey const& key) { return std::string_view(key.names); });
    for (size_t at = 0; at < file_.size(); ++at) {
      if (is_matched_[at] || file_[at].key.names.empty()) continue;
      auto const candidates = index.find(file_[at].key.names);
      if (candidates == index.end()) continue;
      std::vector<size_t> answers;
      for (size_t known : candidates->second)
        if (!is_taken_[known] && (has_no_sure_number(known_[known].is_returned, known_[known].key) || has_no_sure_number(file_[at].is_returned, file_[at].key))) answers.push_back(known);
      if (answers.size() == 1) match(at, answers.front());
    }
  }

  void by_place() {
    for (size_t at = 0; at < file_.size(); ++at) {
      if (is_matched_[at]) continue;
      for (size_t known = 0; known < known_.size(); ++known) {
        if (is_taken_[known] || !known_[known].is_returned || !same_place(known_[known], file_[at])) continue;
        match(at, known);
        break;
      }
    }
  }

  Comparison finished() {
    settle_duplicates();
    for (size_t known = 0; known < known_.size(); ++known)
      if (!is_taken_[known] && !is_seen_[known]) result_.absent.push_back(known);
    return std::move(result_);
  }

 private:
  static bool has_no_sure_number(bool is_returned, RowKey const& key) { return is_returned || key.identity == key.names; }
  static bool same_place(KnownRow const& known, FileRow const& row) { return known.row == row.row && known.sub == row.sub && known.sheet == row.sheet; }

  template <class KeyOf>
  Index index_of(KeyOf const& key_of) const {
    Index index;
    for (size_t known = 0; known < known_.size(); ++known)
      if (std::string_view const key = key_of(known_[known].key); !key.empty()) index[key].push_back(known);
    return index;
  }

  template <class Good>
  std::optional<size_t> first_free(Index const& index, std::string_view key, Good const& is_good) const {
    auto const found = index.find(key);
    if (found == index.end()) return std::nullopt;
    for (size_t known : found->second)
      if (!is_taken_[known] && is_good(known_[known])) return known;
    return std::nullopt;
  }

  void match(size_t at, size_t known) {
    is_matched_[at] = true;
    FileRow const& row = file_[at];
    KnownRow const& before = known_[known];
    Comparison::Step& step = result_.of_file[at];
    step.known = known;
    if (row.is_returned && !before.is_returned) {
      // The good row stays: a slip of the pen in a later file must not take back what was good.
      step.fate = Fate::broken;
      is_seen_[known] = true;
      return;
    }
    is_taken_[known] = true;
    if (!row.is_returned && before.is_returned) step.fate = Fate::corrected;
    else step.fate = row.key.digest == before.key.digest ? Fate::unchanged : Fate::changed;
  }

  void settle_duplicates() {
    std::unordered_map<std::string_view, size_t> good;
    std::unordered_map<std::string_view, bool> is_returned_again;
    for (size_t at = 0; at < file_.size(); ++at) {
      if (file_[at].is_returned) is_returned_again[file_[at].key.identity] = true;
      else good.emplace(file_[at].key.identity, at);
    }
    for (size_t known = 0; known < known_.size(); ++known) {
      if (is_taken_[known] || !known_[known].is_returned) continue;
      auto const by = good.find(known_[known].key.identity);
      if (by == good.end() || is_returned_again.contains(known_[known].key.identity)) continue;
      is_taken_[known] = true;
      result_.settled.push_back({known, by->second});
    }
  }

  std::vector<KnownRow> const& known_;
  std::vector<FileRow> const& file_;
  std::vector<bool> is_taken_, is_seen_, is_matched_;
  Comparison result_;
};

}  // namespace

Comparison compare(std::vector<KnownRow> const& known, std::vector<FileRow> const& file, bool is_correction) {
  Comparing comparing(known, file);
  comparing.by_identity();
  comparing.by_names();
  if (is_correction) comparing.by_place();
  return comparing.finished();
}

}  // namespace hutong::exchange
