package dev.herald.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Codec;
import dev.herald.event.Decoded;
import dev.herald.event.KnownType;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class TypeNamesTest {
    private static String refusal(String type) {
        byte[] json = ("{\"type\":\"" + type + "\"}").getBytes(StandardCharsets.UTF_8);
        return ((Decoded.Invalid) Codec.decode(json)).faults().getFirst().detail();
    }

    @Test
    void aTypeThatIsNoneIsAnsweredWithTheNearestAndWhereTheListIs() {
        assertThat(TypeNames.in("422 /type: " + refusal("file_chnage")))
                .isEqualTo("422 /type: there is no event type \"file_chnage\": did you mean file_change?"
                        + " \"herald publish --help\" lists all types; one of your own is custom.<name>");
        assertThat(TypeNames.in(refusal("bad type")))
                .startsWith("there is no event type \"bad type\": \"herald publish --help\"")
                .doesNotContain("risk_alert");
        assertThat(TypeNames.in("the log is full")).isEqualTo("the log is full");
    }

    @Test
    void theHelpListsThemInLinesOfATerminal() {
        CommandLine publish =
                Main.commandLine(new Called("herald")).getSubcommands().get("publish");
        String help = publish.getUsageMessage(CommandLine.Help.Ansi.OFF);
        assertThat(help).contains(KnownType.wireNames()).contains("custom.<name>");
        assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    @Test
    void whoTailsATypeThatIsNoneHearsTheSame() {
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine(new Called("herald"));
        line.setErr(new PrintWriter(err, true));
        assertThat(line.execute("tail", "--types", "comit")).isEqualTo(2);
        assertThat(err.toString()).contains("\"comit\"", "did you mean commit?").doesNotContain("risk_alert");
    }
}
