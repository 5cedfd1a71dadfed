#pragma once
// Errors by who can put them right (STYLE "Errors"):
//   the clerk    → Problem, a value: a code of messages/zh-CN.json, where it is, and the values its sentence needs
//   the operator → OutsideFailure, an exception that flies to the door (cli)
//   us           → CHECK (base/check.h)
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace hutong::base {

// Where in the clerk's material a problem is. Empty members are unknown or do not apply.
struct Place {
  std::string file;   // name as the user gave it
  std::string sheet;  // "" for containers without sheets
  int row = 0;        // 1-based, as a person sees it; 0 = no row
  std::string cell;   // "C9"; "" = no cell
  std::string field;  // code of the field, e.g. child_id
  friend bool operator==(Place const&, Place const&) = default;
};

struct Problem {
  std::string code;  // key of messages/zh-CN.json; tools/tidy refuses a code without a sentence
  Place place;
  std::map<std::string, std::string> values;  // {name} in the sentence
  friend bool operator==(Problem const&, Problem const&) = default;
};

inline Problem problem(std::string_view code, std::map<std::string, std::string> values = {}, Place place = {}) {
  return Problem{std::string(code), std::move(place), std::move(values)};
}

// One value or one problem. Where several problems can be found at once, return std::vector<Problem> beside the value.
template <class T>
using Result = tl::expected<T, Problem>;

using Failure = tl::unexpected<Problem>;
inline Failure fail(std::string_view code, std::map<std::string, std::string> values = {}, Place place = {}) {
  return Failure(problem(code, std::move(values), std::move(place)));
}

// What the operator must fix: disk full, database damaged, folder not writable. code is a key of messages/zh-CN.json.
class OutsideFailure : public std::runtime_error {
 public:
  explicit OutsideFailure(std::string_view code, std::map<std::string, std::string> values = {})
      : std::runtime_error(std::string(code)), problem_(problem(code, std::move(values))) {}
  Problem const& problem_of() const { return problem_; }

 private:
  Problem problem_;
};

}  // namespace hutong::base

// TRY(auto x, expression); — x is the value, or the enclosing function returns the problem.
#define HUTONG_TRY_JOIN2(a, b) a##b
#define HUTONG_TRY_JOIN(a, b) HUTONG_TRY_JOIN2(a, b)
#define TRY(declaration, ...) HUTONG_TRY_IMPL(HUTONG_TRY_JOIN(try_result_, __LINE__), declaration, __VA_ARGS__)
#define HUTONG_TRY_IMPL(name, declaration, ...)                                     \
  auto name = (__VA_ARGS__);                                                        \
  if (!name) return ::tl::unexpected<::hutong::base::Problem>(std::move(name.error())); \
  declaration = std::move(*name)
