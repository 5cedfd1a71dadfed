#pragma once
// The files that eight agencies send, month by month, with the faults of real offices (internal/faults.cpp: one table of rates): lists, nil returns, and
// in the next month the corrections of what was returned. Each delivery also says what an ideal reader can take from it.
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "demo/reader.h"
#include "demo/world.h"

namespace hutong::demo {

struct Delivery {
  std::string agency;     // court
  std::string report;     // court.monthly
  values::Month period;
  values::Date sent_on;
  std::string folder;     // 法院
  std::string file_name;  // 章丘法院1月名单.xls; "" = a nil return without a file
  std::string bytes;
  bool is_correction = false;
  bool is_repeated = false;  // the very same file once more
  std::vector<Lesson> lessons;
  std::vector<PersonIndex> held_up;  // of whom a returned or questioned row would have told something
  int rows = 0;      // as records: several children in one cell count each
  int returned = 0;  // of them, rows that must come back
  int asks = 0;      // of them, rows that only a human can place
};

class Agencies {
 public:
  explicit Agencies(World const&);
  ~Agencies();
  Agencies(Agencies const&) = delete;
  Agencies& operator=(Agencies const&) = delete;

  // The household register, before the first month: one file for each town.
  void send_register(std::function<void(Delivery const&)> const&);
  // What is sent for the month (0 = the first), in order of time. Months must be asked for in order: corrections follow what was returned.
  void send_month(int month, std::function<void(Delivery const&)> const&);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace hutong::demo
