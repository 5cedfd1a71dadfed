#pragma once
// What an office has in mind before it makes a file of it: columns and rows, with what each row teaches and what went wrong with it.
#include <cstdint>
#include <string>
#include <vector>

#include "demo/reader.h"

namespace hutong::demo {

enum class Content : uint8_t { number, name, id, date, text, phone, amount, town };

struct Column {
  std::string group;  // 儿童信息, 被申请人信息 …; "" = stands alone
  std::string label;
  Content content = Content::text;
  bool may_repeat = false;  // the same for all children of one parent: may be merged downwards, or say 同上
};

// What may be wrong with a row (faults.cpp has the rates). Everything from typo to future_date returns the row; another_name asks a human.
enum class Fault : uint8_t { none, typo, too_short, masked, precision_lost, garbled_name, no_date, future_date, another_name };
inline bool returns_the_row(Fault fault) { return fault != Fault::none && fault != Fault::another_name; }

struct Row {
  std::vector<std::string> cells;  // as they should be: plain numbers, ISO dates
  int16_t town = 0;
  PersonIndex key = nobody;        // rows of one parent follow each other; the same key = may be merged
  std::vector<Lesson> lessons;
  bool must_arrive = false;        // tells an end: never spoilt (faults.h)
  Fault fault = Fault::none;
  int fault_column = -1;           // where it is
};

struct Table {
  std::string title, unit;
  std::string nil_words;  // in the place of rows when there are none
  bool requires_date = false;  // a row without its date comes back
  std::vector<Column> columns;
  std::vector<Row> rows;
};

}  // namespace hutong::demo
