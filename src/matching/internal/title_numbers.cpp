#include "matching/internal/title_numbers.h"

#include <algorithm>
#include <string>
#include <vector>

namespace hutong::matching {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_of_word(char c) { return is_digit(c) || (c >= 'a' && c <= 'z'); }

struct Numbers {
  std::string together;            // letters and digits; two numbers stay apart
  std::vector<std::string> words;  // those with a digit
};

Numbers numbers_of(std::string_view title) {
  Numbers numbers;
  std::string word;
  auto close = [&] {
    if (std::any_of(word.begin(), word.end(), is_digit)) numbers.words.push_back(word);
    word.clear();
  };
  for (size_t i = 0; i < title.size(); ++i) {
    char const c = title[i];
    bool const is_inside_number = (c == '.' || c == ',') && !word.empty() && is_digit(word.back()) && i + 1 < title.size() && is_digit(title[i + 1]);
    if (is_inside_number && c == ',') continue;  // 1,000
    if (!is_of_word(c) && !is_inside_number) {
      close();
      continue;
    }
    if (word.empty() && is_digit(c) && !numbers.together.empty() && is_digit(numbers.together.back())) numbers.together += ' ';
    word += c, numbers.together += c;
  }
  close();
  return numbers;
}

// As a whole: 30 does not stand in 630, nor in 30.5.
bool stands_in(std::string const& word, std::string const& together) {
  for (size_t at = together.find(word); at != std::string::npos; at = together.find(word, at + 1)) {
    size_t const end = at + word.size();
    bool const begins = at == 0 || !is_digit(word.front()) || !(is_digit(together[at - 1]) || together[at - 1] == '.');
    bool const ends = end == together.size() || !is_digit(word.back()) || !(is_digit(together[end]) || together[end] == '.');
    if (begins && ends) return true;
  }
  return false;
}

bool all_stand_in(Numbers const& numbers, Numbers const& other) {
  return std::all_of(numbers.words.begin(), numbers.words.end(), [&](std::string const& word) { return stands_in(word, other.together); });
}

}  // namespace

bool have_same_numbers(std::string_view title, std::string_view other) {
  Numbers const one = numbers_of(title), two = numbers_of(other);
  return all_stand_in(one, two) && all_stand_in(two, one);
}

}  // namespace hutong::matching
