// Figures as people read them: rounded half up where they are shown, and only there. What is not known has no figure.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Half up, as the definition of the figures says; JavaScript's toFixed rounds what the binary fraction happens to be. */
export function rounded(value, digits = 0) {
  const factor = 10 ** digits;
  return Math.round(value * factor + Number.EPSILON) / factor;
}

const oneDigit = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** A number with as many digits as one can take in. */
export function numberText(value) {
  return Math.abs(value) < 10 ? oneDigit.format(rounded(value, 1)) : whole.format(rounded(value));
}

/** A percentage of 0 to 100. What is not all is never shown as all, nor what is something as nothing. */
export function percentText(value) {
  const shown = value > 0 && value < 1 ? "<1" : value > 99 && value < 100 ? ">99" : whole.format(rounded(value));
  return `${shown} %`;
}

export const shareText = (share) => percentText(100 * share);

/** How long, in the two largest units that say something: "3 d 4 h", "12 min", "8 s". */
export function durationText(seconds) {
  if (seconds < MINUTE) return `${rounded(seconds)} s`;
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min`;
  const [large, small, one, other] = seconds < DAY ? [HOUR, MINUTE, "h", "min"] : [DAY, HOUR, "d", "h"];
  const whole = Math.floor(seconds / large);
  const rest = Math.floor((seconds % large) / small);
  return rest === 0 || whole >= 10 ? `${whole} ${one}` : `${whole} ${one} ${rest} ${other}`;
}

/** How long ago, in one unit. */
export function agoText(millis) {
  const seconds = Math.max(0, millis / 1_000);
  if (seconds < 45) return "just now";
  if (seconds < HOUR) return `${Math.max(1, Math.round(seconds / MINUTE))} min ago`;
  if (seconds < DAY) return `${Math.round(seconds / HOUR)} h ago`;
  return `${Math.round(seconds / DAY)} d ago`;
}

/** How long something has lasted, in one unit. */
export function sinceText(millis) {
  const seconds = Math.max(0, millis / 1_000);
  if (seconds < MINUTE) return `${Math.floor(seconds)} s`;
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min`;
  if (seconds < 2 * DAY) return `${Math.floor(seconds / HOUR)} h`;
  return `${Math.floor(seconds / DAY)} d`;
}

const dayOfYear = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", timeZone: "UTC" });
const dayOfOtherYear = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

/** A calendar day such as 2026-12-11, or the day of an RFC 3339 time, as "11 Dec"; the year where it is another. */
export function dayText(text, now) {
  const day = new Date(`${String(text).slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) return String(text).slice(0, 40);
  return (day.getUTCFullYear() === new Date(now).getUTCFullYear() ? dayOfYear : dayOfOtherYear).format(day);
}

const moment = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hour12: false });

/** Local day and time of day, to the minute. */
export const momentText = (millis) => moment.format(new Date(millis));

/** A value with its unit as the server names it, or null where there is no value. */
export function figureText(value, unit) {
  if (value === null || value === undefined) return null;
  switch (unit) {
    case "seconds":
      return durationText(value);
    case "share":
      return shareText(value);
    case "percent":
      return percentText(value);
    default:
      return numberText(value);
  }
}
