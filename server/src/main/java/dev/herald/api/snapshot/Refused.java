package dev.herald.api.snapshot;

import dev.herald.event.Position;
import dev.herald.fold.Refusal;
import dev.herald.http.Problem;
import dev.herald.http.ProblemException;
import dev.herald.http.Response;
import java.util.Collection;

/** Why a question of the state has no answer, as problems. */
public final class Refused {
    private static final String SOON_SECONDS = "1";
    private static final String LATER_SECONDS = "3";

    private Refused() {}

    private record Oldest(String oldestAvailable) {}

    /** What the folds say, over HTTP. */
    public static Response response(Refusal refusal) {
        return switch (refusal) {
            case Refusal.NoLongerKept(Position oldest) ->
                Problem.of(410, "No longer kept", refusal.detail()).response(new Oldest(oldest.toString()));
            case Refusal.Busy _ -> unavailable(refusal, "Too many are asking", SOON_SECONDS);
            case Refusal.Folding _ -> unavailable(refusal, "Still folding", LATER_SECONDS);
            case Refusal.TooLong _ -> unavailable(refusal, "Too long", LATER_SECONDS);
            case Refusal.Aside _ -> unavailable(refusal, "Set aside", "60");
            case Refusal.Unreadable _ -> unavailable(refusal, "The log cannot be read", LATER_SECONDS);
            case Refusal.Stopping _ -> unavailable(refusal, "The server is stopping", LATER_SECONDS);
        };
    }

    private static Response unavailable(Refusal refusal, String title, String seconds) {
        return Problem.of(503, title, refusal.detail())
                .with("Retry-After", seconds)
                .response();
    }

    public static ProblemException parameter(String name, String rule) {
        return new ProblemException(Problem.of(400, "Invalid parameter", "The parameter " + name + " " + rule + "."));
    }

    static ProblemException unknownParameter(String name, Collection<String> known) {
        return parameter(
                name,
                known.isEmpty()
                        ? "is not known here; no parameter is"
                        : "is not known here; known are " + String.join(", ", known));
    }

    public static ProblemException notFound(String what) {
        return new ProblemException(Problem.of(404, "Not Found", what));
    }

    public static ProblemException forbidden(String why) {
        return new ProblemException(Problem.of(403, "Forbidden", why));
    }
}
