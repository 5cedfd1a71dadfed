#pragma once
// The few cryptographic functions, all behind this one header so that moving to another library stays a contained change.
#include <memory>
#include <string>
#include <string_view>

#include "base/random.h"
#include "base/result.h"

namespace hutong::base {

std::string sm3(std::string_view bytes);      // 32 raw bytes, GB/T 32905
std::string sm3_hex(std::string_view bytes);  // 64 lower-case hex digits
std::string to_hex(std::string_view bytes);

// HMAC-SM3: what stands for a personal value where it must be found again. A bare digest of an identity number can be undone in
// seconds by trying all numbers (SECURITY, finding 5), a keyed one cannot. Reusable, not thread-safe.
class KeyedDigest {
 public:
  explicit KeyedDigest(std::string_view key);
  ~KeyedDigest();
  std::string hex(std::string_view bytes) const;  // the first 16 of 32 bytes, as 32 hex digits

 private:
  struct Mac;
  std::unique_ptr<Mac> mac_;
};

struct SealKey {  // 16 bytes; never printed, never logged
  std::string bytes;
};
SealKey new_seal_key(Random&);
// SM4-GCM, 12-byte random nonce in front, 16-byte tag behind; `context` is authenticated but not stored (no swapping of sealed things).
std::string seal(SealKey const&, std::string_view plain, std::string_view context, Random&);
// Problem seal_broken: wrong key, other context, or changed bytes.
Result<std::string> open_seal(SealKey const&, std::string_view sealed, std::string_view context);

}  // namespace hutong::base
