#pragma once
// Who is covered: the smallest lawful steps that money rests on. The machine proposes (a clue); a named person decides and another approves, with a reason.
// Confirming, ending, reopening and changing the account each need two different persons. The same deed twice is one deed.
//
// Children of hiv_affected belong to the restricted compartment, which does not exist yet: they are refused here in plain words, and stand in no list.
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "benefits/words.h"
#include "store/coverage_store.h"
#include "store/payment_store.h"
#include "values/date.h"
#include "values/words.h"

namespace hutong::usecases {

class Context;

// Of every deed below. Problems: one_person_only (the two are missing or the same), reason_missing.
struct Deciding {
  std::string decided_by, approved_by;
  std::string reason;
  std::string document;  // number or name of the paper
};

struct Confirmation {
  std::string child;  // an identity number, or our own number of the person
  values::Date on;
  std::optional<values::Category> category;  // absent: the clue's
  benefits::Residence residence = benefits::Residence::rural;
  std::optional<values::Month> paid_through;
  std::optional<values::Month> arrears_from;  // written a second time where months long past are to be paid
  bool despite_clue = false;                  // the category found on verification is not the clue's
  Deciding deciding;
};

struct Ending {
  std::string child;
  values::Date on;
  benefits::EndReason reason = benefits::EndReason::other;
  std::optional<values::Category> category;  // needed where two coverages are open
  Deciding deciding;
};

struct Reopened {
  std::string child;
  std::optional<values::Category> category;  // needed where coverages of two categories ended
  Deciding deciding;
};

struct NewAccount {
  std::string child;
  std::string holder_name, account_number, bank_name;
  std::string payee_name;  // "" = the holder
  std::string payee_id;    // "" = not told
  std::string payee_relation;
  Deciding deciding;
};

struct CaseFile {  // of one child
  store::PersonRecord child;
  std::vector<store::ClueRecord> clues;
  std::vector<store::CoverageRecord> coverages;
  std::optional<store::AccountRecord> account;
  std::vector<store::LineRecord> lines;
  std::vector<store::LetGoRecord> not_paid_out;  // of what is owed, by decision
  std::optional<values::Month> pays_from;  // just confirmed: the first month that is paid
  bool was_told_before = false;            // the deed had been recorded already; nothing was recorded now
};

// Problems: child_unknown, case_restricted, case_no_clue, case_other_category, case_in_future, case_paid_through_in_future, case_document_missing,
// case_before_birth, case_of_age, case_before_ground, case_long_past, case_arrears_from_differs, case_already_covered, case_covered_until.
base::Result<CaseFile> confirm_case(Context&, Confirmation const&);
// Problems: child_unknown, case_not_covered, case_several, case_already_ended, case_in_future, case_end_before_start.
base::Result<CaseFile> end_case(Context&, Ending const&);
// The end was a mistake: the coverage goes on as if it had not been recorded, and the months missed follow as arrears; the end stays on record.
// Problems: child_unknown, case_not_ended, case_several, case_confirmed_since.
base::Result<CaseFile> reopen_case(Context&, Reopened const&);
// Problems: child_unknown, account_number_bad, account_text_bad, account_text_too_long, name_empty, id_…
base::Result<CaseFile> set_account(Context&, NewAccount const&);
base::Result<CaseFile> show_case(Context&, std::string const& child);

struct CaseLine {
  store::PersonRecord child;
  std::optional<store::ClueRecord> clue;           // open, and not covered in its category
  std::optional<store::CoverageRecord> coverage;   // the latest
  bool has_account = false;
};
// Covered children and open clues, by town and person. Nobody of the restricted compartment.
std::vector<CaseLine> list_cases(Context&);

// What somebody must see to: payments the bank could not make, children without insurance. Those that are done are not shown.
std::vector<store::WorkItem> open_work(Context&);

// hutong.case_file/1, hutong.cases/1, hutong.work/1
std::string to_json(CaseFile const&);
std::string to_json(std::vector<CaseLine> const&);
std::string to_json(std::vector<store::WorkItem> const&);

}  // namespace hutong::usecases
