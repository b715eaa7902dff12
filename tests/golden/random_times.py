"""Writes random local times and instants with what Python's `zoneinfo` makes of them, one case a line:

    i <zone> <local> <instant>      the instant at which a clock on the wall shows `local`
    l <zone> <instant> <local>      what a clock on the wall shows at `instant`

    python3 tests/golden/random_times.py 100000 | cargo run -q -p followthrough-tests --example compare_times

Half of the times lie within three hours of a change of the clocks, where the mistakes are.
"""

import random
import sys
import zoneinfo
from datetime import datetime, timedelta

from wall_clock import RELEASE, UTC, stamp, to_instant, to_local, transitions, use_pinned_tables

FIRST = int(datetime(2000, 1, 3, tzinfo=UTC).timestamp())
LAST = int(datetime(2099, 12, 29, tzinfo=UTC).timestamp())


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 20_261_122
    use_pinned_tables()
    luck = random.Random(seed)
    names = sorted(zoneinfo.available_timezones() - {"localtime", "Factory"})
    print(f"# tzdata {RELEASE}, {len(names)} zones, seed {seed}")
    edges = {}
    for _ in range(count):
        name = luck.choice(names)
        at = luck.randrange(FIRST, LAST)
        if luck.random() < 0.5:
            if name not in edges:
                rows = transitions(name, FIRST, LAST)[1:]
                edges[name] = [row["at"] for row in rows] or [at]
            at = luck.choice(edges[name]) + luck.randrange(-3 * 3600, 3 * 3600)
        at -= at % 60
        instant = datetime.fromtimestamp(at, UTC)
        if luck.random() < 0.5:
            print("l", name, stamp(instant), to_local(name, instant).isoformat())
        else:
            # A wall clock near that moment; it may show a time that never was, or one that comes twice.
            shift = timedelta(minutes=luck.randrange(-90, 91))
            local = to_local(name, instant).replace(second=0) + shift
            print("i", name, local.isoformat(), stamp(to_instant(name, local)))


main()
