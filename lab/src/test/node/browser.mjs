// What a browser has and this Node may lack, for the snippets of docs/connect.md: loaded before them.
import { EventSource } from "eventsource";
import WebSocket from "ws";

globalThis.EventSource = EventSource;
globalThis.WebSocket = WebSocket;
const stored = new Map(process.env.STORED ? [["herald", process.env.STORED]] : []);
globalThis.localStorage = {
  getItem: (key) => stored.get(key) ?? null,
  setItem: (key, value) => stored.set(key, value),
};
