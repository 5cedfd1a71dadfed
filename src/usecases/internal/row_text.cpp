#include "usecases/internal/row_text.h"

#include <nlohmann/json.hpp>

#include "base/json_writer.h"
#include "base/messages.h"
#include "base/text.h"
#include "values/person_name.h"

namespace hutong::usecases {
namespace {

void write_value(intake::FieldValue const& value, base::JsonWriter& json) {
  switch (value.type) {
    case intake::FieldValue::Type::null: json.null(); return;
    case intake::FieldValue::Type::text: json.value(value.text); return;
    case intake::FieldValue::Type::number:
    case intake::FieldValue::Type::boolean: json.raw(value.text); return;
  }
}

std::string fields_of(intake::Record const& record, std::string_view without = "") {
  base::JsonWriter json;
  json.begin_object();
  for (intake::FieldValue const& value : record.fields)
    if (value.field != without) write_value(value, json.key(value.field));
  json.end_object();
  return json.text();
}

std::string source_of(intake::Record const& record) {
  base::JsonWriter json;
  json.begin_object();
  for (intake::FieldValue const& value : record.fields) {
    if (value.is_derived()) continue;
    json.key(value.field);
    if (value.cell_text == value.text) json.value(value.cell());
    else json.begin_array().value(value.cell()).value(value.cell_text).end_array();
  }
  json.end_object();
  return json.text();
}

std::string warnings_of(intake::Record const& record) {
  if (record.warnings.empty()) return "[]";
  base::JsonWriter json;
  json.begin_array();
  for (std::string_view const code : record.warnings) json.value(code);
  json.end_array();
  return json.text();
}

std::string reasons_text(intake::Record const& record) {
  if (record.reasons.empty()) return "[]";
  base::JsonWriter json;
  json.begin_array();
  for (intake::Reason const& reason : record.reasons) {
    json.begin_object().member("field", reason.field).member("code", reason.code).member("cell", reason.cell).member("text", reason.text).key("values").begin_object();
    for (auto const& [name, value] : reason.values) json.member(name, value);
    json.end_object().end_object();
  }
  json.end_array();
  return json.text();
}

std::string name_key(std::string_view text) {
  auto const name = values::PersonName::parse(text);
  return name ? name->key() : std::string();
}

// Who and what a row is about. Its first person (the child, else the listed person, else the parent) decides whether the row can be
// known by number; parts are joined with a character that no cell can hold.
class Identity {
 public:
  explicit Identity(intake::Record const& record) : record_(record) {
    add("child_id", "child_name");
    add("person_id", "person_name");
    add("parent_id", "parent_name");
    if (!has_somebody_) {  // a marriage, a household without children, a payment
      add("father_id", "father_name");
      add("mother_id", "mother_name");
      add("guardian_id", "guardian_name");
      add("account_no", "account_name");
    }
    for (std::string_view const field : {"event", "pay_month"}) {
      by_number_ += '\x1f' + std::string(record_.text(field));
      by_name_ += '\x1f' + std::string(record_.text(field));
    }
  }

  bool has_number() const { return has_number_; }
  bool has_name() const { return has_name_; }
  std::string const& by_number() const { return by_number_; }
  std::string const& by_name() const { return by_name_; }

 private:
  void add(std::string_view id_field, std::string_view name_field) {
    std::string_view const id = record_.text(id_field);
    std::string const name = name_key(record_.text(name_field));
    by_number_ += '\x1f';
    by_number_ += id.empty() ? "n" + name : "i" + std::string(id);
    by_name_ += '\x1f' + name;
    if (!has_somebody_) has_number_ = !id.empty();
    has_name_ = has_name_ || !name.empty();
    has_somebody_ = has_somebody_ || !id.empty() || !name.empty();
  }

  intake::Record const& record_;
  std::string by_number_, by_name_;
  bool has_somebody_ = false, has_number_ = false, has_name_ = false;
};

}  // namespace

RowText text_of(intake::Record const& record) { return {fields_of(record), source_of(record), warnings_of(record), reasons_text(record)}; }

exchange::RowKey key_of(intake::Record const& record, RowText const& text, base::KeyedDigest const& digest) {
  exchange::RowKey key;
  // Without its number in the list: a list that was sorted says the same.
  key.digest = digest.hex(record.find("seq") ? fields_of(record, "seq") + text.reasons : text.fields + text.reasons);
  Identity const identity(record);
  if (identity.has_name()) key.names = digest.hex("names" + identity.by_name());
  if (identity.has_number()) key.identity = digest.hex("numbers" + identity.by_number());
  else key.identity = key.names.empty() ? key.digest : key.names;  // a foundling without a name is only what the row says
  return key;
}

namespace {

// A receipt quotes the cell that could not be read, but never a name, a number of a person, a telephone or an account.
std::string quotable(std::string const& field, std::string const& text) {
  for (std::string_view const ending : {"_name", "_id", "_phone", "_card", "account_no", "address"})
    if (base::ends_with(field, ending)) return "…";
  return text;
}

}  // namespace

std::vector<base::Problem> reasons_of(store::SubmissionRow const& row) {
  std::vector<base::Problem> problems;
  for (auto const& reason : nlohmann::json::parse(row.reasons)) {
    base::Problem problem;
    problem.code = reason.at("code").get<std::string>();
    problem.place = {.file = {}, .sheet = row.sheet, .row = row.row, .cell = reason.at("cell").get<std::string>(), .field = reason.at("field").get<std::string>()};
    for (auto const& [name, value] : reason.at("values").items()) problem.values.emplace(name, value.get<std::string>());
    std::string const& field = problem.place.field;
    if (!field.empty()) problem.values.emplace("field", base::label("field." + field));
    problem.values.emplace("text", quotable(field, reason.at("text").get<std::string>()));
    problems.push_back(std::move(problem));
  }
  return problems;
}

}  // namespace hutong::usecases
