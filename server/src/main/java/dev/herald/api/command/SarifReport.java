package dev.herald.api.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.herald.event.JsonFault;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * SARIF 2.1.0: the results of all runs by their level; what passed and what is suppressed is no finding. A level that is
 * not said is a warning (section 3.27.10).
 */
final class SarifReport {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final JsonParser json;
    private long errors;
    private long warnings;
    private long notes;
    private boolean isOne;

    private SarifReport(JsonParser json) {
        this.json = json;
    }

    static QualityFile of(byte[] body) throws QualityFile.Unreadable {
        try (JsonParser json = FACTORY.createParser(body)) {
            SarifReport report = new SarifReport(json);
            json.nextToken();
            report.onLog();
            if (!report.isOne) {
                throw new QualityFile.Unreadable("it is JSON, and no SARIF: there are no runs in it");
            }
            return QualityFile.findings(report.errors, report.warnings, report.notes);
        } catch (JsonProcessingException broken) {
            throw new QualityFile.Unreadable("it is no JSON that is read here: " + JsonFault.words(broken));
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading an array did IO", impossible);
        }
    }

    private void onLog() throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken token = json.nextToken();
            if (name.equals("runs") && token == JsonToken.START_ARRAY) {
                isOne = true;
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    onRun();
                }
            } else {
                json.skipChildren();
            }
        }
    }

    private void onRun() throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken token = json.nextToken();
            if (name.equals("results") && token == JsonToken.START_ARRAY) {
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    onResult();
                }
            } else {
                json.skipChildren();
            }
        }
    }

    private void onResult() throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        String level = "warning";
        boolean counts = true;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken token = json.nextToken();
            if (name.equals("level") && token == JsonToken.VALUE_STRING) {
                level = json.getText();
            } else if (name.equals("kind") && token == JsonToken.VALUE_STRING) {
                counts &= json.getText().equals("fail");
            } else if (name.equals("suppressions") && token == JsonToken.START_ARRAY) {
                counts &= json.nextToken() == JsonToken.END_ARRAY;
                while (json.currentToken() != JsonToken.END_ARRAY) {
                    json.skipChildren();
                    json.nextToken();
                }
            } else {
                json.skipChildren();
            }
        }
        if (counts) {
            count(level);
        }
    }

    private void count(String level) {
        switch (level) {
            case "error" -> errors++;
            case "note" -> notes++;
            case "none" -> {
                // It says of itself that it is no finding.
            }
            default -> warnings++;
        }
    }
}
