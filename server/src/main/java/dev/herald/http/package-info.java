/**
 * HTTP as values: a request comes in, a response goes out, testable without a socket. Routes with what they ask of a
 * caller, the router, problem+json, the JSON of answers, conditional requests, static files.
 *
 * <p>Threads: a handler's type says where it runs, on the loop of the connection or on a virtual thread; the rest is for
 * any thread. This room never sees a socket or a network library.
 *
 * <p>Layers, from the top; what is below never knows what is above:
 *
 * <ol>
 *   <li>Router
 *   <li>Authorization, StaticFiles, PathPattern
 *   <li>Route
 *   <li>Handler, CrossOrigin, Methods, LimitFields, Target, Need, Bearer
 *   <li>ProblemException
 *   <li>Problem
 *   <li>Request, Response
 *   <li>Headers, Json, Client
 * </ol>
 */
@NullMarked
package dev.herald.http;

import org.jspecify.annotations.NullMarked;
