package dev.herald.effect.autocommit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules for secrets, each with its two examples, and the search for all of them at once. */
class SecretRulesTest {
    private static final Pattern HOLE = Pattern.compile("<(\\d+)([Ahd]?)>");
    private static final Random RANDOM = new Random(11);
    /** So that the loop of the test of speed is not left out for its sum is used by nobody. */
    private static final List<Integer> SINK = new ArrayList<>();

    private static Stream<SecretRules.Rule> rules() {
        return SecretRules.load().rules().stream();
    }

    /** An example as it would be written: this file and that of the rules have no secret in them. */
    private static byte[] written(String example) {
        Matcher holes = HOLE.matcher(example.replace("\\s", " "));
        String text = holes.replaceAll(hole -> {
            String from = switch (hole.group(2)) {
                case "A" -> "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
                case "d" -> "0123456789";
                case "h" -> "0123456789abcdef";
                default -> "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
            };
            StringBuilder drawn = new StringBuilder();
            for (int i = 0; i < Integer.parseInt(hole.group(1)); i++) {
                drawn.append(from.charAt(RANDOM.nextInt(from.length())));
            }
            return drawn.toString();
        });
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void eachRuleFindsItsExampleAndNotTheOther(SecretRules.Rule rule) {
        byte[] example = written(rule.example());
        assertThat(rule.form().isAt(example, 0)).as(rule.name()).isTrue();
        assertThat(rule.form().isAt(written(rule.otherwise()), 0))
                .as(rule.name())
                .isFalse();
        String text = "some text, x " + new String(example, StandardCharsets.US_ASCII) + "\nmore text\n";
        assertThat(SecretContent.isIn(text.getBytes(StandardCharsets.US_ASCII)))
                .as(rule.name() + " in a file")
                .isTrue();
        assertThat(SecretContent.isIn(example)).as(rule.name() + " alone").isTrue();
    }

    @Test
    void theFileOfRulesIsNoSecretItself() throws Exception {
        try (var in = SecretRules.class.getResourceAsStream("secret-rules.txt")) {
            assertThat(SecretContent.isIn(in.readAllBytes())).isFalse();
        }
        assertThat(SecretRules.load().rules()).hasSizeGreaterThan(60);
    }

    @Test
    void aRuleThatIsNotWrittenAsTheyAreIsRefused() {
        for (String wrong : List.of("a b", "a [0-9]{1,} x y", "a ab[0-9]{1,} x", "a x y z\na x y z")) {
            assertThatThrownBy(() -> SecretRules.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void allWordsAreFoundWhereverTheyAre() {
        for (int round = 0; round < 300; round++) {
            TreeSet<String> words = new TreeSet<>();
            for (int i = 0; i < 1 + RANDOM.nextInt(8); i++) {
                words.add(random(1 + RANDOM.nextInt(4)));
            }
            List<String> all = List.copyOf(words);
            String text = random(60);
            List<String> expected = new ArrayList<>();
            for (int start = 0; start < text.length(); start++) {
                for (String word : all) {
                    if (text.startsWith(word, start)) {
                        expected.add(word + "@" + start);
                    }
                }
            }
            List<String> found = new ArrayList<>();
            new Keywords(all).search(text.getBytes(StandardCharsets.US_ASCII), (word, start, end) -> {
                assertThat(text.substring(start, end)).isEqualTo(all.get(word));
                return !found.add(all.get(word) + "@" + start);
            });
            assertThat(found).as(all + " in " + text).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private static String random(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + RANDOM.nextInt(3)));
        }
        return text.toString();
    }

    /** Against a loop that only adds the bytes up: so the machine's speed, and what else it does, cancel out. */
    @Test
    void textAndTheWorstOfTextsTakeAFewTimesALookAtEachByte() {
        byte[] text = bytes(
                "    private final Map<Path, String> secretsByPath = new TreeMap<>(); // a token, or none\n",
                4_000_000);
        byte[] worst = bytes("token=", 4_000_000);
        byte[] almost = bytes("ghp_abcdefghijabcdefghijabcdefg ", 4_000_000);
        byte[] open = bytes("a://b:", 4_000_000);
        for (byte[] one : List.of(text, almost, open)) {
            assertThat(times(one))
                    .as(new String(one, 0, 30, StandardCharsets.US_ASCII))
                    .isLessThan(100);
        }
        // A value may be 512 long, and one may begin at each place.
        assertThat(times(worst)).isLessThan(3_000);
    }

    private static byte[] bytes(String line, int length) {
        return line.repeat(length / line.length()).getBytes(StandardCharsets.US_ASCII);
    }

    private static double times(byte[] text) {
        long plain = Long.MAX_VALUE;
        long search = Long.MAX_VALUE;
        int sum = 0;
        for (int i = 0; i < 5; i++) {
            long began = System.nanoTime();
            for (byte b : text) {
                sum = sum * 31 + b;
            }
            plain = Math.min(plain, System.nanoTime() - began);
            began = System.nanoTime();
            assertThat(SecretContent.isIn(text)).isFalse();
            search = Math.min(search, System.nanoTime() - began);
        }
        SINK.add(sum);
        return (double) search / plain;
    }
}
