// Hooks for React 18 and 19. One connection for a page, which its tabs share; components say what they want to see of it.

import { createContext, createElement, useContext, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { connect } from "../connect.js";

const Context = createContext(null);

/** Events kept for a component that does not say how many. */
const EVENTS_MAX = 100;
/** Several changes that come together are read once. */
const TOGETHER_MILLIS = 100;

/**
 * Connects for all components below it, as long as it is mounted.
 *
 * @param props those of `connect`: url, token, project, types, rooms, …; a function as token may change without harm
 */
export function HeraldProvider({ children, ...options }) {
  const latest = useRef(options);
  latest.current = options;
  const { url, project, types, rooms } = options;
  const wish = JSON.stringify([url, project, types, rooms]);
  const [connection, setConnection] = useState(null);
  useEffect(() => {
    const { token } = latest.current;
    const opened = connect({ ...latest.current, token: typeof token === "function" ? (why) => latest.current.token(why) : token });
    setConnection(opened);
    return () => opened.close();
  }, [wish]);
  return createElement(Context.Provider, { value: connection }, children);
}

const OFF = { name: "connecting", transport: "websocket", attempt: 0 };

/** `{ connection, herald, state, isConnected }`; the first two are null until the provider is mounted. */
export function useHerald() {
  const connection = useContext(Context);
  const state = useSyncExternalStore(
    (changed) => {
      connection?.addEventListener("state", changed);
      return () => connection?.removeEventListener("state", changed);
    },
    () => connection?.state ?? OFF,
    () => OFF,
  );
  return { connection, herald: connection?.herald ?? null, state, isConnected: state.name === "live" };
}

/**
 * The newest events, oldest first, from when the component was mounted on.
 *
 * @param wish `{ project, types, max }`: those of the connection are narrowed further
 */
export function useEvents({ project, types, max = EVENTS_MAX } = {}) {
  const { connection, state, isConnected } = useHerald();
  const [events, setEvents] = useState([]);
  const wanted = types?.join(",") ?? "";
  useEffect(() => {
    setEvents([]);
    if (!connection) return undefined;
    const names = wanted === "" ? null : wanted.split(",");
    const hear = ({ detail }) => {
      if (project && detail.project_id !== project) return;
      if (names && !names.includes(detail.type)) return;
      setEvents((before) => [...before, detail].slice(-max));
    };
    connection.addEventListener("event", hear);
    return () => connection.removeEventListener("event", hear);
  }, [connection, project, wanted, max]);
  return { events, state, isConnected };
}

/**
 * A project as it is, read again when an event of it has come: `{ project, loading, error }`. `project` is null while it
 * is read first, and where there is none.
 */
export function useProject(projectId) {
  return useProjectRead(projectId, ({ type, project_id }) => project_id === projectId && type.startsWith("project."));
}

/** The same with how it stands: progress, health, risk level; read again when any event of it has come: `{ project, loading, error }`. */
export function useProjectUpdates(projectId) {
  const about = useProjectRead(projectId, ({ project_id }) => project_id === projectId, async (herald) => {
    const [project, overview] = await Promise.all([
      herald.get(`projects/${encodeURIComponent(projectId)}`),
      herald.get(`dashboard/overview?project_id=${encodeURIComponent(projectId)}`),
    ]);
    return { ...overview, ...project };
  });
  return about;
}

function useProjectRead(projectId, concerns, read = (herald) => herald.get(`projects/${encodeURIComponent(projectId)}`)) {
  const { connection } = useHerald();
  const [known, setKnown] = useState({ project: null, loading: true, error: null });
  const latest = useRef({});
  latest.current = { concerns, read };
  useEffect(() => {
    setKnown({ project: null, loading: true, error: null });
    if (!connection || !projectId) return undefined;
    let isOver = false;
    let timer = null;
    let isReading = false;
    let isStale = false;
    const load = async () => {
      if (isReading) return (isStale = true);
      isReading = true;
      isStale = false;
      try {
        const project = await latest.current.read(connection.herald);
        if (!isOver) setKnown({ project, loading: false, error: null });
      } catch (error) {
        if (!isOver) setKnown((before) => ({ project: error.status === 404 ? null : before.project, loading: false, error }));
      }
      isReading = false;
      return isStale && !isOver && soon();
    };
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = null;
        load();
      }, TOGETHER_MILLIS);
    };
    const hear = ({ detail }) => latest.current.concerns(detail) && soon();
    // What came before the connection was there is in the first answer; what was missed, in the next.
    const onOpen = () => soon();
    connection.addEventListener("event", hear);
    connection.addEventListener("open", onOpen);
    connection.addEventListener("gap", onOpen);
    load();
    return () => {
      isOver = true;
      clearTimeout(timer);
      connection.removeEventListener("event", hear);
      connection.removeEventListener("open", onOpen);
      connection.removeEventListener("gap", onOpen);
    };
  }, [connection, projectId]);
  return known;
}
