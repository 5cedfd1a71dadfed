#pragma once
// The closed vocabularies of DESIGN 3, with one spelling for C++, SQL and JSON. Each enum has code_of(); *_from() is its inverse.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hutong::values {

enum class Category : uint8_t { community_orphan, de_facto_unattended, hiv_affected, priority_hardship };  // in order of precedence
std::string_view code_of(Category);
std::string_view chinese(Category);
std::optional<Category> category_from(std::string_view code);

// A parent's circumstance (POLICY 1.1). D = deceased, declared_dead, declared_missing; C = the eight others.
enum class Circumstance : uint8_t {
  deceased,
  declared_dead,
  declared_missing,
  severe_disability,
  serious_illness,
  imprisoned,
  compulsory_detox,
  liberty_restricted,
  lost_contact,
  guardianship_revoked,
  deported,
};
std::string_view code_of(Circumstance);
std::string_view chinese(Circumstance);
std::optional<Circumstance> circumstance_from(std::string_view code);
std::vector<Circumstance> const& all_circumstances();

enum class AgencyKind : uint8_t { civil_affairs, court, procuratorate, police, finance, health, insurance, dpf, justice, education, town };
// An agency, or one town: "court", "town:370114001".
struct Agency {
  AgencyKind kind = AgencyKind::civil_affairs;
  std::string town;  // 9-digit code, only for AgencyKind::town
  friend bool operator==(Agency const&, Agency const&) = default;
};
std::string code_of(Agency const&);
std::string chinese(AgencyKind);
std::optional<Agency> agency_from(std::string_view code);

enum class Certainty : uint8_t { reported, verified, refuted };
std::string_view code_of(Certainty);
std::optional<Certainty> certainty_from(std::string_view code);

// general or restricted (HIV): a wall, not a label.
enum class Compartment : uint8_t { general, restricted };
std::string_view code_of(Compartment);

}  // namespace hutong::values
