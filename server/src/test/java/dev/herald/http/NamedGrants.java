package dev.herald.http;

import dev.herald.access.Authenticator;
import dev.herald.access.Grant;
import dev.herald.access.Verdict;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Keys that know a few tokens by their names; every other token has failed. */
public record NamedGrants(Map<String, Grant> grants) implements Authenticator {
    public NamedGrants {
        grants = Map.copyOf(grants);
    }

    @Override
    public boolean isOpen() {
        return false;
    }

    @Override
    public CompletableFuture<Verdict> check(@Nullable String token) {
        if (token == null) {
            return CompletableFuture.completedFuture(new Verdict.Denied(Verdict.Reason.MISSING, "no token"));
        }
        Grant grant = grants.get(token);
        return CompletableFuture.completedFuture(
                grant == null
                        ? new Verdict.Denied(Verdict.Reason.FAILED, "the token is not signed by a known key")
                        : new Verdict.Accepted(grant));
    }
}
