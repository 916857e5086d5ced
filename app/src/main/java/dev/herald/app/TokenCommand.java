package dev.herald.app;

import dev.herald.access.Role;
import dev.herald.access.TokenAuthenticator;
import dev.herald.access.TokenClaims;
import dev.herald.access.TokenMint;
import dev.herald.access.TokenRules;
import dev.herald.event.EventType;
import dev.herald.event.ProjectId;
import dev.herald.event.Room;
import dev.herald.loop.Clock;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code herald token}. */
@Command(
        name = "token",
        subcommands = TokenInspectCommand.class,
        description = {
            "Makes a token and prints it alone, signed with --secret-file, --key or what a server here would take"
                    + " (HERALD_JWT_SECRET, herald.yaml). A secret is never a flag's value, which others would see.",
            ""
        },
        footer = {
            "",
            "  herald token --sub ann --projects shop,site --roles viewer,publisher --ttl 8h",
            "  herald token inspect < token.txt",
            "",
            "Exit status: 0 printed, 2 called wrongly."
        })
final class TokenCommand implements Callable<Integer> {
    private static final Pattern TTL = Pattern.compile("([0-9]{1,9})(s|m|h|d)");
    private static final long TTL_SECONDS_MAX = 3_650L * 86_400;
    private static final String AUTO_COMMIT = "auto_commit";

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private KeyOptions keys;

    @Option(names = "--sub", paramLabel = "WHO", description = "Whose token it is. Needed.")
    private String subject = "";

    @Option(names = "--projects", paramLabel = "ID", split = ",", description = "What it may read: ids, or * for all.")
    private List<String> projects = List.of();

    @Option(
            names = "--roles",
            paramLabel = "ROLE",
            split = ",",
            description = "What it may do: viewer, publisher, agent, admin.")
    private List<String> roles = List.of();

    @Option(names = "--event-types", paramLabel = "TYPE", split = ",", description = "Only these types; else all.")
    private @Nullable List<String> eventTypes;

    @Option(names = "--agent-id", paramLabel = "ID", description = "The agent that it speaks for, with role agent.")
    private @Nullable String agentId;

    @Option(names = "--ttl", paramLabel = "TIME", description = "How long it lasts: 30m, 8h, 7d (${DEFAULT-VALUE}).")
    private String ttl = "1h";

    @Option(names = "--audience", paramLabel = "NAME", description = "For whom (aud); else as jwt-audience is set.")
    private @Nullable String audience;

    @Option(names = "--issuer", paramLabel = "NAME", description = "By whom (iss); else as jwt-issuer is set.")
    private @Nullable String issuer;

    @Override
    public Integer call() {
        Map<String, String> environment = System.getenv();
        Path directory = Path.of("");
        TokenClaims claims = claims(keys.rules(environment, directory));
        TokenMint mint = keys.mint(environment, directory);
        String token = mint.mint(claims, Clock.system());
        if (token.length() > TokenAuthenticator.TOKEN_LENGTH_MAX) {
            throw CommandFailure.usage(
                    List.of("the token would have " + token.length() + " characters, and servers take "
                            + TokenAuthenticator.TOKEN_LENGTH_MAX + ": name fewer projects or types"));
        }
        if (projects.isEmpty()) {
            spec.commandLine().getErr().println("herald: this token reads no project: --projects names them");
        }
        spec.commandLine().getOut().println(token);
        return ExitCode.OK;
    }

    TokenClaims claims(TokenRules rules) {
        if (subject.isBlank() || subject.length() > 256 || subject.chars().anyMatch(Character::isISOControl)) {
            throw CommandFailure.usage(List.of("--sub: give who the token is for, 1 to 256 characters"));
        }
        if (!projects.equals(List.of("*"))) {
            for (String project : projects) {
                if (ProjectId.parse(project).isEmpty()) {
                    throw refused("--projects", project, "ids of 1 to 128 of A-Z a-z 0-9 . _ -, or * alone");
                }
            }
        }
        for (String type : eventTypes == null ? List.<String>of() : eventTypes) {
            if (EventType.parse(type).isEmpty() && !type.equals(AUTO_COMMIT)) {
                throw refused("--event-types", type, "custom.<name>, " + AUTO_COMMIT + " or a type of the protocol");
            }
        }
        if (agentId != null && !Room.isId(agentId)) {
            throw refused("--agent-id", agentId, "1 to 128 of A-Z a-z 0-9 . _ -");
        }
        Set<Role> granted = roles();
        if (granted.contains(Role.AGENT) && agentId == null) {
            throw CommandFailure.usage(List.of("--roles agent: an agent's token names it: give --agent-id as well"));
        }
        return new TokenClaims(
                subject,
                projects,
                granted,
                eventTypes,
                agentId,
                audience == null ? rules.audience() : audience,
                issuer == null ? rules.issuer() : issuer,
                seconds());
    }

    private Set<Role> roles() {
        Set<Role> granted = EnumSet.noneOf(Role.class);
        for (String role : roles) {
            granted.add(
                    Role.parse(role).orElseThrow(() -> refused("--roles", role, "viewer, publisher, agent or admin")));
        }
        return granted;
    }

    private long seconds() {
        Matcher written = TTL.matcher(ttl);
        long seconds = !written.matches()
                ? 0
                : Long.parseLong(written.group(1))
                        * switch (written.group(2)) {
                            case "m" -> 60;
                            case "h" -> 3_600;
                            case "d" -> 86_400;
                            default -> 1;
                        };
        if (seconds < 1 || seconds > TTL_SECONDS_MAX) {
            throw refused("--ttl", ttl, "a number with s, m, h or d, from 1s to 3650d");
        }
        return seconds;
    }

    private static CommandFailure refused(String option, String value, String allowed) {
        return CommandFailure.usage(
                List.of(option + ": \"" + Line.plain(value, 100) + "\" is not allowed: give " + allowed));
    }
}
