#pragma once
// What a page of rules/ may say: the rules, the keys of each with their kind of value, and the words of the decision tables.
// A page that says anything else is refused, so that a slip of the pen never becomes a silent default.
#include <array>
#include <optional>
#include <span>
#include <string_view>

#include "policy/internal/rules.h"

namespace hutong::policy::internal {

enum class Shape : uint8_t { prose, settings, decision, events };

struct RuleWord {
  Rule rule;
  std::string_view code;
  Shape shape;
  std::string_view needed_from;  // from this day on, without a gap and for ever
};

enum class Kind : uint8_t { number, numbers, words, month_day, order };

struct KeyWord {
  Rule rule;
  std::string_view name;
  Key key;
  Kind kind;
  std::string_view compares;  // the allowed ones, separated by blanks
  std::string_view words;     // the allowed ones, separated by blanks; their position is their bit
  int low = 0, high = 0;      // of numbers
};

std::span<RuleWord const> rule_words();
std::span<KeyWord const> key_words();
std::optional<RuleWord> rule_word_from(std::string_view code);
std::optional<Compare> compare_from(std::string_view text);
// Position of the word in a list separated by blanks.
std::optional<int> position_in(std::string_view list, std::string_view word);

}  // namespace hutong::policy::internal
