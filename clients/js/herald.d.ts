export interface HeraldEvent {
  /** `<epoch milliseconds>-<sequence>`, strictly increasing. */
  event_id: string;
  type: string;
  project_id: string | null;
  source: string | null;
  /** Seconds since the epoch. */
  timestamp: number;
  iso_timestamp: string;
  data: Record<string, unknown>;
}

export interface Wish {
  types?: string[];
  project?: string;
  rooms?: string[];
  conflate?: boolean;
  /** Deliver what comes after this position. */
  after?: string;
}

export interface Gap {
  requested: string;
  oldestAvailable: string;
}

export interface State {
  name: "connecting" | "live" | "waiting" | "refused" | "closed";
  transport: "websocket" | "sse" | "polling";
  /** Failures in a row. */
  attempt: number;
  /** Epoch milliseconds of the next attempt, while waiting. */
  retryAt?: number;
  reason?: string;
  /** Where the token was the reason. */
  code?: "AUTH_MISSING" | "AUTH_FAILED" | "TOKEN_EXPIRED";
}

/** Why a token is asked for; after `expiring` and `refused`, the last one is of no more use. */
export type Why = "connect" | "request" | "expiring" | "refused";

export interface Hooks {
  onEvent(event: HeraldEvent): void;
  onGap?(gap: Gap): void;
  onState?(state: State): void;
  onMessage?(message: Record<string, unknown>): void;
}

export interface Options {
  url?: string;
  /** The token, or who has a fresh one. */
  token?: string | ((why: Why) => string | undefined | Promise<string | undefined>);
  WebSocket?: unknown;
  fetch?: typeof fetch;
  random?: () => number;
  now?: () => number;
  timers?: Pick<typeof globalThis, "setTimeout" | "clearTimeout" | "setInterval" | "clearInterval">;
}

export interface HistoryQuery {
  project?: string;
  types?: string[];
  after?: string;
  before?: string;
  limit?: number;
  order?: "asc" | "desc";
  signal?: AbortSignal;
}

export interface SummaryQuery {
  project?: string;
  types?: string[];
  /** 1 to 60, which is the default. */
  minutes?: number;
  signal?: AbortSignal;
}

export interface Summary {
  /** All events up to this position are counted, and none after it. */
  asOf: string;
  /** Oldest first; `at` in epoch milliseconds, `events` null where it is not known. */
  minutes: { at: number; events: number | null }[];
  projects: string[];
  types: string[];
  /** There may be more names than these. */
  isPartial: boolean;
}

export interface Draft {
  type: string;
  data?: Record<string, unknown>;
  project_id?: string;
  source?: string;
  rooms?: string[];
}

export const ORIGIN: string;
export const BACKOFF_MILLIS: number;
export const BACKOFF_MILLIS_MAX: number;
export function backoffMillis(failures: number, random: () => number): number;
export function comparePositions(a: string, b: string): number;

export class HeraldError extends Error {
  status: number;
  problem: Record<string, unknown> | null;
}

export class Subscription {
  readonly state: State;
  readonly lastEventId: string | null;
  readonly repeated: number;
  retryNow(): void;
  /** There is a fresh token: the live connection goes on with it. */
  renewToken(): void;
  close(): void;
}

export class Herald {
  constructor(options?: Options);
  subscribe(wish: Wish, hooks: Hooks): Subscription;
  history(query?: HistoryQuery): Promise<{ events: HeraldEvent[]; nextAfter: string | null }>;
  /** Null where the server is too old for it. */
  summary(query?: SummaryQuery): Promise<Summary | null>;
  eventText(id: string, options?: { signal?: AbortSignal }): Promise<string>;
  readonly base: string;
  /** The state of projects: `get("projects/shop/tasks")`. A refusal is a HeraldError. */
  get<T = unknown>(path: string, options?: { signal?: AbortSignal }): Promise<T>;
  ask<T = unknown>(
    method: string,
    path: string,
    body?: unknown,
    options?: { signal?: AbortSignal; version?: number },
  ): Promise<T>;
  publish(event: Draft, options?: { idempotencyKey?: string; signal?: AbortSignal }): Promise<string>;
}
