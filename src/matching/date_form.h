#pragma once
// A date as lists write it, and how two of them agree. A birth date is compared digit by digit, so a day that does not exist (1945-07-32) keeps its
// digits: it is a typing error of some other day.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "values/date.h"

namespace hutong::matching {

class DateForm {
 public:
  DateForm() = default;  // empty

  bool is_empty() const { return digits_ == 0; }
  bool has_month() const { return (digits_ & 0xFF00) != 0; }
  bool is_full() const { return (digits_ & 0xFF) != 0; }  // year, month and day are written
  bool exists() const { return is_full() && day_ != no_day; }
  int year() const;
  int month() const;  // 0 if not known
  int day() const;    // 0 if not known
  // Days since 1970-01-01 of a full date that exists.
  std::optional<int32_t> days_since_epoch() const;
  std::optional<values::Date> date() const;  // the same, within the years that values::Date knows

  // Day and month could change places and the writing would not tell: 03/04/2015, but not 2015-04-03 nor 25/03/2015.
  bool is_ambiguous() const { return (flags_ & ambiguous) != 0; }
  // Day and month exchanged if this form is ambiguous, else the same form.
  DateForm other_reading() const;
  bool has_two_digit_year() const { return (flags_ & two_digit_year) != 0; }
  // Written in the words of the lunar calendar (农历, 正月, 腊月, 初五, 廿三, 闰): the digits are of a lunar month and day (lunar.h converts). A date
  // in figures never says so, also when it is one.
  bool is_lunar() const { return (flags_ & lunar) != 0; }
  bool is_leap_month() const { return (flags_ & leap_month) != 0; }

  uint32_t digits() const { return digits_; }  // 0x20150303, 0x20150300, 0x20150000; equal dates, equal digits
  std::string to_string() const;  // 2015-03-03, 2015-03, 2015; empty if empty

  friend bool operator==(DateForm const& a, DateForm const& b) { return a.digits_ == b.digits_; }

 private:
  friend struct DateFormParts;
  static constexpr int32_t no_day = -(1 << 23);
  enum : uint8_t { ambiguous = 1, two_digit_year = 2, lunar = 4, leap_month = 8 };

  uint32_t digits_ = 0;  // yyyymmdd, four bits a digit; 0 where not known
  int32_t day_ : 24 = no_day;
  uint32_t flags_ : 8 = 0;
};
static_assert(sizeof(DateForm) == 8);

// Any of 2015-03-03 2015/3/3 2015.3 20150303 201503 2015 2015年3月3日 二〇一五年三月三日 农历2015年正月初五 42066 (days of a spreadsheet) 3.3.2015 03/03/15 Feb 3, 2015
// 3 February 2015, with or without a time of day; full width too. Years 1000–2200; two digits mean 1931–2030. An ambiguous writing is
// read day first, wherever it stands: 03/04/2015 beside 2015-03-04 is `other_reading`, which costs next to nothing (voters with months first against ISO dates
// lost no pair), and one cell means the same in every table. Empty for anything else. At most 40 ns for 2015-03-03 and 20150303.
DateForm date_form(std::string_view written);

// From best to worst; symmetric. Neither side may be empty.
enum class DateAgreement : uint8_t {
  equal,            // the same day, month or year, equally complete
  other_reading,    // the same day if one ambiguous side is read the other way
  as_far_as_known,  // one side has only the month or the year, and it agrees
  swapped,          // day and month have changed places
  one_digit,        // one of eight digits differs
  transposed,       // two neighbouring digits of the eight are swapped
  near,             // at most ten days apart: registered late, or read off badly
  same_month_day,   // another year
  same_month,       // the same year and month
  same_year_day,    // the same year and day of the month
  same_year,        // the same year only
  within_year,      // at most 366 days apart
  different,            // nothing
};
std::string_view code_of(DateAgreement);
DateAgreement compare(DateForm, DateForm);  // at most 10 ns

// Keys for blocking; 0 = not known.
struct DateKeys {
  uint64_t day = 0;            // the full date
  uint64_t sorted_digits = 0;  // the eight digits in ascending order: survives every permutation (swapped, transposed)
  uint64_t month = 0;          // year and month
  uint64_t year = 0;
  uint64_t month_day = 0;      // survives any error in the year
};
DateKeys date_keys(DateForm);

}  // namespace hutong::matching
