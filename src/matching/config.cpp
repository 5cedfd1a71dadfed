// The small YAML file that says which columns to compare (docs/formats/link.md). Unknown words are refused: a misspelt key that is silently ignored
// would change the result without anybody noticing.
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <initializer_list>
#include <set>

#include "base/encoding.h"
#include "base/text.h"
#include "matching/fields.h"

namespace hutong::matching {
namespace {

class ConfigReader {
 public:
  explicit ConfigReader(std::string file) : file_(std::move(file)) {}

  ReadConfig read(std::string_view yaml) {
    // In an editor's own encoding the titles in it are titles of no column.
    if (auto const line = base::line_not_utf8(yaml)) {
      refuse_at(*line - 1, "link_config_not_utf8");
      return std::move(made_);
    }
    try {
      YAML::Node const root = YAML::Load(std::string(yaml));
      if (root.IsMap()) take_root(root);
      else refuse(root, "link_config_no_map");
    } catch (YAML::Exception const& error) {
      refuse_at(error.mark.line, "link_config_no_yaml");
    }
    return std::move(made_);
  }

 private:
  void take_root(YAML::Node const& root) {
    allow(root, {"id", "fields", "ignore"});
    if (YAML::Node const id = root["id"]) take_sides(id, made_.config.choice.left_id, made_.config.choice.right_id);
    if (YAML::Node const ignore = root["ignore"]) {
      if (!ignore.IsSequence()) refuse(ignore, "link_config_no_list");
      else for (YAML::Node const& one : ignore) made_.config.choice.ignore.push_back(text(one));
    }
    if (YAML::Node const fields = root["fields"]) {
      if (!fields.IsSequence()) refuse(fields, "link_config_no_list");
      else for (YAML::Node const& one : fields) take_field(one);
    }
  }

  // One title for both tables, or {left: …, right: …}.
  void take_sides(YAML::Node const& node, std::string& left, std::string& right) {
    if (node.IsScalar()) {
      left = right = text(node);
      return;
    }
    if (!node.IsMap()) return refuse(node, "link_config_no_title");
    allow(node, {"left", "right"});
    left = required(node, "left");
    right = required(node, "right");
  }

  void take_field(YAML::Node const& node) {
    Config::ConfigField field;
    if (node.IsScalar()) {
      field.left = field.right = text(node);
    } else if (node.IsMap()) {
      allow(node, {"column", "left", "right", "kind", "about", "name"});
      if (node["column"]) {
        field.left = field.right = text(node["column"]);
        if (node["left"] || node["right"]) refuse(node, "link_config_column_twice");
      } else {
        field.left = required(node, "left");
        field.right = required(node, "right");
      }
      if (YAML::Node const kind = node["kind"]) {
        field.kind = field_kind_from(text(kind));
        if (!field.kind) refuse(kind, "link_config_kind", text(kind));
      }
      if (YAML::Node const about = node["about"]) {
        std::string const word = text(about);
        if (word == code_of(About::self)) field.about = About::self;
        else if (word == code_of(About::household)) field.about = About::household;
        else refuse(about, "link_config_about", word);
      }
      if (YAML::Node const name = node["name"]) field.name = text(name);
    } else {
      return refuse(node, "link_config_no_title");
    }
    auto is_the_same = [&](Config::ConfigField const& other) { return other.left == field.left && other.right == field.right; };
    // Compared twice it would count twice.
    if (std::any_of(made_.config.fields.begin(), made_.config.fields.end(), is_the_same)) return refuse(node, "link_config_field_twice", field.left);
    made_.config.fields.push_back(std::move(field));
  }

  void allow(YAML::Node const& map, std::initializer_list<std::string_view> keys) {
    std::set<std::string> seen;
    for (auto const& entry : map) {
      std::string const key = entry.first.IsScalar() ? entry.first.Scalar() : "";
      if (!seen.insert(key).second) refuse(entry.first, "link_config_key_twice", key);
      if (std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
      std::vector<std::string> const known(keys.begin(), keys.end());
      made_.problems.push_back(problem(entry.first.Mark().line, "link_config_key", {{"key", key}, {"known", base::join(known, "、")}}));
    }
  }

  std::string required(YAML::Node const& map, char const* key) {
    if (YAML::Node const value = map[key]) return text(value);
    refuse(map, "link_config_side_missing", key);
    return "";
  }

  std::string text(YAML::Node const& node) {
    if (node.IsScalar() && !node.Scalar().empty()) return node.Scalar();
    refuse(node, "link_config_no_title");
    return "";
  }

  void refuse(YAML::Node const& at, std::string_view code, std::string value = "") { refuse_at(at.Mark().line, code, std::move(value)); }

  void refuse_at(int line, std::string_view code, std::string value = "") { made_.problems.push_back(problem(line, code, {{"value", std::move(value)}})); }

  base::Problem problem(int line, std::string_view code, std::map<std::string, std::string> values) const {
    base::Place place;
    place.file = file_;
    place.row = std::max(line, 0) + 1;  // an empty file has no line to point at
    return base::problem(code, std::move(values), std::move(place));
  }

  std::string file_;
  ReadConfig made_;
};

}  // namespace

ReadConfig read_config(std::string_view yaml, std::string file) { return ConfigReader(std::move(file)).read(yaml); }

}  // namespace hutong::matching
