#include "demo/world.h"

#include <algorithm>

#include "base/check.h"
#include "demo/internal/history.h"
#include "demo/internal/population.h"

namespace hutong::demo {

std::pair<size_t, size_t> World::grounds_of(PersonIndex who) const {
  auto const range = std::equal_range(grounds.begin(), grounds.end(), Ground{.who = who}, [](Ground const& a, Ground const& b) { return a.who < b.who; });
  return {static_cast<size_t>(range.first - grounds.begin()), static_cast<size_t>(range.second - grounds.begin())};
}

World make_world(WorldSize const& size, values::Divisions const& divisions) {
  CHECK(size.people > 0 && size.months > 0);
  World world;
  world.size = size;
  // One stream for each part: a change in how stories are told leaves the people as they were.
  base::SeededRandom seeds(size.seed);
  base::SeededRandom for_towns(seeds.next()), for_people(seeds.next()), for_stories(seeds.next()), for_background(seeds.next());
  Numbers numbers;
  settle_towns(world, divisions, for_towns);
  settle_people(world, for_people, numbers);
  tell_stories(world, for_stories);
  tell_background(world, for_background, numbers);
  put_in_order(world);
  return world;
}

}  // namespace hutong::demo
