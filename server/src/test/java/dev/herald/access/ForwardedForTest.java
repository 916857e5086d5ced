package dev.herald.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose word about a caller's address is taken, and what it comes to. */
class ForwardedForTest {
    private static final TrustedProxies PROXIES =
            proxies("10.0.0.0/8", "192.0.2.1", "fd00::/8", "203.0.113.128/25", "::1");

    private static TrustedProxies proxies(String... blocks) {
        return new TrustedProxies(Arrays.stream(blocks)
                .map(block -> TrustedProxies.Block.parse(block).orElseThrow())
                .toList());
    }

    private static InetAddress at(String literal) {
        return InetAddress.ofLiteral(literal);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0,true",
        "10.255.255.255,true",
        "11.0.0.0,false",
        "9.255.255.255,false",
        "192.0.2.1,true",
        "192.0.2.2,false",
        "203.0.113.127,false",
        "203.0.113.128,true",
        "fd12:3456::1,true",
        "fe00::1,false",
        "::1,true",
        "::2,false",
        "::ffff:10.1.2.3,true",
    })
    void trustsWhatLiesInItsNetworks(String address, boolean isTrusted) {
        assertThat(PROXIES.contains(at(address))).isEqualTo(isTrusted);
    }

    @Test
    void trustsNobodyUnlessTold() {
        assertThat(TrustedProxies.NONE.contains(at("127.0.0.1"))).isFalse();
        assertThat(proxies("0.0.0.0/0").contains(at("8.8.8.8"))).isTrue();
        assertThat(proxies("0.0.0.0/0").contains(at("::1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "10.0.0.0/8/8",
                "::1/129",
                "10.1",
                "1.2.3.256",
                "fe80::1%lo",
                "10.0.0.0/x",
                "/8",
                "10.0.0.0/99999999999"
            })
    void refusesWhatIsNoAddressAndNoNetwork(String entry) {
        assertThat(TrustedProxies.Block.parse(entry)).isEmpty();
    }

    /** Peer, what it forwards (fields are separated by a semicolon), and who the caller is then. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.1 | 198.51.100.9                          | 198.51.100.9",
                "10.0.0.1 | 1.1.1.1, 198.51.100.9                 | 198.51.100.9",
                "10.0.0.1 | 198.51.100.9, 10.0.0.2                | 198.51.100.9",
                "10.0.0.1 | 198.51.100.9;10.0.0.2, 192.0.2.1      | 198.51.100.9",
                "10.0.0.1 | 10.0.0.3, 10.0.0.2                    | 10.0.0.3",
                "10.0.0.1 | 198.51.100.9:4711                     | 198.51.100.9",
                "10.0.0.1 | [2001:db8::7]:4711                    | 2001:db8:0:0:0:0:0:7",
                "10.0.0.1 | 2001:db8::7                           | 2001:db8:0:0:0:0:0:7",
                "10.0.0.1 | 1.1.1.1, unknown, 10.0.0.2            | 10.0.0.1",
                "10.0.0.1 | unknown                               | 10.0.0.1",
                "10.0.0.1 | localhost                             | 10.0.0.1",
                "10.0.0.1 | ,                                     | 10.0.0.1",
                "10.0.0.1 | [::1                                  | 10.0.0.1",
                "10.0.0.1 | ''                                    | 10.0.0.1",
                "11.0.0.1 | 198.51.100.9                          | 11.0.0.1",
            })
    void believesEntriesFromTheRightAsLongAsProxiesWroteThem(String peer, String fields, String client) {
        List<String> forwarded = Arrays.asList(fields.split(";"));
        assertThat(PROXIES.client(at(peer), forwarded).getHostAddress()).isEqualTo(client);
    }

    @Test
    void looksAtSoManyHopsAndNoMore() {
        String chain = "1.1.1.1" + ", 10.0.0.9".repeat(TrustedProxies.HOPS_MAX - 1);
        assertThat(PROXIES.client(at("10.0.0.1"), List.of(chain)).getHostAddress())
                .isEqualTo("1.1.1.1");
        assertThat(PROXIES.client(at("10.0.0.1"), List.of(chain + ", 10.0.0.9")).getHostAddress())
                .as("who names more is not believed")
                .isEqualTo("10.0.0.1");
        assertThat(PROXIES.client(at("10.0.0.1"), List.of()).getHostAddress()).isEqualTo("10.0.0.1");
    }
}
