#pragma once
// Every sentence shown to a person comes from messages/zh-CN.json, by code. {name} is replaced by the value of that name;
// an entry may have "text" (what is wrong) and "fix" (what to do).
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hutong::base {

struct Sentence {
  std::string text;  // what is wrong
  std::string fix;   // what to do; may be empty
};

// CHECKs that the code exists: tools/tidy has refused anything else before.
Sentence sentence(std::string_view code, std::map<std::string, std::string> const& values = {});
Sentence sentence(Problem const&);
// Text and fix in one string with the place in front: "第 9 行“身份证号”:……。请……。"
std::string tell(Problem const&);
// Only the text, for headings and labels.
std::string label(std::string_view code, std::map<std::string, std::string> const& values = {});
bool has_sentence(std::string_view code);

}  // namespace hutong::base
