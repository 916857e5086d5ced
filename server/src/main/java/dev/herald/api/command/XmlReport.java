package dev.herald.api.command;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * JaCoCo's report, Cobertura's coverage and JUnit's test suites, told apart by their root. Document types are not read,
 * and entities are not resolved.
 */
final class XmlReport {
    private static final int DEPTH_MAX = 200;

    private final XMLStreamReader xml;

    private XmlReport(XMLStreamReader xml) {
        this.xml = xml;
    }

    static QualityFile of(byte[] body) throws QualityFile.Unreadable {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new ByteArrayInputStream(body));
            while (xml.getEventType() != XMLStreamConstants.START_ELEMENT) {
                xml.next();
            }
            XmlReport report = new XmlReport(xml);
            return switch (xml.getLocalName()) {
                case "report" -> report.jacoco();
                case "coverage" -> report.cobertura();
                case "testsuite", "testsuites" -> report.junit();
                default ->
                    throw new QualityFile.Unreadable("its root is none of report (JaCoCo), coverage (Cobertura) and"
                            + " testsuites or testsuite (JUnit)");
            };
        } catch (XMLStreamException broken) {
            throw new QualityFile.Unreadable("it is no XML that is read here, at line "
                    + broken.getLocation().getLineNumber());
        }
    }

    /** The counters of the whole report, which stand below its root. */
    private QualityFile jacoco() throws XMLStreamException, QualityFile.Unreadable {
        Map<String, long[]> counters = new LinkedHashMap<>();
        int depth = 1;
        while (depth > 0) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth = deeper(depth);
                    if (depth == 2 && xml.getLocalName().equals("counter")) {
                        String type = xml.getAttributeValue(null, "type");
                        counters.put(String.valueOf(type), new long[] {count("covered"), count("missed")});
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> depth--;
                default -> {
                    // Texts and comments say nothing here.
                }
            }
        }
        long[] none = {0, 0};
        long[] lines = counters.getOrDefault("LINE", none);
        long[] branches = counters.getOrDefault("BRANCH", none);
        if (!counters.containsKey("LINE")) {
            throw new QualityFile.Unreadable("JaCoCo's report has no counter of lines below its root");
        }
        return QualityFile.coverage(lines[0], lines[0] + lines[1], branches[0], branches[0] + branches[1]);
    }

    /** The sums stand at its root; where an old version left them out, its rates do. */
    private QualityFile cobertura() throws QualityFile.Unreadable, XMLStreamException {
        QualityFile file;
        if (xml.getAttributeValue(null, "lines-valid") != null) {
            file = QualityFile.coverage(
                    count("lines-covered"), count("lines-valid"), orNone("branches-covered"), orNone("branches-valid"));
        } else {
            Map<String, Number> figures = new LinkedHashMap<>();
            figures.put("line_coverage", rate("line-rate"));
            if (xml.getAttributeValue(null, "branch-rate") != null) {
                figures.put("branch_coverage", rate("branch-rate"));
            }
            file = new QualityFile("coverage", figures);
        }
        toItsEnd();
        return file;
    }

    /** What is cut off is told, and not half of it kept. */
    private void toItsEnd() throws XMLStreamException, QualityFile.Unreadable {
        int depth = 1;
        while (depth > 0) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                depth = deeper(depth);
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            }
        }
    }

    private QualityFile junit() throws XMLStreamException, QualityFile.Unreadable {
        long passed = 0;
        long failed = 0;
        long skipped = 0;
        String outcome = "";
        int depth = 1;
        while (depth > 0) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                depth = deeper(depth);
                switch (xml.getLocalName()) {
                    case "testcase" -> outcome = "passed";
                    case "failure", "error" -> outcome = outcome.isEmpty() ? outcome : "failed";
                    case "skipped" -> outcome = outcome.equals("passed") ? "skipped" : outcome;
                    default -> {
                        // Output and properties.
                    }
                }
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
                if (xml.getLocalName().equals("testcase")) {
                    passed += outcome.equals("passed") ? 1 : 0;
                    failed += outcome.equals("failed") ? 1 : 0;
                    skipped += outcome.equals("skipped") ? 1 : 0;
                    outcome = "";
                }
            }
        }
        return QualityFile.tests(passed, failed, skipped);
    }

    private static int deeper(int depth) throws QualityFile.Unreadable {
        if (depth == DEPTH_MAX) {
            throw new QualityFile.Unreadable("its elements are nested more than " + DEPTH_MAX + " deep");
        }
        return depth + 1;
    }

    private long orNone(String attribute) throws QualityFile.Unreadable {
        return xml.getAttributeValue(null, attribute) == null ? 0 : count(attribute);
    }

    private long count(String attribute) throws QualityFile.Unreadable {
        @Nullable String value = xml.getAttributeValue(null, attribute);
        if (value == null || !value.matches("[0-9]{1,12}")) {
            throw new QualityFile.Unreadable("its attribute " + attribute + " is no count");
        }
        return Long.parseLong(value);
    }

    private BigDecimal rate(String attribute) throws QualityFile.Unreadable {
        @Nullable String value = xml.getAttributeValue(null, attribute);
        if (value == null
                || !value.matches("[01](\\.[0-9]{1,18})?")
                || new BigDecimal(value).compareTo(BigDecimal.ONE) > 0) {
            throw new QualityFile.Unreadable("its attribute " + attribute + " is no share from 0 to 1");
        }
        return new BigDecimal(value);
    }
}
