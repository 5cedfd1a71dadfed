#include "matching/internal/index_file.h"

#include <cmath>
#include <cstring>

#include "base/check.h"
#include "matching/internal/coding.h"
#include "matching/internal/levels.h"

namespace hutong::matching::internal {

namespace {

constexpr size_t rules_max = 64, columns_max = 64, parts_max = 8;
constexpr size_t sections_before_fields = 3, sections_of_field = 2, sections_of_rule = 3;
constexpr size_t alignment = 8;

struct Head {
  char mark[8];
  uint32_t version;
  uint32_t sections;
  uint64_t file_size;
  uint64_t digest;  // of the table and the model
};
static_assert(sizeof(Head) == 32);

struct Section {
  uint64_t at;
  uint64_t size;
  uint64_t digest;
};
static_assert(sizeof(Section) == 24);

class Writer {
 public:
  template <class T>
    requires std::is_arithmetic_v<T>
  Writer& put(T value) {
    bytes.append(reinterpret_cast<char const*>(&value), sizeof value);
    return *this;
  }
  Writer& put(std::string_view text) {
    put(static_cast<uint32_t>(text.size()));
    bytes += text;
    return *this;
  }
  Writer& put(std::vector<double> const& values) {
    put(static_cast<uint32_t>(values.size()));
    for (double value : values) put(value);
    return *this;
  }
  std::string bytes;
};

// Past the end everything is 0 and empty, and is_good() says so.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  bool is_good() const { return is_good_; }
  bool is_at_end() const { return bytes_.empty(); }
  void refuse() { is_good_ = false; }

  template <class T>
  T number() {
    T value{};
    std::string_view const taken = take(sizeof value);
    if (taken.size() == sizeof value) std::memcpy(&value, taken.data(), sizeof value);
    return value;
  }
  uint32_t count(uint32_t at_most) {
    auto const value = number<uint32_t>();
    if (value > at_most) refuse();
    return is_good_ ? value : 0;
  }
  std::string text() { return std::string(take(number<uint32_t>())); }
  double share() {  // a probability or an amount
    auto const value = number<double>();
    if (!std::isfinite(value) || value < 0) refuse();
    return is_good_ ? value : 0;
  }
  std::vector<double> shares(size_t count_expected) {
    if (number<uint32_t>() != count_expected) refuse();
    std::vector<double> values;
    for (size_t i = 0; i < count_expected && is_good_; ++i) values.push_back(share());
    return values;
  }

 private:
  std::string_view take(size_t size) {
    if (size > bytes_.size()) is_good_ = false;
    if (!is_good_) return {};
    std::string_view const taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }
  std::string_view bytes_;
  bool is_good_ = true;
};

IndexModel::Field field_from(Reader& reader, Learnt::FieldWeights& weights, size_t columns) {
  IndexModel::Field field;
  auto const kind = field_kind_from(reader.text());
  if (!kind) reader.refuse();
  field.field.kind = kind.value_or(FieldKind::text);
  field.field.about = reader.number<uint8_t>() == 0 ? About::self : About::household;
  field.field.name = reader.text();
  field.field.right_column = reader.number<uint32_t>();
  if (field.field.right_column >= columns) reader.refuse();
  field.like_title = reader.text();
  field.weight_of_unknown = reader.number<float>(), field.rarity_of_unknown = reader.number<float>();
  if (!std::isfinite(field.weight_of_unknown) || field.weight_of_unknown < 0.05F || !std::isfinite(field.rarity_of_unknown)) reader.refuse();
  size_t const levels = levels_of(field.field.kind).size() + 1;
  for (auto& of_class : weights.p) of_class = reader.shares(levels);
  weights.expected = reader.shares(levels);
  return field;
}

IndexModel::Rule rule_from(Reader& reader, size_t fields) {
  IndexModel::Rule rule;
  rule.name = reader.text();
  for (size_t parts = reader.count(parts_max); parts > 0 && reader.is_good(); --parts) {
    auto const column = reader.number<uint16_t>(), atom = reader.number<uint16_t>();
    if (column >= fields) reader.refuse();
    rule.rule.parts.push_back({column, atom});
  }
  rule.bucket_bits = reader.count(31);
  return rule;
}

}  // namespace

