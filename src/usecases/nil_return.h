#pragma once
// `list nil`: the word that there is nobody to report, so that silence can be told from nothing.
#include "usecases/submit_list.h"

namespace hutong::usecases {

// Said twice it is one nil return. After rows were received it is a question; once confirmed it is recorded, and the rows stay in force until a
// human withdraws them.
SubmitAnswer nil_return(Context&, Handing const&, bool is_confirmed = false);

}  // namespace hutong::usecases
