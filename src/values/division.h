#pragma once
// 行政区划: a district code has 6 digits (370114), a town code 9 (370114001). Towns change names and kinds (镇 → 街道), so each carries
// its former names; the table is data (divisions/370114.yaml), and a district edits it.
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"

namespace hutong::values {

class DivisionCode {
 public:
  // 6, 9 or 12 digits. Problem: bad_division (value: text).
  static base::Result<DivisionCode> parse(std::string_view digits);
  std::string const& text() const { return text_; }
  std::string district() const { return text_.substr(0, 6); }
  friend bool operator==(DivisionCode const&, DivisionCode const&) = default;
  friend auto operator<=>(DivisionCode const&, DivisionCode const&) = default;

 private:
  std::string text_;
};

struct Town {
  std::string code;  // 9 digits
  std::string name;  // 明水街道
  std::vector<std::string> former_names;  // 明水镇, 明水街办 …
};

class Divisions {
 public:
  // The text of divisions/<district>.yaml. Problem: bad_divisions_file (values: where, why).
  static base::Result<Divisions> from_yaml(std::string_view yaml);

  std::string const& district_code() const { return district_code_; }
  std::string const& district_name() const { return district_name_; }
  std::vector<Town> const& towns() const { return towns_; }
  // By official or former name, with 镇/街道/办事处/街办/街道办事处 in any form or missing, and with 章丘市/章丘区/济南市 in front.
  std::optional<std::string> town_by_name(std::string_view text) const;
  // The town named anywhere inside an address; the longest name wins.
  std::optional<std::string> town_in_address(std::string_view text) const;
  // True when the address names another county-level place than ours and none of our towns.
  std::string name_of(std::string_view town_code) const;  // "" if unknown

 private:
  std::string district_code_;
  std::string district_name_;
  std::vector<std::string> district_former_names_;
  std::vector<Town> towns_;
  std::unordered_map<std::string, std::string> by_stem_;  // 明水 → 370114001
};

}  // namespace hutong::values
