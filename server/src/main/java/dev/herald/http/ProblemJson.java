package dev.herald.http;

import java.nio.charset.StandardCharsets;

/** Writes problems as {@code application/problem+json} (RFC 9457). Any thread. */
final class ProblemJson {
    private ProblemJson() {}

    /** The response that carries a problem; its type is {@code about:blank}. */
    static Response response(Problem problem) {
        StringBuilder json = new StringBuilder(128).append("{\"type\":\"about:blank\",\"title\":");
        string(json, problem.title());
        json.append(",\"status\":").append(problem.status()).append(",\"detail\":");
        string(json, problem.detail());
        if (!problem.errors().isEmpty()) {
            json.append(",\"errors\":[");
            String separator = "";
            for (Problem.Location error : problem.errors()) {
                json.append(separator).append("{\"pointer\":");
                string(json, error.pointer());
                json.append(",\"detail\":");
                string(json, error.detail());
                json.append('}');
                separator = ",";
            }
            json.append(']');
        }
        Headers headers = problem.headers()
                .with("Content-Type", "application/problem+json")
                .with("Cache-Control", "no-store");
        return new Response(
                problem.status(), headers, json.append('}').toString().getBytes(StandardCharsets.UTF_8));
    }

    /** RFC 8259, section 7; a lone surrogate is escaped, so that the bytes are always UTF-8. */
    private static void string(StringBuilder json, String text) {
        json.append('"');
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean isPair = Character.isHighSurrogate(c)
                    && at + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(at + 1));
            if (isPair) {
                json.append(c).append(text.charAt(++at));
            } else if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
