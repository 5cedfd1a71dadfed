#include "values/division.h"

#include <algorithm>

#include "base/text.h"
#include "values/yaml.h"

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

std::string name_from(YamlNode const& node) {
  if (base::trimmed(node.word()).empty()) node.refuse("名称是空的");
  return node.word();
}

std::vector<std::string> former_names_of(YamlNode const& place) {
  std::vector<std::string> names;
  if (auto const listed = place.find("former_names"))
    for (YamlNode const& node : listed->list()) names.push_back(name_from(node));
  return names;
}

// A code with a digit too few would be written into every case of the town, and no agency would know it.
std::string code_from(YamlNode const& node, std::string const& begins_with, size_t digits) {
  std::string const code = node.word();
  bool const is_right = DivisionCode::parse(code) && code.size() == digits && base::starts_with(code, begins_with);
  if (!is_right) node.refuse("代码“" + code + "”应当是" + (begins_with.empty() ? "" : "以 " + begins_with + " 开头的") + std::to_string(digits) + "位数字");
  return code;
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
  return read_yaml(yaml, "bad_divisions_file", [](YamlNode const& root) {
    root.allow_keys({"code", "name", "former_names", "towns"});
    Divisions made;
    made.district_code_ = code_from(root.needed("code"), "", 6);
    made.district_name_ = name_from(root.needed("name"));
    made.district_former_names_ = former_names_of(root);
    for (YamlNode const& node : root.needed("towns").list()) {
      node.allow_keys({"code", "name", "former_names"});
      Town town{code_from(node.needed("code"), made.district_code_, 9), name_from(node.needed("name")), former_names_of(node)};
      if (!made.name_of(town.code).empty()) node.refuse("代码 " + town.code + " 写了两遍");
      std::vector<std::string> names = town.former_names;
      names.push_back(town.name);
      for (std::string const& name : names) {
        auto [at, is_new] = made.by_stem_.emplace(stem_of(name), town.code);
        if (!is_new && at->second != town.code) node.refuse("“" + name + "”不能既是 " + at->second + " 又是 " + town.code);
      }
      made.towns_.push_back(std::move(town));
    }
    return made;
  });
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
