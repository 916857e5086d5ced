package dev.herald.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TrustedProxiesTest {
    private static final InetAddress PROXY = InetAddress.ofLiteral("10.0.0.1");
    private static final TrustedProxies PROXIES = of("10.0.0.0/8", "fd00::/8", "192.0.2.7");

    private static TrustedProxies of(String... blocks) {
        return new TrustedProxies(Arrays.stream(blocks)
                .map(block -> TrustedProxies.Block.parse(block).orElseThrow())
                .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.1.2.3/8, 10.9.9.9, true",
        "192.168.4.0/23, 192.168.5.255, true",
        "192.168.4.0/23, 192.168.6.0, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "fd00::/8, fdff::1, true",
        "fd00::/8, fe00::1, false",
        "2001:db8::/61, 2001:db8:0:7::1, true",
        "2001:db8::/61, 2001:db8:0:8::1, false",
        "::ffff:10.0.0.0/8, 10.1.1.1, true"
    })
    void blockContainsWhatBeginsWithItsBits(String block, String address, boolean isIn) {
        assertThat(of(block).contains(InetAddress.ofLiteral(address))).isEqualTo(isIn);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "proxy.example",
                "10.0.0.0/33",
                "::/129",
                "10.0.0/8",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "1",
                "0x7f000001",
                "fe80::1%eth0",
                "10.0.0.256",
                "10.0.0.0/8/8",
                " 10.0.0.1"
            })
    void whatIsNoBlockIsRefused(String text) {
        assertThat(TrustedProxies.Block.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9 | 203.0.113.9",
                "203.0.113.9, 10.0.0.2 | 203.0.113.9",
                "198.51.100.1, 203.0.113.9, 10.0.0.2 | 203.0.113.9",
                "evil, 203.0.113.9 | 203.0.113.9",
                "2001:db8::5 | 2001:db8::5",
                "[2001:db8::5]:4711 | 2001:db8::5",
                "203.0.113.9:4711 | 203.0.113.9",
                "10.0.0.9, 10.0.0.2 | 10.0.0.9",
                "203.0.113.9, evil | 10.0.0.1",
                "203.0.113.9, | 10.0.0.1",
                "unknown | 10.0.0.1",
                "localhost | 10.0.0.1",
                "203.0.113.9, fe80::1%eth0 | 10.0.0.1"
            })
    void clientIsTheNearestThatIsNoTrustedProxy(String forwarded, String client) {
        assertThat(PROXIES.client(PROXY, List.of(forwarded))).isEqualTo(InetAddress.ofLiteral(client));
    }

    @Test
    void severalFieldsAreOneList() {
        assertThat(PROXIES.client(PROXY, List.of("198.51.100.1", "203.0.113.9, 192.0.2.7")))
                .isEqualTo(InetAddress.ofLiteral("203.0.113.9"));
    }

    @Test
    void strangersAreNotBelieved() {
        InetAddress stranger = InetAddress.ofLiteral("203.0.113.1");

        assertThat(PROXIES.client(stranger, List.of("198.51.100.1"))).isEqualTo(stranger);
        assertThat(TrustedProxies.NONE.client(PROXY, List.of("198.51.100.1"))).isEqualTo(PROXY);
        assertThat(PROXIES.client(PROXY, List.of())).isEqualTo(PROXY);
    }

    @Test
    void hopsHaveALimit() {
        String most = String.join(",", Collections.nCopies(TrustedProxies.HOPS_MAX - 1, "10.0.0.2"));

        assertThat(PROXIES.client(PROXY, List.of("203.0.113.9," + most)))
                .isEqualTo(InetAddress.ofLiteral("203.0.113.9"));
        assertThat(PROXIES.client(PROXY, List.of("203.0.113.9,10.0.0.2," + most)))
                .isEqualTo(PROXY);
    }
}
