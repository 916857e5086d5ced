// `socket.io-client` and tokens: shown, refused, replaced and run out.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { base, next, publish, steps, token } from "./herald.mjs";
import { ask, connected, socketOf, stepsOf, subscribed, WAYS } from "./socketio.mjs";

// They wait for tokens to run out, so they wait together.
describe("tokens", { concurrency: true }, () => {
  for (const [way, transports] of Object.entries(WAYS)) {
    test(`${way}: without a token, and with one that does not hold, connect_error says why`, async (t) => {
      for (const [auth, code] of [
        [{}, "AUTH_MISSING"],
        [{ token: "no.such.token" }, "AUTH_FAILED"],
        [{ token: token({}, -3600) }, "AUTH_FAILED"],
      ]) {
        const socket = socketOf(t, "/ws", { auth, transports });
        const [error] = await next(socket, "connect_error");
        assert.equal(error.data.code, code);
        assert.equal(error.data.type, "connection.error");
        assert.equal(error.data.data.error_code, code);
        assert.equal(error.data.data.error_message, error.message);
        assert.equal(error.data.data.connection_id, null);
        assert.ok(!error.message.includes("no.such.token"));
        // It may try again with another.
        socket.auth = { token: token() };
        socket.connect();
        await next(socket, "connect");
      }
    });

    test(`${way}: a token may be in the query or in a header`, async (t) => {
      for (const options of [
        { query: { token: token({ sub: "query" }) } },
        { extraHeaders: { Authorization: `Bearer ${token({ sub: "header" })}` } },
      ]) {
        const socket = socketOf(t, "/ws", { ...options, transports, auth: {} });
        const [established] = await next(socket, "connection_established");
        assert.equal(established.data.user_id, options.query ? "query" : "header");
      }
    });

    test(`${way}: a token that runs out is announced, and ends the socket`, async (t) => {
      const socket = socketOf(t, "/ws", { transports, auth: { token: token({ projects: ["brief"] }, 2) } });
      const expiring = next(socket, "token_expiring");
      const gone = next(socket, "disconnect");
      await next(socket, "connect");
      const [warning] = await expiring;
      assert.equal(warning.type, "token_expiring");
      assert.ok(Math.abs(Date.parse(warning.expires_at) - Date.now()) < 60_000);
      const [reason] = await gone;
      assert.equal(reason, "io server disconnect");
      assert.equal(socket.active, false);
    });

    test(`${way}: a token is replaced without reconnecting, and the socket outlives the first`, async (t) => {
      const [kept, lost] = [`kept-${way}`, `lost-${way}`];
      const socket = socketOf(t, "/ws", { transports, auth: { token: token({ projects: [kept, lost] }, 3) } });
      const expiring = next(socket, "token_expiring");
      await next(socket, "connect");
      let disconnects = 0;
      socket.on("disconnect", () => disconnects++);
      const heard = stepsOf(socket);
      await subscribed(socket, `project:${kept}`);
      await subscribed(socket, `project:${lost}`);
      const [{ expires_at: end }] = await expiring;
      const { id } = socket;
      const ack = await ask(socket, "refresh_token", { token: token({ projects: [kept] }) });
      assert.equal(ack.status, "success");
      assert.ok(Date.parse(ack.expires_at) > Date.parse(end));
      assert.deepEqual(ack.rooms_left, [`project:${lost}`]);
      const another = await ask(socket, "refresh_token", { token: token({ sub: "bob", projects: ["*"] }) });
      assert.equal(another.code, "AUTH_FAILED");
      await publish(lost, 0, 3);
      await publish(kept, 3, 3);
      await heard.until(3);
      assert.deepEqual(steps(heard.events), [3, 4, 5]);
      // One whose token ran out at the same time shows that the moment has passed.
      const other = socketOf(t, "/ws", { transports, auth: { token: token({}, 3) } });
      await next(other, "disconnect");
      assert.deepEqual(await ask(socket, "ping", {}), { status: "pong" });
      assert.equal(socket.id, id);
      assert.equal(disconnects, 0);
    });
  }

  test("polling: a client that refreshes its bearer goes on, and lives as long as the new one", async (t) => {
    const bearer = (claims, seconds) => `Bearer ${token(claims, seconds)}`;
    const extraHeaders = { Authorization: bearer({ projects: ["fresh"] }, 3) };
    const socket = socketOf(t, "/ws", { transports: ["polling"], auth: {}, extraHeaders });
    let disconnects = 0;
    socket.on("disconnect", () => disconnects++);
    await next(socket, "connect");
    const { id } = socket;
    const heard = stepsOf(socket);
    await subscribed(socket, "project:fresh");
    // One whose token runs out at the same time shows that the moment has passed.
    const other = socketOf(t, "/ws", { transports: ["polling"], auth: { token: token({}, 3) } });
    extraHeaders.Authorization = bearer({ projects: ["fresh"] });
    assert.deepEqual(await ask(socket, "ping", {}), { status: "pong" });
    await next(other, "disconnect");
    await publish("fresh", 0, 3);
    await heard.until(3);
    assert.deepEqual(await ask(socket, "ping", {}), { status: "pong" });
    assert.equal(socket.id, id);
    assert.equal(disconnects, 0);
    // Another principal's ends it.
    const gone = next(socket, "disconnect");
    extraHeaders.Authorization = bearer({ sub: "bob", projects: ["fresh"] });
    socket.emit("ping", {});
    await gone;
  });

  test("a polling session that was opened with a token in the address takes no request without it", async () => {
    const shown = `token=${token()}`;
    const opened = await fetch(`${base}/socket.io/?EIO=4&transport=polling&${shown}`);
    const { sid } = JSON.parse((await opened.text()).slice(1));
    const path = `${base}/socket.io/?EIO=4&transport=polling&sid=${sid}`;
    for (const foreign of [path, `${path}&token=${token({ sub: "bob" })}`]) {
      const answer = await fetch(foreign, { method: "POST", body: "40/ws," });
      assert.equal(answer.status, 403);
    }
    const fresh = await fetch(`${path}&token=${token({}, 300)}`, { method: "POST", body: "40/ws," });
    assert.equal(fresh.status, 200);
    for (const bad of [token({ sub: "bob" }), token({}, -3600), "no.such.token"]) {
      const answer = await fetch(`${path}&token=${bad}`, { method: "POST", body: "3" });
      assert.equal(answer.status, 403);
    }
  });
});
