#include "base/digest.h"

#include <botan/aead.h>
#include <botan/hash.h>
#include <botan/mac.h>

#include "base/check.h"

namespace hutong::base {
namespace {

constexpr size_t nonce_size = 12;
constexpr size_t tag_size = 16;

std::unique_ptr<Botan::AEAD_Mode> sm4_gcm(SealKey const& key, std::string_view context, Botan::Cipher_Dir direction) {
  CHECK(key.bytes.size() == 16);
  auto mode = Botan::AEAD_Mode::create_or_throw("SM4/GCM", direction);
  mode->set_key(reinterpret_cast<uint8_t const*>(key.bytes.data()), key.bytes.size());
  mode->set_associated_data(reinterpret_cast<uint8_t const*>(context.data()), context.size());
  return mode;
}

}  // namespace

std::string sm3(std::string_view bytes) {
  auto hash = Botan::HashFunction::create_or_throw("SM3");
  hash->update(reinterpret_cast<uint8_t const*>(bytes.data()), bytes.size());
  std::string out(hash->output_length(), '\0');
  hash->final(reinterpret_cast<uint8_t*>(out.data()));
  return out;
}

std::string sm3_hex(std::string_view bytes) { return to_hex(sm3(bytes)); }

std::string to_hex(std::string_view bytes) {
  constexpr char digits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (char c : bytes) {
    out.push_back(digits[static_cast<unsigned char>(c) >> 4]);
    out.push_back(digits[static_cast<unsigned char>(c) & 15]);
  }
  return out;
}

struct KeyedDigest::Mac {
  std::unique_ptr<Botan::MessageAuthenticationCode> code;
};

KeyedDigest::KeyedDigest(std::string_view key) : mac_(std::make_unique<Mac>()) {
  mac_->code = Botan::MessageAuthenticationCode::create_or_throw("HMAC(SM3)");
  mac_->code->set_key(reinterpret_cast<uint8_t const*>(key.data()), key.size());
}

KeyedDigest::~KeyedDigest() = default;

std::string KeyedDigest::hex(std::string_view bytes) const {
  mac_->code->update(reinterpret_cast<uint8_t const*>(bytes.data()), bytes.size());
  std::string whole(mac_->code->output_length(), '\0');
  mac_->code->final(reinterpret_cast<uint8_t*>(whole.data()));
  return to_hex(std::string_view(whole).substr(0, 16));
}

SealKey new_seal_key(Random& random) { return SealKey{random.bytes(16)}; }

std::string seal(SealKey const& key, std::string_view plain, std::string_view context, Random& random) {
  std::string nonce = random.bytes(nonce_size);
  auto mode = sm4_gcm(key, context, Botan::ENCRYPTION);
  mode->start(reinterpret_cast<uint8_t const*>(nonce.data()), nonce.size());
  Botan::secure_vector<uint8_t> buffer(plain.begin(), plain.end());
  mode->finish(buffer);
  return nonce + std::string(buffer.begin(), buffer.end());
}

Result<std::string> open_seal(SealKey const& key, std::string_view sealed, std::string_view context) {
  if (sealed.size() < nonce_size + tag_size) return fail("seal_broken");
  auto mode = sm4_gcm(key, context, Botan::DECRYPTION);
  mode->start(reinterpret_cast<uint8_t const*>(sealed.data()), nonce_size);
  Botan::secure_vector<uint8_t> buffer(sealed.begin() + nonce_size, sealed.end());
  try {
    mode->finish(buffer);
  } catch (Botan::Integrity_Failure const&) {
    return fail("seal_broken");
  }
  return std::string(buffer.begin(), buffer.end());
}

}  // namespace hutong::base
