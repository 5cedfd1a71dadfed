// Writes what make_tables.py needs from ICU, one fact a line:
//   surname <hex> <reading>            the character at the start of a name is read otherwise than elsewhere (Han-Latin/Names against Han-Latin)
//   lunar <year> <day> <leap> <days…>  the Chinese year that begins <day> days after 1970-01-01; the leap month (0 = none); the days of its months in order
#include <unicode/calendar.h>
#include <unicode/translit.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

namespace {

constexpr int first_year = 1900, last_year = 2040;
constexpr double milliseconds_of_day = 86'400'000.0;

void stop_if(UErrorCode status, char const* where) {
  if (U_SUCCESS(status)) return;
  std::fprintf(stderr, "icu_tables: %s: %s\n", where, u_errorName(status));
  std::exit(1);
}

std::string read_by(icu::Transliterator const& reader, char32_t c) {
  icu::UnicodeString text(static_cast<UChar32>(c));
  reader.transliterate(text);
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

void write_surnames() {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::Transliterator> anywhere(icu::Transliterator::createInstance("Han-Latin", UTRANS_FORWARD, status));
  stop_if(status, "Han-Latin");
  std::unique_ptr<icu::Transliterator> in_names(icu::Transliterator::createInstance("Han-Latin/Names", UTRANS_FORWARD, status));
  stop_if(status, "Han-Latin/Names");
  for (char32_t c = 0x4E00; c <= 0x9FA5; ++c) {
    std::string reading = read_by(*in_names, c);
    if (reading != read_by(*anywhere, c)) std::printf("surname %X %s\n", static_cast<unsigned>(c), reading.c_str());
  }
}

struct LunarDay {
  int cycle_year, month, day;
  bool is_leap;
};

class ChineseCalendar {
 public:
  ChineseCalendar() {
    UErrorCode status = U_ZERO_ERROR;
    calendar_.reset(icu::Calendar::createInstance(*icu::TimeZone::getGMT(), icu::Locale("zh_CN@calendar=chinese"), status));
    stop_if(status, "the Chinese calendar");
  }
  LunarDay at(int day) {
    UErrorCode status = U_ZERO_ERROR;
    calendar_->setTime(day * milliseconds_of_day + milliseconds_of_day / 2, status);
    LunarDay lunar{calendar_->get(UCAL_YEAR, status), calendar_->get(UCAL_MONTH, status) + 1, calendar_->get(UCAL_DATE, status),
                   calendar_->get(UCAL_IS_LEAP_MONTH, status) != 0};
    stop_if(status, "a day of the Chinese calendar");
    return lunar;
  }

 private:
  std::unique_ptr<icu::Calendar> calendar_;
};

// Steps from the first day of a month to the first day of the next, which is 29 or 30 days later.
void write_lunar_years() {
  ChineseCalendar calendar;
  int day = -25'567;  // 1900-01-01: before the new year of the first year
  while (calendar.at(day).month != 1 || calendar.at(day).day != 1) ++day;
  for (int year = first_year; year <= last_year; ++year) {
    int start = day, leap_month = 0;
    std::string lengths;
    do {
      LunarDay month = calendar.at(day);
      if (month.is_leap) leap_month = month.month;
      int length = calendar.at(day + 29).day == 1 ? 29 : 30;
      lengths += ' ' + std::to_string(length);
      day += length;
    } while (calendar.at(day).month != 1 || calendar.at(day).is_leap);
    std::printf("lunar %d %d %d%s\n", year, start, leap_month, lengths.c_str());
  }
}

}  // namespace

int main() {
  write_surnames();
  write_lunar_years();
}
