// make_list FOLDER ROWS: one list of severely disabled people, 12 columns, in the containers that offices send, for bench/run to time.
// Every person is synthetic (sequence codes 990–999) and the same ROWS give the same bytes of text. One row in a hundred is wrong.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "base/encoding.h"
#include "sheets/write.h"

namespace {

using hutong::sheets::OutCell;
using hutong::sheets::OutSheet;
using hutong::sheets::OutWorkbook;

constexpr int xls_rows_max = 65'000;  // BIFF8 ends at 65,536

std::string check_digit(std::string const& body) {
  constexpr std::array weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (size_t i = 0; i < weights.size(); ++i) sum += (body[i] - '0') * weights[i];
  return std::string(1, "10X98765432"[sum % 11]);
}

// The n-th synthetic number: ten sequence codes a day, two area codes, 28 days in 12 months of 60 years: 403,200 people.
std::string id_number(int n) {
  int day = n / 20;
  char body[32];
  std::snprintf(body, sizeof body, "%s%04d%02d%02d99%d", n % 20 < 10 ? "370114" : "370181", 1946 + day / 336 % 60, day / 28 % 12 + 1, day % 28 + 1, n % 10);
  return body + check_digit(body);
}

std::vector<std::string> row(int n) {
  static std::array<std::string, 12> const surnames{"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "孙", "朱"};
  static std::array<std::string, 10> const given{"建国", "秀英", "桂兰", "伟", "芳", "志强", "玉梅", "军", "丽", "明亮"};
  static std::array<std::string, 6> const kinds{"视力", "听力", "言语", "肢体", "智力", "精神"};
  static std::array<std::string, 5> const towns{"明水街道", "刁镇", "普集街道办事处", "垛庄镇", "文祖镇"};
  std::string id = id_number(n);
  std::string number = std::to_string(n + 1);
  std::string grade = n % 2 ? "一级" : "二级";
  std::string card = id + std::to_string(n % 6 + 1) + (n % 2 ? "1" : "2");
  if (n % 100 == 37) id[17] = id[17] == '0' ? '1' : '0';
  char phone[16];
  std::snprintf(phone, sizeof phone, "130%08d", n % 100'000);
  return {number,
          surnames[n % 12] + given[n / 12 % 10],
          (id[16] - '0') % 2 ? "男" : "女",
          id,
          card,
          kinds[n % 6],
          grade,
          towns[n % 5],
          "东风村",
          "济南市章丘区" + towns[n % 5] + "东风村" + number + "号",
          phone,
          n % 7 ? "" : "2026年9月复核"};
}

OutSheet sheet(std::string name, int from, int until) {
  OutSheet out;
  out.name = std::move(name);
  auto add = [&](std::vector<std::string> texts) {
    auto& cells = out.rows.emplace_back();
    for (auto& text : texts) cells.emplace_back().text = std::move(text);
  };
  add({"重度残疾人名单"});
  add({"序号", "姓名", "性别", "身份证号", "残疾人证号", "残疾类别", "残疾等级", "镇街", "村居", "家庭住址", "联系电话", "备注"});
  for (int n = from; n < until; ++n) add(row(n));
  return out;
}

void write(std::string const& folder, std::string const& name, std::string const& bytes) {
  std::ofstream file(folder + "/" + name, std::ios::binary);
  if (!file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()))) {
    std::cerr << "make_list: cannot write " << folder << "/" << name << "\n";
    std::exit(4);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "make_list FOLDER ROWS\n";
    return 2;
  }
  std::string folder = argv[1];
  int rows = std::atoi(argv[2]);

  OutWorkbook one;
  one.sheets.push_back(sheet("Sheet1", 0, rows));
  write(folder, "list.xlsx", hutong::sheets::write_xlsx(one));
  std::string csv = hutong::sheets::write_csv(one.sheets[0], ',', false);
  write(folder, "list.csv", csv);
  one.sheets.clear();

  OutWorkbook several;
  for (int from = 0; from < rows; from += xls_rows_max)
    several.sheets.push_back(sheet("第" + std::to_string(from / xls_rows_max + 1) + "页", from, std::min(rows, from + xls_rows_max)));
  write(folder, "list.xls", hutong::sheets::write_xls(several));
}
