package dev.herald.api.command;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a file of a coverage, test or analysis tool says, in figures.
 *
 * @param kind coverage, tests or findings
 * @param figures by name; what the file does not say is not there
 */
record QualityFile(String kind, Map<String, Number> figures) {
    /** It is none of the files that are known here, or is broken. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String detail) {
            super(detail, null, false, false);
        }
    }

    static QualityFile coverage(long linesCovered, long lines, long branchesCovered, long branches) {
        Map<String, Number> figures = new LinkedHashMap<>();
        share(figures, "line_coverage", linesCovered, lines);
        share(figures, "branch_coverage", branchesCovered, branches);
        figures.put("lines_covered", linesCovered);
        figures.put("lines_total", lines);
        figures.put("branches_covered", branchesCovered);
        figures.put("branches_total", branches);
        return new QualityFile("coverage", figures);
    }

    /** A share of nothing is none. */
    private static void share(Map<String, Number> figures, String name, long covered, long total) {
        if (total > 0) {
            figures.put(name, BigDecimal.valueOf(covered).divide(BigDecimal.valueOf(total), MathContext.DECIMAL32));
        }
    }

    static QualityFile tests(long passed, long failed, long skipped) {
        Map<String, Number> figures = new LinkedHashMap<>();
        figures.put("passed", passed);
        figures.put("failed", failed);
        figures.put("skipped", skipped);
        return new QualityFile("tests", figures);
    }

    static QualityFile findings(long errors, long warnings, long notes) {
        Map<String, Number> figures = new LinkedHashMap<>();
        figures.put("errors", errors);
        figures.put("warnings", warnings);
        figures.put("notes", notes);
        return new QualityFile("findings", figures);
    }
}
