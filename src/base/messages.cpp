#include "base/messages.h"

#include <nlohmann/json.hpp>
#include <unordered_map>

#include "base/check.h"
#include "base/resources.h"

namespace hutong::base {
namespace {

// messages/zh-CN.json holds one object per module; the codes of all modules share one space.
std::unordered_map<std::string, Sentence> load() {
  auto text = resource("messages/zh-CN.json");
  CHECK(text.has_value());
  std::unordered_map<std::string, Sentence> all;
  auto const modules = nlohmann::json::parse(*text);
  for (auto const& [module, entries] : modules.items()) {
    for (auto const& [code, entry] : entries.items()) {
      Sentence one;
      if (entry.is_string()) {
        one.text = entry.get<std::string>();
      } else {
        one.text = entry.at("text").get<std::string>();
        if (entry.contains("fix")) one.fix = entry.at("fix").get<std::string>();
      }
      CHECK(all.emplace(code, std::move(one)).second);
    }
  }
  return all;
}

std::unordered_map<std::string, Sentence> const& catalogue() {
  static std::unordered_map<std::string, Sentence> const all = load();
  return all;
}

// {name} → its value; a name without a value is left out, so that one sentence can serve with and without detail.
std::string filled(std::string const& pattern, std::map<std::string, std::string> const& values) {
  std::string out;
  for (size_t at = 0; at < pattern.size();) {
    size_t open = pattern.find('{', at);
    size_t close = open == std::string::npos ? open : pattern.find('}', open);
    if (close == std::string::npos) return out.append(pattern, at);
    out.append(pattern, at, open - at);
    auto found = values.find(pattern.substr(open + 1, close - open - 1));
    if (found != values.end()) out += found->second;
    at = close + 1;
  }
  return out;
}

std::string place_of(Place const& place) {
  std::string out;
  if (!place.file.empty()) out += "文件“" + place.file + "”";
  if (!place.sheet.empty()) out += "工作表“" + place.sheet + "”";
  if (place.row > 0) out += "第 " + std::to_string(place.row) + " 行";
  if (!place.cell.empty()) out += "(" + place.cell + ")";
  if (!place.field.empty()) out += "“" + (has_sentence("field." + place.field) ? label("field." + place.field) : place.field) + "”";
  return out;
}

}  // namespace

bool has_sentence(std::string_view code) { return catalogue().contains(std::string(code)); }

Sentence sentence(std::string_view code, std::map<std::string, std::string> const& values) {
  auto found = catalogue().find(std::string(code));
  CHECK(found != catalogue().end());
  return {filled(found->second.text, values), filled(found->second.fix, values)};
}

Sentence sentence(Problem const& of) { return sentence(of.code, of.values); }

std::string label(std::string_view code, std::map<std::string, std::string> const& values) { return sentence(code, values).text; }

std::string tell(Problem const& of) {
  Sentence told = sentence(of);
  std::string where = place_of(of.place);
  std::string out = where.empty() ? told.text : where + ":" + told.text;
  if (told.fix.empty()) return out;
  if (!out.ends_with("。")) out += "。";
  return out + told.fix + (told.fix.ends_with("。") ? "" : "。");
}

}  // namespace hutong::base
