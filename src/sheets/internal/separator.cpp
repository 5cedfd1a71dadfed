#include "sheets/internal/separator.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace hutong::sheets::internal {
namespace {

constexpr std::string_view candidates = "\t,;|";

// What one separator would make of the first lines.
struct Guess {
  size_t agreeing = 0;  // records with the most frequent number of separators (zero does not count)
  size_t separators = 0;
};

Guess guess_with(std::string_view head, char separator) {
  constexpr size_t counts_max = 4096;  // more columns than any limit
  std::vector<size_t> records_by_count(counts_max);
  size_t count = 0;
  bool at_start = true;
  auto end_record = [&] {
    ++records_by_count[std::min(count, counts_max - 1)];
    count = 0;
    at_start = true;
  };
  for (size_t at = 0; at < head.size(); ++at) {
    char c = head[at];
    if (c == '"' && at_start) {
      size_t close = end_of_quoted(head, at);
      if (close != std::string_view::npos) at = close;
      at_start = false;
    } else if (c == separator) {
      ++count;
      at_start = true;
    } else if (c == '\n' || c == '\r') {
      end_record();
    } else {
      at_start = false;
    }
  }
  end_record();
  Guess guess;
  for (size_t n = 1; n < counts_max; ++n)
    if (records_by_count[n] > guess.agreeing || (records_by_count[n] == guess.agreeing && records_by_count[n] > 0)) guess = {records_by_count[n], n};
  return guess;
}

}  // namespace

size_t end_of_quoted(std::string_view text, size_t open) {
  for (size_t at = open + 1;;) {
    at = text.find('"', at);
    if (at == std::string_view::npos) return at;
    if (at + 1 >= text.size() || text[at + 1] != '"') return at;
    at += 2;
  }
}

bool is_stray_quote(std::string_view cell, std::string_view behind) {
  return behind.find_first_not_of(" \t") != std::string_view::npos && cell.find_first_of("\n\r") != std::string_view::npos;
}

char separator_of(std::string_view text) {
  constexpr size_t head_bytes = 1 << 16;
  std::string_view head = text.substr(0, head_bytes);
  if (text.size() > head_bytes)
    if (size_t end = head.rfind('\n'); end != std::string_view::npos) head = head.substr(0, end);
  char best = '\0';
  Guess best_guess;
  for (char separator : candidates) {
    Guess guess = guess_with(head, separator);
    if (std::pair(guess.agreeing, guess.separators) > std::pair(best_guess.agreeing, best_guess.separators)) {
      best = separator;
      best_guess = guess;
    }
  }
  return best;
}

size_t size_of_separator_line(std::string_view text, char& separator) {
  constexpr size_t size = 5;
  if (text.size() < size || !text.starts_with("sep=") || candidates.find(text[4]) == std::string_view::npos) return 0;
  size_t end = size;
  if (end < text.size() && text[end] == '\r') ++end;
  if (end < text.size() && text[end] == '\n') ++end;
  if (end == size && end != text.size()) return 0;
  separator = text[4];
  return end;
}

}  // namespace hutong::sheets::internal
