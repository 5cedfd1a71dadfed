#pragma once
// The only way to know the time. Everything below usecases takes dates as parameters.
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hutong::base {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;  // UTC

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

// For tests and demos (--clock): stands still until it is set.
class FixedClock final : public Clock {
 public:
  explicit FixedClock(Instant at) : at_(at) {}
  Instant now() const override { return at_; }
  void set(Instant at) { at_ = at; }

 private:
  Instant at_;
};

// "2026-10-06T09:00:00+08:00", with "Z" or an offset; a missing offset is Beijing time; a bare date is midnight. Problem: bad_instant.
Result<Instant> instant_from(std::string_view text);
// Always Beijing time: "2026-10-06T09:00:00+08:00".
std::string to_string(Instant);
// Beijing calendar day as days since 1970-01-01 (China has had no summer time since 1991, so the offset is +08:00).
std::chrono::sys_days beijing_day(Instant);

// A limit on elapsed time for long pure work (a file may take 60 s). Asking is cheap; ask every few thousand steps.
class Deadline {
 public:
  virtual ~Deadline() = default;
  virtual bool passed() const = 0;
};
class NoDeadline final : public Deadline {
 public:
  bool passed() const override { return false; }
};
class SteadyDeadline final : public Deadline {
 public:
  explicit SteadyDeadline(std::chrono::milliseconds allowed) : until_(std::chrono::steady_clock::now() + allowed) {}
  bool passed() const override { return std::chrono::steady_clock::now() >= until_; }

 private:
  std::chrono::steady_clock::time_point until_;
};

}  // namespace hutong::base
