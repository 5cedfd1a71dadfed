#pragma once
// Who owes which list, and when. The plan is data (duties/<district>.yaml): a district edits it.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "values/date.h"
#include "values/words.h"
#include "values/work_calendar.h"

namespace hutong::exchange {

enum class Rhythm : uint8_t {
  monthly,     // every month, by a fixed day of the next; a nil return if there is nothing
  at_once,     // as soon as something is known
  on_request,  // an answer to our question
  as_changed,  // a first full list, then changes
};
std::string_view code_of(Rhythm);

// What a list holds decides whether two alike months are suspicious.
enum class Content : uint8_t {
  events,    // what happened in the month: the same rows again are last month's file by mistake
  register_  // who is on the register: nearly the same every month
};

struct Duty {
  values::Agency agency;
  std::string report;
  Rhythm rhythm = Rhythm::on_request;
  Content content = Content::events;
  bool is_expected = true;  // false: an optional feed; its absence is not missed
};

struct DutyPlan {
  int due_day = 5;           // of the month after the period
  bool rolls_over = true;    // 民法典 art. 203: a holiday moves it to the next working day
  std::vector<Duty> duties;  // in the file's order

  // Problem: bad_duties_file (values: where, why). All keys and words are checked.
  static base::Result<DutyPlan> from_yaml(std::string_view yaml);
  Duty const* find(values::Agency const&, std::string_view report) const;
  Duty const* find(std::string_view report) const;  // whoever owes it
};

// The last day on which a monthly list for the period is on time (the day itself included). Absent for lists without a fixed day.
std::optional<values::Date> due_on(Duty const&, values::Month period, DutyPlan const&, values::WorkCalendar const&);

// What the bureau knows of a submission, for this question.
struct Delivery {
  values::Agency agency;
  std::string report;
  values::Month period;
  bool is_nil_return = false;
};

struct MissingDuty {
  Duty duty;
  values::Month period;
  values::Date due_on;
};

// Monthly lists of the period that are due before `on` and that nobody delivered, not even as a nil return; in the plan's order. On the due day
// itself nothing is missing yet.
std::vector<MissingDuty> missing_duties(values::Month period, std::vector<Delivery> const&, DutyPlan const&, values::WorkCalendar const&,
                                        values::Date on);

}  // namespace hutong::exchange
