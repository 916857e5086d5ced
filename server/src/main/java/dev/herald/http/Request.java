package dev.herald.http;

import dev.herald.access.Grant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request, whole.
 *
 * @param method as it came, such as {@code GET}
 * @param path decoded, starts with {@code /}, without the query
 * @param query decoded, each name with its values in order
 * @param headers without those of the connection
 * @param body at most what its route takes; nobody writes to it
 * @param remoteAddress the peer's, for logs and limits
 * @param grant what the caller may do; {@link Grant#NONE} until its token has been checked
 * @param pathVariables what the route's {@code {name}} segments matched; filled by the router
 * @param client tells whether it is still there
 */
public record Request(
        String method,
        String path,
        Map<String, List<String>> query,
        Headers headers,
        byte[] body,
        String remoteAddress,
        Grant grant,
        Map<String, String> pathVariables,
        Client client) {

    /** The first value of a query parameter. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name)).map(List::getFirst);
    }

    public String variable(String name) {
        String value = pathVariables.get(name);
        if (value == null) {
            throw new IllegalStateException("the route has no variable " + name);
        }
        return value;
    }

    /** Of a caller that has not shown what it may do. */
    public static Request of(
            String method,
            String path,
            Map<String, List<String>> query,
            Headers headers,
            byte[] body,
            String remoteAddress,
            Map<String, String> pathVariables) {
        return new Request(
                method, path, query, headers, body, remoteAddress, Grant.NONE, pathVariables, Client.PATIENT);
    }

    /** The same, of a caller that is known now. */
    public Request withGrant(Grant known) {
        return new Request(method, path, query, headers, body, remoteAddress, known, pathVariables, client);
    }

    /** The same, of a client that may leave. */
    public Request withClient(Client other) {
        return new Request(method, path, query, headers, body, remoteAddress, grant, pathVariables, other);
    }

    Request withVariables(Map<String, String> variables) {
        return new Request(method, path, query, headers, body, remoteAddress, grant, variables, client);
    }
}