std::string bytes_of(IndexModel const& model) {
  Writer writer;
  writer.put(model.about.register_file).put(model.about.like_file).put(model.about.rows).put(model.about.like_rows);
  writer.put(static_cast<uint32_t>(model.titles.size()));
  for (auto const& title : model.titles) writer.put(title);
  writer.put(model.id_column ? *model.id_column + 1 : uint32_t{0}).put(model.like_id);
  writer.put(static_cast<uint32_t>(model.fields.size()));
  for (size_t f = 0; f < model.fields.size(); ++f) {
    auto const& field = model.fields[f];
    writer.put(code_of(field.field.kind)).put(static_cast<uint8_t>(field.field.about == About::household)).put(field.field.name);
    writer.put(static_cast<uint32_t>(field.field.right_column)).put(field.like_title).put(field.weight_of_unknown).put(field.rarity_of_unknown);
    for (auto const& of_class : model.learnt.fields[f].p) writer.put(of_class);
    writer.put(model.learnt.fields[f].expected);
  }
  for (double share : model.learnt.shares) writer.put(share);
  writer.put(static_cast<uint32_t>(model.learnt.household_evidence.size()));
  for (uint32_t levels : model.learnt.household_evidence) writer.put(levels);
  writer.put(model.learnt.expected_matches).put(static_cast<uint32_t>(model.learnt.iterations)).put(static_cast<uint8_t>(model.learnt.has_converged));
  writer.put(static_cast<uint32_t>(model.rules.size()));
  for (auto const& rule : model.rules) {
    writer.put(rule.name).put(static_cast<uint32_t>(rule.rule.parts.size()));
    for (auto part : rule.rule.parts) writer.put(part.column).put(part.atom);
    writer.put(rule.bucket_bits);
  }
  writer.put(model.probe);
  return std::move(writer.bytes);
}

std::optional<IndexModel> index_model_from(std::string_view bytes) {
  Reader reader(bytes);
  IndexModel model;
  model.about.register_file = reader.text(), model.about.like_file = reader.text();
  model.about.rows = reader.number<uint64_t>(), model.about.like_rows = reader.number<uint64_t>();
  if (model.about.rows > UINT32_MAX) reader.refuse();
  for (size_t columns = reader.count(columns_max); columns > 0 && reader.is_good(); --columns) model.titles.push_back(reader.text());
  if (uint32_t const id = reader.count(static_cast<uint32_t>(model.titles.size()))) model.id_column = id - 1;
  model.like_id = reader.text();
  size_t const fields = reader.count(fields_max);
  for (size_t f = 0; f < fields && reader.is_good(); ++f) {
    model.learnt.fields.emplace_back();
    model.fields.push_back(field_from(reader, model.learnt.fields.back(), model.titles.size()));
  }
  if (fields == 0) reader.refuse();
  for (double& share : model.learnt.shares) share = reader.share();
  for (size_t evidence = reader.count(fields_max); evidence > 0 && reader.is_good(); --evidence) model.learnt.household_evidence.push_back(reader.number<uint32_t>());
  if (model.learnt.household_evidence.size() != fields) reader.refuse();
  model.learnt.expected_matches = model.about.expected_matches = reader.share();
  model.learnt.iterations = static_cast<int>(reader.count(1 << 20)), model.learnt.has_converged = reader.number<uint8_t>() != 0;
  for (size_t rules = reader.count(rules_max); rules > 0 && reader.is_good(); --rules) model.rules.push_back(rule_from(reader, fields));
  model.probe = reader.number<uint64_t>();
  if (!reader.is_good() || !reader.is_at_end()) return std::nullopt;
  return model;
}

