#pragma once
// What befalls the people: first the stories, in which a family meets exactly the mix of circumstances the product exists for (or just misses it),
// then the ordinary background of deaths, disabilities, custody and births, out of which further cases arise by chance.
#include "base/random.h"
#include "demo/internal/numbers.h"
#include "demo/world.h"

namespace hutong::demo {

void tell_stories(World&, base::Random&);
void tell_background(World&, base::Random&, Numbers&);
// Sorts grounds by person and happenings by day, and keeps their references.
void put_in_order(World&);

}  // namespace hutong::demo
