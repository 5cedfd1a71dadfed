// hutong.intake/1 (LISTS A.1), streamed.
#include "base/messages.h"
#include "intake/check.h"

namespace hutong::intake {
namespace {

void write_value(FieldValue const& value, base::JsonWriter& json) {
  switch (value.type) {
    case FieldValue::Type::null: json.null(); return;
    case FieldValue::Type::text: json.value(value.text); return;
    case FieldValue::Type::number: json.raw(value.text); return;
    case FieldValue::Type::boolean: json.value(value.text == "true"); return;
  }
}

void write_fields(Record const& record, base::JsonWriter& json) {
  json.key("fields").begin_object();
  for (FieldValue const& value : record.fields) {
    json.key(value.field);
    write_value(value, json);
  }
  json.end_object();
}

void write_source(Record const& record, base::JsonWriter& json) {
  json.key("source").begin_object();
  for (FieldValue const& value : record.fields) {
    if (value.is_derived()) continue;
    json.key(value.field).begin_object().member("cell", value.cell()).member("text", value.cell_text).end_object();
  }
  json.end_object();
}

void write_warnings(Record const& record, base::JsonWriter& json) {
  json.key("warnings").begin_array();
  for (auto const warning : record.warnings) json.value(warning);
  json.end_array();
}

void write_place(CheckResult const& result, Record const& record, base::JsonWriter& json) {
  json.member("sheet", result.sheet_names[record.sheet]).member("row", record.row).member("sub", record.sub);
}

void write_reason(Reason const& reason, base::JsonWriter& json) {
  base::Sentence const told = reason_sentence(reason);
  json.begin_object().member("field", reason.field).member("code", reason.code).member("cell", reason.cell).member("text", reason.text);
  json.member("message", told.text).member("fix", told.fix).end_object();
}

void write_layout(CheckResult const& result, base::JsonWriter& json) {
  json.key("layout").begin_array();
  for (Layout const& layout : result.layout) {
    json.begin_object().member("sheet", result.sheet_names[layout.sheet]).key("header_rows").begin_array();
    for (int const row : layout.header_rows) json.value(row);
    json.end_array().key("columns").begin_array();
    for (LayoutColumn const& column : layout.columns) {
      json.begin_object().member("column", column.column).member("label", column.label).key("field");
      if (column.field.empty()) json.null();
      else json.value(column.field);
      json.member("why", base::label(column.why, {{"text", column.why_value}})).end_object();
    }
    json.end_array().end_object();
  }
  json.end_array();
}

}  // namespace

// A district may add fields of its own to lists/fields.yaml; they go by their codes.
std::string field_title(std::string_view field) {
  std::string const code = "field." + std::string(field);
  return base::has_sentence(code) ? base::label(code) : std::string(field);
}

base::Sentence reason_sentence(Reason const& reason) {
  std::map<std::string, std::string> values = reason.values;
  if (!reason.field.empty()) values.emplace("field", field_title(reason.field));
  values.emplace("text", reason.text);
  return base::sentence(reason.code, values);
}

void write_json(CheckResult const& result, base::JsonWriter& json) {
  json.begin_object().member("schema", "hutong.intake/1").member("report", result.request.report).member("period", result.request.period.to_string());
  json.member("file_result", code_of(result.file_result)).member("confidentiality", result.is_restricted ? "restricted" : "internal");
  json.member("container", result.container).member("encoding", result.encoding);
  if (result.why_unreadable) {
    base::Sentence const told = base::sentence(*result.why_unreadable);
    json.key("why").begin_object().member("code", result.why_unreadable->code).member("message", told.text).member("fix", told.fix).end_object();
  }
  write_layout(result, json);
  json.key("accepted").begin_array();
  for (Record const& record : result.accepted) {
    json.begin_object();
    write_place(result, record, json);
    write_fields(record, json);
    write_warnings(record, json);
    write_source(record, json);
    json.end_object();
  }
  json.end_array().key("rejected").begin_array();
  for (Record const& record : result.rejected) {
    json.begin_object();
    write_place(result, record, json);
    write_fields(record, json);
    write_warnings(record, json);
    json.key("reasons").begin_array();
    for (Reason const& reason : record.reasons) write_reason(reason, json);
    json.end_array();
    write_source(record, json);
    json.end_object();
  }
  json.end_array().key("ignored").begin_array();
  for (IgnoredRow const& row : result.ignored)
    json.begin_object().member("sheet", result.sheet_names[row.sheet]).member("row", row.row).member("as", row.as).end_object();
  json.end_array().end_object();
}

}  // namespace hutong::intake
