"""Moments, windows and days: what docs/figures.md says under "Rules". Moments are whole milliseconds since the epoch."""

from datetime import date, datetime, timedelta, timezone

LENGTHS = {"1h": 1 / 24, "24h": 1, "7d": 7, "30d": 30, "90d": 90}
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def millis(text):
    """Of an RFC 3339 time."""
    return (datetime.fromisoformat(text.replace("Z", "+00:00")) - EPOCH) // timedelta(milliseconds=1)


def instant(at):
    return EPOCH + timedelta(milliseconds=at)


class Window:
    """(start, end]; a rate in it divides by days."""

    def __init__(self, of, start, end, days, is_hourly):
        self.of, self.start, self.end, self.days, self.is_hourly = of, start, end, days, is_hourly

    def __contains__(self, at):
        return self.start < at <= self.end

    def buckets(self):
        """The windows of a series. The bucket of a day has what happened from its midnight to before the next one."""
        edges, edge = [], self.of.begin(self.start + 1, self.is_hourly)
        while edge <= self.end:
            edges.append(edge)
            edge = edge + 3_600_000 if self.is_hourly else self.of.midnight(self.of.day(edge) + timedelta(1))
        edges.append(edge)
        length = 1 / 24 if self.is_hourly else 1
        return [
            Window(self.of, max(self.start, a - 1), min(self.end, b - 1), length, self.is_hourly)
            for a, b in zip(edges, edges[1:])
        ]


class Days:
    def __init__(self, zone):
        self.zone = zone

    def day(self, at):
        return instant(at).astimezone(self.zone).date()

    def midnight(self, day):
        return (datetime(day.year, day.month, day.day, tzinfo=self.zone) - EPOCH) // timedelta(milliseconds=1)

    def begin(self, at, is_hourly):
        if not is_hourly:
            return self.midnight(self.day(at))
        local = instant(at).astimezone(self.zone)
        return at - (local.minute * 60_000 + local.second * 1000 + local.microsecond // 1000)

    def before(self, at, days):
        """The same local time so many calendar days before."""
        local = instant(at).astimezone(self.zone)
        naive = local.replace(tzinfo=None, fold=0) - timedelta(days)
        found = [naive.replace(tzinfo=self.zone, fold=fold) for fold in (0, 1)]
        same = [one for one in found if one.utcoffset() == local.utcoffset()]
        return ((same or found)[0] - EPOCH) // timedelta(milliseconds=1)

    def window(self, at, timeframe):
        is_hourly = timeframe in ("1h", "24h")
        days = LENGTHS[timeframe]
        start = at - round(days * 86_400_000) if is_hourly else self.before(at, days)
        return Window(self, start, at, days, is_hourly)


def due_day(text, zone):
    if text is None:
        return None
    return date.fromisoformat(text) if len(text) == 10 else Days(zone).day(millis(text))


def percentile(values, share):
    """Type 7 of Hyndman and Fan; the high ones want five values."""
    ordered = sorted(values)
    if not ordered or (share > 0.5 and len(ordered) < 5):
        return None
    rank = share * (len(ordered) - 1)
    below = int(rank)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (rank - below) * (ordered[above] - ordered[below])


class Made:
    """A figure. Events and points are None where they are not compared."""

    def __init__(self, value, n, events=None, points=None, has_series=True):
        self.value, self.n, self.has_series = value, n, has_series
        self.events = None if events is None else set(events)
        self.points = points
