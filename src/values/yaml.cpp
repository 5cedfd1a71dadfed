#include "values/yaml.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <set>

#include "base/encoding.h"
#include "base/text.h"

namespace hutong::values {
namespace {

int line_of(YAML::Mark const& mark) { return std::max(mark.line, 0) + 1; }  // an empty file has no line to point at

// Saved by an editor in its own encoding, a file would be read without a complaint, and no name in it would ever be found.
void require_utf8(std::string_view yaml) {
  if (auto const line = base::line_not_utf8(yaml)) throw WrongYaml{*line, "不是 UTF-8 编码,请在编辑器里另存为 UTF-8"};
}

}  // namespace

YamlNode yaml_root(std::string_view yaml) {
  require_utf8(yaml);
  try {
    return YamlNode(YAML::Load(std::string(yaml)));
  } catch (YAML::Exception const& broken) {
    throw WrongYaml{line_of(broken.mark), "不合 YAML 的写法"};
  }
}

YamlNode::YamlNode(YAML::Node const& node) : node_(std::make_shared<YAML::Node const>(node)) {}

void YamlNode::refuse(std::string why) const { throw WrongYaml{line_of(node_->Mark()), std::move(why)}; }

YAML::Node const& YamlNode::map() const {
  if (!node_->IsMap()) refuse("这里应当是“键: 值”");
  return *node_;
}

void YamlNode::allow_keys(std::initializer_list<std::string_view> known) const {
  std::set<std::string> seen;
  for (auto const& [key_node, value] : entries()) {
    std::string const key = key_node.word();
    if (std::find(known.begin(), known.end(), key) == known.end())
      key_node.refuse("没有“" + key + "”这个键;可以写的有 " + base::join(std::vector<std::string>(known.begin(), known.end()), "、"));
    if (!seen.insert(key).second) key_node.refuse("“" + key + "”写了两遍");
  }
}

std::optional<YamlNode> YamlNode::find(char const* key) const {
  YAML::Node const node = map()[key];
  return node && !node.IsNull() ? std::optional(YamlNode(node)) : std::nullopt;
}

YamlNode YamlNode::needed(char const* key) const {
  auto const found = find(key);
  if (!found) refuse(std::string("缺少“") + key + "”");
  return *found;
}

std::vector<std::pair<YamlNode, YamlNode>> YamlNode::entries() const {
  std::vector<std::pair<YamlNode, YamlNode>> all;
  for (auto const& entry : map()) all.emplace_back(YamlNode(entry.first), YamlNode(entry.second));
  return all;
}

std::vector<YamlNode> YamlNode::list() const {
  if (!node_->IsSequence()) refuse("这里应当一项一行,或写成 [甲, 乙]");
  std::vector<YamlNode> all;
  for (auto const& one : *node_) all.emplace_back(one);
  return all;
}

std::vector<std::string> YamlNode::words() const {
  std::vector<std::string> all;
  for (YamlNode const& one : list()) all.push_back(one.word());
  return all;
}

std::string YamlNode::word() const {
  if (!node_->IsScalar()) refuse("这里应当是一个词");
  return node_->Scalar();
}

template <class T>
T YamlNode::as() const {
  T value{};
  if (!YAML::convert<T>::decode(*node_, value)) refuse("“" + word() + "”看不懂");
  return value;
}

int YamlNode::number() const { return as<int>(); }

bool YamlNode::flag() const { return as<bool>(); }

}  // namespace hutong::values
