#pragma once
// Keeps short texts alive for as long as a CheckResult lives; nothing is ever freed singly.
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace hutong::intake {

class TextArena {
 public:
  std::string_view keep(std::string_view text) {
    if (text.empty()) return {};
    if (text.size() > left_) {
      size_t const size = text.size() > block_size ? text.size() : block_size;
      blocks_.push_back(std::make_unique<char[]>(size));
      at_ = blocks_.back().get();
      left_ = size;
    }
    std::memcpy(at_, text.data(), text.size());
    std::string_view const kept(at_, text.size());
    at_ += text.size();
    left_ -= text.size();
    return kept;
  }

 private:
  static constexpr size_t block_size = 1 << 16;
  std::vector<std::unique_ptr<char[]>> blocks_;
  char* at_ = nullptr;
  size_t left_ = 0;
};

}  // namespace hutong::intake
