#pragma once
// What people found about some of those who agree in one way corrects what is believed of them all. A linkage does it for its patterns (--labels), the monthly
// round for the ways in which a row's person and a registered one agree (lessons.h).

namespace hutong::matching {

constexpr double belief_weight = 1;  // the belief counts like so many that a person looked at

inline double share_told(double believed, double same, double different) { return (belief_weight * believed + same) / (belief_weight + same + different); }

}  // namespace hutong::matching
