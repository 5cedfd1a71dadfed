#include "base/json_reader.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace hutong::base {
namespace {

struct Read {
  std::optional<nlohmann::json> document;
  std::vector<Problem> problems;
};

Read read(std::string_view text) {
  Read made;
  made.document = read_json(text, {"case_too_large", "case_not_json", "case_key_twice"}, made.problems);
  return made;
}

TEST(JsonReader, gives_the_document) {
  auto const made = read(R"({"on": "2024-05-01", "father": {"on": 1}, "mother": {"on": 2}})");
  EXPECT_TRUE(made.problems.empty());  // the same key in three objects is not the same key twice
  EXPECT_EQ(made.document.value().at("mother").at("on"), 2);
}

TEST(JsonReader, names_every_key_that_stands_twice_and_reads_on) {
  auto const made = read(R"({"on": 1, "facts": [{"until": 1, "until": 2}, {"until": 3}], "on": 4})");
  ASSERT_EQ(made.problems.size(), 2u);
  EXPECT_EQ(made.problems[0], problem("case_key_twice", {{"key", "until"}}));
  EXPECT_EQ(made.problems[1], problem("case_key_twice", {{"key", "on"}}));
  EXPECT_TRUE(made.document);
}

TEST(JsonReader, refuses_what_is_no_json_and_what_is_too_large) {
  for (std::string const& text : {std::string(), std::string("{\"on\":"), std::string("\xff{}"), std::string(100'000, '[')}) {
    auto const made = read(text);
    EXPECT_FALSE(made.document);
    ASSERT_EQ(made.problems.size(), 1u);
    EXPECT_EQ(made.problems[0], problem("case_not_json"));
  }
  EXPECT_TRUE(read("[]" + std::string(json_bytes_max - 2, ' ')).document);
  auto const large = read("[]" + std::string(json_bytes_max - 1, ' '));
  EXPECT_FALSE(large.document);
  EXPECT_EQ(large.problems.at(0), problem("case_too_large", {{"limit", "1"}}));
}

}  // namespace
}  // namespace hutong::base
