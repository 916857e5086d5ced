package dev.herald.api.command;

import java.nio.charset.StandardCharsets;

/** LCOV's tracefile: what {@code LF}, {@code LH}, {@code BRF} and {@code BRH} of all files add up to. */
final class LcovReport {
    private LcovReport() {}

    static QualityFile of(byte[] body) throws QualityFile.Unreadable {
        long lines = 0;
        long linesHit = 0;
        long branches = 0;
        long branchesHit = 0;
        boolean isOne = false;
        for (String line : new String(body, StandardCharsets.UTF_8).split("\\R")) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? line.strip() : line.substring(0, colon);
            switch (name) {
                case "LF" -> lines += number(line, colon);
                case "LH" -> linesHit += number(line, colon);
                case "BRF" -> branches += number(line, colon);
                case "BRH" -> branchesHit += number(line, colon);
                case "SF" -> isOne = true;
                default -> {
                    // The single lines, functions and branches, which the sums count.
                }
            }
        }
        if (!isOne) {
            throw new QualityFile.Unreadable(
                    "it is none of JaCoCo's, Cobertura's or JUnit's XML, SARIF, or an LCOV tracefile");
        }
        return QualityFile.coverage(linesHit, lines, branchesHit, branches);
    }

    private static long number(String line, int colon) throws QualityFile.Unreadable {
        String digits = line.substring(colon + 1).strip();
        if (!digits.matches("[0-9]{1,12}")) {
            throw new QualityFile.Unreadable("a count of the LCOV tracefile is no number");
        }
        return Long.parseLong(digits);
    }
}