std::string index_file_of(std::vector<std::string> sections) {
  std::vector<Section> table;
  uint64_t at = sizeof(Head) + sections.size() * sizeof(Section);
  for (auto const& section : sections) {
    table.push_back({at, section.size(), hash_of(section)});
    at += (section.size() + alignment - 1) / alignment * alignment;
  }
  std::string described(reinterpret_cast<char const*>(table.data()), table.size() * sizeof(Section));
  Head head{{}, index_version, static_cast<uint32_t>(sections.size()), at, hash_of(described + sections.front())};
  std::memcpy(head.mark, index_mark.data(), sizeof head.mark);
  std::string bytes;
  bytes.reserve(at);
  bytes.append(reinterpret_cast<char const*>(&head), sizeof head);
  bytes += described;
  for (auto& section : sections) {
    bytes += section;
    bytes.append((alignment - section.size() % alignment) % alignment, '\0');
    std::string().swap(section);
  }
  CHECK(bytes.size() == at);
  return bytes;
}

base::Result<std::pair<IndexModel, IndexSections>> index_file_from(std::string_view bytes) {
  auto const damaged = [] { return base::fail("link_index_damaged"); };
  if (bytes.size() < index_mark.size() || !bytes.starts_with(index_mark)) return damaged();
  if (bytes.size() < sizeof(Head)) return base::fail("link_index_cut_short");
  Head const head = Packed<Head>(bytes)[0];
  if (head.version != index_version) return base::fail("link_index_version", {{"version", std::to_string(head.version)}, {"known", std::to_string(index_version)}});
  if (bytes.size() < head.file_size) return base::fail("link_index_cut_short");
  bool const can_be = bytes.size() == head.file_size && head.sections >= sections_before_fields && head.sections <= sections_before_fields + fields_max * sections_of_field + rules_max * sections_of_rule;
  if (!can_be || sizeof(Head) + head.sections * sizeof(Section) > bytes.size()) return damaged();
  std::string_view const described = bytes.substr(sizeof(Head), head.sections * sizeof(Section));
  Packed<Section> const table(described);
  std::vector<std::string_view> sections;
  for (size_t i = 0; i < table.size(); ++i) {
    Section const section = table[i];
    if (section.at > bytes.size() || section.size > bytes.size() - section.at) return damaged();
    sections.push_back(bytes.substr(section.at, section.size));
  }
  if (head.digest != hash_of(std::string(described) + std::string(sections[0]))) return damaged();
  auto model = index_model_from(sections[0]);
  if (!model || sections.size() != sections_before_fields + model->fields.size() * sections_of_field + model->rules.size() * sections_of_rule) return damaged();

  bool is_whole = true;
  auto next = sections.begin();
  auto packed = [&]<class T>(Packed<T>& to, std::optional<uint64_t> count) {
    is_whole = is_whole && next->size() % sizeof(T) == 0 && (!count || next->size() / sizeof(T) == *count);
    to = Packed<T>(*next++);
  };
  IndexSections parts;
  parts.model = *next++;
  packed(parts.rows_at, model->about.rows + 1);
  parts.rows = *next++;
  parts.fields.resize(model->fields.size()), parts.rules.resize(model->rules.size());
  for (auto& field : parts.fields) packed(field.words, std::nullopt), packed(field.values, std::nullopt);
  for (size_t r = 0; r < parts.rules.size(); ++r) {
    packed(parts.rules[r].too_common, std::nullopt);
    packed(parts.rules[r].buckets, (uint64_t{1} << model->rules[r].bucket_bits) + 1);
    packed(parts.rules[r].entries, std::nullopt);
  }
  if (!is_whole) return damaged();
  return std::pair(std::move(*model), std::move(parts));
}

bool has_every_digest(std::string_view bytes) {
  Head const head = Packed<Head>(bytes)[0];
  Packed<Section> const table(bytes.substr(sizeof(Head), head.sections * sizeof(Section)));
  for (size_t i = 0; i < table.size(); ++i)
    if (hash_of(bytes.substr(table[i].at, table[i].size)) != table[i].digest) return false;
  return true;
}

}  // namespace hutong::matching::internal
