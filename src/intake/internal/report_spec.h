#pragma once
// lists/*.yaml in memory: fields, concepts, owners, and what each report adds. Built once by Catalogue::from_files, then only read.
//
// A label of a list says two things: WHOSE (an owner: the child, the father, the person searched for …) and WHAT (a concept: name, id number,
// sex …). “父亲身份证号” says both, “身份证号” only what; then the group above, the column before or the report itself says whose. Owner and
// concept together name the field: father + id = father_id.
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "intake/internal/cells.h"
#include "intake/report.h"
#include "values/words.h"

namespace hutong::intake {

using FieldId = uint16_t;    // index into CatalogueData::fields
using ConceptId = uint16_t;  // index into CatalogueData::concepts
constexpr uint16_t kNone = 0xFFFF;

enum class Owner : uint8_t { none, child, parent, father, mother, guardian, person, finder, account, self, never, other };
constexpr size_t kOwners = 12;
std::optional<Owner> owner_from(std::string_view code);
std::string_view code_of(Owner);

enum class FieldType : uint8_t {
  text,
  name,
  id,
  sex,
  birth,
  event_date,
  end_date,
  any_date,
  month,
  term,
  parent_relation,
  guardian_relation,
  code,
  yes_no,
  amount,
  phone,
  account,
  card,
  disability_category,
  disability_grade,
  ethnicity,
  town,
  // One column, two fields (FieldDef::parts).
  category_and_grade,
  since_until,
  name_and_id,
  name_and_phone,
};

struct FieldDef {
  std::string name;
  FieldType type = FieldType::text;
  std::vector<FieldId> parts;   // composite columns only; such a field never appears in a record
};

struct Concept {
  std::string name;
  std::array<FieldId, kOwners> fields;  // by owner; kNone = this owner has no such field
  // Owners whose name column may stand before an unowned column of this concept and lend it theirs (LISTS A.4 10).
  std::array<bool, kOwners> follows{};
  Owner by_default = Owner::none;  // when nothing says whose; self = the report's subject
  bool is_personal = false;        // its unowned column belongs to the subject (name, id, sex, birth)
};

// One thing that a label may mean. A concept without owner is completed by its surroundings.
struct Meaning {
  ConceptId concept_id = kNone;  // kNone with an owner: the owner alone (“父亲”): its name in a leaf, a group above others
  Owner owner = Owner::none;
  int priority = 0;              // smaller wins when two columns claim one field
  bool is_estimated = false;     // 估计出生日期
};

struct LabelTable {
  std::unordered_map<std::string, std::vector<Meaning>> exact;  // by normalised label; an empty list: known and never used
  std::vector<std::pair<std::string, Meaning>> endings;         // …日期: good enough when nothing better names the event's date
};

struct RequiredField {
  std::vector<FieldId> any_of;  // the first is named in the reason
  bool only_if_column = false;  // asked for only where the sheet has a column for one of them
  std::string with_event;       // asked for only in rows of this event; "" = in all
};

// template: [child_name, parent_name: 服刑人员姓名]
struct TemplateColumn {
  FieldId field = kNone;
  std::string label;  // "" = the field's usual name
};

struct ReportSpec {
  std::string name;   // court.monthly
  std::string title;
  std::string timing;
  values::AgencyKind agency = values::AgencyKind::civil_affairs;
  bool is_restricted = false;
  bool judges_age = false;
  bool warns_of_missing_number = true;
  bool severe_only = false;            // disability grades out of scope are returned (LISTS A.4 8)
  bool refuses_negative_amounts = false;  // what a person draws a month is never below zero
  Owner subject = Owner::child;        // whose an unowned label is, in a list that also names other people
  Owner subject_alone = Owner::child;  // … in a list that names nobody else
  std::string event_fixed;             // every row is this event
  std::string event_default;           // … unless the row says otherwise
  bool event_from_title = false;       // 宣告死亡人员名单: the title tells what the rows do not
  LabelTable labels;
  std::vector<std::pair<std::string, Owner>> owner_words;  // longest first
  std::unordered_map<std::string, Owner> owner_of_word;
  std::vector<RequiredField> required;
  std::vector<FieldId> duplicate_extra;  // also part of “the same”
  std::map<FieldId, CodeWords> words;    // for code and yes_no fields
  std::set<FieldId> soft;                // unknown words are kept as they stand
  std::vector<TemplateColumn> template_columns;  // in order
};

constexpr size_t most_fields = 128;

// Fields that rules speak of by name, looked up once.
struct KnownFields {
  FieldId event = kNone, event_date = kNone, event_detail = kNone, disability_card = kNone, disability_category = kNone, disability_grade = kNone, parent_relation = kNone, town_code = kNone,
          address = kNone, hukou_address = kNone, voluntary = kNone, amount = kNone, seq = kNone, remark = kNone;
  std::array<FieldId, kOwners> name{}, id{}, sex{}, birth{};  // by owner
};

struct CatalogueData {
  std::vector<FieldDef> fields;
  std::vector<Concept> concepts;
  std::unordered_map<std::string, FieldId> field_ids;
  std::unordered_map<std::string, ConceptId> concept_ids;
  std::vector<std::string> group_endings;  // 信息 基本情况 …
  std::vector<std::string> plain_words;    // 居民 有效 …: say nothing about whose
  std::vector<std::string> nil_phrases;    // 本月无 零报告 …
  std::vector<std::string> total_words, signature_words, note_words;
  std::map<std::string, ReportSpec> reports;
  KnownFields known;

  FieldId field(std::string_view name) const;  // kNone: unknown
  ConceptId concept_named(std::string_view name) const;
};

}  // namespace hutong::intake
