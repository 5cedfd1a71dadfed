// lists/*.yaml → Catalogue. Every key, field, owner and code is checked, so that a slip in a district's edit is found at start-up with file
// and line, not in the month's lists.
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <set>

#include "base/check.h"
#include "base/text.h"
#include "intake/internal/labels.h"
#include "intake/internal/report_spec.h"

namespace hutong::intake {
namespace {

// Leaves the loader from any depth; from_files turns it into a Problem.
struct BadList {
  std::string where, why;
};

class File {
 public:
  File(std::string_view name, std::string_view text) : name_(name) {
    try {
      root_ = YAML::Load(std::string(text));
    } catch (YAML::Exception const& error) {
      throw BadList{name_ + ":" + std::to_string(error.mark.line + 1), error.msg};
    }
    if (!root_.IsMap()) throw BadList{name_ + ":1", "不是“键: 值”的形式"};
  }

  YAML::Node const& root() const { return root_; }

  [[noreturn]] void refuse(YAML::Node const& at, std::string const& why) const {
    throw BadList{name_ + ":" + std::to_string(at.Mark().line + 1), why};
  }
  void allow_keys(YAML::Node const& map, std::set<std::string> const& allowed) const {
    if (!map.IsMap()) refuse(map, "这里应当是“键: 值”");
    std::set<std::string> seen;
    for (auto const& entry : map) {
      std::string const key = entry.first.as<std::string>();
      if (!allowed.empty() && !allowed.contains(key)) refuse(entry.first, "不认识的键“" + key + "”");
      if (!seen.insert(key).second) refuse(entry.first, "“" + key + "”写了两次");
    }
  }
  std::string text(YAML::Node const& node) const {
    if (!node.IsScalar()) refuse(node, "这里应当是一个词");
    return node.as<std::string>();
  }
  std::string text_of(char const* key, bool must_exist) const {
    YAML::Node const node = root_[key];
    if (!node) {
      if (must_exist) throw BadList{name_ + ":1", std::string("缺少“") + key + "”"};
      return "";
    }
    return text(node);
  }
  bool flag(char const* key, bool otherwise) const {
    YAML::Node const node = root_[key];
    if (!node) return otherwise;
    std::string const said = text(node);
    if (said != "true" && said != "false") refuse(node, "这里只能是 true 或 false");
    return said == "true";
  }
  std::vector<YAML::Node> list(YAML::Node const& node) const {
    std::vector<YAML::Node> all;
    if (!node) return all;
    if (!node.IsSequence()) refuse(node, "这里应当是 [列表]");
    for (auto const& one : node) all.push_back(one);
    return all;
  }
  std::vector<std::string> texts(YAML::Node const& node) const {
    std::vector<std::string> all;
    for (auto const& one : list(node)) all.push_back(text(one));
    return all;
  }
  std::vector<std::string> labels(YAML::Node const& node) const {
    std::vector<std::string> all;
    for (auto const& one : texts(node)) all.push_back(normalised_label(one));
    return all;
  }

