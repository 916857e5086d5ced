import type { Gap, Herald, HeraldEvent, Options, State, Wish } from "./herald.js";

export * from "./herald.js";

export interface ConnectOptions extends Options, Wish {
  /** False for a connection of its own, where the tabs of a browser would share one. */
  share?: boolean;
}

interface ConnectionEvents {
  /** Each event of the log; it is told under its type's name as well. */
  event: CustomEvent<HeraldEvent>;
  /** Some events are no longer kept by the server. */
  gap: CustomEvent<Gap>;
  state: CustomEvent<State>;
  /** It is live, for the first time or again. */
  open: CustomEvent<State>;
  /** Closed here, or refused for good. */
  close: CustomEvent<State>;
  /** Refused for good: `reason`, and `code` where it was the token. */
  error: CustomEvent<State>;
}

export class Connection extends EventTarget implements AsyncIterable<HeraldEvent> {
  readonly herald: Herald;
  readonly state: State;
  /** All up to here has been delivered. */
  readonly lastEventId: string | null;
  addEventListener<K extends keyof ConnectionEvents>(
    type: K,
    listener: (event: ConnectionEvents[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: (event: CustomEvent<HeraldEvent>) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  retryNow(): void;
  /** There is a fresh token: the live connection goes on with it. */
  renewToken(): void;
  close(): void;
  [Symbol.asyncIterator](): AsyncIterator<HeraldEvent>;
}

export function connect(options?: ConnectOptions): Connection;
