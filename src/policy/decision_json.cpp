// Decision → hutong.decision/1.
#include "base/json_writer.h"
#include "policy/decide.h"

namespace hutong::policy {
namespace {

using base::JsonWriter;

void member_date(JsonWriter& json, std::string_view name, std::optional<values::Date> day) {
  json.key(name);
  if (day) json.value(day->to_string());
  else json.null();
}

// Absent is null, never "".
void member_text(JsonWriter& json, std::string_view name, std::string_view text) {
  json.key(name);
  if (text.empty()) json.null();
  else json.value(text);
}

void write(JsonWriter& json, Reason const& reason) {
  json.begin_object().member("rule", reason.rule).member("citation", reason.citation.to_string());
  json.key("holds");
  if (reason.holds) json.value(*reason.holds);
  else json.null();
  json.member("text", reason.text);
  member_text(json, "doubt", reason.doubt);
  json.key("facts").begin_array();
  for (std::string const& fact : reason.facts) json.value(fact);
  json.end_array();
  json.key("because").begin_array();
  for (Reason const& one : reason.because) write(json, one);
  json.end_array().end_object();
}

}  // namespace

std::string to_json(Decision const& of) {
  JsonWriter json;
  json.begin_object().member("schema", "hutong.decision/1").member("on", of.on.to_string()).member("outcome", code_of(of.outcome));
  member_text(json, "category", of.category ? values::code_of(*of.category) : "");
  member_text(json, "subtype", of.subtype);
  member_date(json, "since", of.since);
  member_date(json, "interim_since", of.interim_since);
  member_date(json, "until", of.until);
  json.key("pending").begin_array();
  for (Pending const& one : of.pending) {
    json.begin_object().member("who", code_of(one.who)).member("kind", one.kind);
    member_date(json, "satisfied_on", one.satisfied_on);
    json.member("needs", one.needs).end_object();
  }
  json.end_array();
  member_date(json, "next_review_on", of.next_review_on);
  json.key("reasons").begin_array();
  for (Reason const& one : of.reasons) write(json, one);
  json.end_array().member("rules_version", of.rules_version).end_object();
  return json.text();
}

}  // namespace hutong::policy