 private:
  std::string name_;
  YAML::Node root_;
};

constexpr std::pair<std::string_view, FieldType> field_types[] = {
    {"text", FieldType::text},
    {"name", FieldType::name},
    {"id", FieldType::id},
    {"sex", FieldType::sex},
    {"birth", FieldType::birth},
    {"event_date", FieldType::event_date},
    {"end_date", FieldType::end_date},
    {"any_date", FieldType::any_date},
    {"month", FieldType::month},
    {"term", FieldType::term},
    {"parent_relation", FieldType::parent_relation},
    {"guardian_relation", FieldType::guardian_relation},
    {"code", FieldType::code},
    {"yes_no", FieldType::yes_no},
    {"amount", FieldType::amount},
    {"phone", FieldType::phone},
    {"account", FieldType::account},
    {"card", FieldType::card},
    {"disability_category", FieldType::disability_category},
    {"disability_grade", FieldType::disability_grade},
    {"ethnicity", FieldType::ethnicity},
    {"town", FieldType::town},
    {"category_and_grade", FieldType::category_and_grade},
    {"since_until", FieldType::since_until},
    {"name_and_id", FieldType::name_and_id},
    {"name_and_phone", FieldType::name_and_phone},
};

FieldType type_from(File const& file, YAML::Node const& node) {
  std::string const said = file.text(node);
  for (auto const& [name, type] : field_types)
    if (name == said) return type;
  file.refuse(node, "不认识的类型“" + said + "”");
}

Owner owner_of(File const& file, YAML::Node const& node) {
  std::string const said = file.text(node);
  if (auto const owner = owner_from(said)) return *owner;
  file.refuse(node, "不认识的称谓“" + said + "”");
}

FieldId field_of(File const& file, YAML::Node const& node, CatalogueData const& data) {
  std::string const said = file.text(node);
  FieldId const id = data.field(said);
  if (id == kNone) file.refuse(node, "不认识的字段“" + said + "”");
  return id;
}

using OwnerWords = std::vector<std::pair<std::string, Owner>>;
using Words = std::map<FieldId, std::vector<CodeWord>>;  // in the order of the file: the first word of a code is shown for it

// What fields.yaml says to every report, before a report adds its own.
struct Common {
  OwnerWords owner_words;
  LabelTable labels;
  Words words;
  std::set<FieldId> soft;
};

void add_owner_words(File const& file, YAML::Node const& owners, OwnerWords& words) {
  if (!owners) return;
  file.allow_keys(owners, {});
  for (auto const& entry : owners) {
    Owner const owner = owner_of(file, entry.first);
    for (std::string const& word : file.labels(entry.second)) {
      std::erase_if(words, [&](auto const& known) { return known.first == word; });
      words.emplace_back(word, owner);
    }
  }
}

void add_words(File const& file, YAML::Node const& fields, CatalogueData const& data, Words& words) {
  if (!fields) return;
  file.allow_keys(fields, {});
  for (auto const& field : fields) {
    auto& dictionary = words[field_of(file, field.first, data)];
    file.allow_keys(field.second, {});
    for (auto const& code : field.second)
      for (std::string const& word : file.texts(code.second)) {
        std::erase_if(dictionary, [&](CodeWord const& known) { return known.word == word; });
        dictionary.push_back({word, file.text(code.first)});
      }
  }
}

void read_fields(File const& file, CatalogueData& data) {
  auto add = [&](std::string name, FieldDef def) {
    if (!data.field_ids.emplace(name, static_cast<FieldId>(data.fields.size())).second) file.refuse(file.root(), "字段“" + name + "”写了两次");
    def.name = std::move(name);
    data.fields.push_back(std::move(def));
  };
  file.allow_keys(file.root()["fields"], {});
  for (auto const& entry : file.root()["fields"]) add(file.text(entry.first), FieldDef{"", type_from(file, entry.second), {}});
  file.allow_keys(file.root()["composites"], {});
  for (auto const& entry : file.root()["composites"]) {
    file.allow_keys(entry.second, {"type", "parts"});
    FieldDef def{"", type_from(file, entry.second["type"]), {}};
    for (auto const& part : file.list(entry.second["parts"])) def.parts.push_back(field_of(file, part, data));
    if (def.parts.size() != 2) file.refuse(entry.second, "parts 应当是两个字段");
    add(file.text(entry.first), std::move(def));
  }
  if (data.fields.size() > most_fields) file.refuse(file.root()["fields"], "字段超过 " + std::to_string(most_fields) + " 个");
}

void look_up_known_fields(File const& file, CatalogueData& data) {
  KnownFields& known = data.known;
  auto field = [&](std::string_view name) {
    FieldId const id = data.field(name);
    if (id == kNone) file.refuse(file.root(), "缺少字段“" + std::string(name) + "”");
    return id;
  };
  known.event = field("event"), known.event_date = field("event_date"), known.event_detail = field("event_detail");
  known.disability_card = field("disability_card"), known.disability_category = field("disability_category"), known.disability_grade = field("disability_grade");
  known.parent_relation = field("parent_relation"), known.town_code = field("town_code"), known.address = field("address"), known.hukou_address = field("hukou_address");
  known.voluntary = field("voluntary"), known.amount = field("amount"), known.seq = field("seq"), known.remark = field("remark");
  auto fields = [&](std::string_view name) {
    ConceptId const id = data.concept_named(name);
    if (id == kNone) file.refuse(file.root(), "缺少概念“" + std::string(name) + "”");
    return data.concepts[id].fields;
  };
  known.name = fields("name"), known.id = fields("id"), known.sex = fields("sex"), known.birth = fields("birth");
}

Concept concept_from(File const& file, std::string name, YAML::Node const& node, CatalogueData const& data) {
  file.allow_keys(node, {"personal", "follows", "default", "fields", "labels", "endings"});
  Concept made;
  made.name = std::move(name);
  made.fields.fill(kNone);
  made.is_personal = node["personal"] && file.text(node["personal"]) == "true";
  for (auto const& field : node["fields"]) {
    FieldId const id = field_of(file, field.second, data);
    if (file.text(field.first) != "any") {
      made.fields[static_cast<size_t>(owner_of(file, field.first))] = id;
      continue;
    }
    for (Owner const owner : {Owner::none, Owner::self, Owner::child, Owner::person, Owner::guardian, Owner::finder, Owner::account})
      made.fields[static_cast<size_t>(owner)] = id;
  }
  if (YAML::Node const follows = node["follows"]; follows && follows.IsScalar())
    made.follows.fill(true);
  else
    for (auto const& owner : file.list(follows)) made.follows[static_cast<size_t>(owner_of(file, owner))] = true;
  if (node["default"]) made.by_default = owner_of(file, node["default"]);
  return made;
}

// A label list in order of preference. `key` is a concept (the owner stays open) or a field (both are said).
std::vector<std::pair<std::string, Meaning>> meanings_from(File const& file, YAML::Node const& key, YAML::Node const& labels, CatalogueData const& data) {
  Meaning meaning;
  std::string const name = file.text(key);
  if (auto const found = data.concept_ids.find(name); found != data.concept_ids.end()) {
    meaning.concept_id = found->second;
  } else {
    FieldId const field = field_of(file, key, data);
    for (ConceptId id = 0; id < data.concepts.size() && meaning.concept_id == kNone; ++id)
      for (size_t owner = 0; owner < kOwners; ++owner)
        if (data.concepts[id].fields[owner] == field) {
          meaning = {id, static_cast<Owner>(owner)};
          break;
        }
    if (meaning.concept_id == kNone) file.refuse(key, "没有概念带字段“" + name + "”");
  }
  std::vector<std::pair<std::string, Meaning>> all;
  for (std::string const& label : file.labels(labels)) {
    all.emplace_back(label, meaning);
    ++meaning.priority;
  }
  return all;
}

Common read_common(File const& file, CatalogueData& data) {
  file.allow_keys(file.root(), {"fields", "soft", "composites", "owners", "group_endings", "plain_words", "concepts", "labels", "ignored", "nil_phrases",
                                "total_words", "signature_words", "note_words", "words"});
  read_fields(file, data);
  Common common;
  add_owner_words(file, file.root()["owners"], common.owner_words);
  data.group_endings = file.labels(file.root()["group_endings"]);
  data.plain_words = file.labels(file.root()["plain_words"]);
  for (auto const& label : file.labels(file.root()["ignored"])) common.labels.exact[label];
  file.allow_keys(file.root()["concepts"], {});
  for (auto const& entry : file.root()["concepts"]) {
    std::string const name = file.text(entry.first);
    data.concept_ids.emplace(name, static_cast<ConceptId>(data.concepts.size()));
    data.concepts.push_back(concept_from(file, name, entry.second, data));
    for (auto const& [label, meaning] : meanings_from(file, entry.first, entry.second["labels"], data)) common.labels.exact[label].push_back(meaning);
    for (auto const& [label, meaning] : meanings_from(file, entry.first, entry.second["endings"], data)) common.labels.endings.emplace_back(label, meaning);
  }
  look_up_known_fields(file, data);
  for (auto const& entry : file.root()["labels"])
    for (auto const& [label, meaning] : meanings_from(file, entry.first, entry.second, data)) common.labels.exact[label] = {meaning};
  data.nil_phrases = file.labels(file.root()["nil_phrases"]);
  data.total_words = file.labels(file.root()["total_words"]);
  data.signature_words = file.labels(file.root()["signature_words"]);
  // As written: ※ normalised as a label is nothing, and nothing begins every line.
  for (auto const& word : file.list(file.root()["note_words"])) data.note_words.push_back(file.text(word));
  add_words(file, file.root()["words"], data, common.words);
  for (auto const& field : file.list(file.root()["soft"])) common.soft.insert(field_of(file, field, data));
  return common;
}

void read_report_labels(File const& file, ReportSpec& spec, CatalogueData const& data) {
  std::map<std::string, std::vector<Meaning>> own;  // a label may be listed for two fields; the first that is free takes it
  YAML::Node const labels = file.root()["labels"];
  if (!labels) return;
  file.allow_keys(labels, {});
  for (auto const& entry : labels) {
    if (file.text(entry.first) == "ignored") {
      for (auto const& label : file.labels(entry.second)) own[label].clear();
      continue;
    }
    // event_date and event_until are spelled as fields there; under a father's group they mean his since and until, so the concept is taken.
    YAML::Node key = entry.first;
    std::string const name = file.text(key);
    for (auto const& [field, idea] : {std::pair("event_date", "since"), std::pair("event_until", "until"), std::pair("town_code", "town")}) {
      if (name != field) continue;
      key = YAML::Clone(key);
      key = idea;
    }
    for (auto const& [label, meaning] : meanings_from(file, key, entry.second, data)) {
      Meaning owned = meaning;
      owned.priority -= 1000;  // the report's own words come before the common ones
      own[label].push_back(owned);
    }
  }
  for (auto& [label, meanings] : own) spec.labels.exact[label] = std::move(meanings);
}

std::vector<RequiredField> required_from(File const& file, YAML::Node const& node, bool only_if_column, CatalogueData const& data) {
  std::vector<RequiredField> all;
  for (auto const& entry : file.list(node)) {
    RequiredField required{{}, only_if_column, ""};
    if (entry.IsScalar()) required.any_of.push_back(field_of(file, entry, data));
    else
      for (auto const& field : file.list(entry)) required.any_of.push_back(field_of(file, field, data));
    if (required.any_of.empty()) file.refuse(entry, "空的必填项");
    all.push_back(std::move(required));
  }
  return all;
}

void read_event(File const& file, ReportSpec& spec) {
  YAML::Node const event = file.root()["event"];
  if (!event) return;
  file.allow_keys(event, {"fixed", "default", "from_title"});
  if (event["fixed"]) spec.event_fixed = file.text(event["fixed"]);
  if (event["default"]) spec.event_default = file.text(event["default"]);
  spec.event_from_title = event["from_title"] && file.text(event["from_title"]) == "true";
}

// The common words, less those of events that this report cannot carry, plus the report's own.
void read_report_words(File const& file, ReportSpec& spec, Words words, CatalogueData const& data) {
  std::vector<CodeWord> const common_events = words[data.field("event")];
  if (auto const events = file.texts(file.root()["events"]); !events.empty()) {
    FieldId const event = data.field("event");
    for (auto const& code : events)
      if (std::none_of(words[event].begin(), words[event].end(), [&](CodeWord const& known) { return known.code == code; }))
        file.refuse(file.root()["events"], "不认识的代码“" + code + "”");
    std::erase_if(words[event], [&](auto const& known) { return std::find(events.begin(), events.end(), known.code) == events.end(); });
  }
  // The report's own words stand first: they are what its template and its refusals offer.
  Words own_words;
  add_words(file, file.root()["words"], data, own_words);
  for (auto& [field, dictionary] : own_words) {
    for (CodeWord const& word : words[field])
      if (std::none_of(dictionary.begin(), dictionary.end(), [&](CodeWord const& known) { return known.word == word.word; })) dictionary.push_back(word);
    words[field] = std::move(dictionary);
  }
  // What may be said of a parent in the event column may be said in the father's and the mother's.
  for (char const* situation : {"father_situation", "mother_situation"}) {
    auto& dictionary = words[data.field(situation)];
    std::vector<CodeWord> const own = dictionary;
    dictionary = common_events;
    for (CodeWord const& word : own) {
      std::erase_if(dictionary, [&](CodeWord const& known) { return known.word == word.word; });
      dictionary.push_back(word);
    }
  }
  for (auto& [field, dictionary] : words) spec.words.emplace(field, CodeWords(std::move(dictionary)));
}

// child_name, or {parent_name: 服刑人员姓名} where the usual name would say too little.
TemplateColumn template_column_from(File const& file, YAML::Node const& node, CatalogueData const& data) {
  if (!node.IsMap()) return {field_of(file, node, data), ""};
  if (node.size() != 1) file.refuse(node, "template 的一项应当是“字段”或“字段: 列名”");
  return {field_of(file, node.begin()->first, data), file.text(node.begin()->second)};
}

ReportSpec read_report(File const& file, Common const& common, CatalogueData const& data) {
  file.allow_keys(file.root(), {"report", "title", "agency", "timing", "restricted", "subject", "subject_alone", "judges_age", "warns_of_missing_number", "event",
                                "events", "severe_only", "refuses_negative_amounts", "required", "required_if_column", "required_with_event", "duplicate_extra", "owners", "labels", "words", "soft", "template"});
  ReportSpec spec;
  spec.name = file.text_of("report", true);
  spec.title = file.text_of("title", true);
  spec.timing = file.text_of("timing", true);
  std::string const agency = file.text_of("agency", true);
  auto const known_agency = values::agency_from(agency);
  if (!known_agency) file.refuse(file.root()["agency"], "不认识的部门“" + agency + "”");
  spec.agency = known_agency->kind;
  spec.is_restricted = file.flag("restricted", false);
  spec.judges_age = file.flag("judges_age", false);
  spec.warns_of_missing_number = file.flag("warns_of_missing_number", true);
  spec.severe_only = file.flag("severe_only", false);
  spec.refuses_negative_amounts = file.flag("refuses_negative_amounts", false);
  file.text_of("subject", true);
  spec.subject = owner_of(file, file.root()["subject"]);
  spec.subject_alone = file.root()["subject_alone"] ? owner_of(file, file.root()["subject_alone"]) : spec.subject;
  read_event(file, spec);
  spec.labels = common.labels;
  read_report_labels(file, spec, data);
  spec.owner_words = common.owner_words;
  add_owner_words(file, file.root()["owners"], spec.owner_words);
  std::stable_sort(spec.owner_words.begin(), spec.owner_words.end(), [](auto const& a, auto const& b) { return a.first.size() > b.first.size(); });
  spec.owner_of_word = {spec.owner_words.begin(), spec.owner_words.end()};
  spec.required = required_from(file, file.root()["required"], false, data);
  for (auto& required : required_from(file, file.root()["required_if_column"], true, data)) spec.required.push_back(std::move(required));
  for (auto const& entry : file.root()["required_with_event"])
    for (auto& required : required_from(file, entry.second, false, data)) {
      required.with_event = file.text(entry.first);
      spec.required.push_back(std::move(required));
    }
  for (auto const& field : file.list(file.root()["duplicate_extra"])) spec.duplicate_extra.push_back(field_of(file, field, data));
  spec.soft = common.soft;
  for (auto const& field : file.list(file.root()["soft"])) spec.soft.insert(field_of(file, field, data));
  for (auto const& column : file.list(file.root()["template"])) spec.template_columns.push_back(template_column_from(file, column, data));
  if (spec.template_columns.size() < 2) throw BadList{spec.name, "template 至少要有两列"};
  read_report_words(file, spec, common.words, data);
  return spec;
}

}  // namespace

std::optional<Owner> owner_from(std::string_view code) {
  for (size_t i = 0; i < kOwners; ++i)
    if (code_of(static_cast<Owner>(i)) == code) return static_cast<Owner>(i);
  return std::nullopt;
}

std::string_view code_of(Owner owner) {
  switch (owner) {
    case Owner::none: return "none";
    case Owner::child: return "child";
    case Owner::parent: return "parent";
    case Owner::father: return "father";
    case Owner::mother: return "mother";
    case Owner::guardian: return "guardian";
    case Owner::person: return "person";
    case Owner::finder: return "finder";
    case Owner::account: return "account";
    case Owner::self: return "self";
    case Owner::never: return "never";
    case Owner::other: return "other";
  }
  return "";
}

FieldId CatalogueData::field(std::string_view name) const {
  auto const found = field_ids.find(std::string(name));
  return found == field_ids.end() ? kNone : found->second;
}

ConceptId CatalogueData::concept_named(std::string_view name) const {
  auto const found = concept_ids.find(std::string(name));
  return found == concept_ids.end() ? kNone : found->second;
}

base::Result<Catalogue> Catalogue::from_files(std::vector<base::Resource> const& files) {
  auto is_common = [](base::Resource const& file) { return base::ends_with(file.name, "fields.yaml"); };
  auto data = std::make_shared<CatalogueData>();
  try {
    auto const fields = std::find_if(files.begin(), files.end(), is_common);
    if (fields == files.end()) throw BadList{"lists/fields.yaml", "没有这个文件"};
    Common const common = read_common(File(fields->name, fields->text), *data);
    for (auto const& resource : files) {
      if (is_common(resource) || !base::ends_with(resource.name, ".yaml")) continue;
      File const file(resource.name, resource.text);
      ReportSpec spec = read_report(file, common, *data);
      std::string const name = spec.name;
      if (!data->reports.emplace(name, std::move(spec)).second) file.refuse(file.root(), "报送“" + name + "”写了两次");
    }
  } catch (BadList const& bad) {
    return base::fail("bad_lists_file", {{"where", bad.where}, {"why", bad.why}});
  } catch (YAML::Exception const& error) {
    return base::fail("bad_lists_file", {{"where", std::to_string(error.mark.line + 1)}, {"why", error.msg}});
  }
  Catalogue made;
  made.data_ = std::move(data);
  return made;
}

std::vector<std::string> Catalogue::report_names() const {
  std::vector<std::string> names;
  for (auto const& [name, spec] : data_->reports) names.push_back(name);
  return names;
}

ReportSpec const* Catalogue::find(std::string_view report) const {
  auto const found = data_->reports.find(std::string(report));
  return found == data_->reports.end() ? nullptr : &found->second;
}

std::string Catalogue::title(std::string_view report) const {
  CHECK(find(report));
  return find(report)->title;
}

values::AgencyKind Catalogue::agency(std::string_view report) const {
  CHECK(find(report));
  return find(report)->agency;
}

bool Catalogue::is_restricted(std::string_view report) const {
  CHECK(find(report));
  return find(report)->is_restricted;
}

}  // namespace hutong::intake
