#include "values/division.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>

#include "base/text.h"

namespace hutong::values {
namespace {

// 明水街道办事处 → 明水: what stays when kinds and their abbreviations are cut.
std::string stem_of(std::string_view name) {
  constexpr std::string_view kinds[] = {"街道办事处", "办事处", "街道办", "街办", "街道", "人民政府", "镇", "乡"};
  std::string stem(name);
  for (bool cut = true; cut;) {
    cut = false;
    for (std::string_view kind : kinds) {
      if (base::ends_with(stem, kind) && stem.size() > kind.size()) {
        stem.resize(stem.size() - kind.size());
        cut = true;
        break;
      }
    }
  }
  return stem;
}

std::string without_prefixes(std::string text, std::vector<std::string> const& prefixes) {
  for (bool cut = true; cut;) {
    cut = false;
    for (std::string const& prefix : prefixes) {
      if (!prefix.empty() && base::starts_with(text, prefix) && text.size() > prefix.size()) {
        text.erase(0, prefix.size());
        cut = true;
      }
    }
  }
  return text;
}

std::vector<std::string> texts_of(YAML::Node const& node) {
  std::vector<std::string> texts;
  for (auto const& one : node) texts.push_back(one.as<std::string>());
  return texts;
}

}  // namespace

base::Result<DivisionCode> DivisionCode::parse(std::string_view digits) {
  bool has_digits = digits.find_first_not_of("0123456789") == std::string_view::npos;
  if (!has_digits || (digits.size() != 6 && digits.size() != 9 && digits.size() != 12))
    return base::fail("bad_division", {{"text", std::string(digits)}});
  DivisionCode made;
  made.text_ = std::string(digits);
  return made;
}

base::Result<Divisions> Divisions::from_yaml(std::string_view yaml) {
  auto refuse = [](std::string where, std::string why) { return base::fail("bad_divisions_file", {{"where", where}, {"why", why}}); };
  Divisions made;
  try {
    YAML::Node root = YAML::Load(std::string(yaml));
    made.district_code_ = root["code"].as<std::string>();
    made.district_name_ = root["name"].as<std::string>();
    made.district_former_names_ = texts_of(root["former_names"]);
    for (auto const& node : root["towns"]) {
      Town town{node["code"].as<std::string>(), node["name"].as<std::string>(), texts_of(node["former_names"])};
      std::vector<std::string> names = town.former_names;
      names.push_back(town.name);
      for (std::string const& name : names) {
        auto [at, is_new] = made.by_stem_.emplace(stem_of(name), town.code);
        if (!is_new && at->second != town.code)
          return refuse("divisions:" + std::to_string(node.Mark().line + 1), name + " = " + at->second + ", " + town.code);
      }
      made.towns_.push_back(std::move(town));
    }
  } catch (YAML::Exception const& error) {
    return refuse("divisions:" + std::to_string(error.mark.line + 1), error.msg);
  }
  return made;
}

std::optional<std::string> Divisions::town_by_name(std::string_view text) const {
  std::vector<std::string> prefixes = {"山东省", "济南市", district_name_, district_code_};
  prefixes.insert(prefixes.end(), district_former_names_.begin(), district_former_names_.end());
  std::string name = without_prefixes(base::without_blanks(base::nfkc(text)), prefixes);
  for (Town const& town : towns_)
    if (town.code == name) return town.code;
  auto found = by_stem_.find(stem_of(name));
  if (found == by_stem_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::string> Divisions::town_in_address(std::string_view text) const {
  std::string address = base::without_blanks(base::nfkc(text));
  std::optional<std::string> best;
  size_t best_size = 0;
  auto offer = [&](std::string const& name, std::string const& code) {
    if (name.size() > best_size && base::contains(address, name)) best = code, best_size = name.size();
  };
  for (Town const& town : towns_) {
    std::vector<std::string> names = town.former_names;
    names.push_back(town.name);
    for (std::string const& name : names) {
      std::string stem = stem_of(name);
      for (std::string_view kind : {"街道办事处", "街道", "镇", "乡", "街办", "办事处"}) offer(stem + std::string(kind), town.code);
    }
  }
  if (best) return best;
  // Without the kind only right behind the district's name: 章丘区明水…; a bare stem elsewhere may be a road or a village.
  std::vector<std::string> districts = district_former_names_;
  districts.push_back(district_name_);
  for (std::string const& district : districts)
    for (auto const& [stem, code] : by_stem_) offer(district + stem, code);
  return best;
}

std::string Divisions::name_of(std::string_view town_code) const {
  for (Town const& town : towns_)
    if (town.code == town_code) return town.name;
  return "";
}

}  // namespace hutong::values
