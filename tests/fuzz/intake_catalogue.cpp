// Any bytes as lists/fields.yaml or as the court's report beside it (the first byte says which): refused with a place, or a catalogue that reads a list.
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "base/messages.h"
#include "base/resources.h"
#include "intake/check.h"

extern "C" int LLVMFuzzerTestOneInput(uint8_t const* data, size_t size) {
  using namespace hutong;
  static values::Divisions const divisions = *values::Divisions::from_yaml(*base::resource("divisions/370114.yaml"));
  if (size < 1) return 0;
  bool const is_fields = data[0] == 'f';
  std::string_view const yaml(reinterpret_cast<char const*>(data) + 1, size - 1);
  constexpr char const* fields = "lists/fields.yaml";
  constexpr char const* court = "lists/court.monthly.yaml";
  auto const catalogue = intake::Catalogue::from_files({{fields, is_fields ? yaml : *base::resource(fields)}, {court, is_fields ? *base::resource(court) : yaml}});
  if (!catalogue) {
    CHECK(!base::tell(catalogue.error()).empty() && !catalogue.error().values.at("where").empty());
    return 0;
  }
  constexpr std::string_view list = "姓名,身份证号,罪犯姓名,罪犯身份证号,关系,判决日期,刑期\n王子涵,370114201503039917,王大山,370114198501019914,父亲,2026-09-01,三年\n";
  values::Date const received = *values::Date::of(2026, 10, 10);
  for (std::string const& report : catalogue->report_names()) {
    CHECK(!intake::template_workbook(report, *catalogue, divisions).empty());
    intake::check_list(list, {report, *values::Month::of(2026, 9), received, received}, *catalogue, divisions);
  }
  return 0;
}
