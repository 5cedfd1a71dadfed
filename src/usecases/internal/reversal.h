#pragma once
// A payment of a frozen list that did not arrive: the bank could not make it, or no file could carry it to the bank. Undone by lines of its own, and something to do.
#include <string_view>

#include "store/payment_store.h"

namespace hutong::usecases {

enum class NotArrived : uint8_t {
  failed,     // the bank says so
  came_back,  // … weeks after it had said that it was paid
  not_sent,   // left out of the file
};

// Inside a transaction.
void reverse(store::PaymentStore&, store::EntryRecord const&, NotArrived, std::string_view why, std::string_view now);

}  // namespace hutong::usecases
