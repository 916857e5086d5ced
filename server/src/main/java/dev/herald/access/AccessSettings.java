package dev.herald.access;

import dev.herald.setting.Form;
import dev.herald.setting.Setting;
import dev.herald.setting.Values;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what.
 *
 * @param key what tokens are checked with, or null where the server is open
 * @param rules what a token must say
 * @param rates what is limited; a kind that is missing is not
 */
public record AccessSettings(@Nullable TokenKey key, TokenRules rules, Map<RateLimits.Kind, Rate> rates) {
    /** Bytes of a key's file. */
    private static final int KEY_BYTES_MAX = 64 * 1024;

    private static final int TEXT_LENGTH_MAX = 512;

    private static final String RATE_FORM =
            "a number a second, minute or hour such as 100/s or 600/m, with a burst 100/s:500, `off`, or `auto`";

    /** What is limited where there is a key and nobody says otherwise. */
    private static final Map<RateLimits.Kind, Rate> WITH_KEY = Map.of(
            RateLimits.Kind.CONNECT, new Rate(20, 1_000, 200),
            RateLimits.Kind.MESSAGE, new Rate(50, 1_000, 200),
            RateLimits.Kind.PUBLISH, new Rate(5_000, 1_000, 20_000),
            RateLimits.Kind.READ, new Rate(20, 1_000, 200),
            RateLimits.Kind.FAILURE, new Rate(10, 60_000, 20));

    public static final Setting<TokenKey> SECRET = Setting.optional(
                    "jwt-secret",
                    Form.of("at least 32 bytes, not a key in PEM", text -> attempt(() -> TokenKey.secret(text))),
                    "Secret that tokens are signed with (HS256). Better not as a flag, which others on the machine see.")
            .alsoNamed("JWT_SECRET_KEY")
            .hidden();
    static final Setting<TokenKey> PUBLIC_KEY = Setting.optional(
            "jwt-public-key",
            Form.at(
                    "a PEM file, or the PEM text itself, of a public key: RSA of at least 2,048 bits, P-256 or Ed25519",
                    AccessSettings::publicKey),
            "Key that tokens are checked with (RS256, ES256, EdDSA).");
    static final Setting<TokenKey> KEY_SET = Setting.optional(
            "jwks-url",
            Form.of("an https address, or http on loopback, without a user in it", AccessSettings::keySet),
            "Key set that tokens are checked with (JWKS), fetched and renewed.");
    static final Setting<String> AUDIENCE = Setting.optional(
            "jwt-audience", text(), "A token must be for this audience (`aud`); any where it is not given.");
    static final Setting<String> ISSUER = Setting.optional(
            "jwt-issuer", text(), "A token must be by this issuer (`iss`); any where it is not given.");
    static final Setting<RateChoice> CONNECT = rate(
            "rate-connect",
            "Sessions opened, for each principal and each address; `auto` is 20/s:200, off without a key.");
    static final Setting<RateChoice> MESSAGES = rate(
            "rate-messages",
            "Messages of clients, for each principal and for each address; `auto` is 50/s:200, off without a key.");
    static final Setting<RateChoice> PUBLISH = rate(
            "rate-publish",
            "Events published, for each principal and each address; `auto` is 5000/s:20000, off without a key.");
    static final Setting<RateChoice> READS = rate(
            "rate-reads",
            "Questions to the history, for each principal and each address; `auto` is 20/s:200, off without a key.");
    static final Setting<RateChoice> FAILURES =
            rate("rate-failures", "Tokens that do not hold, for each address; `auto` is 10/m:20, off without a key.");

    public AccessSettings {
        rates = Map.copyOf(rates);
    }

    /** The settings of which one alone may be given. */
    public static final List<Setting<TokenKey>> KEYS = List.of(SECRET, PUBLIC_KEY, KEY_SET);

    public static AccessSettings of(Values values) {
        TokenKey key = KEYS.stream()
                .flatMap(setting -> values.takeAll(setting).stream())
                .findFirst()
                .orElse(null);
        TokenRules rules = new TokenRules(
                values.takeAll(AUDIENCE).stream().findFirst().orElse(null),
                values.takeAll(ISSUER).stream().findFirst().orElse(null));
        return new AccessSettings(key, rules, rates(key != null, values));
    }

    /** How a rate was written. */
    sealed interface RateChoice {
        record Auto() implements RateChoice {}

        record Off() implements RateChoice {}

        record Limited(Rate rate) implements RateChoice {}
    }

    /** What is limited: as it was said, else by whether there is a key. */
    private static Map<RateLimits.Kind, Rate> rates(boolean hasKey, Values values) {
        Map<RateLimits.Kind, Setting<RateChoice>> settings = Map.of(
                RateLimits.Kind.CONNECT, CONNECT,
                RateLimits.Kind.MESSAGE, MESSAGES,
                RateLimits.Kind.PUBLISH, PUBLISH,
                RateLimits.Kind.READ, READS,
                RateLimits.Kind.FAILURE, FAILURES);
        Map<RateLimits.Kind, Rate> rates = new EnumMap<>(RateLimits.Kind.class);
        settings.forEach((kind, setting) -> {
            switch (values.take(setting)) {
                case RateChoice.Auto auto when hasKey -> rates.put(kind, WITH_KEY.get(kind));
                case RateChoice.Limited limited -> rates.put(kind, limited.rate());
                case RateChoice.Auto auto -> {}
                case RateChoice.Off off -> {}
            }
        });
        return rates;
    }

    private static Setting<RateChoice> rate(String name, String description) {
        Form<RateChoice> form = Form.of(RATE_FORM, text -> switch (text) {
            case "auto" -> Optional.of(new RateChoice.Auto());
            case "off" -> Optional.of(new RateChoice.Off());
            default -> Rate.parse(text).map(RateChoice.Limited::new);
        });
        return Setting.one(name, form, "auto", description);
    }

    private static Form<String> text() {
        return Form.of(
                "1 to " + TEXT_LENGTH_MAX + " characters",
                text -> text.isEmpty() || text.length() > TEXT_LENGTH_MAX ? Optional.empty() : Optional.of(text));
    }

    private static Optional<TokenKey> publicKey(String text, Path base) {
        if (text.contains("-----BEGIN")) {
            return attempt(() -> TokenKey.pem(text));
        }
        return Form.path().read(text, base).filter(Files::isRegularFile).flatMap(file -> {
            try {
                if (Files.size(file) > KEY_BYTES_MAX) {
                    return Optional.empty();
                }
                String pem = Files.readString(file);
                return attempt(() -> TokenKey.pem(pem));
            } catch (IOException unreadable) {
                return Optional.empty();
            }
        });
    }

    private static Optional<TokenKey> keySet(String text) {
        try {
            URI address = new URI(text);
            return attempt(() -> new TokenKey.Published(address));
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<TokenKey> attempt(Supplier<TokenKey> making) {
        try {
            return Optional.of(making.get());
        } catch (IllegalArgumentException refused) {
            return Optional.empty();
        }
    }
}
