#include "exchange/duties.h"

#include <algorithm>
#include <array>
#include <map>

#include "values/yaml.h"

namespace hutong::exchange {

std::string_view code_of(Rhythm rhythm) {
  switch (rhythm) {
    case Rhythm::monthly: return "monthly";
    case Rhythm::at_once: return "at_once";
    case Rhythm::on_request: return "on_request";
    case Rhythm::as_changed: return "as_changed";
  }
  return "";
}

namespace {

using values::YamlNode;

Rhythm rhythm_from(YamlNode const& node) {
  for (Rhythm rhythm : {Rhythm::monthly, Rhythm::at_once, Rhythm::on_request, Rhythm::as_changed})
    if (node.word() == code_of(rhythm)) return rhythm;
  node.refuse("rhythm 不能是“" + node.word() + "”");
}

Content content_from(YamlNode const& node) {
  if (node.word() == "events") return Content::events;
  if (node.word() == "register") return Content::register_;
  node.refuse("content 不能是“" + node.word() + "”");
}

Duty duty_from(YamlNode const& node) {
  node.allow_keys({"agency", "report", "rhythm", "content", "expected"});
  YamlNode const agency_word = node.needed("agency");
  auto const agency = values::agency_from(agency_word.word());
  if (!agency) agency_word.refuse("没有“" + agency_word.word() + "”这个部门");
  Duty duty;
  duty.agency = *agency;
  duty.report = node.needed("report").word();
  duty.rhythm = rhythm_from(node.needed("rhythm"));
  duty.content = content_from(node.needed("content"));
  if (auto const expected = node.find("expected")) duty.is_expected = expected->flag();
  return duty;
}

DutyPlan plan_from(YamlNode const& root) {
  root.allow_keys({"due_day", "rolls_over", "duties"});
  DutyPlan plan;
  plan.due_day = root.needed("due_day").number();
  if (plan.due_day < 1 || plan.due_day > 28) root.needed("due_day").refuse("due_day 应当是1到28");
  plan.rolls_over = root.needed("rolls_over").flag();
  for (YamlNode const& node : root.needed("duties").list()) {
    Duty duty = duty_from(node);
    if (plan.find(duty.agency, duty.report)) node.refuse("“" + duty.report + "”写了两遍");
    plan.duties.push_back(std::move(duty));
  }
  return plan;
}

}  // namespace

base::Result<DutyPlan> DutyPlan::from_yaml(std::string_view yaml) { return values::read_yaml(yaml, "bad_duties_file", plan_from); }

Duty const* DutyPlan::find(values::Agency const& agency, std::string_view report) const {
  auto const found = std::find_if(duties.begin(), duties.end(), [&](Duty const& duty) { return duty.agency == agency && duty.report == report; });
  return found == duties.end() ? nullptr : &*found;
}

Duty const* DutyPlan::find(std::string_view report) const {
  auto const found = std::find_if(duties.begin(), duties.end(), [&](Duty const& duty) { return duty.report == report; });
  return found == duties.end() ? nullptr : &*found;
}

std::optional<values::Date> due_on(Duty const& duty, values::Month period, DutyPlan const& plan, values::WorkCalendar const& calendar) {
  if (duty.rhythm != Rhythm::monthly) return std::nullopt;
  values::Date const day = period.plus(1).first_day().plus_days(plan.due_day - 1);
  return plan.rolls_over ? calendar.working_day_on_or_after(day) : day;
}

std::vector<MissingDuty> missing_duties(values::Month period, std::vector<Delivery> const& deliveries, DutyPlan const& plan,
                                        values::WorkCalendar const& calendar, values::Date on) {
  std::vector<MissingDuty> missing;
  for (Duty const& duty : plan.duties) {
    auto const due = due_on(duty, period, plan, calendar);
    if (!due || on <= *due || !duty.is_expected) continue;
    bool const is_delivered = std::any_of(deliveries.begin(), deliveries.end(), [&](Delivery const& delivery) {
      return delivery.agency == duty.agency && delivery.report == duty.report && delivery.period == period;
    });
    if (!is_delivered) missing.push_back({duty, period, *due});
  }
  return missing;
}

}  // namespace hutong::exchange
