package dev.herald.effect.autocommit;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names that keys and passwords are kept under. */
final class SecretNames {
    private static final Pattern NAME = Pattern.compile(
            // Environments of programs, and keys of SSH: id_rsa.old as well, but not id_map.c.
            "\\.env.*|id_(rsa|dsa|ecdsa|ed25519|xmss).*|id_[^.]*"
                    + "|.*\\.(pem|p12|pfx|p8|key|ppk|jks|keystore|kdbx?|ovpn|agekey)"
                    + "|\\.netrc|_netrc|\\.git-credentials|\\.pgpass|\\.my\\.cnf|\\.htpasswd|\\.vault_pass.*"
                    + "|.*\\.tfstate(\\.backup)?|terraform\\.tfvars|service[-_]?account.*\\.json|client_secret.*\\.json"
                    + "|secrets?\\.(ya?ml|json|toml|properties)|credentials\\.(json|ya?ml|csv)");
    private static final Set<String> DIRECTORIES = Set.of(".ssh", ".gnupg", ".aws", ".kube", ".azure");
    private static final List<String> PATHS = List.of(".docker/config.json", ".config/gcloud");

    private SecretNames() {}

    static boolean isOne(TreePath path) {
        String lower = path.raw().toLowerCase(Locale.ROOT);
        String[] parts = lower.split("/");
        for (int i = 0; i < parts.length - 1; i++) {
            if (DIRECTORIES.contains(parts[i])) {
                return true;
            }
        }
        return NAME.matcher(parts[parts.length - 1]).matches() || PATHS.stream().anyMatch(lower::contains);
    }
}
