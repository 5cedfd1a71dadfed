#pragma once
// CHECK(condition): a property that only our own bug can break. Always on, also in production: a wrong ledger is worse
// than a stopped program. Never use it on input.

namespace hutong::base {
[[noreturn]] void check_failed(char const* condition, char const* file, int line);
}  // namespace hutong::base

#define CHECK(condition) \
  (static_cast<bool>(condition) ? static_cast<void>(0) : ::hutong::base::check_failed(#condition, __FILE__, __LINE__))
