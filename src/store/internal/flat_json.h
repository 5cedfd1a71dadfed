#pragma once
// The fields of a row: one flat JSON object of texts, numbers, booleans and nulls, as usecases wrote it. A document tree for each of a million rows
// would cost more than the round itself, so members are handed over one by one; texts without escapes are views into the input.
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hutong::store::internal {

class FlatJson {
 public:
  // Members in order; nulls are left out. The views live until the next read() and as long as `json`. CHECKs that the text is what we wrote.
  std::vector<std::pair<std::string_view, std::string_view>> const& read(std::string_view json);

 private:
  std::string_view text();
  std::string_view unescaped(std::string_view escaped);
  std::string_view rest_;
  std::vector<std::pair<std::string_view, std::string_view>> members_;
  std::deque<std::string> kept_;  // texts that had escapes; a deque, because views into them must not move
};

}  // namespace hutong::store::internal
